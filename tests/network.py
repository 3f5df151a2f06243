"""A fictional network: answers files of many organisations and surveys of their visitors, drawn from a seed."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from tests.shipped import shipped_instrument

ROLES = ("management", "staff", "staff", "staff")
REGIONS = ("84", "53")


def write_network(folder: Path, organisations: int, *, seed: int = 1, surveys: int = 0, visitors: int = 40) -> None:
    """Write so many answers files into `folder`, the first `surveys` with a survey beside."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(organisations):
        random = Random(1000 * seed + number)
        centre = random.uniform(0.5, 3.5)
        (folder / f"org-{number:02}.json").write_text(json.dumps(an_answers_file(random, number, centre)))
        if number < surveys:
            (folder / f"org-{number:02}-survey.yaml").write_text(json.dumps(a_survey_file(random, visitors, centre)))


def an_answers_file(random: Random, number: int, centre: float) -> dict[str, Any]:
    """One fictional tourist office: practices that go together around its `centre` (0-4), seen alike by four people."""
    truth = {item.id: centre + random.gauss(0, 0.7) for item in shipped_instrument().questionnaire.indicators()}
    sheets = [
        {
            "role": role,
            "answers": {
                code: min(4, max(0, round(level + random.gauss(0, 0.4))))
                for code, level in truth.items()
                if code != "REL2"
            },
        }
        for role in ROLES
    ]
    visits = random.randint(20_000, 90_000)
    return {
        "questionnaire": shipped_instrument().questionnaire.reference,
        "organisation": {
            "name": f"Office fictif {number}",
            "type": "OT",
            "staff": random.randint(6, 14),
            "region": REGIONS[number % len(REGIONS)],
            "territory": "mountain",
        },
        "facts": {
            "F_DIG": {"R01": round(random.uniform(0.05, 0.3), 2)},
            "F_PROJ": {"small": random.randint(2, 5), "medium": random.randint(1, 3), "large": 0},
            "F_NIGHTS": random.randint(300, 900),
            "F_FUNNEL": {
                "visits": visits,
                "engaged": int(visits * 0.55),
                "views": int(visits * 0.25),
                "contacts": int(visits * 0.05),
                "bookings": int(visits * random.uniform(0.004, 0.008)),
            },
        },
        "sheets": sheets,
    }


def a_survey_file(random: Random, visitors: int, centre: float) -> dict[str, Any]:
    """Fictional visitors who expect much, and find more where more is done."""
    attributes = [item.id for item in shipped_instrument().expectations.attributes]
    found = 4 + centre + random.gauss(0, 0.4)
    return {
        "answers": [
            {
                "moment": random.choice(("S1", "S2", "S3", "S4")),
                "pairs": {
                    code: {"E": random.randint(7, 10), "P": min(10, max(0, round(random.gauss(found, 1.5))))}
                    for code in attributes
                },
                "top3": random.sample(attributes, 3),
            }
            for _ in range(visitors)
        ]
    }
