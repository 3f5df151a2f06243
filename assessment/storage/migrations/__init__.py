"""The history of the tables (Alembic), one for both engines.

A new revision is a file in `versions/` with the next number: `upgrade`, `downgrade`, and the one before as
`down_revision`. `tests/integration/test_migrations.py` climbs and undoes each on both engines, and says where the end
of the history differs from `tables.py`.
"""
