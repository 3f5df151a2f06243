"""The checks of dossier 3.8, which the method's author worked out with a program of his own."""

from __future__ import annotations

import pytest

from assessment.domain.audiences import AUDIENCES, AudienceRules, audience_focus, intent_drift
from assessment.domain.funnel import STAGES, conversion_funnel, wilson
from assessment.domain.indices import IndexRules, budget_balance

PEERS = dict(zip(STAGES[1:], (0.58, 0.45, 0.22, 0.10), strict=True))
COUNTS = dict(zip(STAGES, (100_000.0, 55_000.0, 22_000.0, 3_300.0, 264.0), strict=True))


def split(*parts: float) -> dict[str, float]:
    return dict(zip(AUDIENCES, parts, strict=True))


@pytest.mark.parametrize(
    ("parts", "focus", "effective"),
    [
        ((1 / 3, 1 / 3, 1 / 3), 0, 3),
        ((0.7, 0.2, 0.1), 0.2702, 2.2296),
        ((0.5, 0.3, 0.2), 0.0628, 2.8001),
        ((1, 0, 0), 1, 1),
    ],
)
def test_focus_on_audiences(parts: tuple[float, ...], focus: float, effective: float) -> None:
    """Dossier 3.8a."""
    found = audience_focus(split(*parts), AudienceRules())
    assert (found.focus, found.effective) == pytest.approx((focus, effective), abs=0.00005)


def test_drift_of_the_intention() -> None:
    """Dossier 3.8b: 0.05, 0.25, 0.35, 0.40; 0.34 as a whole, 0.2940 by Jensen-Shannon; lost at the pages."""
    found = intent_drift(
        split(0.70, 0.20, 0.10),
        {
            "brief": split(0.65, 0.20, 0.15),
            "pages": split(0.45, 0.30, 0.25),
            "time": split(0.35, 0.40, 0.25),
            "budget": split(0.30, 0.45, 0.25),
        },
        AudienceRules(),
    )
    assert [item.distance for item in found.stages] == pytest.approx([0.05, 0.25, 0.35, 0.40])
    assert found.observed == pytest.approx(split(0.36, 0.39, 0.25))
    assert (found.drift, found.jensen_shannon) == pytest.approx((0.34, 0.2940), abs=0.00005)
    assert (found.lost_at, found.reading) == ("pages", "lost")


def test_balance_of_the_budget() -> None:
    """Dossier 3.8d: excess of 0.12, 0.05, 0.07 and 0.04; balance 72.0, content ratio 0.1538."""
    shares = {
        "content": 0.08,
        "reach": 0.30,
        "directory": 0.22,
        "connection": 0.06,
        "run": 0.18,
        "skills": 0.12,
        "listening": 0.04,
    }
    found = budget_balance(shares, IndexRules())
    assert [item.excess for item in found.purposes] == pytest.approx([0.12, 0.05, 0.07, 0.04, 0, 0, 0])
    assert found.balance == pytest.approx(72.0)
    assert found.content_ratio == pytest.approx(0.1538, abs=0.00005)
    assert found.flagged


def test_funnel_against_peers() -> None:
    """Dossier 3.8e: leaks, the biggest with its worth, index, interval of the last step."""
    found = conversion_funnel(COUNTS, PEERS)
    leaks = [step.leak for step in found.steps]
    assert leaks == pytest.approx([0.0531, 0.1178, 0.3830, 0.2231], abs=0.00005)
    assert found.leak is found.steps[2]
    assert found.leak.worth == pytest.approx(123.2)
    assert found.index == pytest.approx(82.34, abs=0.005)
    last = found.steps[3].interval
    assert last is not None
    assert (last.low, last.high) == pytest.approx((0.0712, 0.0898), abs=0.00005)


def test_interval_of_three_out_of_forty() -> None:
    """Dossier 3.8e: [0.0258, 0.1986]."""
    found = wilson(3, 40)
    assert (found.low, found.high) == pytest.approx((0.0258, 0.1986), abs=0.00005)
