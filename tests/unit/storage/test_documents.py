"""The strict reader: what it makes of YAML and JSON, and what it refuses. Also every invalid document of the tests."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.problem_kinds import AUTHOR_KINDS, DOCUMENT_KINDS, SHAPE_KINDS
from assessment.domain.problems import Problem, ProblemsFound, place_problems
from assessment.storage.documents import DEEPEST, LARGEST_FILE, MOST_NODES, read_bytes, read_file
from tests.minimal import DOCUMENTS, parse_changed
from tests.shipped import QUESTIONNAIRES

INVALID = sorted((DOCUMENTS / "invalid").glob("*.yaml"))
NOT_ABOUT_ONE_DOCUMENT = {
    "file-missing": "there is no file",
    "file-is-folder": "there is no file",
    "file-unreadable": "depends on the rights of a file",
    "too-large": "made when tested, to keep the documents small",
    "too-many-nodes": "made when tested, to keep the documents small",
    "invalid-date": "dates are only answered; see the tests of answers",
    "unknown-questionnaire": "about a folder of questionnaires; see the tests of the catalogue",
    "unknown-version": "about a folder of questionnaires; see the tests of the catalogue",
    "version-changed": "about a folder of questionnaires; see the tests of the catalogue",
    "version-not-locked": "about a folder of questionnaires; see the tests of the catalogue",
    "wrong-folder": "about a folder of questionnaires; see the tests of the catalogue",
}


def read(text: str) -> object:
    document = read_bytes(text.encode(), "file.yaml")
    assert document.problems == ()
    return document.tree


def refusals(data: bytes) -> list[tuple[str, str]]:
    """The codes and places of everything that reading complains of."""
    try:
        problems = read_bytes(data, "f").problems
    except ProblemsFound as found:
        problems = found.problems
    return [(problem.code, str(problem.place)) for problem in problems]


def all_problems(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a document: as a file, else as changes to the minimal questionnaire."""
    try:
        document = read_file(path)
    except ProblemsFound as found:
        return found.problems
    _, problems = parse_changed(document.tree) if not document.problems else (None, ())
    return document.problems or place_problems(problems, document.positions, document.file)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_document_has_just_the_problem_it_is_named_after(path: Path) -> None:
    place = re.match(rb"# (\d+:\d+) ", path.read_bytes())
    assert place
    found = [(problem.code, str(problem.place)) for problem in all_problems(path)]
    assert found == [(path.stem, f"{path}:{place[1].decode()}")]


def test_every_problem_an_author_can_have_has_its_document() -> None:
    codes = {*DOCUMENT_KINDS, *SHAPE_KINDS, *AUTHOR_KINDS}
    assert {path.stem for path in INVALID} == codes - NOT_ABOUT_ONE_DOCUMENT.keys()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ('"true"', "true"),
        ("12:30", "12:30"),
        ("2026-01-31", "2026-01-31"),
        ("1.10", Decimal("1.10")),
        ("1.0.0", "1.0.0"),
        ("'1.10'", "1.10"),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("012", 12),
        ("0o17", 15),
        ("0xFF", 255),
        ("1e3", Decimal(1000)),
        (".5", Decimal("0.5")),
        ("1_000", "1_000"),
        ("1,5", "1,5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("0b11", "0b11"),
        ("=", "="),
        ("Île", "Île"),
    ],
)
def test_unquoted_values_follow_yaml_1_2(text: str, value: object) -> None:
    found = read(f"key: {text}")
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_keys_are_always_text() -> None:
    assert read("{no: 1, 1.10: 2, true: 3, 12: 4}") == {"no": 1, "1.10": 2, "true": 3, "12": 4}


def test_block_texts_are_read() -> None:
    assert read("a: >-\n  one\n  two\nb: |\n  one\n  two\n") == {"a": "one two", "b": "one\ntwo\n"}


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert read_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f").tree == {"a": 1, "b": 2}


def test_a_value_is_placed_by_its_key_and_an_item_by_its_start() -> None:
    positions = read_bytes(b"a:\n- b: 1\n  c:\n    d: 2\n- e\n", "f").positions
    assert positions == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", 0): (2, 3),
        ("a", 0, "b"): (2, 3),
        ("a", 0, "c"): (3, 3),
        ("a", 0, "c", "d"): (4, 5),
        ("a", 1): (5, 3),
    }


