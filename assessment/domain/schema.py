"""JSON Schemas of the files of an instrument, for editors that complete and underline while an author types.

They are made of the same tables of keys and enumerations that the readers use, so they cannot fall behind. They say
what a file looks like; what it means (references, sums, conditions) is for the readers to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessment.domain.audiences import AUDIENCES
from assessment.domain.index_facts import PURPOSES
from assessment.domain.parsing_actions import ACTION_KEYS, ACTIONS_KEYS, LARGEST_LIFT, REGION_KEYS, REGIONS_KEYS
from assessment.domain.parsing_dimensions import BARE_FRAMEWORKS, DETAILED_FRAMEWORKS, DIMENSION_KEYS, INDICATOR_KEYS
from assessment.domain.parsing_expectations import (
    ATTRIBUTE_KEYS,
    AXES_KEYS,
    EXPECTATION_KEYS,
    KANO,
    LINK_KEYS,
    SEGMENT_KEYS,
    SHIFT_KEYS,
)
from assessment.domain.parsing_questionnaire import (
    COUNTS,
    FACTS_KEYS,
    LEVEL_KEYS,
    METRIC_KEYS,
    MIRROR_KEYS,
    POINT_RULES,
    QUESTIONNAIRE_KEYS,
    SCORING_KEYS,
    SHARES,
    STATUSES,
    TERRITORY_KEYS,
    TYPE_KEYS,
    VERSION,
)
from assessment.domain.parsing_questions import (
    ALLOWED_NONRESPONSE,
    CHECK_KEYS,
    LEVEL_OPTION_KEYS,
    MOST_DECIMALS,
    OPTION_KEYS,
    PART_KEYS,
    PROFILE,
    QUESTION_KEYS,
    SEVERITIES,
)
from assessment.domain.parsing_roles import (
    AXES,
    COEFFICIENTS,
    ESCO_KEYS,
    INTEGERS,
    ROLE_KEYS,
    ROLES_KEYS,
    RULE_KEYS,
    SIZE_KEYS,
)
from assessment.domain.parsing_rules import (
    AUDIENCE_KEYS,
    BAND_KEYS,
    INDEX_KEYS,
    PLAN_COUNTS,
    PLAN_KEYS,
    PLAN_NUMBERS,
    RULES_KEYS,
    STAGE_KEYS,
)
from assessment.domain.questionnaire import CODE, LEVELS, QuestionKind, RespondentRole
from assessment.domain.reading import Keys

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string", "minLength": 1}
CODE_TEXT: Schema = {"type": "string", "pattern": CODE.pattern.replace(r"\Z", "$")}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
AMOUNT: Schema = {"type": "number", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
POINTS: Schema = {"type": "number", "minimum": 0, "maximum": 100}
LOCALISED: Schema = {"$ref": "#/$defs/localised"}
QUESTION: Schema = {"$ref": "#/$defs/question"}


def json_schema(part: str) -> Schema:
    """The schema of one file of an instrument, by the name of its part."""
    definitions = _DEFINITIONS if part == "questionnaire" else {"localised": _DEFINITIONS["localised"]}
    return {"$schema": DRAFT, "title": part, **_PARTS[part], "$defs": definitions}


def listing(item: Schema, at_least: int = 0) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": item, **({"minItems": at_least} if at_least else {})}


def one_of(words: Iterable[str]) -> Schema:
    """One of these words."""
    return {"enum": [str(word) for word in words]}


def by_code(value: Schema) -> Schema:
    """A mapping from codes to such values."""
    return {"type": "object", "additionalProperties": value}


RANGE = {**listing(AMOUNT, 2), "maxItems": 2}
POINT = {**listing(NUMBER, 2), "maxItems": 2}

VALUES: Mapping[str, Schema] = {
    **dict.fromkeys(("id", "code", "unit", "observed", "indicator", "inspire", "connect", "decided_axes"), CODE_TEXT),
    "role": CODE_TEXT,
    **dict.fromkeys(("title", "text", "help", "description", "definition", "intro", "name", "reading"), LOCALISED),
    **dict.fromkeys(("message", "purpose", "frame", "training"), LOCALISED),
    **dict.fromkeys(("when", "assert", "label", "levels", "ict", "dated", "insee", "iso", "nuts1"), TEXT),
    **dict.fromkeys(("required", "exclusive", "express", "internal_only", "key", "customer_facing", "flag"), FLAG),
    **dict.fromkeys(("shared", "owned", "network_only"), FLAG),
    **dict.fromkeys(("minimum", "maximum", "default", "run"), NUMBER),
    **dict.fromkeys(("total", "once", "days", "training_days", "below", "pieces"), AMOUNT),
    **dict.fromkeys(("from", "desired", "adequate", "importance", "alpha", "required_floor", "ceiling"), POINTS),
    **dict.fromkeys(("seed", "optional", "not_applicable", "triggers", "requires", "retired"), listing(CODE_TEXT)),
    **dict.fromkeys(("rome", "nuts2", *BARE_FRAMEWORKS), listing(TEXT)),
    **dict.fromkeys(("gross", "loaded", "day_rate"), RANGE),
    **dict.fromkeys(("weights", "visitor_mix", "dimensions", "defaults"), by_code(AMOUNT)),
    "questionnaire": TEXT,
    "version": {"type": "string", "pattern": f"^{VERSION.pattern}$"},
    "status": one_of(STATUSES),
    "languages": listing(CODE_TEXT, 1),
    "level": COUNT,
    "weight": {"type": "number", "exclusiveMinimum": 0},
    "decimals": {"type": "integer", "minimum": 0, "maximum": MOST_DECIMALS},
    "max_length": {"type": "integer", "minimum": 1},
    "profile": one_of(PROFILE),
    "nonresponse": listing(one_of(ALLOWED_NONRESPONSE)),
    "severity": one_of(SEVERITIES),
    "evidence": listing(LOCALISED),
    "roles": listing(one_of(RespondentRole), 1),
    "points": listing(POINT, 1),
    "kano": one_of(KANO),
    "beta": {"type": "number", "exclusiveMinimum": 0},
    **dict.fromkeys(("adequate_share", "risk"), SHARE),
    "internal": by_code(by_code(SHARE)),
    "axis": one_of(AXES),
    "lift": {**by_code({"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST_LIFT}), "minProperties": 1},
    "mirror_scale": {**listing(LOCALISED, len(LEVELS)), "maxItems": len(LEVELS)},
}
"""What each key holds wherever nothing else is said."""


def mapping(keys: Keys, **special: Schema) -> Schema:
    """A mapping with these keys and no other; `special` says what those hold that differ from `VALUES`.

    Raises KeyError for a key of which nothing is said anywhere.
    """
    values = {key: special[key] if key in special else VALUES[key] for key in (*keys.required, *keys.optional)}
    required = {"required": list(keys.required)} if keys.required else {}
    return {"type": "object", "properties": values, "additionalProperties": False, **required}


def question(kind: QuestionKind) -> Schema:
    """A question of one kind."""
    option = mapping(LEVEL_OPTION_KEYS) if kind is QuestionKind.LEVEL else mapping(OPTION_KEYS)
    part = listing(mapping(PART_KEYS), 1)
    checks = listing(mapping(CHECK_KEYS))
    return mapping(
        QUESTION_KEYS[kind], kind=one_of([kind]), options=listing(option, 2), parts=part, rows=part, checks=checks
    )


_DEFINITIONS: Mapping[str, Schema] = {
    "localised": by_code(TEXT) | {"minProperties": 1},
    "question": {"oneOf": [question(kind) for kind in QuestionKind]},
}


def _questionnaire() -> Schema:
    competences = {
        framework: listing(mapping(keys, id=TEXT, code=TEXT)) for framework, keys in DETAILED_FRAMEWORKS.items()
    }
    indicator = mapping(INDICATOR_KEYS, questions=listing(QUESTION, 1))
    dimension = mapping(
        DIMENSION_KEYS,
        indicators=listing(indicator, 1),
        competences=mapping(Keys((), (*competences, *BARE_FRAMEWORKS)), **competences),
    )
    return mapping(
        QUESTIONNAIRE_KEYS,
        levels=listing(mapping(LEVEL_KEYS), 1),
        territories=listing(mapping(TERRITORY_KEYS)),
        organisation_types=listing(mapping(TYPE_KEYS), 1),
        dimensions=listing(dimension, 1),
        scoring=mapping(SCORING_KEYS, **_scoring()),
        mirror=listing(mapping(MIRROR_KEYS)),
        facts=listing(mapping(FACTS_KEYS, questions=listing(QUESTION, 1))),
        metrics=listing(mapping(METRIC_KEYS)),
    )


def _scoring() -> dict[str, Schema]:
    counts = dict.fromkeys(COUNTS, COUNT)
    points = dict.fromkeys(POINT_RULES, POINTS)
    factor = {"type": "number", "minimum": 1}
    return {**dict.fromkeys(SHARES, SHARE), **counts, **points, "critical_factor": factor, "gates": FLAG}


def _expectations() -> Schema:
    shift = mapping(SHIFT_KEYS, desired=NUMBER, importance=NUMBER)
    return mapping(
        EXPECTATION_KEYS,
        segments=listing(mapping(SEGMENT_KEYS)),
        attributes=listing(mapping(ATTRIBUTE_KEYS, dimensions=by_code(SHARE), shifts=by_code(shift)), 1),
        link=mapping(LINK_KEYS),
        axes=mapping(AXES_KEYS),
    )


def _roles() -> Schema:
    sizing = [
        mapping(Keys(("rule", *names)), rule=one_of([rule]), **dict.fromkeys(names, AMOUNT))
        for rule, names in COEFFICIENTS.items()
    ]
    role = mapping(
        ROLE_KEYS,
        esco=mapping(ESCO_KEYS, id=TEXT, code=TEXT),
        ecf=listing(mapping(DETAILED_FRAMEWORKS["ecf"], code=TEXT)),
        sizing={"oneOf": sizing},
    )
    numbers = {
        **dict.fromkeys(RULE_KEYS.required, AMOUNT),
        **dict.fromkeys(INTEGERS, COUNT),
    }
    special = {"decided_axes": CODE_TEXT, "day_rate": RANGE, "content_by_size": listing(mapping(SIZE_KEYS), 1)}
    return mapping(ROLES_KEYS, roles=listing(role, 1), rules=mapping(RULE_KEYS, **{**numbers, **special}))


def _rules() -> Schema:
    numbers = {
        name: {"type": kind, "minimum": float(low), "maximum": float(high)}
        for kind, limits in (("number", PLAN_NUMBERS), ("integer", PLAN_COUNTS))
        for name, (low, high) in limits.items()
    }
    purpose = one_of(PURPOSES)
    plan = mapping(PLAN_KEYS, **numbers, purposes=by_code(purpose), savings=purpose, lines=by_code(purpose))
    effective: Schema = {"type": "number", "minimum": 1, "maximum": len(AUDIENCES)}
    stages = mapping(STAGE_KEYS, **dict.fromkeys(STAGE_KEYS.required, SHARE))
    readings = dict.fromkeys(("aligned", "slipping", "lost"), SHARE)
    audiences = mapping(AUDIENCE_KEYS, focused=effective, shared=effective, stages=stages, **readings)
    band = {**listing(SHARE, 2), "maxItems": 2}
    indices = mapping(
        INDEX_KEYS,
        audiences=audiences,
        border=POINTS,
        content_ratio_flag=AMOUNT,
        bands=mapping(BAND_KEYS, **dict.fromkeys(PURPOSES, band)),
    )
    return mapping(RULES_KEYS, indices=indices, plan=plan)


_PARTS: Mapping[str, Schema] = {
    "questionnaire": _questionnaire(),
    "expectations": _expectations(),
    "roles": _roles(),
    "actions": mapping(ACTIONS_KEYS, actions=listing(mapping(ACTION_KEYS), 1)),
    "rules": _rules(),
    "regions": mapping(REGIONS_KEYS, regions=listing(mapping(REGION_KEYS, name=TEXT), 1)),
}
