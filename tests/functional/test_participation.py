"""Several people on one assessment: invited, answering together or alone, followed, sent, corrected."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from assessment.domain.participation import AnswerForm, Mode, Promise, ResultsFor, promises
from assessment.storage.tables import answers, browser_keys, submissions
from assessment.translation import translate
from assessment.web.promises import SENTENCES
from tests.team import Browser, Team
from tests.visitors import Visitor, letters_to

NOW = datetime.now(UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest) -> TestClient[Any]:
    """The service on each engine."""
    found: TestClient[Any] = request.getfixturevalue(f"on_{request.param}")
    found.cookies.clear()
    return found


@pytest.fixture
def team(client: TestClient[Any]) -> Team:
    return Team(client)


@pytest.fixture
def panel(client: TestClient[Any]) -> Team:
    return Team(client, mode=Mode.PANEL)


def test_a_list_is_shown_as_understood_before_anybody_is_written_to(team: Team) -> None:
    lines = (
        "a@fictif.example; Ana; direction",
        "A@fictif.example",
        "not an address",
        "b@fictif.example;;elu",
        "c@x.fr;;roi",
    )
    form = {"list": "\n".join(lines), "role": "staff", "parts": team.parts()}
    page = team.lead.post(f"{team.home}/people/preview", form)
    assert page.status_code == 422
    assert "Ligne\u00a03 (not an address)" in page.text
    assert "Ligne\u00a05" in page.text
    assert "Une ligne nomme quelqu’un déjà dans la liste" in page.text
    assert "Les dix phrases du questionnaire miroir" in page.text
    good = team.lead.post(f"{team.home}/people/preview", form | {"list": "a@fictif.example; Ana"})
    assert "Envoyer une invitation" in good.text
    assert team.letters("respondent-invitation") == [
        letter for letter in team.letters("respondent-invitation") if team.id not in letter
    ]


def test_an_invitation_is_mailed_and_its_link_shown_once(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana Fictive; personnel")
    letter = json.loads(team.letters("respondent-invitation")[-1])
    assert letter["to"] == "ana@fictif.example"
    assert letter["values"]["link"].endswith(link)
    assert link not in team.lead.get(f"{team.home}/people").text
    assert team.invite("ANA@fictif.example") == []


def test_following_the_link_uses_nothing_up_and_the_page_says_who_sees_what(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana; personnel")
    for _visit in range(3):
        Browser(team.client).get(link)
    browser = Browser(team.client)
    page = browser.get(link)
    assert str(page.url).endswith("/invitation")
    assert link.split("/")[-1] not in page.text
    for promise in promises(Mode.SHARED, AnswerForm.FULL, ResultsFor.LEAD):
        assert translate(SENTENCES[promise], "fr", minimum=3) in page.text
    assert team.respondent("ana@fictif.example").started_at is None
    assert browser.follow(link).status_code == 303
    assert browser.get(browser.home).status_code == 200


def test_this_is_not_me_closes_the_invitation_and_the_lead_sees_it(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana")
    browser = Browser(team.client)
    browser.get(link)
    assert browser.post("/invitation/decline").status_code == 303
    assert "Cette invitation a été déclinée" in browser.get("/invitation").text
    assert browser.post("/invitation/start").status_code == 409
    assert "Pas cette personne" in team.lead.get(f"{team.home}/people").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires_at": NOW - timedelta(hours=1)}, "Cette invitation a expiré"),
        ({"revoked_at": NOW}, "Cette invitation a été retirée"),
        ({"declined_at": NOW}, "Cette invitation a été déclinée"),
    ],
)
def test_an_invitation_that_is_over_opens_nothing_by_any_path(team: Team, change: Any, sentence: str) -> None:
    [link] = team.invite("ana@fictif.example; Ana")
    started = Browser(team.client)
    started.follow(link)
    team.change_respondent("ana@fictif.example", **change)
    for browser in (started, Browser(team.client)):
        assert sentence in browser.get(link).text
        for path in ("start", "decline", "code", "open"):
            assert browser.post(f"/invitation/{path}", {"code": "000000"}).status_code == 409
    for path in ("", "/dimensions/CAP", "/check", "/finish", "/results", "/mirror", "/deadline.ics"):
        assert started.get(f"{team.home}{path}").status_code == 404
    assert started.save("CAP1", "2").status_code == 404
    assert started.post(f"{team.home}/dimensions/CAP", {"CAP1": "2"}).status_code == 404
    assert started.post(f"{team.home}/finish", {"finished": "yes"}).status_code == 404
    with team.database.readings.begin() as session:
        assert session.execute(select(answers).where(answers.c.assessment_id == team.id)).first() is None


def test_somebody_removed_with_an_open_page_is_told_that_nothing_was_saved(team: Team) -> None:
    ana = team.guest("ana@fictif.example; Ana")
    revoke = f"{team.home}/people/{team.respondent('ana@fictif.example').id}/revoke"
    assert team.lead.post(revoke).status_code == 303
    answer = ana.save("CAP1", "2")
    assert answer.status_code == 404
    assert "Non enregistré" in answer.text
    assert "lien de votre invitation" in answer.text
    assert team.lead.post(revoke).status_code == 409
    with team.database.readings.begin() as session:
        assert session.execute(select(browser_keys).where(browser_keys.c.assessment_id == team.id)).first() is None


def test_a_second_device_needs_the_code_mailed_to_the_invited_address(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana")
    Browser(team.client).follow(link)
    second = Browser(team.client)
    assert "an…@fictif.example" in second.get(link).text
    assert second.post("/invitation/start").status_code == 409
    assert second.post("/invitation/code").status_code == 303
    code = json.loads(team.letters("code")[-1])["values"]["code"]
    assert re.fullmatch(r"[0-9]{6}", code)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert second.post("/invitation/open", {"code": wrong}).status_code == 422
    opened = second.post("/invitation/open", {"code": f"{code[:3]} {code[3:]}"})
    assert opened.status_code == 303
    assert second.get(opened.headers["location"]).status_code == 200
    assert second.post("/invitation/open", {"code": code}).status_code == 409


def test_a_code_takes_five_tries_and_no_more_and_only_five_are_mailed_an_hour(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana")
    Browser(team.client).follow(link)
    second = Browser(team.client)
    second.get(link)
    second.post("/invitation/code")
    code = json.loads(team.letters("code")[-1])["values"]["code"]
    for _try in range(5):
        assert second.post("/invitation/open", {"code": "x"}).status_code == 422
    assert second.post("/invitation/open", {"code": code}).status_code == 422
    assert [second.post("/invitation/code").status_code for _mail in range(5)] == [303, 303, 303, 303, 429]


def test_an_account_with_the_same_address_is_enough_on_a_second_device(team: Team) -> None:
    person = team.houses.person()
    [link] = team.invite(f"{person.email}; Ana")
    Browser(team.client).follow(link)
    second = Browser(team.client, {"session": person.key})
    assert second.follow(link).status_code == 303
    assert second.save("CAP1", "2").status_code == 200
    stranger = Browser(team.client, {"session": team.houses.person().key})
    assert stranger.follow(link).status_code == 409


def test_two_people_on_one_sheet_choose_between_both_answers_in_the_fragment(team: Team) -> None:
    ana, ben = team.guest("ana@fictif.example; Ana"), team.guest("ben@fictif.example; Ben; direction")
    page = f"{team.home}/dimensions/CAP"
    seen = {name: browser.seen(page)["seen-CAP1"] for name, browser in (("ana", ana), ("ben", ben))}
    assert ana.save("CAP1", "2", **{"seen-CAP1": seen["ana"]}).status_code == 200
    conflict = ben.save("CAP1", "3", **{"seen-CAP1": seen["ben"]})
    assert conflict.status_code == 412
    question = team.site.instrument().questionnaire.question_by_code["CAP1"]
    for level in (2, 3):
        assert question.options[level].text.text("fr") in conflict.text
    assert "Ana" in conflict.text
    assert 'value="2" checked' in ana.get(page).text
    [fresh] = re.findall(r'name="seen-CAP1" value="([^"]*)"', conflict.text)
    kept = ben.save("CAP1", "3", **{"seen-CAP1": fresh, "choice-CAP1": "theirs"})
    assert kept.status_code == 200
    assert 'value="2" checked' in kept.text
    mine = ben.save("CAP1", "3", **{"seen-CAP1": fresh, "choice-CAP1": "mine"})
    assert mine.status_code == 200
    assert 'value="3" checked' in ana.get(page).text


def test_two_people_on_one_sheet_choose_without_a_script_too(team: Team) -> None:
    ana, ben = team.guest("ana@fictif.example; Ana"), team.guest("ben@fictif.example; Ben")
    page = f"{team.home}/dimensions/CAP"
    old = ben.seen(page)
    ana.save("CAP1", "2")
    refused = ben.post(page, {"CAP1": "3", "CAP2": "1"} | old)
    assert refused.status_code == 412
    assert 'id="CAP1-theirs"' in refused.text
    assert 'id="CAP2-theirs"' not in refused.text
    assert "<title>Erreur" in refused.text
    fresh = {f"seen-{code}": value for code, value in re.findall(r'name="seen-(\w+)" value="([^"]*)"', refused.text)}
    assert ben.post(page, {"CAP1": "3", "CAP2": "1", "choice-CAP1": "theirs"} | fresh).status_code == 303
    shown = ana.get(page).text
    assert 'id="CAP1-2" value="2" checked' in shown
    assert 'id="CAP2-1" value="1" checked' in shown


def test_a_page_sent_whole_leaves_alone_what_was_not_touched_on_it(team: Team) -> None:
    ana, ben = team.guest("ana@fictif.example; Ana"), team.guest("ben@fictif.example; Ben")
    page = f"{team.home}/dimensions/CAP"
    ana.save("CAP1", "2")
    old = ben.seen(page)
    ana.save("CAP1", "4", **{"seen-CAP1": ana.seen(page)["seen-CAP1"]})
    assert ben.post(page, {"CAP1": "2", "CAP2": "1"} | old).status_code == 303
    assert 'id="CAP1-4" value="4" checked' in ana.get(page).text
    with team.database.readings.begin() as session:
        mine = answers.c.assessment_id == team.id, answers.c.code == "CAP1"
        author = session.execute(select(answers.c.author).where(*mine)).scalar()
    assert author == team.respondent("ana@fictif.example").id


def test_two_windows_of_one_person_never_overwrite_each_other(team: Team) -> None:
    seen = team.lead.seen(f"{team.home}/dimensions/CAP")["seen-CAP1"]
    assert team.lead.save("CAP1", "2", **{"seen-CAP1": seen}).status_code == 200
    again = team.lead.save("CAP1", "2", **{"seen-CAP1": seen})
    assert again.status_code == 200
    other = team.lead.save("CAP1", "1", **{"seen-CAP1": seen})
    assert other.status_code == 412
    assert "Vous, dans une autre fenêtre" in other.text


def test_parts_decide_what_somebody_sees_and_may_answer(team: Team) -> None:
    ana = team.guest("ana@fictif.example; Ana", parts=["CAP", "INS"])
    tasks = ana.get(team.home).text
    assert f"{team.home}/dimensions/INS" in tasks
    assert f"{team.home}/dimensions/CLI" not in tasks
    assert "/facts/" not in tasks
    assert ana.get(f"{team.home}/dimensions/CLI").status_code == 403
    assert ana.post(f"{team.home}/dimensions/CLI", {"CLI1": "2"}).status_code == 403
    assert ana.get(f"{team.home}/facts/team").status_code == 403
    assert [ana.save(code, "2").status_code for code in ("CAP1", "CLI1", "F_PROV", "M1", "NOPE")] == [
        200,
        403,
        403,
        404,
        404,
    ]
    assert "F_PROV" not in ana.get(f"{team.home}/check").text


def test_in_a_panel_everybody_answers_alone_and_the_results_agree(panel: Team) -> None:
    people = [panel.guest(f"p{number}@fictif.example; P{number}") for number in range(3)]
    for browser, level in zip(people, ("1", "2", "3"), strict=True):
        panel.answer_all(browser, level)
    assert 'value="1" checked' not in people[2].get(f"{panel.home}/dimensions/CAP").text
    assert "checked" not in panel.lead.get(f"{panel.home}/dimensions/CAP").text
    assert people[0].save("F_PROV", "3").status_code == 403
    assert people[0].post(f"{panel.home}/submit").status_code == 403
    panel.lead.post(f"{panel.home}/people/{panel.respondent('p2@fictif.example').id}/revoke")
    sent = panel.lead.post(f"{panel.home}/submit")
    assert sent.headers["location"] == f"{panel.home}/submitted"
    with panel.database.readings.begin() as session:
        kept = session.execute(select(submissions).where(submissions.c.assessment_id == panel.id)).one()
    assert [sheet["role"] for sheet in kept.answers["sheets"]] == ["staff", "staff"]
    assert kept.result["overall"]["score"] == pytest.approx(37.5)
    assert "2 de l’organisation, 0 d’élus" in panel.lead.get(f"{panel.home}/results").text


def test_before_sending_the_lead_of_a_panel_reads_only_what_nobody_answered(panel: Team) -> None:
    ana = panel.guest("ana@fictif.example; Ana")
    before = panel.lead.get(f"{panel.home}/check").text
    assert '#CAP1"' in before
    ana.save("CAP1", "2")
    after = panel.lead.get(f"{panel.home}/check").text
    assert "Ce à quoi quelqu’un a répondu sur sa propre feuille" in after
    assert '#CAP1"' not in after
    assert '#CAP2"' in after
    assert '#CAP2"' in ana.get(f"{panel.home}/check").text


def test_elected_members_and_providers_answer_the_statements_of_their_role(team: Team) -> None:
    mayor = team.guest("m@fictif.example; Maire; élue")
    page = mayor.get(team.home)
    assert str(page.url).endswith("/mirror")
    assert [f'id="{code}"' in page.text for code in ("M1", "M5", "M9")] == [True, False, True]
    assert mayor.save("M1", "3").status_code == 200
    assert [mayor.save(code, "3").status_code for code in ("M5", "CAP1", "NOPE")] == [403, 403, 404]
    assert mayor.post(f"{team.home}/mirror", {"M2": "4"}).headers["location"] == f"{team.home}/finish"
    assert mayor.get(f"{team.home}/dimensions/CAP").url.path == f"{team.home}/mirror"
    assert mayor.post(f"{team.home}/dimensions/CAP", {"CAP1": "2"}).status_code == 403
    team.answer_all(team.lead)
    team.lead.post(f"{team.home}/submit")
    with team.database.readings.begin() as session:
        kept = session.execute(select(submissions).where(submissions.c.assessment_id == team.id)).one()
    assert [(sheet["role"], sheet["answers"].get("M2")) for sheet in kept.answers["sheets"]] == [
        ("management", None),
        ("elected", 4),
    ]


def test_the_lead_sees_how_far_each_person_is_and_never_what_they_answer(panel: Team) -> None:
    ana = panel.guest("ana@fictif.example; Ana")
    assert "A ouvert l’invitation" in panel.lead.get(f"{panel.home}/people").text
    ana.save("CAP1", "4")
    page = panel.lead.get(f"{panel.home}/people").text
    assert "Répond" in page
    assert "CAP1" not in page
    ana.post(f"{panel.home}/finish", {"finished": "yes"})
    assert "A terminé" in panel.lead.get(f"{panel.home}/people").text
    assert ana.save("CAP1", "1").status_code == 409
    assert ana.post(f"{panel.home}/dimensions/CAP", {"CAP1": "1"}).status_code == 409
    assert ana.get(panel.home).url.path == f"{panel.home}/finish"
    assert ana.post(f"{panel.home}/finish", {"finished": "no"}).status_code == 303
    assert ana.save("CAP1", "1").status_code == 200


def test_a_letter_is_sent_again_at_most_once_an_hour_and_the_old_link_ends(team: Team) -> None:
    [link] = team.invite("ana@fictif.example; Ana")
    resend = f"{team.home}/people/{team.respondent('ana@fictif.example').id}/resend"
    assert team.lead.post(resend).status_code == 409
    team.change_respondent("ana@fictif.example", invited_at=NOW - timedelta(hours=2))
    assert team.lead.post(resend).status_code == 303
    assert Browser(team.client).get(link).status_code == 404
    newer = letters_to(team.client.app, "ana@fictif.example")[-1].values["link"]
    assert Browser(team.client).get("/i/" + newer.split("/")[-1]).status_code == 200


def test_after_the_deadline_nothing_is_written_but_the_lead_still_sends(team: Team) -> None:
    ana = team.guest("ana@fictif.example; Ana")
    team.answer_all(team.lead)
    team.end_deadline()
    assert ana.save("CAP1", "4").status_code == 404
    assert team.lead.save("CAP1", "4").status_code == 409
    for path, form in (("dimensions/CAP", {"CAP1": "4"}), ("profile", {"name": "x"})):
        assert team.lead.post(f"{team.home}/{path}", form).status_code == 409
    invite = {"list": "b@fictif.example", "role": "staff", "parts": team.parts()}
    assert team.lead.post(f"{team.home}/people/invite", invite).status_code == 409
    assert team.lead.get(team.home).url.path == f"{team.home}/check"
    assert team.lead.post(f"{team.home}/submit").status_code == 303
    assert team.lead.post(f"{team.home}/reopen").status_code == 409


def test_what_was_sent_is_taken_back_corrected_and_kept_as_a_revision(team: Team) -> None:
    team.answer_all(team.lead, "1")
    assert team.lead.post(f"{team.home}/submit").status_code == 303
    assert "Référence" in team.lead.get(f"{team.home}/submitted").text
    assert team.lead.post(f"{team.home}/submit").status_code == 409
    assert team.lead.save("CAP1", "4").status_code == 409
    assert team.lead.post(f"{team.home}/reopen").status_code == 303
    assert "en cours de correction" in team.lead.get(f"{team.home}/results").text
    team.answer_all(team.lead, "3")
    assert team.lead.post(f"{team.home}/submit").status_code == 303
    with team.database.readings.begin() as session:
        rows = session.execute(select(submissions).where(submissions.c.assessment_id == team.id)).all()
    assert [(row.revision, row.result["overall"]["score"]) for row in rows] == [(1, 25.0), (2, 75.0)]
    last, first = (team.lead.get(f"{team.home}/results{query}") for query in ("", "?revision=1"))
    assert "?revision=1" in last.text
    assert last.text != first.text
    assert team.lead.get(f"{team.home}/results?revision=9").status_code == 404


def test_every_way_to_change_something_is_closed_once_it_was_sent(team: Team) -> None:
    ana, mayor = team.guest("ana@fictif.example; Ana"), team.guest("m@fictif.example; Maire; élu")
    team.answer_all(team.lead)
    team.lead.post(f"{team.home}/submit")
    with team.database.readings.begin() as session:
        before = session.execute(select(answers).where(answers.c.assessment_id == team.id)).all()
    respondent = team.respondent("ana@fictif.example").id
    listed = {"list": "b@fictif.example", "role": "staff", "parts": team.parts()}
    tried = [
        team.lead.post(f"{team.home}/profile", {"name": "x"}),
        team.lead.post(f"{team.home}/submit"),
        team.lead.post(f"{team.home}/people/preview", listed),
        team.lead.post(f"{team.home}/people/invite", listed),
        team.lead.post(f"{team.home}/people/{respondent}/resend"),
        team.lead.post(f"{team.home}/deadline", {"deadline": "2099-01-01"} | {"deadline": ""}),
        *(who.save("CAP1", "4") for who in (team.lead, ana)),
        *(who.post(f"{team.home}/dimensions/CAP", {"CAP1": "4"}) for who in (team.lead, ana)),
        mayor.save("M1", "4"),
        mayor.post(f"{team.home}/mirror", {"M1": "4"}),
        *(who.post(f"{team.home}/finish", {"finished": "yes"}) for who in (ana, mayor)),
    ]
    assert {answer.status_code for answer in tried} == {409}
    with team.database.readings.begin() as session:
        assert session.execute(select(answers).where(answers.c.assessment_id == team.id)).all() == before


def test_the_lead_hands_over_and_the_history_stays(team: Team) -> None:
    other = team.member()
    team.lead.save("CAP1", "2")
    page = team.lead.get(f"{team.home}/handover").text
    [membership] = re.findall(r'name="member" id="[^"]*" value="([^"]*)"', page)
    assert team.lead.post(f"{team.home}/handover", {"member": "x" * 22}).status_code == 404
    assert team.lead.post(f"{team.home}/handover", {}).status_code == 422
    assert team.as_person(other).post(f"{team.home}/handover", {"member": membership}).status_code == 403
    assert team.lead.post(f"{team.home}/handover", {"member": membership}).status_code == 303
    assert team.lead.post(f"{team.home}/submit").status_code == 403
    assert 'value="2" checked' in team.as_person(other).get(f"{team.home}/dimensions/CAP").text


def test_a_link_for_readers_opens_the_results_and_nothing_else(team: Team) -> None:
    page = team.lead.post(f"{team.home}/readers", {"reader": "Conseil", "days": "30"})
    [link] = re.findall(r"(/s/[A-Za-z0-9_-]{22})", page.text)
    reader = Browser(team.client)
    assert "Il n’y a pas encore de résultats" in reader.get(link).text
    team.answer_all(team.lead)
    team.lead.post(f"{team.home}/submit")
    assert reader.get(f"{team.home}/results").status_code == 200
    assert f"{team.home}/check" not in reader.get(f"{team.home}/results").text
    for path in ("", "/check", "/people", "/dimensions/CAP", "/finish", "/handover", "/submitted"):
        assert reader.get(f"{team.home}{path}").status_code == 403
    people = team.lead.get(f"{team.home}/people").text
    [revoke] = re.findall(rf"({team.home}/readers/[A-Za-z0-9_-]{{22}}/revoke)", people)
    assert team.lead.post(revoke).status_code == 303
    assert reader.get(f"{team.home}/results").status_code == 404
    assert Browser(team.client).get(link).status_code == 404
    assert team.lead.post(revoke).status_code == 404


def test_a_readers_link_takes_nothing_away_from_somebody_who_answers(team: Team) -> None:
    ana = team.guest("ana@fictif.example; Ana")
    page = team.lead.post(f"{team.home}/readers", {"reader": "Conseil", "days": "30"})
    [link] = re.findall(r"(/s/[A-Za-z0-9_-]{22})", page.text)
    ana.get(link)
    assert ana.save("CAP1", "2").status_code == 200


@pytest.mark.parametrize("results_for", list(ResultsFor))
def test_the_promise_about_results_is_what_the_pages_enforce(client: TestClient[Any], results_for: ResultsFor) -> None:
    team = Team(client, results_for=results_for)
    ana, colleague = team.guest("ana@fictif.example; Ana"), team.as_person(team.member())
    team.answer_all(team.lead)
    team.lead.post(f"{team.home}/submit")
    told = set(promises(Mode.SHARED, AnswerForm.FULL, results_for))
    allowed = {
        "respondent": bool(told & {Promise.RESULTS_RESPONDENTS, Promise.RESULTS_ORGANISATION}),
        "colleague": Promise.RESULTS_ORGANISATION in told,
    }
    for page in ("results", "plan", "report.pdf"):
        if page != "report.pdf":
            assert team.lead.get(f"{team.home}/{page}").status_code == 200
        for who, browser in (("respondent", ana), ("colleague", colleague)):
            if page == "report.pdf" and allowed[who]:
                continue
            assert browser.get(f"{team.home}/{page}").status_code == (200 if allowed[who] else 403)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_promise_about_answers_is_what_the_pages_enforce(client: TestClient[Any], mode: Mode) -> None:
    team = Team(client, mode=mode)
    ana, ben = team.guest("ana@fictif.example; Ana"), team.guest("ben@fictif.example; Ben")
    ana.save("CAP1", "3")
    alone = Promise.ANSWERS_ALONE in promises(mode, AnswerForm.FULL, ResultsFor.LEAD)
    for browser in (ben, team.lead):
        for page in ("dimensions/CAP", "check"):
            shown = browser.get(f"{team.home}/{page}").text
            text = team.site.instrument().questionnaire.question_by_code["CAP1"].options[3].text.text("fr")
            seen = 'id="CAP1-3" value="3" checked' in shown if page != "check" else text in shown
            assert seen is not alone


def test_the_calendar_entry_names_the_last_day(team: Team) -> None:
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    assert team.lead.post(f"{team.home}/deadline", {"deadline": day.isoformat()}).status_code == 303
    entry = team.lead.get(f"{team.home}/deadline.ics")
    assert entry.headers["content-type"].startswith("text/calendar")
    assert f"DTSTART:{day:%Y%m%d}T2" in entry.text
    ana = team.guest("ana@fictif.example; Ana")
    assert team.respondent("ana@fictif.example").expires_at.date() == day
    assert ana.get(f"{team.home}/deadline.ics").status_code == 200


def test_a_private_link_goes_on_as_before_and_says_kindly_why_it_invites_nobody(client: TestClient[Any]) -> None:
    holder = Visitor(client)
    home = holder.start()
    page = holder.get(f"{home}/people")
    assert "commencée sans compte" in page.text
    assert holder.post(f"{home}/people/invite", {"list": "a@fictif.example"}).status_code == 403
    assert holder.post(f"{home}/readers", {"reader": "x", "days": "30"}).status_code == 403


def test_an_invited_person_of_another_assessment_is_not_found(team: Team, client: TestClient[Any]) -> None:
    other = Team(client)
    other.invite("z@fictif.example")
    foreign = other.respondent("z@fictif.example").id
    for act in ("resend", "revoke"):
        assert team.lead.post(f"{team.home}/people/{foreign}/{act}").status_code == 404
        assert team.lead.post(f"{other.home}/people/{foreign}/{act}").status_code == 404
