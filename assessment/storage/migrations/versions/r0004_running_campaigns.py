"""What is done to a campaign while it runs: its last day moved, notes on its organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("campaigns") as campaigns:
        campaigns.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
        campaigns.add_column(sa.Column("moved_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("campaign_members") as members:
        members.add_column(sa.Column("note", sa.String(500), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("campaign_members") as members:
        members.drop_column("note")
    with op.batch_alter_table("campaigns") as campaigns:
        campaigns.drop_column("moved_at")
        campaigns.drop_column("moves")
