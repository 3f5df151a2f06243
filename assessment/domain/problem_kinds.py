"""The catalogue of what can be wrong with a file: cause and remedy, in plain words.

The texts are in English with `{named}` values and translated at the edge (`locale/<language>/.../problems.po`).
`DOCUMENT_KINDS` are about the file as a file, `SHAPE_KINDS` about a value that is not what its place expects,
`AUTHOR_KINDS` about what a questionnaire means. Those about answers are in `problem_kinds_answers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Cause and remedy of a code, in English with `{named}` values; translated at the edge."""

    cause: str
    remedy: str
    severity: Severity = Severity.ERROR


DOCUMENT_KINDS: Mapping[str, ProblemKind] = {
    "file-missing": ProblemKind("There is no file “{file}”.", "Check the path, or create the file."),
    "file-is-folder": ProblemKind("“{file}” is a folder.", "Give the path of a file."),
    "file-unreadable": ProblemKind("The file “{file}” cannot be read.", "Check that you have the right to read it."),
    "too-large": ProblemKind("The file is larger than {limit} kB.", "Split it, or remove what does not belong in it."),
    "not-utf8": ProblemKind(
        "The character here is not encoded as UTF-8.", "Save the file again with the encoding UTF-8."
    ),
    "empty-document": ProblemKind("The file is empty.", "Fill it in, or start again from a template."),
    "several-documents": ProblemKind(
        "A second document starts here.", "Keep one document in a file: remove the line “---” and what follows it."
    ),
    "syntax": ProblemKind(
        "The file cannot be read as YAML from here on.",
        "Check the indentation, quotes and brackets of this line and of the one before it.",
    ),
    "syntax-colon": ProblemKind(
        "A colon stands where none is expected.",
        "Put the text that holds it in double quotes, or align the line with the one above.",
    ),
    "syntax-character": ProblemKind(
        "A value cannot start with this character, or a tab is used to indent.",
        "Put the value in double quotes; indent with spaces only.",
    ),
    "syntax-indentation": ProblemKind(
        "This line does not continue what stands above it.", "Align it with its neighbours, and close quotes above it."
    ),
    "syntax-no-colon": ProblemKind("The name on this line is not followed by a colon.", "Write “name: value”."),
    "syntax-unclosed": ProblemKind(
        "The quote or bracket opened here is not closed, or a comma is missing after it.", "Close it, or add the comma."
    ),
    "syntax-backslash": ProblemKind(
        "A backslash in double quotes starts a code that does not exist.", "Write it twice, or use single quotes."
    ),
    "alias": ProblemKind("Anchors and aliases (& and *) are not read.", "Write the value out in full."),
    "tag": ProblemKind("Tags such as “{tag}” are not read.", "Remove the tag; put the value in quotes if it is text."),
    "merge-key": ProblemKind("Merge keys (<<) are not read.", "Write the keys out in full."),
    "complex-key": ProblemKind("A key is a list or a mapping.", "Use a plain word as key."),
    "duplicate-key": ProblemKind(
        "The key “{key}” is written twice; the first one is on line {line}.", "Remove one of them."
    ),
    "too-deep": ProblemKind("Values are nested more than {limit} levels deep.", "Flatten this part."),
    "number-too-long": ProblemKind(
        "The number has too many digits.", "Write at most {limit} digits, or put it in double quotes if it is text."
    ),
    "too-many-nodes": ProblemKind("The file holds more than {limit} values.", "Remove what does not belong in it."),
}

SHAPE_KINDS: Mapping[str, ProblemKind] = {
    "unknown-key": ProblemKind("The key “{key}” is not known here.", "Rename or remove it; known keys: {known}."),
    "missing-key": ProblemKind("The key “{key}” is missing or has no value.", "Add it with its value."),
    "not-a-mapping": ProblemKind("Named values are expected here.", "Write lines such as “name: value”."),
    "not-a-list": ProblemKind("A list is expected here.", "Write one item a line after “- ”, or put [ ] around them."),
    "empty-list": ProblemKind("The list is empty.", "Add at least one item."),
    "empty-mapping": ProblemKind("No named value is given here.", "Add at least one line such as “name: value”."),
    "empty-item": ProblemKind("This item of the list has no value.", "Give it a value or remove it."),
    "not-text": ProblemKind("Text is expected here.", "Write a text in place of the list or named values."),
    "unquoted-text": ProblemKind(
        "Text is expected here, but without quotes “{value}” is read as a number or as true or false.",
        "Put it in double quotes.",
    ),
    "empty-text": ProblemKind("The text is empty.", "Write a text or remove the line."),
    "text-too-long": ProblemKind(
        "The text has {length} characters, more than the {limit} allowed.", "Shorten it to at most {limit} characters."
    ),
    "control-character": ProblemKind(
        "The text holds an invisible control character ({character}).", "Type the text again without it."
    ),
    "not-a-number": ProblemKind(
        "A number is expected here, not {value}.",
        "Write a number without quotes or unit, with a point before the decimals.",
    ),
    "not-an-integer": ProblemKind("A whole number is expected here, not {value}.", "Write a number without decimals."),
    "number-too-small": ProblemKind("{value} is below the smallest number allowed.", "Write {limit} or more."),
    "number-too-large": ProblemKind("{value} is above the largest number allowed.", "Write {limit} or less."),
    "not-a-flag": ProblemKind("true or false is expected here, not {value}.", "Write true or false, without quotes."),
    "not-a-range": ProblemKind("A range from low to high is expected here.", "Write it as [low, high]."),
    "unknown-choice": ProblemKind("“{value}” is not one of the values possible here.", "Write one of: {known}."),
    "invalid-code": ProblemKind(
        "“{value}” cannot be a code.",
        "Start with a letter; use only letters without accents, digits and _; at most 32 characters.",
    ),
    "invalid-date": ProblemKind("“{value}” is not a date.", "Write the date as year-month-day, such as 2026-03-31."),
}

