"""Turns at expensive work: how many at once, of one person, how many wait and how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
import pytest
from anyio import Event, create_task_group
from anyio.lowlevel import checkpoint

from assessment.services.turns import TooManyWaiting, Turns

STEPS = 50
"""More than it takes everybody who can go on to do so."""


@dataclass
class Works:
    """What is done in turn; each piece of work lasts until `finish` is called."""

    turns: Turns
    began: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    ends: dict[str, list[Event]] = field(default_factory=dict)

    async def work(self, who: str) -> None:
        try:
            async with self.turns.turn(who):
                self.began.append(who)
                end = Event()
                self.ends.setdefault(who, []).append(end)
                await end.wait()
        except TooManyWaiting:
            self.refused[who] += 1

    async def finish(self, who: str) -> None:
        self.ends[who].pop(0).set()
        await settle()


async def settle() -> None:
    for _ in range(STEPS):
        await checkpoint()


def run(story: Callable[[], Awaitable[None]]) -> None:
    anyio.run(story)


def test_so_many_work_at_once_and_the_next_one_when_one_is_done() -> None:
    async def story() -> None:
        works = Works(Turns(at_once=2))
        async with create_task_group() as tasks:
            for who in ("Ana", "Bo", "Cy", "Di"):
                tasks.start_soon(works.work, who)
            await settle()
            assert works.began == ["Ana", "Bo"]
            await works.finish("Bo")
            assert works.began == ["Ana", "Bo", "Cy"]
            for who in ("Ana", "Cy", "Di"):
                await works.finish(who)
        assert works.turns.asked == 0

    run(story)


def test_one_person_has_one_turn_at_a_time_and_keeps_nobody_else_waiting() -> None:
    async def story() -> None:
        works = Works(Turns(at_once=2))
        async with create_task_group() as tasks:
            for who in ("Ana", "Ana", "Ana", "Bo"):
                tasks.start_soon(works.work, who)
                await settle()
            assert works.began == ["Ana", "Bo"]
            await works.finish("Ana")
            await works.finish("Ana")
            assert works.began == ["Ana", "Bo", "Ana", "Ana"]
            await works.finish("Ana")
            await works.finish("Bo")

    run(story)


def test_who_comes_when_too_many_wait_is_told_so_at_once() -> None:
    async def story() -> None:
        works = Works(Turns(at_once=1, most=3, most_own=2))
        async with create_task_group() as tasks:
            for who in ("Ana", "Ana", "Ana", "Bo", "Cy"):
                tasks.start_soon(works.work, who)
                await settle()
            assert works.refused == {"Ana": 1, "Cy": 1}
            for who in ("Ana", "Bo", "Ana"):
                await works.finish(who)
        assert works.began == ["Ana", "Bo", "Ana"]

    run(story)


@pytest.mark.parametrize("second", ["Ana", "Bo"])
def test_who_has_waited_long_enough_is_told_so_and_holds_nothing_up(second: str) -> None:
    async def story() -> None:
        works = Works(Turns(at_once=1, patience=0.01))
        async with create_task_group() as tasks:
            tasks.start_soon(works.work, "Ana")
            await settle()
            await works.work(second)
            assert works.refused == {second: 1}
            await works.finish("Ana")
            tasks.start_soon(works.work, second)
            await settle()
            assert works.began == ["Ana", second]
            await works.finish(second)
        assert works.turns.asked == 0

    run(story)


def test_work_that_fails_gives_its_turn_back() -> None:
    async def story() -> None:
        turns = Turns(at_once=1)
        with pytest.raises(ZeroDivisionError):
            async with turns.turn("Ana"):
                raise ZeroDivisionError
        async with turns.turn("Ana"):
            assert turns.asked == 1

    run(story)
