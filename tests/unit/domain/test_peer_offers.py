"""What organisations declare about help, and what of proposals stands once they change their minds (dossier 6.4)."""

from __future__ import annotations

import pytest

from assessment.domain.peer_groups import Consent
from assessment.domain.peer_offers import (
    Availability,
    Declared,
    Offer,
    Proposals,
    Proposed,
    ProposedCohort,
    ShownEffect,
    standing,
)

ALL = Offer(seeks=True, offers=("CAP", "CLI"))


def declared(code: str, offer: Offer = ALL, consent: str = "d") -> Declared:
    return Declared(code, f"Office fictif {code}", Consent(consent), offer)


@pytest.mark.parametrize(
    ("consent", "seeks", "offers"),
    [("a", False, ()), ("b", True, ()), ("c", True, ()), ("d", True, ("CAP", "CLI")), ("e", True, ("CAP", "CLI"))],
)
def test_consent_limits_what_stands_of_an_offer(consent: str, seeks: bool, offers: tuple[str, ...]) -> None:
    found = ALL.within(Consent(consent))
    assert (found.seeks, found.offers) == (seeks, offers)


def test_who_has_no_time_is_named_as_no_helper() -> None:
    assert not declared("A", Offer(offers=("CAP",), availability=Availability.NOT)).helps_with("CAP")
    assert declared("A", Offer(offers=("CAP",), availability=Availability.SOMEWHAT)).helps_with("CAP")


def test_an_offer_of_nothing_is_empty() -> None:
    assert Offer(capacity=3).empty
    assert not Offer(alumnus=True).empty


def test_help_falls_with_either_side_and_a_pair_with_one_of_its_ways() -> None:
    there, back = Proposed("A", "B", "CAP", True, False), Proposed("B", "A", "CLI", False, False)
    proposals = Proposals(help=(there, back), pairs=((there, back),))
    both = {code: declared(code) for code in "AB"}
    assert standing(proposals, both, frozenset()) == proposals
    less = both | {"B": declared("B", Offer(seeks=True))}
    found = standing(proposals, less, frozenset())
    assert (found.help, found.pairs) == ((there,), ())
    assert standing(proposals, {"A": both["A"]}, frozenset()) == Proposals()


def test_a_cohort_loses_who_withdraws_and_falls_under_six_or_without_two_guides() -> None:
    cohort = ProposedCohort("CAP", tuple("ABCDEFG"), ("A", "B"))
    proposals, everybody = Proposals(cohorts=(cohort,)), {code: declared(code) for code in "ABCDEFG"}
    one_less = {code: item for code, item in everybody.items() if code != "G"}
    assert standing(proposals, one_less, frozenset()).cohorts[0].members == tuple("ABCDEF")
    two_less = {code: item for code, item in one_less.items() if code != "F"}
    assert standing(proposals, two_less, frozenset()).cohorts == ()
    unguided = everybody | {"A": declared("A", Offer(seeks=True))}
    assert standing(proposals, unguided, frozenset()).cohorts == ()


def test_the_effect_is_shown_while_all_that_it_counts_let_the_network_read_their_scores() -> None:
    effect = ShownEffect(points=4, low=-1, high=9, members=("A", "B"), others=("C",))
    assert standing(Proposals(effect=effect), {}, frozenset("ABCD")).effect == effect
    assert standing(Proposals(effect=effect), {}, frozenset("ABD")).effect is None
