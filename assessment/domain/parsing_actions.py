"""Plain trees -> ActionCatalogue and regions."""

from __future__ import annotations

from decimal import Decimal

from assessment.domain.actions import Action, ActionCatalogue
from assessment.domain.parsing_names import Names
from assessment.domain.parsing_questions import Texts
from assessment.domain.questionnaire import Region
from assessment.domain.reading import Keys, Reader

ACTIONS_KEYS = Keys(("actions",))
ACTION_KEYS = Keys(("id", "title", "once", "run", "days", "lift"), ("requires", "role", "risk"))
REGIONS_KEYS = Keys(("regions",))
REGION_KEYS = Keys(("insee", "name", "iso", "nuts1", "nuts2"))
SMALLEST_LIFT = Decimal("0.01")
LARGEST_LIFT = 4
LONGEST_CODE = 10


def read_actions(reader: Reader, names: Names, texts: Texts) -> ActionCatalogue:
    """Every action. To be used only when no problem was noted: stand-ins fill what was wrong."""
    actions = reader.keys(ACTIONS_KEYS).at("actions")
    items = actions.distinct("id", at_least=1)
    later = [item.at("id").value for item in items]
    found: dict[str, Action] = {}
    for item in items:
        action = _action(item, names, texts, earlier=tuple(found), later=later)
        found[action.id] = action
    return ActionCatalogue(tuple(found.values()))


def _action(reader: Reader, names: Names, texts: Texts, *, earlier: tuple[str, ...], later: list[object]) -> Action:
    reader.keys(ACTION_KEYS)
    return Action(
        id=reader.at("id").code(),
        title=texts.read(reader.at("title")),
        once=float(reader.at("once").number(0)),
        run=float(reader.at("run").number()),
        days=float(reader.at("days").number(0)),
        lift=_lift(reader.at("lift"), names),
        requires=tuple(_required(item, earlier, later) for item in reader.at("requires").distinct()),
        role=reader.maybe("role", lambda found: found.code()),
        risk=reader.maybe("risk", lambda found: float(found.number(0, 1))) or 0.0,
    )


def _lift(reader: Reader, names: Names) -> dict[str, float]:
    """Levels gained by indicator, at least one."""
    if reader.value == {}:
        reader.report("empty-mapping")
    entries = reader.mapping(optional=names.indicators).entries()
    return {code: float(item.number(SMALLEST_LIFT, LARGEST_LIFT)) for code, item in entries} or {"unknown": 1.0}


def _required(reader: Reader, earlier: tuple[str, ...], later: list[object]) -> str:
    """An action that stands further up."""
    if isinstance(reader.value, str) and reader.value in later and reader.value not in earlier:
        reader.report("later-action", value=reader.value)
        return reader.value
    return reader.one_of(earlier)


def read_regions(reader: Reader) -> tuple[Region, ...]:
    """The regions an organisation can be in."""
    regions = reader.keys(REGIONS_KEYS).at("regions")
    return tuple(_region(item) for item in regions.distinct("insee", at_least=1))


def _region(reader: Reader) -> Region:
    reader.keys(REGION_KEYS)
    return Region(
        insee=reader.at("insee").text(LONGEST_CODE),
        iso=reader.at("iso").text(LONGEST_CODE),
        nuts1=reader.at("nuts1").text(LONGEST_CODE),
        nuts2=tuple(item.text(LONGEST_CODE) for item in reader.at("nuts2").distinct()),
        name=reader.at("name").text(),
    )
