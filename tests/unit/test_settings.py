"""Settings of the environment: read strictly, so that a slip is said at the start and not met by a visitor."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.settings import Settings, SettingsProblem, settings_from
from assessment.translation import translate


@pytest.mark.parametrize(
    ("name", "text", "remedy", "french"),
    [
        ("ASSESSMENT_DATABSE", "x", "use one of: ASSESSMENT_DATABASE", "n’est pas un réglage"),
        *(
            ("ASSESSMENT_BASE_ADDRESS", text, "https://assessment.example", "l’adresse d’un site")
            for text in ("", "foo", "ftp://a", "http://[", "http://a:99999", "http://a/b", "http://a?b", "https://")
        ),
        *(
            ("ASSESSMENT_OIDC_ISSUER", text, "beginning with https://", "commence par https://")
            for text in ("http://provider.example", "provider", "https://", "https://a?b", "https://a#b", "ftp://a")
        ),
        ("ASSESSMENT_OIDC_ISSUER", "https://provider.example", "Set all of them", "tous, ou aucun"),
        ("ASSESSMENT_OIDC_CLIENT_SECRET_FILE", "/nowhere", "only the secret", "que le secret"),
        *(("ASSESSMENT_OIDC_PKCE", text, "on or off", "on ou off") for text in ("", "yes", "ON")),
        *(("ASSESSMENT_OIDC_ALGORITHM", text, "RS256 or ES256", "RS256 ou ES256") for text in ("none", "HS256")),
        ("ASSESSMENT_OIDC_SCOPES", "email", "openid among them", "dont openid"),
        ("ASSESSMENT_OIDC_NAME", " ", "the name people know", "le nom sous lequel"),
        ("ASSESSMENT_QUESTIONNAIRES", "/nowhere", "a folder that exists", "un dossier qui existe"),
        ("ASSESSMENT_TEMPLATES", __file__, "a folder that exists", "un dossier qui existe"),
        *(
            ("ASSESSMENT_REPORT_WORKERS", text, "a whole number", "un nombre entier")
            for text in ("0", "-1", "two", "1.5")
        ),
        *(
            ("ASSESSMENT_REPORT_SECONDS", text, "seconds above 0", "secondes supérieur à 0")
            for text in ("0", "-1", "nan", "inf", "soon")
        ),
    ],
)
def test_an_unusable_setting_is_named_with_its_remedy(name: str, text: str, remedy: str, french: str) -> None:
    with pytest.raises(SettingsProblem) as refused:
        settings_from({name: text, "PATH": "/bin"})
    assert name in str(refused.value)
    assert remedy in str(refused.value)
    assert french in translate(refused.value.message, "fr", **refused.value.values)


def test_what_is_set_is_read_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    found = settings_from(
        {
            "ASSESSMENT_BASE_ADDRESS": "https://assessment.example:8443/",
            "ASSESSMENT_TEMPLATES": str(tmp_path),
            "ASSESSMENT_REPORT_WORKERS": "2",
            "ASSESSMENT_REPORT_SECONDS": "2.5",
        }
    )
    assert found == Settings(
        base_address="https://assessment.example:8443", templates=tmp_path, report_workers=2, report_seconds=2.5
    )
    assert found.secure


@pytest.mark.parametrize(
    ("chosen", "folder"),
    [
        ({}, "assessment-archives"),
        ({"ASSESSMENT_DATABASE": "sqlite+pysqlite:////srv/data/barometer.sqlite"}, "/srv/data/barometer-archives"),
        ({"ASSESSMENT_DATABASE": "postgresql+psycopg://user@host/name"}, "assessment-archives"),
        ({"ASSESSMENT_ARCHIVE_FOLDER": "/srv/archives"}, "/srv/archives"),
    ],
)
def test_archives_lie_beside_the_database_unless_they_have_a_folder_of_their_own(
    chosen: dict[str, str], folder: str
) -> None:
    assert settings_from(chosen).archives == Path(folder)
