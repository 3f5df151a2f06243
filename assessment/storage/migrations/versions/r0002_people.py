"""People and organisations: accounts, memberships, invitations, mail, audit; several sheets of answers, submissions."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from assessment.storage.migrations.versions import r0001_assessments

revision = "0002"
down_revision = "0001"

KEPT = {
    "assessments": "id, token_hash, questionnaire, version, questionnaire_hash, form, language, organisation, "
    "created_at, updated_at, submitted_at",
    "answers": "assessment_id, code, value, version, saved_at",
    "browser_keys": "hash, assessment_id, created_at, expires_at",
}
KEEP_SUBMISSIONS = """
    INSERT INTO submissions (assessment_id, revision, submitted_at, answers, result)
    SELECT id, 1, submitted_at, submitted_answers, result FROM before_assessments WHERE submitted_at IS NOT NULL
"""
COUNT_SUBMISSIONS = "UPDATE assessments SET revision = 1 WHERE submitted_at IS NOT NULL"
PUT_SUBMISSIONS_BACK = """
    UPDATE assessments SET submitted_answers = last.answers, result = last.result
    FROM before_submissions AS last JOIN before_assessments AS one
    ON last.assessment_id = one.id AND last.revision = one.revision
    WHERE one.id = assessments.id AND one.submitted_at IS NOT NULL
