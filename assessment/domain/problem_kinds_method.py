"""Problems that only the method can see: facts that contradict each other, and plans that cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.domain.problem_kinds import ProblemKind, Severity

METHOD_KINDS: Mapping[str, ProblemKind] = {
    "shares-not-whole": ProblemKind(
        "The points add up to {value}, not to {total}, so this split is left out.",
        "Share out exactly {total} points, none of them negative.",
        Severity.WARNING,
    ),
    "funnel-grows": ProblemKind(
        "This stage of the funnel has {value} visits, more than the {before} of the stage before; "
        "no rate is worked out for it.",
        "Count visits at every stage, each visit once, and correct the larger or the smaller number.",
        Severity.WARNING,
    ),
    "other-questionnaire": ProblemKind(
        "This file answers {found}, the others {wanted}.", "Compare answers to one version of one questionnaire only."
    ),
    "budget-negative": ProblemKind(
        "A budget of {value} € cannot be spent.", "Write 0 for no new money, or an amount above it."
    ),
    "hours-negative": ProblemKind(
        "{value} FTE of staff time cannot be given.", "Write 0, or the share of posts that can work on the plan."
    ),
    "plan-unknown-action": ProblemKind("“{value}” is not an action this plan can choose.", "Choose among: {known}."),
    "plan-beyond-money": ProblemKind(
        "What is already decided, with what it requires, takes {needed} € in the first year; "
        "the plan may use {available} €.",
        "Raise the budget, or decide less beforehand.",
    ),
    "plan-beyond-hours": ProblemKind(
        "What is already decided, with what it requires, takes {needed} FTE of staff time; "
        "the plan may use {available} FTE.",
        "Raise the staff time, or decide less beforehand.",
    ),
    "plan-too-long": ProblemKind(
        "This plan takes longer than {seconds} seconds to work out, so it was given up.",
        "Try another budget or staff time; nothing is wrong with the answers.",
    ),
    "rows-differ": ProblemKind(
        "The rows of this table are not all of one length.", "Write as many values in each row: one for each item."
    ),
    "plan-exclusive": ProblemKind("“{value}” and “{other}” are two ways to the same end.", "Keep one of them."),
}
"""Kinds by code; texts in English with `{named}` values, translated in `locale/<language>/.../method.po`."""
