"""A platform from its first administrator to the erasure of a person, by nothing but its links, forms and letters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from litestar.testing import TestClient

from tests.serving import ROOT
from tests.visitors import BASE, PROFILE, serving
from tests.windows import Window

PASSWORD = "sept chevaux regardent la mer"
KEY = re.compile(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}")
READER_LINK = re.compile(rf"{re.escape(BASE)}(/s/[A-Za-z0-9_-]{{22}})")


class Platform:
    """The service on a fresh database, and its people, each with a window of their own."""

    def __init__(self, client: TestClient[Any], folder: Path) -> None:
        self.client, self.folder = client, folder

    def window(self) -> Window:
        return Window(self.client)

    def command(self, *line: str) -> str:
        """What a command says on standard output."""
        environment = os.environ | {
            "ASSESSMENT_DATABASE": f"sqlite+pysqlite:///{self.folder}/journey.sqlite",
            "ASSESSMENT_KEY_FILE": str(self.folder / "assessment.key"),
        }
        command = [sys.executable, "-m", "assessment", *line]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def joins(self, name: str, email: str) -> Window:
        """Somebody follows the invitation in a letter and opens an account."""
        return self.signs_up(self.window().letter(email), name)

    def signs_up(self, window: Window, name: str) -> Window:
        return window.send("/join", {"name": name, "password": PASSWORD})

    def sets_up_factor(self, window: Window) -> Window:
        """Somebody whom the page asks for a second factor sets one up, and goes on."""
        assert window.path == "/account/second-factor"
        found = KEY.search(window.text)
        assert found
        code = pyotp.TOTP(found[0].replace(" ", "")).now()
        return window.send("/account/second-factor", {"code": code, "current": PASSWORD}).follow("/home")


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    with serving(f"sqlite+pysqlite:///{tmp_path}/journey.sqlite", tmp_path) as client:
        yield Platform(client, tmp_path)


def test_people_find_their_way_from_the_first_administrator_to_an_erasure(platform: Platform) -> None:
    link = platform.command("account", "invite-administrator", "admin@example.org").removeprefix(BASE)
    admin = platform.sets_up_factor(platform.signs_up(platform.window().open(link), "Camille Fictif"))
    admin.follow("/platform").send("/platform/networks", {"name": "Réseau fictif", "email": "head@example.org"})
    assert "Réseau fictif" in admin.text

    head = platform.sets_up_factor(platform.joins("Dominique Fictif", "head@example.org"))
    head.open(head.path)
    [network] = [href for href in head.content.links if re.fullmatch(r"/networks/[\w-]+", href)]
    head.follow(network).send("/organisations", {"name": "Office fictif", "email": "lead@example.org"})
    assert "Office fictif" in head.text

    lead = platform.joins("Lou Fictif", "lead@example.org")
    home = start_assessment(lead)
    invite_people(lead)
    for email in ("ana@example.org", "bob@example.org"):
        answer_everything(platform.window().letter(email).send("/invitation/start"))
    mayor = platform.window().letter("mayor@example.org").send("/invitation/start")
    mayor.send("/mirror", dict.fromkeys(mayor.questions(), "3")).send("/finish")

    lead.open(home).follow("/people")
    assert lead.text.count("A terminé") == 3
    lead.follow("/check").send("/submit").follow("/results")
    assert "Office fictif" in lead.text
    read_by_link(platform, lead, home)
    send_again(lead, home)
    member = hand_over(platform, lead, home)
    remove(lead, member, home)
    take_away(member)


def start_assessment(lead: Window) -> str:
    """The lead describes the organisation and starts an assessment that everybody answers alone; its address."""
    [organisation] = {href for href in lead.content.links if re.fullmatch(r"/organisations/[\w-]+", href)}
    lead.follow(organisation).follow("/assessments")
    lead.send("/assessments", {"form": "express", "mode": "panel", "results_for": "respondents"})
    lead.send("/profile", PROFILE | {"name": "Office fictif"})
    return lead.path


def invite_people(lead: Window) -> None:
    lead.follow("/people")
    lines = "ana@example.org; Ana; agent\nbob@example.org; Bob\nmayor@example.org; Maire; élue"
    lead.send("/people/preview", {"list": lines})
    assert "mayor@example.org" in lead.text
    lead.send("/people/invite")
    assert lead.text.count(f"{BASE}/i/") == 3


def answer_everything(window: Window) -> None:
    """Somebody answers every question, page after page, and says that they have finished."""
    window.follow("/dimensions/CAP")
    while not window.path.endswith("/check"):
        window.send(window.path, dict.fromkeys(window.questions(), "2"))
    window.follow("/finish").send("/finish")


def read_by_link(platform: Platform, lead: Window, home: str) -> None:
    """Somebody without an account reads the results by a link, and nothing else, until it is taken back."""
    lead.open(f"{home}/people").send("/readers", {"reader": "Conseil", "days": "30"})
    [link] = set(READER_LINK.findall(lead.text))
    council = platform.window().open(link)
    assert council.path == f"{home}/results"
    council.open(f"{home}/people", status=403)


def send_again(lead: Window, home: str) -> None:
    """The lead takes the answers back and sends them anew; both revisions can be read."""
    lead.open(f"{home}/submitted").send("/reopen").follow("/check").send("/submit")
    lead.follow("/results")
    assert "revision=1" in lead.text


def hand_over(platform: Platform, lead: Window, home: str) -> Window:
    """Somebody joins the organisation and runs the assessment from now on."""
    lead.open("/home")
    [organisation] = {href for href in lead.content.links if re.fullmatch(r"/organisations/[\w-]+", href)}
    lead.follow(organisation).follow("/members").send("/members", {"email": "sam@example.org", "role": "member"})
    member = platform.joins("Sam Fictif", "sam@example.org")
    lead.open(f"{home}/submitted").send("/reopen")
    lead.follow("/people").follow("/handover")
    [only] = [value for value in lead.content.forms[-1].offered["member"] if value]
    lead.send("/handover", {"member": only})
    member.open("/home").follow(home)
    return member


def remove(lead: Window, member: Window, home: str) -> None:
    """The lead removes somebody, who then opens nothing, and takes the assessment back that was theirs."""
    lead.open("/home")
    [organisation] = {href for href in lead.content.links if re.fullmatch(r"/organisations/[\w-]+", href)}
    lead.follow(organisation).follow("/members")
    [action] = {form.action for form in lead.content.forms if form.action.endswith("/remove") and form.action}
    lead.send(urlsplit(action).path)
    member.open(home, status=404)
    lead.open("/home").follow(organisation).follow(f"{home}/handover")
    assert "Sam Fictif" not in lead.text
    [herself] = [value for value in lead.content.forms[-1].offered["member"] if value]
    lead.send("/handover", {"member": herself})
    lead.open("/home").follow(home)


def take_away(person: Window) -> None:
    """Somebody reads what is kept about them, and erases it."""
    person.open("/account").follow("/account/data")
    assert "Sam Fictif" in person.text
    person.follow("/account/data.json")
    assert "sam@example.org" in person.text
    person.open("/account").follow("/account/erase").send("/account/erase", {"current": PASSWORD})
    person.open("/account").send("/sign-in", {"email": "sam@example.org", "password": PASSWORD}, status=422)
