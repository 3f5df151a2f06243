"""Assessments scored per second in one process, beside survey-core computing the same overall score.

Both read the same answers in the same run and must agree on every score. survey-core comes from npm into a folder of
the user's cache; without Node.js, or where npm cannot install it, its rows are left out and the reason is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from shutil import which
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

from assessment.domain.answers import Answer, Assessment
from assessment.domain.results import Instrument, Surroundings, assess
from assessment.domain.scoring import score_dimensions, score_overall
from assessment.storage.answers import read_answers
from assessment.storage.catalogue import load_catalogue
from assessment.storage.documents import read_file
from assessment.storage.surveys import read_survey_file
from tests.benchmarks import Row
from tests.builders import an_assessment
from tests.shipped import QUESTIONNAIRES, shipped_instrument

PEER = "survey-core@3.1.1"
SCRIPT = Path(__file__).with_name("survey_core.mjs")
RESPONSES = 400
ROUNDS = 3
ANSWERED = 0.85
"""Share of the 49 questions that each made-up respondent answers."""


ORGANISATIONS = 10_000
SAMPLES = QUESTIONNAIRES / "digital-maturity"
PEERS = {"engaged": 0.58, "views": 0.45, "contacts": 0.22, "bookings": 0.10}

Result = TypeVar("Result")


class PeerMissing(Exception):
    """The peer cannot be measured here; the message says why."""


def run() -> list[Row]:
    """Ours for the whole result and for the score alone, then the peer for that score."""
    instrument = shipped_instrument()
    assessments = list(made_up(instrument, RESPONSES))
    whole, results = timed(lambda item: assess(instrument, item), assessments)
    weights = {item.score.dimension.id: item.weight for item in results[0].dimensions}
    alone, scores = timed(lambda item: score_alone(instrument, item, weights), assessments)
    ours = [
        ("assess(): one person's answers, whole result", whole),
        ("the overall score alone", alone),
    ]
    everything = with_everything()
    try:
        peer = measure_peer(instrument, assessments, weights)
    except PeerMissing as reason:
        sys.stderr.write(f"survey-core is left out: {reason}\n")
        return [*(Row(what, figure, "assessments/s") for what, figure in ours), *everything]
    check_same(scores, peer["model"]["scores"])
    check_same(scores, peer["expressions"]["scores"])
    model, expressions = (RESPONSES / peer[way]["seconds"] for way in ("model", "expressions"))
    return [
        *(Row(what, figure, "assessments/s", figure / model) for what, figure in ours),
        Row(f"{PEER}, the same score, one model kept", model, "assessments/s"),
        Row(f"{PEER}, its expressions alone", expressions, "assessments/s"),
        *everything,
    ]


def with_everything() -> list[Row]:
    """One organisation with ten respondents, a survey and every fact, then 10,000 such organisations in a row."""
    sample = read_answers(read_file(SAMPLES / "sample-panel.yaml"), load_catalogue(QUESTIONNAIRES))
    survey = read_survey_file(read_file(SAMPLES / "sample-survey.yaml"), sample.instrument.expectations).survey
    around = Surroundings(survey=survey, funnel_peers=PEERS)
    once = []
    for _ in range(ORGANISATIONS):
        start = perf_counter()
        assess(sample.instrument, sample.assessment, around)
        once.append(perf_counter() - start)
    return [
        Row("assess() with ten respondents and sixty visitors, one organisation", median(once) * 1000, "ms"),
        Row(f"the same, {ORGANISATIONS:,} organisations", sum(once), "s"),
    ]


def made_up(instrument: Instrument, count: int) -> Iterator[Assessment]:
    """Assessments with random answers, the same ones in every run."""
    random = Random(7)
    codes = [item.id for item in instrument.questionnaire.indicators()]
    for _ in range(count):
        answers: dict[str, Answer] = {code: random.randint(0, 4) for code in codes if random.random() < ANSWERED}
        yield an_assessment(answers)


def score_alone(instrument: Instrument, item: Assessment, weights: Mapping[str, float]) -> float | None:
    """The overall score without what follows from it."""
    questionnaire = instrument.questionnaire
    return score_overall(score_dimensions(questionnaire, item), weights, questionnaire.rules).score


def timed(work: Callable[[Assessment], Result], items: Sequence[Assessment]) -> tuple[float, list[Result]]:
    """How many items a second, the best of three rounds after a short warm-up, and what came out."""
    found = [work(item) for item in items]
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        found = [work(item) for item in items]
        seconds.append(perf_counter() - start)
    return len(items) / min(seconds), found


def measure_peer(instrument: Instrument, items: Sequence[Assessment], weights: Mapping[str, float]) -> Any:
    """What the peer measured, as its script prints it."""
    folder = installed_peer()
    dimensions = [
        {
            "id": dimension.id,
            "weight": weights[dimension.id],
            "indicators": [{"id": item.id, "weight": item.weight} for item in dimension.indicators],
        }
        for dimension in instrument.questionnaire.dimensions
    ]
    document = {"dimensions": dimensions, "responses": [item.sheet.answers for item in items], "rounds": ROUNDS}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(document, file)
        file.flush()
        return json.loads(command("node", str(SCRIPT), str(folder), file.name))


def installed_peer() -> Path:
    """The folder that holds the peer, installed on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "assessment-benchmarks" / PEER
    if not (folder / "node_modules" / "survey-core" / "package.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            command("npm", "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", PEER)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            raise PeerMissing("npm could not install it") from problem
    return folder


def command(program: str, *arguments: str) -> str:
    """What a program prints."""
    found = which(program)
    if found is None:
        raise PeerMissing(f"{program} is not installed")
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=True, timeout=300).stdout


def check_same(ours: Sequence[float | None], theirs: Sequence[float]) -> None:
    """Refuse to compare the speed of two programs that do not compute the same."""
    different = [
        place
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True))
        if one is None or abs(one - other) > 1e-6
    ]
    if different:
        raise AssertionError(f"survey-core scores {len(different)} of {len(ours)} assessments differently")
