"""What a folder of other organisations tells one of them."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.domain.answers import Assessment, Organisation
from assessment.domain.peers import Peer, PeerGroup, peer_group
from assessment.domain.results import Instrument, assess
from assessment.domain.surveys import Survey
from assessment.services.gathering import Gathered


def find_peers(instrument: Instrument, own: Assessment, files: Iterable[Gathered], survey: Survey | None) -> PeerGroup:
    """The peers among `files`: all but the organisation itself, known by its name, type and region."""
    others = [item for item in files if _same(item.assessment.organisation) != _same(own.organisation)]
    peers = [Peer(item.result(), item.survey) for item in others]
    return peer_group(instrument, peers, assess(instrument, own).standings, survey)


def _same(organisation: Organisation) -> tuple[str, str, str]:
    return " ".join(organisation.name.casefold().split()), organisation.type, organisation.region
