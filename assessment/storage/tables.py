"""The tables: one schema for SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, stored in UTC without a zone, so that both engines keep and order it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert to UTC; a moment without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say again that it is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


ID_TEXT = String(22)
HASH = String(64)


def _gone_with(column: Column[str]) -> ForeignKey:
    """The row goes when what it belongs to goes."""
    return ForeignKey(column, ondelete="CASCADE")


def _outlives(column: Column[str]) -> ForeignKey:
    """The row stays, without saying whose it was."""
    return ForeignKey(column, ondelete="SET NULL")


networks = Table(
    "networks",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("profile", JSON(none_as_null=True)),
    Column("created_at", Moment, nullable=False),
)

organisation_networks = Table(
    "organisation_networks",
    metadata,
    Column("organisation_id", ID_TEXT, _gone_with(organisations.c.id), primary_key=True),
    Column("network_id", ID_TEXT, _gone_with(networks.c.id), primary_key=True, index=True),
    Column("joined_at", Moment, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("email_key", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("password_hash", String(255)),
    Column("totp_secret", LargeBinary),
    Column("totp_step", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("warned_at", Moment),
    Column("warnings", Integer, nullable=False, server_default="0"),
    Column("disabled_at", Moment),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String(200), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("person_id", ID_TEXT, _gone_with(people.c.id), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
)

# `place` is "platform", or the id of the network or organisation: one membership of a person in each.
memberships = Table(
    "memberships",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("person_id", ID_TEXT, _gone_with(people.c.id), nullable=False),
    Column("place", String(22), nullable=False),
    Column("role", String(16), nullable=False),
    Column("network_id", ID_TEXT, _gone_with(networks.c.id), index=True),
    Column("organisation_id", ID_TEXT, _gone_with(organisations.c.id), index=True),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("person_id", "place"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("person_id", ID_TEXT, _gone_with(people.c.id), nullable=False, index=True),
    Column("used_at", Moment),
)

# `id` names a session on its person's page; `hash` is that of the key in the cookie. Until `verified_at` is set the
# second factor is still missing and the session opens nothing else.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("id", ID_TEXT, nullable=False, unique=True),
    Column("person_id", ID_TEXT, _gone_with(people.c.id), nullable=False, index=True),
    Column("device", String(120), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("verified_at", Moment),
)

password_resets = Table(
    "password_resets",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("person_id", ID_TEXT, _gone_with(people.c.id), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

account_invitations = Table(
    "account_invitations",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("email_key", String(254), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("role", String(16), nullable=False),
    Column("network_id", ID_TEXT, _gone_with(networks.c.id), index=True),
    Column("organisation_id", ID_TEXT, _gone_with(organisations.c.id), index=True),
    Column("invited_by", ID_TEXT, _outlives(people.c.id)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("accepted_at", Moment),
    Column("revoked_at", Moment),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("hash", HASH, nullable=False, unique=True),
    Column("prefix", String(12), nullable=False),
    Column("name", String(200), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("network_id", ID_TEXT, _gone_with(networks.c.id), index=True),
    Column("organisation_id", ID_TEXT, _gone_with(organisations.c.id), index=True),
    Column("created_by", ID_TEXT, _outlives(people.c.id)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)

# `organisation_id` is empty for a run that somebody began without an account: its private link is all that opens it.
# `mode` is "shared" or "panel"; `results_for` "lead", "respondents" or "organisation". `revision` counts submissions.
assessments = Table(
    "assessments",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("organisation_id", ID_TEXT, _gone_with(organisations.c.id), index=True),
    Column("lead_id", ID_TEXT, _outlives(people.c.id), index=True),
    Column("mode", String(8), nullable=False, server_default="shared"),
    Column("results_for", String(16), nullable=False, server_default="lead"),
    Column("deadline", Moment),
    Column("questionnaire", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("questionnaire_hash", HASH, nullable=False),
    Column("form", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("organisation", JSON(none_as_null=True)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("revision", Integer, nullable=False, server_default="0"),
)

# What was sent, and what came of it, at each submission; never changed afterwards.
submissions = Table(
    "submissions",
    metadata,
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("submitted_at", Moment, nullable=False),
    Column("submitted_by", ID_TEXT, _outlives(people.c.id)),
    Column("answers", JSON, nullable=False),
    Column("result", JSON, nullable=False),
)

# What an organisation's visitors answered, as `kept_surveys` writes it: the organisation's to replace or to take away
# until it submits. Nothing in it says who a visitor is.
visitor_surveys = Table(
    "visitor_surveys",
    metadata,
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), primary_key=True),
    Column("kept_at", Moment, nullable=False),
    Column("survey", JSON, nullable=False),
)

# An invitation to answer and what became of it. `role` is that of `RespondentRole`, `form` "full" or "mirror",
# `parts` the dimensions to answer, empty for all of them.
respondents = Table(
    "respondents",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), nullable=False),
    Column("person_id", ID_TEXT, _outlives(people.c.id), index=True),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("email_key", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("role", String(16), nullable=False),
    Column("form", String(8), nullable=False),
    Column("parts", JSON, nullable=False),
    Column("invited_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("active_on", Date),
    Column("finished_at", Moment),
    Column("declined_at", Moment),
    Column("revoked_at", Moment),
    UniqueConstraint("assessment_id", "email_key"),
)

# Links by which somebody without an account may read the results of one assessment.
readers = Table(
    "readers",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), nullable=False, index=True),
    Column("token_hash", HASH, nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

# `sheet` is empty for the sheet of the organisation, else the id of the respondent whose own sheet it is; `author` the
# respondent or person who gave the answer.
answers = Table(
    "answers",
    metadata,
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), primary_key=True),
    Column("sheet", ID_TEXT, primary_key=True, server_default=""),
    Column("code", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("author", ID_TEXT),
)

# A key without respondent and reader is that of the private link: it opens all of the assessment.
browser_keys = Table(
    "browser_keys",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("assessment_id", ID_TEXT, _gone_with(assessments.c.id), nullable=False, index=True),
    Column("respondent_id", ID_TEXT, _gone_with(respondents.c.id), index=True),
    Column("reader_id", ID_TEXT, _gone_with(readers.c.id), index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

# Codes sent by mail to open an invitation on a further device.
mailed_codes = Table(
    "mailed_codes",
    metadata,
    Column("respondent_id", ID_TEXT, _gone_with(respondents.c.id), primary_key=True),
    Column("hash", HASH, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# The queue of mail. `content` is sealed: it may hold a link that opens something.
mails = Table(
    "mails",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", Moment, nullable=False, index=True),
    Column("leased_until", Moment),
    Column("sent_at", Moment),
    Column("failure", Text),
)

# Who did what; each event holds the hash of the one before. Nothing in it names or describes a person.
audit_events = Table(
    "audit_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(48), nullable=False),
    Column("action", String(48), nullable=False),
    Column("object", String(48), nullable=False),
    Column("place", String(48), nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous", HASH, nullable=False),
    Column("hash", HASH, nullable=False),
)

# Tries counted by what they are about ("sign-in:" and the hash of an address ...) since `since`.
attempts = Table(
    "attempts",
    metadata,
    Column("bucket", String(96), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("count", Integer, nullable=False),
)
