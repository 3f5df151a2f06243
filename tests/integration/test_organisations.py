"""Organisations, their members, assessments and keys in the database, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, func, select

from assessment.domain.membership import MembershipRole
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form
from assessment.services.members import LastOne, change_role, remove_member
from assessment.services.organisations import Run, UnknownPlace, delete_organisation, leave_network, start_run
from assessment.services.secrets import new_secret
from assessment.storage.database import Database
from assessment.storage.memberships import list_members
from assessment.storage.organisations import Within, invitations_of, latest_runs, participation_of, read_runs
from assessment.storage.platform import search_people
from assessment.storage.tables import assessments, metadata, respondents
from tests.builders import an_instrument
from tests.houses import Houses

NOW = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
RUN = Run(form=Form.FULL, mode=Mode.PANEL, results_for=ResultsFor.ORGANISATION)


@pytest.fixture
def houses(database: Database) -> Houses:
    return Houses(database)


def start(houses: Houses, organisation_id: str, lead_id: str, now: datetime = NOW) -> str:
    questionnaire = an_instrument().questionnaire
    with houses.database.sessions.begin() as session:
        return start_run(
            session, organisation_id, RUN, questionnaire=questionnaire, lead_id=lead_id, language="fr", now=now
        )


def invite(houses: Houses, run: str, **columns: object) -> None:
    row: dict[str, object] = {"id": new_secret(), "assessment_id": run, "token_hash": new_secret(), "name": "X"}
    row |= {"email": "x", "email_key": new_secret(), "language": "fr", "role": "staff", "form": "full", "parts": []}
    with houses.database.sessions.begin() as session:
        times = {"invited_at": NOW, "expires_at": NOW + timedelta(days=1)}
        session.execute(respondents.insert(), row | times | columns)


def test_pages_of_assessments_begun_at_the_same_moment_lose_and_repeat_nothing(houses: Houses) -> None:
    organisation, lead = houses.organisation(houses.network()), houses.person()
    runs = {start(houses, organisation, lead.id) for _ in range(7)}
    seen: list[str] = []
    with houses.database.readings.begin() as session:
        within = Within(organisation_id=organisation)
        while rows := read_runs(session.connection(), within, seen[-1] if seen else None, 2):
            seen += [row["id"] for row in rows]
    assert len(seen) == len(runs)
    assert set(seen) == runs


def test_of_each_organisation_a_network_sees_the_latest_assessment(houses: Houses) -> None:
    network, lead = houses.network(), houses.person()
    organisation, other = houses.organisation(network), houses.organisation(network)
    start(houses, organisation, lead.id)
    latest = start(houses, organisation, lead.id, NOW + timedelta(days=1))
    start(houses, houses.organisation(houses.network()), lead.id)
    with houses.database.readings.begin() as session:
        found = latest_runs(session.connection(), network)
    assert {key: row["id"] for key, row in found.items()} == {organisation: latest}
    assert other not in found


def test_participation_counts_who_is_still_invited(houses: Houses) -> None:
    run = start(houses, houses.organisation(houses.network()), houses.person().id)
    invite(houses, run)
    invite(houses, run, started_at=NOW, finished_at=NOW)
    invite(houses, run, revoked_at=NOW)
    with houses.database.readings.begin() as session:
        counts = dict(participation_of(session.connection(), [run])[run])
    assert {name: counts[name] for name in ("invited", "started", "finished", "declined")} == {
        "invited": 2,
        "started": 1,
        "finished": 1,
        "declined": 0,
    }


def test_only_invitations_that_may_be_answered_are_tasks(houses: Houses) -> None:
    run, person = start(houses, houses.organisation(houses.network()), houses.person().id), houses.person()
    invite(houses, run, person_id=person.id)
    with houses.database.readings.begin() as session:
        connection = session.connection()
        assert len(invitations_of(connection, person.id, NOW)) == 1
        assert not invitations_of(connection, person.id, NOW + timedelta(days=2))
        assert not invitations_of(connection, new_secret(), NOW)


def test_two_leads_who_remove_each_other_at_once_leave_one_of_them(houses: Houses) -> None:
    organisation, leads = houses.organisation(houses.network()), [houses.person(), houses.person()]
    members = [houses.join(lead, MembershipRole.LEAD, organisation) for lead in leads]
    together, refused = Barrier(2), []

    def remove(membership_id: str) -> None:
        together.wait()
        try:
            with houses.database.sessions.begin() as session:
                remove_member(session, organisation, membership_id, actor="command-line", now=NOW)
        except (LastOne, UnknownPlace) as error:
            refused.append(error)

    threads = [Thread(target=remove, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with houses.database.readings.begin() as session:
        assert len(list_members(session.connection(), organisation)) == 1
    assert len(refused) == 1


def test_a_role_of_another_kind_of_place_is_refused(houses: Houses) -> None:
    organisation = houses.organisation(houses.network())
    member = houses.join(houses.person(), MembershipRole.MEMBER, organisation)
    with pytest.raises(UnknownPlace), houses.database.sessions.begin() as session:
        change_role(session, organisation, member, MembershipRole.HEAD, actor="command-line", now=NOW)


def test_deleting_an_organisation_leaves_no_row_that_names_it(houses: Houses) -> None:
    organisation, lead = houses.organisation(houses.network()), houses.person()
    houses.join(lead, MembershipRole.LEAD, organisation)
    invite(houses, start(houses, organisation, lead.id))
    with houses.database.sessions.begin() as session:
        delete_organisation(session, organisation, actor="command-line", now=NOW)
    with houses.database.readings.begin() as session:
        for table in metadata.sorted_tables:
            if "organisation_id" in table.c:
                mine = select(func.count()).where(table.c.organisation_id == organisation)
                assert session.execute(mine).scalar_one() == 0, table.name
        assert session.execute(select(func.count()).select_from(respondents)).scalar_one() == 0


def test_leaving_a_network_one_does_not_belong_to_is_refused(houses: Houses) -> None:
    organisation = houses.organisation(houses.network())
    with pytest.raises(UnknownPlace), houses.database.sessions.begin() as session:
        leave_network(session, organisation, houses.network(), actor="command-line", now=NOW)


def test_a_search_for_people_takes_no_patterns(houses: Houses) -> None:
    houses.person(name="100 % Fictif")
    houses.person(name="Zoé_Fictive")
    with houses.database.readings.begin() as session:
        found = {
            text: [row["name"] for row in search_people(session.connection(), text)] for text in ("0 %", "é_F", "z%f")
        }
    assert found == {"0 %": ["100 % Fictif"], "é_F": ["Zoé_Fictive"], "z%f": []}


def test_lists_take_as_many_queries_for_many_as_for_few(houses: Houses) -> None:
    network, lead = houses.network(), houses.person()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    def queries() -> int:
        statements.clear()
        with houses.database.readings.begin() as session:
            latest_runs(session.connection(), network)
        return len([text for text in statements if text.startswith("SELECT")])

    event.listen(houses.database.engine, "before_cursor_execute", note)
    few = queries()
    for _ in range(5):
        start(houses, houses.organisation(network), lead.id)
    assert queries() == few == 1
    with houses.database.readings.begin() as session:
        assert session.execute(select(func.count()).select_from(assessments)).scalar_one() == 5
