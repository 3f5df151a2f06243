"""What the people of a network do on its pages while a campaign runs, and what these pages show."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services.mail import LetterKind
from assessment.storage.tables import audit_events, mails
from assessment.storage.tables_campaigns import campaign_members
from assessment.web.long_lists import A_PART
from tests.campaign_stage import PLAN, TODAY, Stage, states

COLUMNS = {"kind", "state", "region", "invited_on", "active_on", "sent_on", "reminders", "reminded_on"}
"""All that a network is told of an organisation in a campaign (promise P6), besides its name and id."""


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.getfixturevalue(f"on_{request.param}"))


@pytest.fixture
def quick(on_sqlite: TestClient[Any]) -> Stage:
    return Stage(on_sqlite)


def ics(stage: Stage, campaign: str) -> str:
    return str(stage.browse(stage.analyst).get(f"{stage.home}/{campaign}/deadline.ics").text)


def test_the_last_day_is_moved_and_calendars_learn_of_it(stage: Stage) -> None:
    campaign = stage.launched()
    page, head = f"{stage.home}/{campaign}", stage.browse(stage.head)
    assert f"{page}/last-day" in head.get(page).text
    before = ics(stage, campaign)
    assert "SEQUENCE:0" in before
    later = TODAY + timedelta(days=90)
    head = stage.browse(stage.head)
    assert str(PLAN["closes_on"]) in head.get(f"{page}/last-day").text
    answer = head.post(f"{page}/last-day", {"closes_on": later.isoformat()})
    assert answer.headers["location"].endswith("?done=moved")
    assert "Le dernier jour a été déplacé" in head.get(answer.headers["location"]).text
    after = ics(stage, campaign)
    assert "SEQUENCE:1" in after
    assert f"DTEND:{later:%Y%m%d}" in after
    uid = re.compile(r"UID:.+")
    assert uid.findall(after) == uid.findall(before)
    events = select(audit_events.c.action).where(audit_events.c.object == f"campaign:{campaign}")
    assert AuditAction.CAMPAIGN_MOVED.value in {row["action"] for row in stage.rows(events)}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "année-mois-jour"),
        ("demain", "année-mois-jour"),
        ((TODAY - timedelta(days=1)).isoformat(), "jour à venir"),
        (PLAN["closes_on"], "déjà le dernier jour"),
        (TODAY.isoformat(), "Le dernier jour vient après le premier"),
    ],
)
def test_what_is_wrong_with_a_last_day_is_said_where_it_stands(quick: Stage, day: str, sentence: str) -> None:
    campaign = quick.launched()
    answer = quick.browse(quick.head).post(f"{quick.home}/{campaign}/last-day", {"closes_on": day})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_closed_campaign_is_not_moved_or_widened(quick: Stage) -> None:
    campaign = quick.launched()
    head, page = quick.browse(quick.head), f"{quick.home}/{campaign}"
    assert head.post(f"{page}/close", {}).status_code == 303
    later = {"closes_on": (TODAY + timedelta(days=90)).isoformat()}
    assert head.get(f"{page}/last-day").status_code == 409
    assert head.post(f"{page}/last-day", later).status_code == 409
    assert head.post(f"{page}/invite", {}).status_code == 409
    shown = head.get(page).text
    assert "/last-day" not in shown
    assert "/invite" not in shown


def test_those_who_joined_since_are_named_and_invited_once(stage: Stage) -> None:
    campaign = stage.launched()
    page = f"{stage.home}/{campaign}"
    assert "Pas encore invitées" not in stage.browse(stage.head).get(page).text
    new = stage.organisation("Office fictif nouveau")
    lead = stage.houses.person(name="Nina Fictive")
    stage.houses.join(lead, MembershipRole.LEAD, new)
    shown = stage.browse(stage.head).get(page).text
    assert "1\u00a0organisation n’est pas encore invitée" in shown
    assert "<li>Office fictif nouveau</li>" in shown
    assert f"{page}/invite" not in stage.browse(stage.analyst).get(page).text
    home = stage.browse(stage.head).get(f"/networks/{stage.network}").text
    assert "inviter les organisations qui ne le sont pas encore (1)" in home
    answer = stage.browse(stage.head).post(f"{page}/invite", {})
    assert answer.headers["location"].endswith("?done=invited-more")
    assert stage.letters(lead, LetterKind.CAMPAIGN_INVITATION) == 1
    assert stage.browse(stage.head).post(f"{page}/invite", {}).headers["location"] == page
    assert stage.letters(lead, LetterKind.CAMPAIGN_INVITATION) == 1
    assert states(stage.browse(stage.head).get(page).text)["Office fictif nouveau"] == "Invitation envoyée"


def test_the_files_hold_exactly_the_table_that_is_filtered(stage: Stage) -> None:
    """Page, CSV for people, CSV for programs and JSON: the same organisations in the same order and state."""
    campaign = stage.launched(types=[])
    stage.organisation("Office fictif du Sud-Est", region="93")
    assert stage.browse(stage.head).post(f"{stage.home}/{campaign}/invite", {}).status_code == 303
    stage.started(campaign)
    page = f"{stage.home}/{campaign}"
    for query in ("", "progress=started", "kind=OT&region=84", "region=93", "kind=none"):
        browser = stage.browse(stage.analyst)
        shown = states(browser.get(f"{page}?{query}").text)
        people = browser.get(f"{page}/follow-up.csv?{query}")
        assert people.headers["content-disposition"].endswith('filename="follow-up.csv"')
        lines = list(csv.reader(io.StringIO(people.text.removeprefix("\ufeff")), delimiter=";"))
        assert {line[0]: line[1] for line in lines[1:]} == shown
        found = browser.get(f"{page}/follow-up.json?{query}").json()
        assert [row["title"] for row in found["rows"]] == [line[0] for line in lines[1:]]
        programs = browser.get(f"{page}/follow-up.csv?readers=programs&{query}").text
        rows = list(csv.DictReader(io.StringIO(programs)))
        assert [row["key"] for row in rows] == [row["key"] for row in found["rows"]]
        assert [row["state"] for row in rows] == [row["state"] for row in found["rows"]]
    assert browser.get(f"{page}/follow-up.csv?readers=nobody").status_code == 404


def test_a_long_follow_up_comes_in_parts_and_the_files_hold_all(quick: Stage) -> None:
    """The unfinished first, each organisation in one part, links that keep the filter, files without parts."""
    for number in range(60):
        quick.organisation(f"Office fictif {number:02}")
    campaign = quick.launched(types=["OT"])
    quick.sent(quick.started(campaign))
    page, analyst = f"{quick.home}/{campaign}", quick.browse(quick.analyst)
    first, second = (analyst.get(f"{page}?kind=OT&part={part}").text for part in (1, 2))
    names = [*states(first), *states(second)]
    assert len(states(first)) == A_PART
    assert len(set(names)) == len(names) == 62
    assert names[-1] == "Office fictif du Nord"
    assert f'{page}?kind=OT&amp;part=2#follow-up">51–62</a>' in first
    assert 'aria-current="page">51–62</a>' in second
    rows = analyst.get(f"{page}/follow-up.json?kind=OT&part=2").json()["rows"]
    assert [row["title"] for row in rows] == names
    for strange in ("0", "3", "-1", "x", ""):
        assert states(analyst.get(f"{page}?kind=OT&part={strange}").text) == states(first)


def test_the_home_of_a_large_network_comes_in_parts(quick: Stage) -> None:
    for number in range(60):
        quick.organisation(f"Office fictif {number:02}")
    home = f"/networks/{quick.network}"
    first, second = (quick.browse(quick.head).get(f"{home}?part={part}").text for part in (1, 2))
    listed = [
        re.findall(r'<th scope="row">((?:Office|Département) fictif[^<]*)</th>', text) for text in (first, second)
    ]
    assert [len(names) for names in listed] == [A_PART, 13]
    assert len({*listed[0], *listed[1]}) == 63
    assert f'{home}?part=2#organisations">51–63</a>' in first


def test_the_links_to_the_files_carry_the_filter(quick: Stage) -> None:
    campaign = quick.launched()
    text = quick.browse(quick.analyst).get(f"{quick.home}/{campaign}?progress=invited&region=84").text
    found = re.findall(r'href="([^"]*/follow-up\.[^"]*)"', text)
    assert [link.replace("&amp;", "&").partition("follow-up.")[2] for link in found] == [
        "csv?progress=invited&region=84&readers=people",
        "csv?progress=invited&region=84&readers=programs",
        "json?progress=invited&region=84&readers=programs",
    ]
    for link in found:
        assert quick.browse(quick.analyst).get(link.replace("&amp;", "&")).status_code == 200


def test_the_follow_up_holds_states_and_days_only(stage: Stage) -> None:
    """Promise P6: nothing but what is listed, days without their hour, no number but that of the reminders."""
    campaign = stage.launched()
    stage.sent(stage.started(campaign))
    stage.browse(stage.analyst).post(f"{stage.home}/{campaign}/notes", {"organisation": stage.north, "note": "À voir"})
    text = stage.browse(stage.analyst).get(f"{stage.home}/{campaign}/follow-up.json").text
    assert "À voir" not in text
    found = json.loads(text)
    assert set(found) == {"campaign", "title", "rows"}
    assert set(found["campaign"]) == {"id", "name"}
    for row in found["rows"]:
        assert set(row) == COLUMNS | {"key", "title", "hidden"}
        assert row["state"] in {"invited", "started", "submitted", "left"}
        assert row["kind"] == "OT"
        assert row["region"] == "84"
        assert row["reminders"] == 0
        for name in ("invited_on", "active_on", "sent_on", "reminded_on"):
            assert row[name] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row[name])
    programs = stage.browse(stage.analyst).get(f"{stage.home}/{campaign}/follow-up.csv?readers=programs").text
    assert set(programs.splitlines()[0].split(",")) == COLUMNS | {"key", "hidden"}
    heads = re.findall(r'<th scope="col">', stage.browse(stage.analyst).get(f"{stage.home}/{campaign}").text)
    assert len(heads) == len(COLUMNS) + 2


def test_names_that_look_like_formulas_stay_texts(quick: Stage) -> None:
    quick.organisation("=2+3 fictif")
    campaign = quick.launched()
    text = quick.browse(quick.analyst).get(f"{quick.home}/{campaign}/follow-up.csv").text
    assert "'=2+3 fictif;" in text
    assert "\n=2+3" not in text


def test_a_draft_has_no_follow_up_and_no_notes(quick: Stage) -> None:
    page = quick.draft()
    for end in ("follow-up.csv", "follow-up.json", "notes", "last-day"):
        assert quick.browse(quick.head).get(f"{page}/{end}").status_code == 409
    assert quick.browse(quick.head).post(f"{page}/invite", {}).status_code == 409


def test_notes_are_written_changed_and_deleted_by_the_networks_people_alone(stage: Stage) -> None:
    campaign = stage.launched()
    path = f"{stage.home}/{campaign}/notes"
    analyst = stage.browse(stage.analyst)
    answer = analyst.post(path, {"organisation": stage.north, "note": "Appelée <b>le 3</b>\n, rappeler"})
    assert answer.headers["location"].endswith("?done=saved")
    shown = stage.browse(stage.head).get(f"{stage.home}/{campaign}").text
    assert "Appelée &lt;b&gt;le 3&lt;/b&gt; , rappeler" in shown
    assert "Appelée &lt;b&gt;" in stage.browse(stage.head).get(f"{path}?of={stage.north}").text
    for person, where in (
        (stage.lead, f"/organisations/{stage.north}/campaigns/{campaign}"),
        (stage.lead, f"/organisations/{stage.north}"),
    ):
        assert "Appelée" not in stage.browse(person).get(where).text
    assert stage.browse(stage.lead).get(path).status_code == 404
    stage.browse(stage.head).post(path, {"organisation": stage.north, "note": ""})
    assert stage.rows(select(campaign_members.c.note).where(campaign_members.c.organisation_id == stage.north)) == [
        {"note": ""}
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"organisation": "", "note": "x"}, "Choisissez une organisation."),
        ({"organisation": "y" * 22, "note": "x"}, "pas proposée"),
        ({"note": "x" * 501}, "501"),
        ({"note": "a\x00b"}, "caractère"),
    ],
)
def test_what_is_wrong_with_a_note_is_said_where_it_stands(quick: Stage, form: dict[str, str], sentence: str) -> None:
    campaign = quick.launched()
    answer = quick.browse(quick.head).post(f"{quick.home}/{campaign}/notes", {"organisation": quick.north} | form)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_home_of_a_network_tells_what_to_look_at_and_what_to_do(stage: Stage) -> None:
    home, head = f"/networks/{stage.network}", stage.browse(stage.head)
    assert "Préparer une campagne" in head.get(home).text
    draft = stage.draft()
    assert f'href="{draft}"' in stage.browse(stage.head).get(home).text
    for number in range(5):
        stage.organisation(f"Office fictif {number}", region="93")
    campaign = stage.launched(types=[], closes_on=(TODAY + timedelta(days=6)).isoformat())
    stage.sent(stage.started(campaign))
    text = stage.browse(stage.head).get(home).text
    assert "1 organisations sur 8 ont envoyé leurs réponses" in text
    assert "Moins de 30\u00a0% ont répondu" in text
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td class="number">(\d+)</td>', text))
    assert rows["Toutes ensemble"] == "8"
    analyst = stage.browse(stage.analyst).get(home).text
    assert f"{stage.home}/{campaign}#follow-up" in analyst
    assert f"{stage.home}/{campaign}/reminders" not in analyst
    assert f"{stage.home}/new" not in analyst


def test_letters_that_did_not_arrive_are_told_by_organisation(quick: Stage) -> None:
    campaign = quick.launched()
    home = f"/networks/{quick.network}"
    assert "ne sont pas arrivées" not in quick.browse(quick.head).get(home).text
    with quick.database.sessions.begin() as session:
        session.execute(update(mails).values(state="failed", failure="550 5.1.1"))
    text = quick.browse(quick.head).get(home).text
    assert "ne sont pas arrivées chez\u00a0: Office fictif du Nord, Office fictif du Sud." in text
    quick.sent(quick.started(campaign))
    assert "ne sont pas arrivées chez\u00a0: Office fictif du Sud." in quick.browse(quick.head).get(home).text
    other = Stage(quick.client)
    other.launched()
    assert "ne sont pas arrivées" not in other.browse(other.head).get(f"/networks/{other.network}").text


def test_an_organisation_outside_the_network_may_not_come_back_to_its_campaign(quick: Stage) -> None:
    campaign = quick.launched()
    quick.started(campaign)
    path = f"/organisations/{quick.north}/campaigns/{campaign}"
    lead = quick.browse(quick.lead)
    assert lead.post(f"/organisations/{quick.north}/networks/{quick.network}/leave", {}).status_code == 303
    assert "/start" not in lead.get(path).text
    assert lead.post(f"{path}/start", {"consent": "b"}).status_code == 409


def test_every_action_on_a_campaign_leaves_an_event(quick: Stage) -> None:
    """Each route that changes a campaign, and its clock, has an action of its own in the audit."""
    page = quick.draft()
    head, campaign = quick.browse(quick.head), page.rpartition("/")[2]
    earlier = datetime.now(UTC) - timedelta(days=4)
    head.post(f"{page}/edit", PLAN | {"name": "Autre nom"})
    head.post(f"{page}/launch", {})
    head.post(f"{page}/last-day", {"closes_on": (TODAY + timedelta(days=70)).isoformat()})
    quick.organisation("Office fictif nouveau")
    head.post(f"{page}/invite", {})
    head.post(f"{page}/notes", {"organisation": quick.north, "note": "Vu"})
    with quick.database.sessions.begin() as session:
        session.execute(update(campaign_members).values(invited_at=earlier))
    head.post(f"{page}/reminders", {})
    quick.started(campaign)
    lead, part = quick.browse(quick.lead), f"/organisations/{quick.north}/campaigns/{campaign}"
    lead.post(f"{part}/consent", {"consent": "a"})
    lead.post(f"{part}/leave", {})
    quick.browse(quick.head).post(f"{page}/close", {})
    about = audit_events.c.object == f"campaign:{campaign}"
    rows = quick.rows(select(audit_events.c.action).where(about).order_by(audit_events.c.number))
    assert [row["action"].partition(".")[2] for row in rows] == [
        "created",
        "changed",
        "launched",
        "moved",
        "invited",
        "noted",
        "reminded",
        "joined",
        "consent-changed",
        "left",
        "closed",
    ]
    draft = quick.draft()
    quick.browse(quick.head).post(f"{draft}/delete", {})
    about = audit_events.c.object == f"campaign:{draft.rpartition('/')[2]}"
    assert [row["action"] for row in quick.rows(select(audit_events.c.action).where(about))][-1] == "campaign.deleted"
