"""Campaigns of networks: their members, reminders, contributions to benchmarks and what was published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def downgrade() -> None:
    """Drop them."""
    for table in ["publications", "contributions", "reminders", "campaign_members", "campaigns"]:
        op.drop_table(table)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("results_for", sa.String(16), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("launched_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_campaigns_created_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_campaigns_network_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )
    op.create_index("ix_campaigns_network_id", "campaigns", ["network_id"], unique=False)
    op.create_table(
        "campaign_members",
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("organisation_id", sa.String(22), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=True),
        sa.Column("consent", sa.String(1), server_default="b", nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_campaign_members_assessment_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_campaign_members_campaign_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_campaign_members_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "organisation_id", name="pk_campaign_members"),
    )
    op.create_index("ix_campaign_members_assessment_id", "campaign_members", ["assessment_id"], unique=False)
    op.create_index("ix_campaign_members_organisation_id", "campaign_members", ["organisation_id"], unique=False)
    op.create_table(
        "contributions",
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("organisation_id", sa.String(22), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("region", sa.String(8), nullable=False),
        sa.Column("territory", sa.String(32), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_contributions_campaign_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_contributions_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "organisation_id", name="pk_contributions"),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_publications_campaign_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_publications_campaign_id"),
    )
    op.create_index("ix_publications_campaign_id", "publications", ["campaign_id"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("organisation_id", sa.String(22), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_reminders_campaign_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_reminders_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "organisation_id", "sent_at", name="pk_reminders"),
    )
