"""French by default, English one click away, kept."""

from __future__ import annotations

import pytest

from tests.visitors import Visitor


def test_french_comes_first_whatever_the_browser_prefers(visitor: Visitor) -> None:
    page = visitor.get("/", **{"Accept-Language": "en-GB,en;q=0.9"}).text
    assert '<html lang="fr">' in page
    assert 'href="/language/en?back=/"' in page


def test_the_other_language_stays_chosen_and_the_page_the_same(visitor: Visitor) -> None:
    home = visitor.start()
    page = visitor.get(f"/language/en?back={home}/dimensions/CAP")
    assert str(page.url).endswith(f"{home}/dimensions/CAP")
    assert '<html lang="en">' in page.text
    assert "I don’t know" in page.text
    assert '<html lang="en">' in visitor.get(home).text


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example?budget=1",
        "////evil.example",
        "/\\\\evil.example?budget=1",
        "?back=//evil.example",
        "javascript:x",
        "x",
        "//[",
        "http://[",
    ],
)
def test_a_change_of_language_never_leads_to_another_site(visitor: Visitor, back: str) -> None:
    answer = visitor.client.get("/language/en", params={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_what_was_asked_on_a_page_outlives_a_change_of_language(visitor: Visitor) -> None:
    home = visitor.start()
    query = "budget=12%C2%A0500&hours=0%2C5"
    page = visitor.get(f"{home}/nowhere?{query}").text
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith("/language/en"))
    answer = visitor.client.get(link, follow_redirects=False)
    assert answer.headers["location"] == f"{home}/nowhere?{query}"


def test_an_address_in_a_query_stays_in_it(visitor: Visitor) -> None:
    answer = visitor.client.get("/language/en", params={"back": "/?x=//evil.example"}, follow_redirects=False)
    assert answer.headers["location"] == "/?x=//evil.example"


def test_errors_speak_the_chosen_language(visitor: Visitor) -> None:
    assert "Il n’y a pas de page à cette adresse" in visitor.get("/nowhere").text
    visitor.get("/language/en")
    assert "There is no page at this address" in visitor.get("/nowhere").text


def test_the_language_of_a_page_with_errors_leads_back_to_that_page(visitor: Visitor) -> None:
    home = visitor.start()
    page = visitor.post(f"{home}/profile", {"name": ""}, Referer=f"http://127.0.0.1:8000{home}/profile")
    assert f'href="/language/en?back={home}/profile"' in page.text


def test_a_page_that_came_from_no_readable_address_leads_back_to_the_start(visitor: Visitor) -> None:
    answer = visitor.post("/assessments", {"form": "mirror"}, Referer="http://[::1")
    assert answer.status_code == 400
    assert 'href="/language/en?back=/"' in answer.text


def test_a_private_link_speaks_the_language_it_was_started_in(visitor: Visitor) -> None:
    visitor.get("/language/en")
    home = visitor.start()
    link = visitor.get(home).text.split("/r/")[1].split("<")[0]
    visitor.client.cookies.clear()
    assert '<html lang="en">' in visitor.get(f"/r/{link}").text
