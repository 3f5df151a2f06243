"""Problems in what a respondent answers, in an answers file or on a page."""

from __future__ import annotations

from collections.abc import Mapping

from assessment.domain.problem_kinds import ProblemKind, Severity

ANSWER_KINDS: Mapping[str, ProblemKind] = {
    "unknown-question": ProblemKind(
        "The questionnaire has no question “{question}”.",
        "Correct the code or remove the line; “assessment template” lists every code.",
    ),
    "unknown-option": ProblemKind("“{value}” is not an answer to this question.", "Choose one of: {known}."),
    "not-a-level": ProblemKind(
        "“{value}” is not an answer to this question.", "Write one of these, without quotes: {known}."
    ),
    "not-applicable-here": ProblemKind(
        "This question concerns every organisation of this type: “{value}” is not possible.",
        "Write a level from 0 to 4, or dont_know when nobody knows.",
    ),
    "nonresponse-not-allowed": ProblemKind(
        "“{value}” is not possible as the answer to this question.", "Write an answer, or leave the value empty."
    ),
    "exclusive-option": ProblemKind(
        "“{value}” cannot be chosen together with other answers.", "Keep it alone, or remove it."
    ),
    "too-many-decimals": ProblemKind(
        "{value} is more exact than this question asks.", "Write at most {decimals} digits after the decimal point."
    ),
    "wrong-total": ProblemKind("The parts add up to {value}, not to {total}.", "Make them add up to exactly {total}."),
    "not-a-question": ProblemKind("“{question}” is shown, not answered.", "Remove the line."),
    "misplaced-fact": ProblemKind("“{question}” is a fact about the organisation.", "Move the line under “facts”."),
    "misplaced-answer": ProblemKind(
        "“{question}” is put to a respondent.", "Move the line under the “answers” of the sheet in “sheets”."
    ),
    "given-on-profile": ProblemKind(
        "“{question}” is already given by “{key}”.",
        "Remove the line, and write the value after “{key}” in “organisation”.",
    ),
    "missing-fact": ProblemKind("The fact “{question}” is required and has no value.", "Add it under “facts”."),
    "check-failed": ProblemKind(
        "The answer to “{question}” does not pass the test “{check}”.", "Read its message and correct the answer."
    ),
    "missing-answer": ProblemKind("The question “{question}” is required and has no answer.", "Answer it."),
    "not-in-form": ProblemKind(
        "The question “{question}” is not part of the form “{form}”.", "Remove the line, or write “form: full”."
    ),
    "wrong-respondent": ProblemKind(
        "The question “{question}” is not put to the role “{role}”.",
        "Remove the line, or correct the role; this question is for: {known}.",
    ),
    "not-asked": ProblemKind(
        "The question “{question}” is not asked of this organisation; its answer is left aside.",
        "Remove the line, or correct the answer that decides whether it is asked.",
        Severity.WARNING,
    ),
    "wrong-mix-total": ProblemKind(
        "The shares of the visitor mix add up to {value}.", "Make them add up to 100 (percent) or to 1."
    ),
    "not-an-outcome": ProblemKind(
        "{value} is not an answer to whether the visitor could do what they wanted.",
        "Write 1 (yes), 0.5 (partly) or 0 (no).",
    ),
    "too-many-chosen": ProblemKind("{value} points are chosen as the most important.", "Keep at most {limit}."),
    "unknown-column": ProblemKind("“{key}” is no column of the template.", "Rename or remove it; columns: {known}."),
    "repeated-column": ProblemKind("The column “{key}” is there twice.", "Remove one of them."),
    "extra-cell": ProblemKind(
        "The line has more cells than there are columns.", "Remove the cells beyond the last column."
    ),
    "example-differs": ProblemKind(
        "Worked example “{example}”: {where} is worked out as {expected}, but the method gives {found}.",
        "Correct what is expected and how it was worked out, or the numbers of the questionnaire.",
    ),
}
"""Kinds by code; texts in English with `{named}` values, translated in `locale/<language>/.../cli.po`."""
