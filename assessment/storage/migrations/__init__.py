"""The history of the tables (Alembic), one for both engines."""
