"""The published schemas: every document of ours keeps to them, and they say of each key what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from assessment.domain.answers import Answer
from assessment.domain.questionnaire import Form, NonResponse, ScoringRules
from assessment.domain.results import AssessmentResult, assess
from assessment.domain.wave_comparison import compare_waves
from assessment.reports.exports import result_document
from assessment.reports.schemas import COMPARISON, RESULT, schemas
from assessment.reports.wave_exports import comparison_document
from tests.builders import SIZES, an_assessment, an_instrument
from tests.results import a_result, earlier_result, mixed_answers, sample_result
from tests.unit.reports.test_exports_method import answered, whole

PUBLISHED = {name: json.loads(content) for name, content in schemas().items()}
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(content)) for name, content in PUBLISHED.items()
)


def gated() -> AssessmentResult:
    """A questionnaire with gates, at levels that they hold back."""
    plain = an_instrument()
    questionnaire = replace(plain.questionnaire, rules=ScoringRules(gates=True))
    return assess(replace(plain, questionnaire=questionnaire), an_assessment(high()))


def high() -> dict[str, Answer]:
    """Everything at the top but one dimension at the bottom."""
    return {f"{code}{n}": 0 if code == "INS" else 4 for code, count in SIZES.items() for n in range(1, count + 1)}


def express() -> AssessmentResult:
    """The short form."""
    return assess(an_instrument(), replace(an_assessment(mixed_answers()), form=Form.EXPRESS))


RESULTS = {
    "several dimensions, one not assessable": a_result,
    "no answer": lambda: a_result({}),
    "nobody knows": lambda: a_result(dict.fromkeys(mixed_answers(), NonResponse.DONT_KNOW)),
    "nothing applies": lambda: a_result(dict.fromkeys(mixed_answers(), NonResponse.NOT_APPLICABLE)),
    "all at 0": lambda: a_result(0),
    "all at the top": lambda: a_result(4),
    "no facts": lambda: a_result(facts={}),
    "the shipped sample": sample_result,
    "a wave before": earlier_result,
    "people, visitors, peers": whole,
    "two people": lambda: answered(1, 3),
    "three people": lambda: answered(1, 3, 4),
    "gates": gated,
    "the short form": express,
}


def problems(document: Any, name: str) -> list[str]:
    """What a document has that its schema does not say, or the other way round."""
    validator = Draft202012Validator(PUBLISHED[f"{name}.json"], registry=REGISTRY)
    plain = json.loads(json.dumps(document, allow_nan=False))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(plain)]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that speaks of an object."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from objects(part)


@pytest.mark.parametrize("made", RESULTS.values(), ids=RESULTS)
def test_every_shape_of_a_result_keeps_to_its_schema(made: Any) -> None:
    document = result_document(made())
    assert document["schema"] == RESULT
    assert problems(document, RESULT) == []


def test_every_shape_of_a_comparison_keeps_to_its_schema() -> None:
    for then, now in ((earlier_result(), sample_result()), (a_result(0), a_result({})), (a_result({}), a_result(4))):
        document = comparison_document(compare_waves(then, now))
        assert document["schema"] == COMPARISON
        assert problems(document, COMPARISON) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("surprise",), 1),
        (("overall", "score"), "43,1"),
        (("overall", "score"), 101),
        (("overall", "surprise"), None),
        (("dimensions", "CAP", "state"), "splendid"),
        (("schema",), "result-2"),
    ],
)
def test_what_is_not_in_the_schema_is_refused(path: tuple[str, ...], value: Any) -> None:
    document = json.loads(json.dumps(result_document(sample_result())))
    inside = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    assert len(problems(document, RESULT)) == 1


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_is_one_has_the_name_of_its_file_and_leaves_nothing_open(name: str) -> None:
    schema = PUBLISHED[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == name
    for part in objects(schema):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
