"""What an organisation's visitors answered, kept with its assessment, and what they make a campaign's members owe."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table and add the column."""
    op.create_table(
        "visitor_surveys",
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("survey", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_visitor_surveys_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_visitor_surveys"),
    )
    with op.batch_alter_table("contributions") as contributions:
        contributions.add_column(sa.Column("required", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("contributions") as contributions:
        contributions.drop_column("required")
    op.drop_table("visitor_surveys")
