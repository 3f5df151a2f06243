"""Letters in words: whatever somebody typed stays inside its sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from assessment.services.carriers import Encryption, MailServer, read_mail_server
from assessment.services.letters import WORDINGS, Wrapper, one_line
from assessment.services.mail import Letter, LetterKind
from assessment.settings import SettingsProblem, bundled, settings_from
from assessment.templating import Templates
from assessment.translation import LANGUAGES

WRAPPER = Wrapper(Templates(bundled("templates")), "service@fictif.example", "assessment.example")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VALUES = {
    "link": "https://assessment.example/i/t",
    "inviter": "Zoé",
    "organisation": "Office fictif",
    "role": "lead",
    "deadline": "2026-04-01T12:00:00+00:00",
    "code": "123456",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("values", [VALUES, {"code": "123456"}], ids=["all", "none"])
def test_every_letter_reads_well_with_and_without_its_values(
    kind: LetterKind, language: str, values: dict[str, str]
) -> None:
    message = WRAPPER.message(Letter(kind, "ada@fictif.example", language, values), "mail-1", NOW)
    again = message_from_bytes(message.as_bytes(), policy=policy.default)
    text, page = again.get_body(("plain",)), again.get_body(("html",))
    assert text is not None
    assert page is not None
    for part in (text.get_content(), page.get_content(), again["Subject"]):
        assert "%(" not in part
        assert "\n\n\n" not in part
    assert ("https://assessment.example/i/t" in text.get_content()) == (
        values is VALUES and bool(WORDINGS[kind].action)
    )
    assert again["Message-ID"] == "<mail-1@assessment.example>"


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: all@fictif.example",
        "Ada\nX: y\u2028z",
        "Ada\x00\x1b[31m",
        "<script>alert(1)</script>",
        "%(link)s {{ 7*7 }}",
    ],
)
def test_a_name_cannot_leave_its_place(name: str) -> None:
    letter = Letter(LetterKind.ACCOUNT_INVITATION, "ada@fictif.example", "en", {"organisation": name, "inviter": name})
    message = message_from_bytes(WRAPPER.message(letter, "m", NOW).as_bytes(), policy=policy.default)
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version"),
        "Content-Type",
    }
    page = message.get_body(("html",))
    assert page is not None
    assert "<script" not in page.get_content()
    assert "49" not in page.get_content()


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [("fr", "2026-04-01", "1er\u00a0avril 2026"), ("fr", "2026-04-02", "2\u00a0avril 2026"),
     ("en", "2026-04-01T12:00:00+00:00", "1\u00a0April 2026")],
)  # fmt: skip
def test_a_deadline_is_written_as_the_pages_write_it(language: str, day: str, words: str) -> None:
    letter = Letter(LetterKind.REMINDER, "ada@fictif.example", language, {"deadline": day})
    text = WRAPPER.message(letter, "m", NOW).get_body(("plain",))
    assert text is not None
    assert words in text.get_content()


def test_a_name_makes_no_link_and_no_novel() -> None:
    assert one_line("see https://bad.example") == "see https: //bad.example"
    assert len(one_line("x" * 500)) == 100


def test_an_accented_address_is_written_as_mail_servers_take_it() -> None:
    message = WRAPPER.message(Letter(LetterKind.CODE, "ada@été.example", "fr", {"code": "1"}), "m", NOW)
    assert message["To"].addresses[0].addr_spec == "ada@xn--t-9fab.example"


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 25, Encryption.NONE)),
        ("smtp://a%40b@mail.example:587?starttls", MailServer("mail.example", 587, Encryption.STARTTLS, "a@b")),
        ("smtps://user@mail.example", MailServer("mail.example", 465, Encryption.TLS, "user")),
    ],
)
def test_the_address_of_a_mail_server_is_read(text: str, server: MailServer | None) -> None:
    assert read_mail_server(text) == server


@pytest.mark.parametrize(
    "text",
    [
        *(
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://user@mail.example",
            "smtp://u:secret@m.example?starttls",
        ),
        *("smtp://m.example/x", "smtp://m.example?tls", "smtp://m.example:0", "smtp://m.example:99999"),
    ],
)
def test_an_address_that_leaves_a_doubt_or_a_password_open_is_refused(text: str) -> None:
    with pytest.raises(SettingsProblem, match="ASSESSMENT_SMTP cannot be used"):
        settings_from({"ASSESSMENT_SMTP": text})
