"""The indices as a part of the result document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

from assessment.domain.audiences import AudienceFocus, IntentDrift
from assessment.domain.funnel import Funnel, Step
from assessment.domain.indices import BudgetBalance, Indices, PurposeShare, Quadrant

Plain = Mapping[str, Any]


def indices(found: Indices) -> Plain:
    """Every index, null where its facts are missing; `missing` names them."""
    return {
        "focus": _focus(found.focus) if found.focus else None,
        "observed": {stage: _focus(item) for stage, item in found.observed.items()},
        "drift": _drift(found.drift) if found.drift else None,
        "quadrant": _quadrant(found.quadrant) if found.quadrant else None,
        "balance": _balance(found.balance) if found.balance else None,
        "funnel": _funnel(found.funnel) if found.funnel else None,
        "missing": {index: list(codes) for index, codes in found.missing.items()},
        "problems": [
            {"code": item.code, "path": list(item.path), "values": dict(item.values)} for item in found.problems
        ],
    }


def _focus(item: AudienceFocus) -> Plain:
    return {
        "shares": dict(item.shares),
        "effective": item.effective,
        "focus": item.focus,
        "primary": item.primary,
        "reading": item.reading.value,
    }


def _drift(item: IntentDrift) -> Plain:
    return {
        "stages": {stage.stage: {"shares": dict(stage.shares), "distance": stage.distance} for stage in item.stages},
        "lost_at": item.lost_at,
        "observed": dict(item.observed),
        "drift": item.drift,
        "jensen_shannon": item.jensen_shannon,
        "reading": item.reading.value,
    }


def _quadrant(item: Quadrant) -> Plain:
    return {
        "inspire": item.inspire,
        "connect": item.connect,
        "ambition": asdict(item.ambition),
        "vocation": item.vocation.value,
        "wanted": item.wanted.value,
        "distance": item.distance,
    }


def _balance(item: BudgetBalance) -> Plain:
    return {
        "balance": item.balance,
        "content_ratio": item.content_ratio,
        "flagged": item.flagged,
        "purposes": {purpose.purpose: _purpose(purpose) for purpose in item.purposes},
    }


def _purpose(item: PurposeShare) -> Plain:
    return {"share": item.share, "band": [item.band.low, item.band.high], "excess": item.excess}


def _funnel(item: Funnel) -> Plain:
    return {
        "counts": dict(item.counts),
        "steps": {step.stage: _step(step) for step in item.steps},
        "leak": item.leak.stage if item.leak else None,
        "index": item.index,
        "grows": list(item.grows),
    }


def _step(step: Step) -> Plain:
    """One step; JSON has no infinity, so that the leak of a step nobody takes is null."""
    return {
        "before": step.before,
        "rate": step.rate,
        "interval": [step.interval.low, step.interval.high] if step.interval else None,
        "peer": step.peer,
        "leak": step.leak if step.leak is not None and isfinite(step.leak) else None,
        "worth": step.worth,
    }
