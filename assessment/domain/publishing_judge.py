"""Decides on the groups of one metric and output, and remembers: most metrics of a campaign are about the same ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessment.domain.disclosure import decide, margins_by_axis
from assessment.domain.disclosure_rules import TOLERANCE, Output, Reason, Verdict

Name = tuple[tuple[str, str], ...]
Sets = Mapping[Name, frozenset[str]]
History = Sequence[Sets]
Verdicts = Mapping[Name, Verdict]


def reasons_in(found: Verdicts) -> dict[Name, Reason]:
    """Why the groups that are not shown are hidden."""
    return {name: verdict.reason for name, verdict in found.items() if verdict.reason is not None}


class Judge:
    """Gives the verdicts of `disclosure.decide`, each once."""

    def __init__(self) -> None:
        self._found: dict[object, Verdicts] = {}

    def decide(
        self,
        output: Output,
        sets: Sets,
        primary: Mapping[Name, Reason],
        histories: Sequence[History],
        values: Mapping[str, float],
    ) -> Verdicts:
        """What may be shown beside each of these histories alone; there is one at least.

        Beside fewer sets, organisations stand together that more of them tell apart, and their sum counts as a number
        of its own. So what is safe beside all that is shown need not be beside a part of it.
        """
        reasons, settled, turn = primary, 0, 0
        while True:
            found = self._decide(output, sets, reasons, histories[turn % len(histories)], values)
            hidden = reasons_in(found)
            settled = settled + 1 if turn and hidden.keys() == reasons.keys() else 1
            if settled == len(histories):
                return found
            reasons, turn = hidden, turn + 1

    def _decide(
        self,
        output: Output,
        sets: Sets,
        primary: Mapping[Name, Reason],
        history: History,
        values: Mapping[str, float],
    ) -> Verdicts:
        """Values matter to means only, and there only near the ends of the scale.

        Away from them, two scores of a group are enough to keep the rest of it from telling the others'.
        """
        looked_at = output is Output.MEAN and not all(TOLERANCE <= one <= 100 - TOLERANCE for one in values.values())
        key = (
            output,
            frozenset(sets.items()),
            frozenset(primary.items()),
            tuple(frozenset(one.items()) for one in history),
            frozenset(values.items()) if looked_at else None,
        )
        if key not in self._found:
            self._found[key] = decide(
                sets,
                margins=margins_by_axis(sets, lambda name: name),
                output=output,
                primary=primary,
                values=values if looked_at else None,
                history=history,
            )
        return self._found[key]
