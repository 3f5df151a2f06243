"""The folder of other organisations beside an answers file, and what commands say of files they cannot use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from assessment.cli.complaints import Refused
from assessment.cli.files import settings, surroundings
from assessment.cli.terminal import Terminal
from assessment.cli.terminal import marked as _
from assessment.domain.peers import FEWEST, FEWEST_MEDIAN, PeerGroup
from assessment.domain.results import Surroundings
from assessment.services.gathering import Gathering, answers_files, gather
from assessment.services.peers import find_peers
from assessment.storage.answers import AnswersFile
from assessment.storage.catalogue import load_catalogue


def peers_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--peers`."""
    text = _("Folder of other organisations’ answers files, to compare with; NAME-survey.yaml beside NAME.yaml counts.")
    return click.option("--peers", metavar="FOLDER", type=click.Path(readable=False, path_type=Path), help=text)(
        function
    )


def surroundings_with_peers(
    found: AnswersFile, survey: str | None, peers: Path | None, terminal: Terminal
) -> tuple[Surroundings, bool]:
    """What is known beside the answers, and whether some file of a peer could not be used; raises ProblemsFound."""
    alone = surroundings(survey, found.instrument, terminal)
    if peers is None:
        return alone, False
    if not peers.is_dir():
        raise Refused(_("“%(folder)s” is not a folder. Give the folder with the answers of peers."), folder=peers)
    gathering = gathered((peers,), terminal, found.instrument.questionnaire.reference)
    group = find_peers(found.instrument, found.assessment, gathering.files, alone.survey)
    _say(group, terminal)
    return group.around, bool(gathering.refused)


def gathered(paths: Iterable[Path], terminal: Terminal, wanted: str | None = None) -> Gathering:
    """The answers files among `paths`, after saying which cannot be used and why."""
    files = answers_files(paths)
    catalogue = load_catalogue(settings().questionnaires)
    gathering = gather(terminal.progress(files, _("Reading answers…")), catalogue, wanted)
    for path, problems in gathering.refused.items():
        terminal.problems(problems[:1])
        if len(problems) > 1:
            terminal.note(
                _("%(file)s has more problems: “assessment check %(file)s” says them all (%(count)s)."),
                file=path,
                count=len(problems),
            )
    return gathering


def _say(group: PeerGroup, terminal: Terminal) -> None:
    """Say how many peers there are, and what takes more of them."""
    terminal.note(
        _("Peers: %(peers)s; with a funnel: %(funnels)s; with a survey of visitors: %(surveys)s."),
        peers=group.peers,
        funnels=group.funnels,
        surveys=group.surveys,
    )
    if group.around.calibration is not None:
        terminal.note(
            _(
                "What is required follows from the link between practice and perception measured over %(count)s "
                "organisations."
            ),
            count=group.around.calibration.organisations,
        )
    if group.around.funnel_peers is None:
        terminal.note(
            _("Usual rates of the funnel need %(least)s peers with one; none are shown."), least=FEWEST_MEDIAN
        )
    if group.around.peers is None:
        terminal.note(
            _("What peers’ visitors expect and find needs %(least)s peers with a survey; it is left out."), least=FEWEST
        )
