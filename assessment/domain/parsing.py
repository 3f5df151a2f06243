"""Plain trees -> Instrument, or every problem at once."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.domain.parsing_actions import read_actions, read_regions
from assessment.domain.parsing_expectations import read_expectations
from assessment.domain.parsing_names import Trees, names_in
from assessment.domain.parsing_questionnaire import promised_texts, read_questionnaire
from assessment.domain.parsing_roles import read_roles
from assessment.domain.parsing_rules import read_rules
from assessment.domain.problems import Problem, has_errors
from assessment.domain.reading import Reader
from assessment.domain.results import Instrument

PARTS = ("questionnaire", "expectations", "roles", "actions", "rules", "regions")
"""The files an instrument is made of."""


def parse_instrument(trees: Trees, content_hash: str = "") -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument, None when something is wrong, and every problem; a path starts with the name of its part."""
    problems: list[Problem] = []
    readers: Mapping[str, Reader] = {part: Reader(trees[part], (part,), problems) for part in PARTS}
    names = names_in(trees)
    texts = promised_texts(Reader(trees["questionnaire"]))
    questionnaire = read_questionnaire(readers["questionnaire"], names, content_hash)
    expectations = read_expectations(readers["expectations"], names, texts)
    roles = read_roles(readers["roles"], names, texts)
    actions = read_actions(readers["actions"], names, texts)
    rules = read_rules(readers["rules"], names)
    regions = read_regions(readers["regions"])
    if questionnaire is None or has_errors(problems):
        return None, tuple(problems)
    found = Instrument(questionnaire, expectations, roles, actions, regions, rules.indices, rules.plan)
    return found, tuple(problems)
