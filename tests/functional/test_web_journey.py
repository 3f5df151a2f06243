"""From the start to the results, as the pages are used."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assessment.domain.questionnaire import ScoringRules
from assessment.reports.pdf import PdfWorker
from assessment.reports.schemas import RESULT
from assessment.storage.catalogue import Catalogue
from tests.shipped import shipped_instrument
from tests.visitors import PROFILE, Visitor

QUESTIONNAIRE = shipped_instrument().questionnaire


def test_an_assessment_goes_from_start_to_results_on_both_engines(visitor_on_each: Visitor) -> None:
    visitor = visitor_on_each
    home = visitor.start()
    assert "Office de tourisme fictif" in visitor.get(home).text
    visitor.answer_all(QUESTIONNAIRE)
    assert "Chaque question a une réponse" in visitor.get(home).text
    sent = visitor.submit()
    assert (sent.status_code, sent.headers["location"]) == (303, f"{home}/results")
    results = visitor.get(f"{home}/results")
    assert results.status_code == 200
    assert "50,0" in results.text


def test_the_landing_page_says_how_long_each_form_takes(visitor: Visitor) -> None:
    text = visitor.get("/").text
    assert "environ 25 minutes" in text
    assert "49 questions" in text
    assert "18 questions" in text


def test_the_express_form_asks_two_questions_per_dimension(visitor: Visitor) -> None:
    home = visitor.start("express")
    page = visitor.get(f"{home}/dimensions/CAP").text
    assert page.count("data-counted") == 2
    assert "/ 18" in page


def test_pages_lead_to_the_profile_until_it_is_filled_in(visitor: Visitor) -> None:
    started = visitor.post("/assessments", {"form": "full"})
    home = started.headers["location"].removesuffix("/profile")
    for page in ("", "/dimensions/CAP", "/facts/team", "/check"):
        assert str(visitor.get(home + page).url).endswith("/profile")


def test_results_lead_back_to_the_task_list_until_the_answers_are_sent(visitor: Visitor) -> None:
    home = visitor.start()
    assert str(visitor.get(f"{home}/results").url).endswith(home)
    assert str(visitor.get(f"{home}/report.pdf").url).endswith(home)


def test_a_part_is_not_started_then_counted_then_done(visitor: Visitor) -> None:
    home = visitor.start()
    assert "À commencer" in visitor.get(home).text
    visitor.post(f"{home}/dimensions/CLI", {"CLI1": "2", "CLI2": "dont_know"})
    assert "2 sur 5" in visitor.get(home).text
    visitor.post(f"{home}/dimensions/CLI", {"CLI3": "0", "CLI4": "4", "CLI5": "1"})
    assert "Terminé" in visitor.get(home).text


def test_a_posted_page_goes_on_to_the_next_part_and_the_last_to_the_check(visitor: Visitor) -> None:
    home = visitor.start()
    assert visitor.post(f"{home}/dimensions/CAP", {}).headers["location"] == f"{home}/dimensions/CLI"
    assert visitor.post(f"{home}/dimensions/RES", {}).headers["location"] == f"{home}/facts/team"
    last = QUESTIONNAIRE.facts[-1].id
    assert visitor.post(f"{home}/facts/{last}", {}).headers["location"] == f"{home}/check"


def test_a_page_without_a_radio_chosen_keeps_the_answer_given_before(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.save("CAP1", "3")
    visitor.post(f"{home}/dimensions/CAP", {"CAP2": "1"})
    assert re.search(r'id="CAP1-3" value="3" checked', visitor.get(f"{home}/dimensions/CAP").text)


def test_an_emptied_number_is_forgotten(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.post(f"{home}/facts/offer", {"F_PROV": "450"})
    assert 'name="F_PROV" value="450"' in visitor.get(f"{home}/facts/offer").text
    visitor.post(f"{home}/facts/offer", {"F_PROV": ""})
    assert 'name="F_PROV" value=""' in visitor.get(f"{home}/facts/offer").text


@pytest.mark.parametrize(("typed", "kept"), [("1 250", "1\u00a0250"), ("1250", "1\u00a0250"), ("7", "7")])
def test_numbers_are_read_as_people_write_them(visitor: Visitor, typed: str, kept: str) -> None:
    home = visitor.start()
    assert visitor.post(f"{home}/facts/offer", {"F_PROV": typed}).status_code == 303
    assert f'name="F_PROV" value="{kept}"' in visitor.get(f"{home}/facts/offer").text


def test_parts_of_a_matrix_are_kept_each(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.post(f"{home}/facts/team", {"F_DIG.R01": "0,5", "F_DIG.R02": "", "F_DIG.R05": "1"})
    text = visitor.get(f"{home}/check").text
    assert "Conduite de projet\u00a0: 0,5\u00a0ETP" in text
    assert "Données et annuaire\u00a0: 1\u00a0ETP" in text


def test_not_applicable_is_offered_only_where_the_type_allows_it(visitor: Visitor) -> None:
    home = visitor.start(type="CDT")
    page = visitor.get(f"{home}/dimensions/REL").text
    assert 'id="REL2-not_applicable"' in page
    assert 'id="REL1-not_applicable"' not in page


def test_a_question_not_asked_of_a_type_stands_apart_and_may_be_answered(visitor: Visitor) -> None:
    home = visitor.start(type="COM")
    page = visitor.get(f"{home}/dimensions/REL").text
    assert page.index('class="extra"') < page.index('id="REL2"')
    assert "0</span>/4" in page
    visitor.save("REL2", "1")
    assert "1</span>/5" in visitor.get(f"{home}/dimensions/REL").text


def test_the_check_lists_unanswered_questions_first_with_links_that_come_back(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.save("CAP1", "2")
    text = visitor.get(f"{home}/check").text
    assert "48 questions sans réponse" in text
    link = f"{home}/dimensions/CAP?back=check#CAP1"
    assert text.index(f"{home}/dimensions/CAP?back=check#CAP2") < text.index(link)
    assert "Enregistrer et revenir à la vérification" in visitor.get(link).text
    back = visitor.post(f"{home}/dimensions/CAP", {"CAP1": "3", "back": "check"})
    assert back.headers["location"] == f"{home}/check"


def test_implausible_figures_are_worth_a_second_look_but_do_not_block(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.post(f"{home}/facts/site", {"F_FUNNEL.visits": "100", "F_FUNNEL.engaged": "200"})
    assert "À regarder de plus près" in visitor.get(f"{home}/check").text
    visitor.answer_all(QUESTIONNAIRE)
    assert visitor.submit().status_code == 303


def test_sending_with_a_question_left_out_says_which_and_leads_to_it(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.answer_all(QUESTIONNAIRE)
    visitor.save("REL3", "")
    refused = visitor.submit()
    assert refused.status_code == 422
    assert "<title>Erreur\u00a0:" in refused.text
    assert f"{home}/dimensions/REL?back=check#REL3" in refused.text
    visitor.save("REL3", "dont_know")
    assert visitor.submit().status_code == 303


def test_nobody_knowing_anything_still_gives_results_that_say_so(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.answer_all(QUESTIONNAIRE, "dont_know")
    assert visitor.submit().status_code == 303
    assert "Non évaluable" in visitor.get(f"{home}/results").text


def test_the_profile_is_shown_again_as_it_was_typed(visitor: Visitor) -> None:
    mix = {"mix.S1": "20", "mix.S2": "35", "mix.S3": "30", "mix.S4": "10", "mix.S5": "5"}
    home = visitor.start(**mix)
    page = visitor.get(f"{home}/profile").text
    for name, value in (PROFILE | mix).items():
        if name not in ("type", "region", "territory"):
            assert f'name="{name}" value="{value}"' in page, name
    assert 'value="84" selected' in page
    assert re.search(r'value="mountain" checked', page)


def test_submitted_answers_can_be_read_but_not_changed(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.answer_all(QUESTIONNAIRE)
    visitor.submit()
    page = visitor.get(f"{home}/dimensions/CAP")
    assert str(page.url).endswith("/check")
    assert "Envoyées le" in page.text
    assert "Modifier" not in page.text
    refused = [
        visitor.save("CAP1", "3"),
        visitor.post(f"{home}/dimensions/CAP", {"CAP1": "3"}),
        visitor.post(f"{home}/profile", PROFILE),
        visitor.submit(),
    ]
    assert [answer.status_code for answer in refused] == [409] * 4
    assert all("ne peuvent plus être modifiées" in answer.text for answer in refused)


def test_the_results_stay_the_same_after_submission(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.answer_all(QUESTIONNAIRE, "3")
    visitor.submit()
    first = visitor.get(f"{home}/results").text
    visitor.save("CAP1", "0")
    assert visitor.get(f"{home}/results").text == first


def test_page_and_report_stay_the_same_to_the_byte_when_the_engine_and_its_rules_change(
    visitor_on_each: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, instrument = visitor_on_each, shipped_instrument()
    monkeypatch.setattr(PdfWorker, "render", lambda _, document: document.to_bytes())
    home = visitor.start()
    visitor.answer_all(QUESTIONNAIRE, "1")
    visitor.save("CAP3", "dont_know")
    visitor.post(f"{home}/facts/offer", {"F_PROV": "450"})
    visitor.submit()
    endings = ("pdf", "docx", "xlsx", "csv")
    pages = (f"{home}/results", *(f"{home}/report.{ending}" for ending in endings))
    before = [visitor.get(page).content for page in pages]
    assert b"result.json" in before[1]
    monkeypatch.setattr("assessment.services.assessments.assess", None)
    rules = ScoringRules(minimum_coverage=0.95, minimum_indicators=9, critical_factor=7)
    levels = tuple(replace(level, lower=level.lower / 2) for level in QUESTIONNAIRE.levels)
    edited = replace(QUESTIONNAIRE, rules=rules, levels=levels, hash="e" * 64)
    changed = replace(instrument, questionnaire=edited)
    monkeypatch.setattr(Catalogue, "instrument", lambda *_: changed)
    assert [visitor.get(page).content for page in pages] == before


def test_rounded_percents_of_visitors_are_taken_as_the_whole(visitor: Visitor) -> None:
    home = visitor.start(**{"mix.S1": "33,3", "mix.S2": "33,3", "mix.S3": "33,3"})
    visitor.answer_all(shipped_instrument().questionnaire)
    assert visitor.submit().status_code == 303
    assert visitor.get(f"{home}/check").text.count("33\u00a0%") == 3
    refused = visitor.post(f"{visitor.start()}/profile", PROFILE | {"mix.S1": "50", "mix.S2": "49,8"})
    assert refused.status_code == 422


def test_the_schema_that_a_result_names_is_open_to_anybody(visitor: Visitor) -> None:
    found = visitor.get(f"/schemas/{RESULT}.json")
    assert found.headers["content-type"] == "application/schema+json"
    assert found.json()["properties"]["schema"] == {"description": "The version of this schema.", "const": RESULT}
    assert visitor.get("/schemas/result-0.json").status_code == 404
    assert visitor.get("/schemas/..%2F__init__.py").status_code == 404