LETTERS = "a1é«\u00a0\u2028\x85\x00\x1b\"'\\/#:,{[- \t\n\r\U0001f600\ufeff"
TEXTS = st.text(LETTERS, max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(TEXTS, JSON, min_size=1, max_size=3), st.sampled_from([None, 2, "\t"]), st.booleans())
def test_what_json_writes_is_read_back(value: dict[str, object], indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    codes = {code for code, _ in refusals(text.encode())}
    assert codes <= {"too-deep", "control-character"}
    assert codes or read(text) == value


def test_characters_beyond_the_basic_plane_are_read_from_json_escapes() -> None:
    assert read(json.dumps({"a": "\U0001f600 \\ \\\\ud83d"})) == {"a": "\U0001f600 \\ \\\\ud83d"}


@given(st.binary(max_size=200))
def test_any_bytes_are_either_read_or_refused_with_a_placed_problem(data: bytes) -> None:
    assert all(code in DOCUMENT_KINDS or code == "control-character" for code, _ in refusals(data))
    assert all(re.fullmatch(r"f:\d+:\d+", place) for _, place in refusals(data))


@given(st.text(alphabet="ab:-{}[]\"'#&*!|> \n\t,?%@1.", max_size=60))
def test_any_text_is_either_read_or_refused_with_a_placed_problem(text: str) -> None:
    assert all(code in DOCUMENT_KINDS for code, _ in refusals(text.encode()))


def test_all_that_is_wrong_is_said_in_one_pass() -> None:
    data = b"a: &x 1\nb: !!str 2\na: 3\nc: *x\n? [d]\n: 4\n"
    assert refusals(data) == [
        ("alias", "f:1:4"),
        ("tag", "f:2:4"),
        ("duplicate-key", "f:3:1"),
        ("alias", "f:4:4"),
        ("complex-key", "f:5:3"),
    ]


def test_problems_before_a_syntax_error_are_said_too() -> None:
    assert refusals(b"a: &x 1\nb: [c\n") == [("alias", "f:1:4"), ("syntax-unclosed", "f:2:4")]


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    started = time.perf_counter()
    assert {code for code, _ in refusals(bomb.encode())} == {"alias"}
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    started = time.perf_counter()
    assert [code for code, _ in refusals((opening * 200_000).encode())] == ["too-deep"]
    assert time.perf_counter() - started < 1


def test_nesting_up_to_the_limit_is_read() -> None:
    assert refusals(b"[" * DEEPEST + b"1" + b"]" * DEEPEST) == []
    assert refusals(b"[" * (DEEPEST + 1) + b"1" + b"]" * (DEEPEST + 1)) == [("too-deep", f"f:1:{DEEPEST + 2}")]


def test_values_up_to_the_limit_are_read() -> None:
    assert refusals(b"[" + b"1," * (MOST_NODES - 1) + b"]") == []
    assert [code for code, _ in refusals(b"[" + b"1," * MOST_NODES + b"]")] == ["too-many-nodes"]


def test_bytes_up_to_the_limit_are_read() -> None:
    assert refusals(b"a: 1 #" + b"x" * (LARGEST_FILE - 6)) == []
    assert refusals(b"a: 1 #" + b"x" * (LARGEST_FILE - 5)) == [("too-large", "f:1:1")]


def test_a_character_that_is_not_utf8_is_placed() -> None:
    assert refusals("a: 1\nb: été".encode("latin-1")) == [("not-utf8", "f:2:4")]


def test_a_control_character_is_placed() -> None:
    assert refusals(b"a: 1\nb: \x07") == [("control-character", "f:2:4")]


@pytest.mark.parametrize("text", ["1" * 41, "1e9999", "-" + "1" * 5000, "0x" + "f" * 50])
def test_a_number_with_too_many_digits_is_refused(text: str) -> None:
    assert [code for code, _ in refusals(f"a: {text}".encode())] == ["number-too-long"]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~", "null # nothing\n"])
def test_a_file_without_a_value_is_empty(text: str) -> None:
    assert [code for code, _ in refusals(text.encode())] == ["empty-document"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_file(tmp_path / "answers.yaml", "answers.yaml")
    assert str(found.value) == "answers.yaml:1:1 file-missing"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="file-is-folder"):
        read_file(tmp_path)


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ProblemsFound, match="file-unreadable"):
        read_file(tmp_path / "answers.yaml")


def test_the_shipped_questionnaire_is_read_in_well_under_a_second() -> None:
    path = QUESTIONNAIRES / "digital-maturity" / "questionnaire.yaml"
    started = time.perf_counter()
    document = read_file(path)
    assert time.perf_counter() - started < 0.5
    assert isinstance(document.tree, dict)


def test_the_shipped_questionnaire_means_the_same_to_a_stock_reader_of_texts() -> None:
    path = QUESTIONNAIRES / "digital-maturity" / "questionnaire.yaml"
    stock = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - makes nothing but text

    def texts(value: object) -> object:
        if isinstance(value, dict):
            return {key: texts(item) for key, item in value.items()}
        return [texts(item) for item in value] if isinstance(value, list) else value

    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in strings(item)]
        return [text for item in value for text in strings(item)] if isinstance(value, list) else [str(value)]

    read_texts = [text for text in strings(read_file(path).tree) if " " in text]
    assert read_texts == [text for text in strings(texts(stock)) if " " in text]


@pytest.mark.parametrize("text", [f"a: !{'x' * 5000} 1", f"? {'x' * 5000}\n: 1\n? {'x' * 5000}\n: 2"])
def test_a_message_repeats_no_more_than_the_start_of_an_endless_word(text: str) -> None:
    found = read_bytes(text.encode(), "f").problems
    assert found
    assert all(len(value) <= 60 for problem in found for value in problem.values.values())
