"""The tables of archives of reports and of the jobs that make them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from assessment.storage.tables import HASH, ID_TEXT, Moment, assessments, metadata, networks, people
from assessment.storage.tables_campaigns import campaigns

RUNNING = "running"
"""The state of an order whose jobs are worked on."""

# An order of all reports of a campaign that the head of its network may read. `left_out` counts the organisations that
# did not agree to be read by name; `reports` and `problems` count what is in the finished file and what is not, `size`
# and `digest` (SHA-256) are those of the file. `failure` is a code when there is none.
archives = Table(
    "archives",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("campaign_id", ID_TEXT, ForeignKey(campaigns.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("network_id", ID_TEXT, ForeignKey(networks.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("state", String(16), nullable=False),
    Column("ordered_by", ID_TEXT, ForeignKey(people.c.id, ondelete="SET NULL")),
    Column("ordered_at", Moment, nullable=False),
    Column("left_out", Integer, nullable=False),
    Column("finished_at", Moment),
    Column("reports", Integer),
    Column("problems", Integer),
    Column("size", BigInteger),
    Column("digest", HASH),
    Column("failure", String(16)),
)

# One step of such an order: the "report" on an assessment, or, once all those are settled, to "pack" them. Whoever is
# at work holds a lease; `tries` counts how often it was taken in hand. `content_hash` names the kept PDF; `sent_at` is
# when the answers it tells of were sent; `rendered` tells that it was made for this job and was not there before.
jobs = Table(
    "jobs",
    metadata,
    Column("id", ID_TEXT, primary_key=True),
    Column("archive_id", ID_TEXT, ForeignKey(archives.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("assessment_id", ID_TEXT, ForeignKey(assessments.c.id, ondelete="CASCADE"), index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("leased_until", Moment),
    Column("failure", String(16)),
    Column("content_hash", HASH),
    Column("sent_at", Moment),
    Column("rendered", Boolean),
    Column("settled_at", Moment),
)
