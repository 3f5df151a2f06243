"""Every answer is saved when given, and the page says so only when it is true."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from litestar.testing import TestClient

from assessment.storage.failures import DatabaseUnwritable
from assessment.storage.writer import AnswerWriter, WriterBusy
from tests.visitors import BASE, Visitor, serving


def test_a_saved_answer_is_confirmed_with_the_time_where_the_person_is(visitor: Visitor) -> None:
    home = visitor.start()
    saved = visitor.post(f"{home}/answers/CAP1", {"CAP1": "2"}, **{"HX-Request": "true", "X-UTC-Offset": "120"})
    assert saved.status_code == 200
    assert "Enregistré à " in saved.text
    assert 'value="2" checked' in visitor.get(f"{home}/dimensions/CAP").text


@pytest.mark.parametrize("offset", ["", "x", "9999", "１2"])
def test_a_strange_offset_leaves_the_time_out(visitor: Visitor, offset: str) -> None:
    home = visitor.start()
    headers = {"HX-Request": "true"} | ({"X-UTC-Offset": offset} if offset.isascii() else {})
    saved = visitor.post(f"{home}/answers/CAP1", {"CAP1": "2"}, **headers)
    assert "Enregistré<" in saved.text


@pytest.mark.parametrize(
    ("failure", "status", "reason"),
    [
        (WriterBusy(), 503, "Attendez quelques secondes"),
        (DatabaseUnwritable("The database %(where)s is read-only.", where="x"), 503, "read-only"),
        (RuntimeError("secret detail"), 500, "Un problème est survenu|revenez en arrière"),
    ],
)
def test_a_failure_says_not_saved_with_the_reason_and_a_way_to_try_again(
    visitor: Visitor, failure: Exception, status: int, reason: str
) -> None:
    visitor.start()
    with patch.object(AnswerWriter, "save", side_effect=failure):
        answer = visitor.save("CAP1", "2")
    assert answer.status_code == status
    assert "Non enregistré – réessayer" in answer.text
    assert any(part in answer.text for part in reason.split("|"))
    assert "data-retry" in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize(
    ("code", "value", "status"),
    [
        ("CAP1", "7", 422),
        ("CAP1", "not_applicable", 422),
        ("CAP1", "<script>alert(1)</script>", 422),
        ("F_PROV", "beaucoup", 422),
        ("F_PROV", "-3", 422),
        ("F_CRM", "maybe", 422),
        ("NOPE", "1", 404),
        ("F_STAFF", "3", 404),
        ("M1", "3", 404),
    ],
)
def test_a_tampered_answer_is_refused_with_a_sentence(visitor: Visitor, code: str, value: str, status: int) -> None:
    visitor.start()
    answer = visitor.save(code, value)
    assert answer.status_code == status
    assert "Non enregistré" in answer.text
    assert "<script>alert" not in answer.text


def test_what_is_wrong_on_a_page_is_said_and_the_rest_is_kept(visitor: Visitor) -> None:
    home = visitor.start()
    page = visitor.post(f"{home}/facts/offer", {"F_PROV": "environ 300", "F_NIGHTS": "120"})
    assert page.status_code == 422
    assert "<title>Erreur\u00a0: " in page.text
    assert page.text.count("Écrivez un nombre, par exemple 12 ou 0,5.") == 2
    assert 'href="#F_PROV"' in page.text
    assert 'value="environ 300"' in page.text
    assert 'name="F_NIGHTS" value="120"' in visitor.get(f"{home}/facts/offer").text


def test_every_error_of_the_profile_is_listed_once_and_typed_values_stay(visitor: Visitor) -> None:
    home = visitor.post("/assessments", {"form": "full"}).headers["location"]
    form = {"name": "Chez nous", "staff": "-2", "type": "XX", "mix.S1": "60", "mix.S2": "20", "ambition.inspire": "101"}
    page = visitor.post(home, form)
    assert page.status_code == 422
    for sentence in (
        "Écrivez 0 ou plus.",
        "Cette réponse n’était pas proposée.",
        "Choisissez la région.",
        "Choisissez le type de territoire.",
        "Le total des parts est 80. Il doit être exactement 100.",
        "Écrivez 100 ou moins.",
    ):
        assert page.text.count(sentence) == 2, sentence
    assert 'value="Chez nous"' in page.text


def test_a_database_that_cannot_be_written_is_explained_and_loses_nothing(
    visitor: Visitor, on_sqlite: TestClient[Any]
) -> None:
    home = visitor.start()
    refusal = DatabaseUnwritable(
        "The disk of the database %(where)s is full, so nothing was saved. Free some space, then try again.", where="x"
    )
    with patch("assessment.web.sheets.save_answer", side_effect=refusal):
        page = visitor.post(f"{home}/dimensions/CAP", {"CAP1": "2"})
    assert page.status_code == 503
    assert "Retry-After" in page.headers
    assert visitor.post(f"{home}/dimensions/CAP", {"CAP1": "2"}).status_code == 303


def test_every_posted_answer_survives_a_restart(tmp_path: Any) -> None:
    address = f"sqlite+pysqlite:///{tmp_path}/kept.sqlite"
    with serving(address, tmp_path) as client:
        visitor = Visitor(client)
        home = visitor.start()
        visitor.save("CAP1", "4")
        cookies = dict(client.cookies)
    with serving(address, tmp_path) as client:
        client.cookies.update(cookies)
        assert 'value="4" checked' in client.get(f"{home}/dimensions/CAP", headers={"Origin": BASE}).text


def test_a_request_that_says_nothing_about_the_question_keeps_the_answer(visitor: Visitor) -> None:
    home = visitor.start()
    visitor.save("CAP1", "2")
    answer = visitor.post(f"{home}/answers/CAP1", {"CAP2": "3"}, **{"HX-Request": "true"})
    assert answer.status_code == 400
    assert 'value="2" checked' in visitor.get(f"{home}/dimensions/CAP").text


def test_an_absurdly_long_number_is_refused_like_any_answer_not_offered(visitor: Visitor) -> None:
    home = visitor.start()
    answer = visitor.post(f"{home}/dimensions/CAP", {"CAP1": "9" * 4000, "CAP2": "2"})
    assert answer.status_code == 422
    assert "Cette réponse n’était pas proposée" in answer.text
    assert 'value="2" checked' in visitor.get(f"{home}/dimensions/CAP").text
