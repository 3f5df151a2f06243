"""Archives of reports, and the jobs that make them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def downgrade() -> None:
    """Drop them."""
    for table in ["jobs", "archives"]:
        op.drop_table(table)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "archives",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("campaign_id", sa.String(22), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ordered_by", sa.String(22), nullable=True),
        sa.Column("ordered_at", sa.DateTime(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=True),
        sa.Column("problems", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("failure", sa.String(16), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_archives_campaign_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_archives_network_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ordered_by"], ["people.id"], name="fk_archives_ordered_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_archives"),
    )
    op.create_index("ix_archives_campaign_id", "archives", ["campaign_id"], unique=False)
    op.create_index("ix_archives_network_id", "archives", ["network_id"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("archive_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(16), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("rendered", sa.Boolean(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["archive_id"], ["archives.id"], name="fk_jobs_archive_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_jobs_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    for column in ["archive_id", "assessment_id", "state"]:
        op.create_index(f"ix_jobs_{column}", "jobs", [column], unique=False)
