"""The forms behind a publication: which of them are set aside, and what they say of the quality of the data.

They are read as they were sent, with the documents kept of their results; nothing is scored again. Every function works
inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping

from assessment.domain.data_quality import FormStyle
from assessment.domain.disclosure_rules import Output
from assessment.domain.filled_forms import Filled, Practice, Sheet, is_set_aside, styles_of
from assessment.domain.peer_groups import Consent
from assessment.domain.published_places import Places
from assessment.domain.published_quality import Material, publish_quality
from assessment.domain.publishing import INDICATOR, Decided
from assessment.domain.quality_figures import Ledger
from assessment.domain.questionnaire import NonResponse, RespondentRole
from assessment.services.publication_history import stamp
from assessment.storage import benchmarks as stored

Document = dict[str, Any]
Kept = Mapping[Any, Any]
FUNNEL = "F_FUNNEL"


@dataclass(frozen=True, slots=True)
class Forms:
    """What was sent, by organisation, of those that agreed to be counted.

    `aside` are those set aside for their style, with the moment of their answers; `styles` is by token.
    """

    filled: Mapping[str, Filled]
    styles: Mapping[str, Sequence[FormStyle]]
    aside: Mapping[str, str]

    def counting(self, rows: Sequence[RowMapping]) -> list[Kept]:
        """The rows of contributions; an organisation set aside counts as little as one that did not agree."""
        private = {"consent": Consent.PRIVATE.value}
        return [{**row, **private} if row["organisation_id"] in self.aside else dict(row) for row in rows]


def forms_of(
    connection: Connection,
    campaign_id: str,
    rows: Sequence[RowMapping],
    tokens: Mapping[str, str],
    past: Sequence[RowMapping],
) -> Forms:
    """The forms of a campaign; `rows` are its contributions, `tokens` theirs, `past` all that its network published.

    What an earlier publication decided of answers stays decided, though the median time may be another now.
    """
    agreed = {row["organisation_id"] for row in rows if row["consent"] >= Consent.COUNTED.value}
    times = _seconds(connection, campaign_id)
    filled = {
        row["organisation_id"]: _filled(row, tokens[row["organisation_id"]], times.get(row["assessment_id"], []))
        for row in stored.sent_forms(connection, campaign_id)
        if row["organisation_id"] in agreed
    }
    styles, old = styles_of(filled.values()), _decided_before(_last(past, campaign_id))
    moments = {one: stamp(form.at) for one, form in filled.items()}
    aside = {one: at for one, at in moments.items() if old.get((one, at), is_set_aside(styles[filled[one].token]))}
    return Forms(filled, styles, aside)


def aside_before(past: Sequence[RowMapping], campaign_id: str) -> frozenset[str]:
    """The organisations that the last publication of a campaign set aside."""
    last = _last(past, campaign_id)
    return frozenset(last["members"].get("aside", {})) if last else frozenset()


def told(own: Places, aside: Iterable[str]) -> Places:
    """What a publication keeps for each organisation, with those marked that were set aside, so that they learn it."""
    nothing: dict[str, Any] = {"group": None, "too_small": [], "higher_than": {}}
    return own | {one: own.get(one, nothing) | {"aside": True} for one in aside}


def quality_of(
    forms: Forms,
    campaign_id: str,
    decided: Mapping[str, Decided],
    past: Sequence[RowMapping],
    before: Mapping[str, float],
) -> tuple[Document | None, Document]:
    """What is published of the quality of the data, and what is kept of whom it is about.

    It is made once: a campaign published again keeps it, with the day it is `of`. None where no forms are kept. `past`
    is everything published of the network, `before` the first scores (0-100) of the wave before, by organisation.
    """
    last = _last(past, campaign_id)
    if last is not None and last["document"].get("quality"):
        return {"of": last["document"]["published_at"], **last["document"]["quality"]}, last["members"]["quality"]
    counted = [form for one, form in forms.filled.items() if one not in forms.aside]
    if not counted:
        return None, {}
    left_out = [forms.filled[one] for one in forms.aside]
    stayed = frozenset(forms.filled) - frozenset(forms.aside)
    ledger = Ledger(_published(past))
    document = publish_quality(
        Material(counted, left_out, forms.styles, _distributions(decided), before, stayed), ledger
    )
    return document, _kept([*counted, *left_out], ledger, before)


def _last(past: Sequence[RowMapping], campaign_id: str) -> RowMapping | None:
    return next((row for row in reversed(past) if row["campaign_id"] == campaign_id), None)


def _decided_before(last: RowMapping | None) -> dict[tuple[str, str], bool]:
    """Whether answers were set aside, by organisation and moment."""
    if last is None:
        return {}
    counted = {(row[0], row[2]): False for row in last["members"]["organisations"]}
    return counted | dict.fromkeys(last["members"].get("aside", {}).items(), True)


def _distributions(decided: Mapping[str, Decided]) -> dict[str, frozenset[str]]:
    found = {
        metric.removeprefix(INDICATOR): item.shown(Output.DISTRIBUTION).get(())
        for metric, item in decided.items()
        if metric.startswith(INDICATOR)
    }
    return {code: members for code, members in found.items() if members}


def _kept(forms: Sequence[Filled], ledger: Ledger, before: Iterable[str]) -> Document:
    """Whom each figure is about, told by whom it is not."""
    tokens = list(dict.fromkeys([*(one.token for one in forms), *before]))
    lacking = {
        key: [place for place, token in enumerate(tokens) if token not in members]
        for key, members in ledger.now.items()
    }
    return {"tokens": tokens, "lacking": lacking}


def _published(past: Sequence[RowMapping]) -> dict[str, list[frozenset[str]]]:
    """Whom earlier figures were about, by key."""
    found: dict[str, list[frozenset[str]]] = {}
    for row in past:
        kept = row["members"].get("quality") or {"lacking": {}}
        for key, lacking in kept["lacking"].items():
            tokens = kept["tokens"]
            found.setdefault(key, []).append(frozenset(tokens) - {tokens[place] for place in lacking})
    return found


def _seconds(connection: Connection, campaign_id: str) -> dict[str, list[float | None]]:
    """How long each sheet of an assessment took from the first to the last answer; None for one saved at once."""
    found: dict[str, list[float | None]] = {}
    for row in stored.saving_times(connection, campaign_id):
        seconds = (row["last"] - row["first"]).total_seconds()
        found.setdefault(row["assessment_id"], []).append(seconds or None)
    return found


def _filled(row: RowMapping, token: str, seconds: Sequence[float | None]) -> Filled:
    result, sent = row["result"], row["answers"]
    dimensions = {code: tuple(plain["indicators"]) for code, plain in result["dimensions"].items()}
    practices = {
        code: _practice(plain) for part in result["dimensions"].values() for code, plain in part["indicators"].items()
    }
    found = tuple(_sheets(sent, list(practices)))
    if len(found) == len(seconds):
        found = tuple(replace(sheet, seconds=took) for sheet, took in zip(found, seconds, strict=True))
    return Filled(
        token=token,
        at=row["submitted_at"],
        score=result["overall"]["score"],
        practices=practices,
        dimensions=dimensions,
        agreement={code: _agreement(plain) for code, plain in result["dimensions"].items()},
        sheets=found,
        funnel=_funnel(sent["facts"].get(FUNNEL)),
    )


def _practice(plain: Kept) -> Practice:
    answer = plain["answer"]
    known = isinstance(answer, int)
    return Practice(
        applies=plain.get("applicable", answer != NonResponse.NOT_APPLICABLE.value),
        level=answer if known else None,
        dont_know=answer == NonResponse.DONT_KNOW.value,
        score=plain["score"],
        declared=plain.get("declared", plain["score"]),
        observed=plain.get("observed"),
    )


def _agreement(plain: Kept) -> float | None:
    found: float | None = (plain.get("agreement") or {}).get("r_wg")
    return found


def _sheets(sent: Kept, codes: Sequence[str]) -> Iterator[Sheet]:
    """The forms that were sent; what was kept before several people could answer is one form."""
    for plain in sent.get("sheets") or [{"role": RespondentRole.MANAGEMENT.value, "answers": sent["answers"]}]:
        answers = plain["answers"]
        levels = {code: answers[code] for code in codes if isinstance(answers.get(code), int)}
        yield Sheet(RespondentRole(plain["role"]), levels)


def _funnel(counts: Mapping[str, float] | None) -> float | None:
    """The share of visits that led to a booking or a contact."""
    if not counts or not counts.get("visits"):
        return None
    return (float(counts.get("contacts", 0)) + float(counts.get("bookings", 0))) / float(counts["visits"])
