"""Peer help: what organisations declared, and who could help whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def downgrade() -> None:
    """Drop them."""
    for table in ["peer_rounds", "peer_offers"]:
        op.drop_table(table)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "peer_offers",
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("organisation_id", sa.String(22), nullable=False),
        sa.Column("seeks", sa.Boolean(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("availability", sa.String(8), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("alumnus", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_peer_offers_campaign_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_peer_offers_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "organisation_id", name="pk_peer_offers"),
    )
    op.create_index("ix_peer_offers_organisation_id", "peer_offers", ["organisation_id"], unique=False)
    op.create_table(
        "peer_rounds",
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("too_long_at", sa.DateTime(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_peer_rounds_campaign_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_peer_rounds"),
    )
