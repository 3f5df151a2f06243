"""Every page of people, organisations and networks: nothing for axe-core to find, nothing wider than the window."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Assessment, Window
from tests.browser.crowd import Crowd
from tests.browser.looking import NARROW, VIEWS, look_at
from tests.browser.states import SCENES
from tests.browser.watching import overflow


@pytest.mark.parametrize("number", range(len(SCENES)), ids=lambda number: SCENES[number].name)
def test_axe_finds_nothing_on_pages_of_people(window: Window, crowd: Crowd, number: int) -> None:
    """Of the eight views of a page two are looked at, in each language another: the next page has two others."""
    scene = SCENES[number]
    for language, view in {"fr": VIEWS[number % 2], "en": VIEWS[2 + number % 2]}.items():
        with window.of(Assessment("", dict(scene.whose(crowd))), language=language) as page:
            page.goto(scene.where(crowd))
            scene.act(page)
            look_at(page, scene.name, [view])
            page.set_viewport_size(NARROW)
            assert overflow(page) <= 0, (scene.name, language)
            assert window.watch.incidents == []
