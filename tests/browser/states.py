"""The pages about people and organisations in every state that matters, each with whoever sees it so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from tests import sheets
from tests.browser.crowd import Cookies, Crowd
from tests.shipped import QUESTIONNAIRES

Look = Callable[[Crowd], Cookies]
SAMPLE_SURVEY = QUESTIONNAIRES / "digital-maturity" / "sample-survey.yaml"


def nothing(_page: Page) -> None:
    """Leave the page as it opened."""


def open_details(page: Page) -> None:
    """Unfold whatever is folded."""
    page.evaluate("() => document.querySelectorAll('details').forEach(item => item.open = true)")


def send(page: Page) -> None:
    """Send the last form of the page as it stands, which brings its errors."""
    page.locator("main form .button").last.click()
    page.locator("#errors").wait_for()


def preview(page: Page) -> None:
    """Read a list of people of whom one line cannot be read."""
    page.locator("#list").fill("a@example.org; Ana; staff\na@example.org\nb@@example.org\nc@example.org; ; maire")
    page.locator("form[action$=preview] .button").click()
    page.locator("details").wait_for()


def invite(page: Page) -> None:
    """Read a list, then invite the people on it, whose links are shown."""
    number = page.evaluate("() => Math.random().toString(36).slice(2)")
    page.locator("#list").fill(f"{number}@example.org; Ana Fictive; staff\n{number}b@example.org")
    page.locator("form[action$=preview] .button").click()
    page.locator("form[action$=invite] .button").click()
    page.locator("#links").wait_for()


def make_key(page: Page) -> None:
    """Make a key, which is shown."""
    page.locator("#name").fill("Tableur (fictif)")
    page.locator("[name=scopes]").first.check()
    page.locator("form:has(#name) .button").click()
    page.locator("#made").wait_for()


def send_file(page: Page) -> None:
    """Have a file read that could be taken."""
    lines = [sheets.HEADER, sheets.LINE, ["Office du Littoral fictif", *sheets.LINE[1:5], "b@fictif.example", "en"]]
    _upload(page, sheets.csv_of(*lines))
    page.locator("table").first.wait_for()


def send_wrong_file(page: Page) -> None:
    """Have a file read in which something is wrong."""
    _upload(page, sheets.csv_of(sheets.HEADER, sheets.LINE, ["", "XX", "many", "84", "moon", "nobody"]))
    page.locator("#errors").wait_for()


def _upload(page: Page, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": "o.csv", "mimeType": "text/csv", "buffer": content})
    page.locator("form:has(#file) .button").click()


def send_survey(page: Page) -> None:
    """Have the answers of visitors read."""
    _upload(page, SAMPLE_SURVEY.read_bytes())
    page.locator("form[action$=keep]").wait_for()


def send_wrong_survey(page: Page) -> None:
    """Have answers read in which something is wrong."""
    _upload(page, b"moment;Q1_E;e-mail\nS9;12;someone@fictif.example\n")
    page.locator("#errors").wait_for()


def keep_survey(page: Page) -> None:
    """Keep the answers of visitors."""
    send_survey(page)
    page.locator("form[action$=keep] .button").click()
    page.locator("#kept").wait_for()


def wrong_offer(page: Page) -> None:
    """Offer help to a number of organisations that is none."""
    page.locator("#capacity").fill("plusieurs")
    page.locator("form[action$=peers] .button").click()
    page.locator("#errors").wait_for()


def search(page: Page) -> None:
    """Look for somebody."""
    page.locator("#part").fill("fict")
    page.locator("form:has(#part) .button").click()
    page.locator(".rows").wait_for()


def ask_code(page: Page) -> None:
    """Have a code mailed."""
    page.locator("form[action$=code] .button").click()
    page.locator("form[action$=open]").wait_for()


def ask_letter(page: Page) -> None:
    """Have a link mailed."""
    page.locator("#email").fill("personne@example.org")
    page.locator("main form .button").click()
    page.locator(".notice").wait_for()


@dataclass(frozen=True, slots=True)
class Scene:
    """A page, whoever opens it, and what is done on it before looking; `{names}` in its path are of the crowd."""

    name: str
    whose: Look
    path: str
    act: Callable[[Page], None] = nothing

    def where(self, crowd: Crowd) -> str:
        """The path of the page."""
        places = {"organisation": crowd.organisation, "small": crowd.small, "network": crowd.network}
        runs = {"open": f"/assessments/{crowd.open_run}", "sent": f"/assessments/{crowd.sent_run}"}
        campaigns = {"draft": f"/networks/{crowd.network}/campaigns/{crowd.draft}"}
        campaigns |= {"campaign": f"/networks/{crowd.network}/campaigns/{crowd.campaign}"}
        campaigns |= {"published": f"/networks/{crowd.coast}/campaigns/{crowd.published}"}
        campaigns |= {"judged": crowd.judged}
        campaigns |= {f"archive_{name}": page for name, page in crowd.archives.pages.items()}
        part = f"/organisations/{crowd.small}/campaigns/{crowd.campaign}"
        campaigns |= {"peers": f"/networks/{crowd.helping.network}/campaigns/{crowd.helping.campaign}/peers"}
        campaigns |= {"part_helping": f"/organisations/{crowd.organisation}/campaigns/{crowd.helping.campaign}"}
        return self.path.format(**places, **runs, **campaigns, empty=crowd.empty, part=part)


def person(name: str) -> Look:
    """Somebody signed in."""
    return lambda crowd: crowd.person(name)


def guest(name: str) -> Look:
    """Somebody who was invited and has begun."""
    return lambda crowd: crowd.invited(name)


def landing(days: int = 20, **changes: int | str | list[str]) -> Look:
    """Somebody who followed the link of an invitation; whole numbers say how many days ago something happened."""

    def come(crowd: Crowd) -> Cookies:
        moments = {
            key: crowd.now - timedelta(days=value) if isinstance(value, int) else value
            for key, value in changes.items()
        }
        return crowd.link("Camille Invitée", **({"expires_at": crowd.now + timedelta(days=days)} | moments))

    return come


def nobody(_crowd: Crowd) -> Cookies:
    """Somebody who is not signed in."""
    return {}


def joining(**changes: str) -> Look:
    """Somebody who followed the link of an invitation to a role."""
    return lambda crowd: crowd.join("nouvelle@example.org", **changes)


def joins_with_account(crowd: Crowd) -> Cookies:
    """The same, with an account."""
    return crowd.join(crowd.people["nobody"].email)


def joins_signed_in(crowd: Crowd) -> Cookies:
    """The same, signed in."""
    return {**crowd.join(crowd.people["nobody"].email), **crowd.person("nobody")}


def forgot(crowd: Crowd) -> Cookies:
    """Somebody who followed the link for a new password."""
    return crowd.reset("lead")


def half_in(crowd: Crowd) -> Cookies:
    """Somebody who still owes the second factor."""
    return crowd.half("lead")


LEAD, MEMBER, HEAD, ADMINISTRATOR = person("lead"), person("member"), person("head"), person("administrator")
BEGUN = "Anne-Charlotte de la Rochefontaine"
SCENES = [
    Scene("sign-in", nobody, "/sign-in"),
    Scene("sign-in-wrong", nobody, "/sign-in", send),
    Scene("sign-in-renewed", nobody, "/sign-in?renewed=yes"),
    Scene("forgotten", nobody, "/forgotten"),
    Scene("forgotten-sent", nobody, "/forgotten", ask_letter),
    Scene("reset", forgot, "/reset?short=yes", send),
    Scene("second-factor", half_in, "/sign-in/second-factor", send),
    Scene("second-factor-due", person("unset"), "/account/second-factor", send),
    Scene("second-factor-replaced", LEAD, "/account/second-factor"),
    Scene("second-factor-off", LEAD, "/account/second-factor/off"),
    Scene("recovery-codes", LEAD, "/account/recovery-codes", send),
    Scene("join-new", joining(), "/join", send),
    Scene("join-with-account", joins_with_account, "/join"),
    Scene("join-signed-in", joins_signed_in, "/join"),
    Scene("account", LEAD, "/account"),
    Scene("account-plain", person("nobody"), "/account"),
    Scene("password", LEAD, "/account/password", send),
    Scene("data", MEMBER, "/account/data"),
    Scene("erase", MEMBER, "/account/erase"),
    Scene("erase-hindered", LEAD, "/account/erase"),
    Scene("home-lead", LEAD, "/home"),
    Scene("home-member", MEMBER, "/home"),
    Scene("home-head", HEAD, "/home"),
    Scene("home-administrator", ADMINISTRATOR, "/home"),
    Scene("home-nobody", person("nobody"), "/home"),
    Scene("organisation", LEAD, "/organisations/{organisation}"),
    Scene("organisation-member", MEMBER, "/organisations/{organisation}"),
    Scene("organisation-new", person("new lead"), "/organisations/{small}"),
    Scene("start", LEAD, "/organisations/{organisation}/assessments"),
    Scene("members", LEAD, "/organisations/{organisation}/members", send),
    Scene("settings", LEAD, "/organisations/{organisation}/settings", open_details),
    Scene("delete", LEAD, "/organisations/{organisation}/delete", send),
    Scene("keys", LEAD, "/organisations/{organisation}/keys", send),
    Scene("keys-made", LEAD, "/organisations/{organisation}/keys", make_key),
    Scene("network", HEAD, "/networks/{network}", send),
    Scene("network-analyst", person("analyst"), "/networks/{network}"),
    Scene("network-new", person("new head"), "/networks/{empty}"),
    Scene("network-members", HEAD, "/networks/{network}/members"),
    Scene("network-keys", HEAD, "/networks/{network}/keys"),
    Scene("campaigns", HEAD, "/networks/{network}/campaigns"),
    Scene("campaigns-none", person("new head"), "/networks/{empty}/campaigns"),
    Scene("campaign-new", HEAD, "/networks/{network}/campaigns/new", send),
    Scene("campaign-edit", HEAD, "{draft}/edit"),
    Scene("campaign-draft", HEAD, "{draft}", open_details),
    Scene("campaign", HEAD, "{campaign}", open_details),
    Scene("campaign-analyst", person("analyst"), "{campaign}?progress=submitted"),
    Scene("campaign-reminders", HEAD, "{campaign}/reminders", open_details),
    Scene("campaign-last-day", HEAD, "{campaign}/last-day", send),
    Scene("campaign-notes", person("analyst"), "{campaign}/notes?of={small}"),
    Scene("campaign-notes-wrong", HEAD, "{campaign}/notes", send),
    Scene("taking-part", person("new lead"), "{part}", open_details),
    Scene("benchmarks", person("published analyst"), "{published}/benchmarks?by=region&of=region%3D84"),
    Scene("benchmarks-map", person("published analyst"), "{published}/benchmarks/map?by=region"),
    Scene("benchmarks-regions", person("published analyst"), "{published}/benchmarks/regions"),
    Scene("benchmarks-tiles", person("published analyst"), "{published}/benchmarks/regions?metric=shortage&map=tiles"),
    Scene("benchmarks-quality", person("judging analyst"), "{judged}/benchmarks/quality"),
    Scene("benchmarks-quality-none", person("published analyst"), "{published}/benchmarks/quality"),
    Scene("benchmarks-roles", person("published analyst"), "{published}/benchmarks/roles"),
    Scene("benchmarks-both-roles", person("published head"), "{published}/benchmarks/roles?role=R01%2BR02"),
    Scene("shared-posts", person("published head"), "{published}/shared-posts"),
    Scene("benchmarks-report", person("published analyst"), "{published}/benchmarks/report", open_details),
    Scene("peers", person("peer head"), "{peers}"),
    Scene("peers-none", HEAD, "{campaign}/peers"),
    Scene("peers-declared", LEAD, "{part_helping}", open_details),
    Scene("peers-wrong", LEAD, "{part_helping}", wrong_offer),
    Scene("results-peers", LEAD, "{sent}/results"),
    *(
        Scene(f"archive-{name}", person(f"archive {name}"), f"{{archive_{name}}}")
        for name in ("none", "running", "done", "failed", "unread")
    ),
    Scene("import", HEAD, "/networks/{network}/import", open_details),
    Scene("import-wrong", HEAD, "/networks/{network}/import", send_wrong_file),
    Scene("import-preview", HEAD, "/networks/{network}/import", send_file),
    Scene("platform", ADMINISTRATOR, "/platform"),
    Scene("administrators", ADMINISTRATOR, "/platform/administrators"),
    Scene("platform-people", ADMINISTRATOR, "/platform/people", search),
    Scene("mails", ADMINISTRATOR, "/platform/mails"),
    Scene("audit", ADMINISTRATOR, "/platform/audit"),
    Scene("people", LEAD, "{open}/people"),
    Scene("people-errors", LEAD, "{open}/people", send),
    Scene("people-preview", LEAD, "{open}/people", preview),
    Scene("people-links", LEAD, "{open}/people", invite),
    Scene("people-sent", LEAD, "{sent}/people"),
    Scene("handover", LEAD, "{open}/handover"),
    Scene("submitted", LEAD, "{sent}/submitted"),
    Scene("tasks-lead", LEAD, "{open}"),
    Scene("visitors", LEAD, "{open}/visitors"),
    Scene("visitors-wrong", LEAD, "{open}/visitors", send_wrong_survey),
    Scene("visitors-preview", LEAD, "{open}/visitors", send_survey),
    Scene("visitors-kept", LEAD, "{open}/visitors", keep_survey),
    Scene("check-lead", LEAD, "{open}/check"),
    Scene("tasks-guest", guest(BEGUN), "{open}"),
    Scene("check-guest", guest(BEGUN), "{open}/check"),
    Scene("questions-guest", guest(BEGUN), "{open}/dimensions/CAP"),
    Scene("mirror", guest("Marc Élu"), "{open}/mirror"),
    Scene("finish", guest(BEGUN), "{open}/finish"),
    Scene("finished", guest("Nadia Fini"), "{open}/finish"),
    Scene("invitation", landing(parts=["CAP", "CLI"]), "/invitation"),
    Scene("invitation-mirror", landing(role="elected", form="mirror"), "/invitation"),
    Scene("invitation-used", landing(started_at=1), "/invitation", ask_code),
    Scene("invitation-finished", landing(started_at=2, finished_at=1), "/invitation"),
    Scene("invitation-expired", landing(days=-1), "/invitation"),
    Scene("invitation-revoked", landing(revoked_at=1), "/invitation"),
    Scene("invitation-declined", landing(declined_at=1), "/invitation"),
    Scene("results-reader", lambda crowd: crowd.reader, "{sent}/results"),
    Scene("waves", LEAD, "{sent}/compare", open_details),
    Scene("waves-none", lambda crowd: crowd.reader, "{sent}/compare"),
    Scene("forbidden", MEMBER, "/organisations/{organisation}/members"),
    Scene("signed-out", nobody, "/home"),
]
"""Everything to look at."""

BY_NAME: Mapping[str, Scene] = {scene.name: scene for scene in SCENES}
