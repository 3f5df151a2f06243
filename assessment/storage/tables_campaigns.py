"""The tables of networks' campaigns and of what is published from them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from assessment.storage.tables import HASH, ID_TEXT, Moment, assessments, metadata, networks, organisations, people

# A network's invitation to its members over a period. `wave` counts the campaigns of a network that are not tests;
# `types` names the organisation types it is for, empty for all; `texts` what the network adds to the invitation, by
# language. Until `launched_at` it is a draft; from then on version, form, mode and audience are frozen. How often its
# last day was moved since is in `moves`, when that was done last in `moved_at`.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("network_id", ID_TEXT, ForeignKey(networks.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("questionnaire", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("questionnaire_hash", HASH, nullable=False),
    Column("form", String(16), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("results_for", String(16), nullable=False),
    Column("types", JSON, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("created_by", ID_TEXT, ForeignKey(people.c.id, ondelete="SET NULL")),
    Column("created_at", Moment, nullable=False),
    Column("launched_at", Moment),
    Column("closed_at", Moment),
    Column("moves", Integer, nullable=False, server_default="0"),
    Column("moved_at", Moment),
)

# One organisation in a campaign. `assessment_id` is set once somebody of it started; `consent` is the level of 4.3 of
# the dossier, "a" private to "e" showcase, for this campaign; `note` is what the people of the network keep in mind
# about it, for themselves.
campaign_members = Table(
    "campaign_members",
    metadata,
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), primary_key=True),
    Column(
        "organisation_id", ID_TEXT, ForeignKey(organisations.c.id, ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("assessment_id", ID_TEXT, ForeignKey(assessments.c.id, ondelete="SET NULL"), index=True),
    Column("consent", String(1), nullable=False, server_default="b"),
    Column("invited_at", Moment, nullable=False),
    Column("left_at", Moment),
    Column("note", String(500), nullable=False, server_default=""),
)

# Every letter that reminded an organisation; `kind` is "30", "7", "1" (days before the end) or "demand".
reminders = Table(
    "reminders",
    metadata,
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ID_TEXT, ForeignKey(organisations.c.id, ondelete="CASCADE"), primary_key=True),
    Column("sent_at", Moment, primary_key=True),
    Column("kind", String(8), nullable=False),
)

# What a submitted assessment contributes to benchmarks, kept in the transaction of its submission, whatever the consent
# is, which may change until the end. `staff` is in hundredths of a post; `scores` holds by metric ("overall",
# "dimension:CAP", "indicator:CAP1", "index:focus" ...) a score in tenths of a point, 0 to 1000, or null; `roles` by
# role need and presence in hundredths of a post, or null; `facts` numbers by code, or null. `required` is the maturity
# in tenths of a point that visitors require by dimension, where enough of them were asked to measure it, else null.
contributions = Table(
    "contributions",
    metadata,
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ID_TEXT, ForeignKey(organisations.c.id, ondelete="CASCADE"), primary_key=True),
    Column("type", String(16), nullable=False),
    Column("region", String(8), nullable=False),
    Column("territory", String(32), nullable=False),
    Column("staff", Integer, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("required", JSON(none_as_null=True)),
    Column("taken_at", Moment, nullable=False),
)

# A frozen publication of the benchmarks of a campaign: every group and statistic that may be shown, and why the others
# may not. `members` are the organisations counted in it, to decide when enough has changed for the next one.
publications = Table(
    "publications",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("members", JSON, nullable=False),
    Column("document", JSON, nullable=False),
    UniqueConstraint("campaign_id", "number"),
)

# What an organisation declared about helping others and being helped, for one campaign; no row when it declared
# nothing. `offers` names dimensions, `availability` is "not", "somewhat" or "fully", `capacity` how many at once.
peer_offers = Table(
    "peer_offers",
    metadata,
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), primary_key=True),
    Column(
        "organisation_id", ID_TEXT, ForeignKey(organisations.c.id, ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("seeks", Boolean, nullable=False),
    Column("offers", JSON, nullable=False),
    Column("availability", String(8), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("alumnus", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# Who could help whom in a campaign, worked out from what `fingerprint` stands for; the last result stays while a later
# attempt took too long (`too_long_at`). `made_at` is empty before the first result. Points of help are not kept.
peer_rounds = Table(
    "peer_rounds",
    metadata,
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", HASH, nullable=False),
    Column("made_at", Moment),
    Column("too_long_at", Moment),
    Column("document", JSON, nullable=False),
)
