"""Assessments, their answers and the browsers that may open them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("organisation", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_answers", sa.JSON(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("token_hash", name="uq_assessments_token_hash"),
    )
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "code", name="pk_answers"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_answers_assessment_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "browser_keys",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_browser_keys"),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_browser_keys_assessment_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_browser_keys_assessment_id", "browser_keys", ["assessment_id"])
    op.create_index("ix_browser_keys_expires_at", "browser_keys", ["expires_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("browser_keys")
    op.drop_table("answers")
    op.drop_table("assessments")
