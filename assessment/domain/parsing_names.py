"""The ids that the files of an instrument declare, read before anything else so that references can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Trees = Mapping[str, Any]
"""The plain tree of each file of an instrument, by the name of its part (`questionnaire`, `roles` ...)."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every id that another place may refer to. `questions` are all codes that are answered, facts included."""

    facing: tuple[str, ...]
    internal: tuple[str, ...]
    indicators: tuple[str, ...]
    questions: tuple[str, ...]
    types: tuple[str, ...]
    territories: tuple[str, ...]
    metrics: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Ids of all dimensions."""
        return (*self.facing, *self.internal)


def names_in(trees: Trees) -> Names:
    """The ids declared in the files of an instrument; whatever is not as expected declares nothing."""
    questionnaire = trees.get("questionnaire")
    dimensions = list(_items(questionnaire, "dimensions"))
    indicators = [indicator for dimension in dimensions for indicator in _items(dimension, "indicators")]
    holders = [*indicators, *_items(questionnaire, "facts")]
    questions = [question for holder in holders for question in _items(holder, "questions")]
    return Names(
        facing=_texts([item for item in dimensions if item.get("customer_facing") is True], "id"),
        internal=_texts([item for item in dimensions if item.get("customer_facing") is not True], "id"),
        indicators=_texts(indicators, "id"),
        questions=_texts([*questions, *_items(questionnaire, "mirror")], "code"),
        types=_texts(_items(questionnaire, "organisation_types"), "id"),
        territories=_texts(_items(questionnaire, "territories"), "code"),
        metrics=_texts(_items(questionnaire, "metrics"), "id"),
        segments=_texts(_items(trees.get("expectations"), "segments"), "id"),
        regions=_texts(_items(trees.get("regions"), "regions"), "insee"),
    )


def _items(tree: object, key: str) -> Iterator[Mapping[str, object]]:
    found = tree.get(key) if isinstance(tree, Mapping) else None
    return (item for item in found if isinstance(item, Mapping)) if isinstance(found, list) else iter(())


def _texts(items: Iterator[Mapping[str, object]] | list[Mapping[str, object]], key: str) -> tuple[str, ...]:
    found = (item.get(key) for item in items)
    return tuple(dict.fromkeys(value for value in found if isinstance(value, str)))