AUTHOR_KINDS: Mapping[str, ProblemKind] = {
    "missing-translation": ProblemKind(
        "The text is missing in the language “{language}”, which the questionnaire promises.",
        "Add it after “{language}:”, or take the language out of “languages”.",
    ),
    "untranslated": ProblemKind(
        "The text is missing in the language “{language}”.",
        "Add it after “{language}:” before the questionnaire is published.",
        Severity.WARNING,
    ),
    "duplicate-code": ProblemKind("“{value}” is used twice.", "Choose another code, or remove one of them."),
    "retired-code": ProblemKind(
        "The code “{value}” is retired: it meant something else in an earlier version.", "Choose a code never used."
    ),
    "wrong-sum": ProblemKind("The numbers add up to {value}, not to {total}.", "Make them add up to {total}."),
    "invalid-version": ProblemKind("“{value}” is not a version.", "Write three numbers with points, such as 1.0.0."),
    "invalid-name": ProblemKind(
        "“{value}” cannot be the name of a questionnaire.",
        "Use only small letters without accents, digits and hyphens, starting with a letter.",
    ),
    "levels-not-ascending": ProblemKind(
        "The levels do not rise from score 0.", "Number them 1, 2, 3 ... and let each start at a higher score, from 0."
    ),
    "level-options": ProblemKind(
        "A level question describes five behaviours, levels 0 to 4 in order.",
        "Write five options: level 0, 1, 2, 3, 4.",
    ),
    "indicator-question": ProblemKind(
        "An indicator starts with a question of kind “level” that has its code, “{value}”.",
        "Put that question first, or correct its kind and code.",
    ),
    "too-few-options": ProblemKind("A question to choose from needs at least two options.", "Add options."),
    "bounds-reversed": ProblemKind("The minimum is larger than the maximum.", "Exchange or correct them."),
    "points-not-ascending": ProblemKind(
        "The points of a metric do not rise from left to right.",
        "Order them by their first number, without repeating one.",
    ),
    "not-a-point": ProblemKind("A point has two numbers.", "Write it as [measured figure, score from 0 to 100]."),
    "sizes-not-ascending": ProblemKind(
        "The sizes do not rise, or the last one has a limit.",
        "Order them by “below”, and leave it out on the last line.",
    ),
    "dimension-without-attribute": ProblemKind(
        "No attribute counts for the customer-facing dimension “{value}”.",
        "Give it a share in “dimensions” of an attribute, or make it internal.",
    ),
    "later-action": ProblemKind(
        "The action “{value}” is required here but stands further down.", "Move it above the action that requires it."
    ),
    "condition-too-long": ProblemKind(
        "The condition has {length} characters, more than the {limit} allowed.", "Shorten it or split the question."
    ),
    "condition-too-deep": ProblemKind(
        "The condition nests brackets or “not” more than {limit} deep.", "Write it with fewer brackets."
    ),
    "condition-too-big": ProblemKind("The condition has more than {limit} parts.", "Shorten it or split the question."),
    "condition-unfinished": ProblemKind("The condition stops too early.", "Complete it, for example: CAP1 >= 2."),
    "condition-syntax": ProblemKind(
        "The condition cannot be read from “{found}” on (character {position}).",
        "Write comparisons such as CAP1 >= 2, joined by and, or, not and brackets.",
    ),
    "condition-unknown-question": ProblemKind(
        "The condition names “{code}”, which is not a question.", "Correct the code, or quote it if it is a text."
    ),
    "condition-later-question": ProblemKind(
        "The condition depends on “{code}”, which is asked only later.", "Move that question up, or this one down."
    ),
    "condition-unknown-part": ProblemKind("“{code}” has no part “{part}”.", "Write one of: {known}."),
    "condition-unknown-option": ProblemKind("“{option}” is not an option of “{code}”.", "Write one of: {known}."),
    "condition-literal-first": ProblemKind(
        "The comparison starts with the value “{what}”.", "Put the question first, for example: CAP1 >= 2."
    ),
    "condition-misfit": ProblemKind(
        "“{what}” does not fit the kind of question.",
        "Compare numbers with numbers, options with = or in, several options with has; order only numbers and dates.",
    ),
    "condition-always-true": ProblemKind(
        "The condition is true whatever is answered.", "Remove it or correct it.", Severity.WARNING
    ),
    "condition-always-false": ProblemKind(
        "The condition is false whatever is answered.", "Correct it, or remove it with what depends on it."
    ),
    "never-shown": ProblemKind(
        "The question “{value}” can never be shown: what its condition needs is itself hidden then.",
        "Correct one of the conditions, or remove the question.",
    ),
    "unknown-questionnaire": ProblemKind(
        "There is no questionnaire “{value}”.", "Choose one of these questionnaires: {known}."
    ),
    "unknown-version": ProblemKind(
        "“{value}” is not a version of this questionnaire.", "Choose one of these versions: {known}."
    ),
    "version-changed": ProblemKind(
        "The published version “{value}” differs from what was published.",
        "Undo the change, or give the questionnaire a higher version number.",
    ),
    "version-not-locked": ProblemKind(
        "The published version “{value}” has no lock entry.",
        "Add this line to the lock file: {line}.",
        Severity.WARNING,
    ),
    "wrong-folder": ProblemKind(
        "The folder is called “{folder}”, the questionnaire “{value}”.", "Give both the same name."
    ),
}