"""


def upgrade() -> None:
    """Create the tables, give every answer a sheet, and keep submissions apart.

    Tables with rows are built anew as a whole: SQLite cannot change the key of a table nor add a named reference to
    one, and its way round, to drop `assessments` alone, would delete every answer with it.
    """
    set_aside(KEPT)
    drop(["browser_keys", "answers", "assessments"])
    create_tables()
    put_back()
    op.execute(KEEP_SUBMISSIONS)
    op.execute(COUNT_SUBMISSIONS)
    drop(f"before_{table}" for table in KEPT)


def downgrade() -> None:
    """Undo it; answers on the sheets of respondents, their keys and all but the last submission are lost."""
    set_aside([*KEPT, "submissions"])
    op.execute("DELETE FROM before_answers WHERE sheet <> ''")
    op.execute("DELETE FROM before_browser_keys WHERE respondent_id IS NOT NULL OR reader_id IS NOT NULL")
    drop(["mailed_codes", "browser_keys", "submissions", "respondents", "readers", "answers", "assessments"])
    drop(["sessions", "recovery_codes", "password_resets", "organisation_networks", "memberships", "identities"])
    drop(["api_keys", "account_invitations", "people", "organisations", "networks", "mails", "audit_events"])
    drop(["attempts"])
    r0001_assessments.upgrade()
    put_back()
    op.execute(PUT_SUBMISSIONS_BACK)
    drop(f"before_{table}" for table in [*KEPT, "submissions"])


def set_aside(tables: Iterable[str]) -> None:
    """Copy the rows."""
    for table in tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")


def put_back() -> None:
    """Insert the rows again; columns that are new take their default."""
    for table, columns in KEPT.items():
        op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM before_{table}")


def drop(tables: Iterable[str]) -> None:
    """Drop tables, in an order in which none is referred to any more."""
    for table in tables:
        op.drop_table(table)


def create_tables() -> None:
    """The tables as they are now."""
    op.create_table(
        "attempts",
        sa.Column("bucket", sa.String(96), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_attempts"),
    )
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(48), nullable=False),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("object", sa.String(48), nullable=False),
        sa.Column("place", sa.String(48), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_events"),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
    )
    op.create_index("ix_mails_due_at", "mails", ["due_at"], unique=False)
    op.create_table(
        "networks",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_networks"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("warned_at", sa.DateTime(), nullable=True),
        sa.Column("warnings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email_key", name="uq_people_email_key"),
    )
    op.create_table(
        "account_invitations",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=True),
        sa.Column("organisation_id", sa.String(22), nullable=True),
        sa.Column("invited_by", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name="fk_account_invitations_invited_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_account_invitations_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_account_invitations_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_account_invitations_token_hash"),
    )
    op.create_index("ix_account_invitations_email_key", "account_invitations", ["email_key"], unique=False)
    op.create_index("ix_account_invitations_network_id", "account_invitations", ["network_id"], unique=False)
    op.create_index("ix_account_invitations_organisation_id", "account_invitations", ["organisation_id"], unique=False)
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=True),
        sa.Column("organisation_id", sa.String(22), nullable=True),
        sa.Column("created_by", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_api_keys_created_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_api_keys_network_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_api_keys_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("hash", name="uq_api_keys_hash"),
    )
    op.create_index("ix_api_keys_network_id", "api_keys", ["network_id"], unique=False)
    op.create_index("ix_api_keys_organisation_id", "api_keys", ["organisation_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(22), nullable=True),
        sa.Column("lead_id", sa.String(22), nullable=True),
        sa.Column("mode", sa.String(8), server_default="shared", nullable=False),
        sa.Column("results_for", sa.String(16), server_default="lead", nullable=False),
        sa.Column("deadline", sa.DateTime(), nullable=True),
        sa.Column("questionnaire", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("questionnaire_hash", sa.String(64), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("organisation", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name="fk_assessments_lead_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_assessments_organisation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("token_hash", name="uq_assessments_token_hash"),
    )
    op.create_index("ix_assessments_lead_id", "assessments", ["lead_id"], unique=False)
    op.create_index("ix_assessments_organisation_id", "assessments", ["organisation_id"], unique=False)
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_identities_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("place", sa.String(22), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=True),
        sa.Column("organisation_id", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name="fk_memberships_network_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_memberships_organisation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
        sa.UniqueConstraint("person_id", "place", name="uq_memberships_person_id"),
    )
    op.create_index("ix_memberships_network_id", "memberships", ["network_id"], unique=False)
    op.create_index("ix_memberships_organisation_id", "memberships", ["organisation_id"], unique=False)
    op.create_table(
        "organisation_networks",
        sa.Column("organisation_id", sa.String(22), nullable=False),
        sa.Column("network_id", sa.String(22), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name="fk_organisation_networks_network_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_organisation_networks_organisation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "network_id", name="pk_organisation_networks"),
    )
    op.create_index("ix_organisation_networks_network_id", "organisation_networks", ["network_id"], unique=False)
    op.create_table(
        "password_resets",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_password_resets_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_password_resets"),
    )
    op.create_index("ix_password_resets_person_id", "password_resets", ["person_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_recovery_codes_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_person_id", "recovery_codes", ["person_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=False),
        sa.Column("device", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_sessions"),
        sa.UniqueConstraint("id", name="uq_sessions_id"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("sheet", sa.String(22), server_default="", nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.String(22), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_answers_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "sheet", "code", name="pk_answers"),
    )
    op.create_table(
        "readers",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_readers_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_readers"),
        sa.UniqueConstraint("token_hash", name="uq_readers_token_hash"),
    )
    op.create_index("ix_readers_assessment_id", "readers", ["assessment_id"], unique=False)
    op.create_table(
        "respondents",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("active_on", sa.Date(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_respondents_assessment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_respondents_person_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_respondents"),
        sa.UniqueConstraint("assessment_id", "email_key", name="uq_respondents_assessment_id"),
        sa.UniqueConstraint("token_hash", name="uq_respondents_token_hash"),
    )
    op.create_index("ix_respondents_person_id", "respondents", ["person_id"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by", sa.String(22), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_submissions_assessment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["people.id"], name="fk_submissions_submitted_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "revision", name="pk_submissions"),
    )
    op.create_table(
        "browser_keys",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("assessment_id", sa.String(22), nullable=False),
        sa.Column("respondent_id", sa.String(22), nullable=True),
        sa.Column("reader_id", sa.String(22), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_browser_keys_assessment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name="fk_browser_keys_reader_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondents.id"], name="fk_browser_keys_respondent_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name="pk_browser_keys"),
    )
    op.create_index("ix_browser_keys_assessment_id", "browser_keys", ["assessment_id"], unique=False)
    op.create_index("ix_browser_keys_expires_at", "browser_keys", ["expires_at"], unique=False)
    op.create_index("ix_browser_keys_reader_id", "browser_keys", ["reader_id"], unique=False)
    op.create_index("ix_browser_keys_respondent_id", "browser_keys", ["respondent_id"], unique=False)
    op.create_table(
        "mailed_codes",
        sa.Column("respondent_id", sa.String(22), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondents.id"], name="fk_mailed_codes_respondent_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("respondent_id", name="pk_mailed_codes"),
    )
