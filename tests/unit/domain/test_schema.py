"""The JSON Schemas for editors. `uv run python -m tests.unit.domain.test_schema` writes them again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.domain.parsing import PARTS
from assessment.domain.reading import Keys
from assessment.domain.schema import json_schema, mapping
from assessment.storage.documents import read_file

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "questionnaires" / "schemas"
FOLDERS = (ROOT / "questionnaires" / "digital-maturity", ROOT / "tests" / "documents" / "valid" / "minimal")


def written(part: str) -> str:
    return json.dumps(json_schema(part), ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """A tree with numbers as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("part", PARTS)
def test_the_schema_beside_the_questionnaires_is_the_one_of_the_program(part: str) -> None:
    assert (SCHEMAS / f"{part}.json").read_text(encoding="utf-8") == written(part)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_file_that_loads_also_fits_its_schema(folder: Path, part: str) -> None:
    validators = pytest.importorskip("jsonschema", reason="the package jsonschema is not installed")
    validator = validators.Draft202012Validator(json_schema(part))
    assert [error.message for error in validator.iter_errors(plain(read_file(folder / f"{part}.yaml").tree))] == []


def test_a_key_of_which_nothing_is_said_is_refused() -> None:
    with pytest.raises(KeyError, match="brandnew"):
        mapping(Keys(("brandnew",)))


if __name__ == "__main__":
    SCHEMAS.mkdir(exist_ok=True)
    for name in PARTS:
        (SCHEMAS / f"{name}.json").write_text(written(name), encoding="utf-8")
