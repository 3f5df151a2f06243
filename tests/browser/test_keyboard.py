"""From the start to the results with the keyboard alone, seeing at every step where one is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service

MOST_STEPS = 120
HERE = "() => { const it = document.activeElement; return it.id || it.className || it.tagName }"
SEEN = """
() => {
  const it = document.activeElement;
  const shown = it.matches('[type=radio], [type=checkbox]') ? it.closest('.choice') : it;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  const strip = document.querySelector('.strip')?.getBoundingClientRect().bottom ?? 0;
  const above = it.closest('.strip, .site-header, .skip') ? 0 : strip;
  return {
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > above && box.top < innerHeight,
    what: it.outerHTML.slice(0, 120),
  };
}
"""


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; at every stop the focus must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        seen = page.evaluate(SEEN)
        assert seen["outlined"], seen
        assert seen["inSight"], seen
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is never reached on {page.url}; last: {page.evaluate(HERE)}")


def choose(page: Page, name: str, downs: int) -> None:
    """Go to a group of radio buttons and choose with the arrow keys."""
    walk_to(page, f"[name='{name}']")
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def test_everything_can_be_done_with_the_keyboard(service: Service, page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    walk_to(page, "[value=express] ~ .actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile")
    walk_to(page, "#name")
    page.keyboard.type("Bureau du clavier (fictif)")
    choose(page, "type", 1)
    walk_to(page, "#staff")
    page.keyboard.type("4")
    walk_to(page, "#region")
    page.keyboard.type("Bre")
    choose(page, "territory", 2)
    walk_to(page, "form .button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Bureau du clavier (fictif)")
    walk_to(page, ".resume .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dimensions/CAP**")
    while "/dimensions/" in page.url:
        answer_page(page)
    page.goto(page.url.split("/facts")[0] + "/check")
    walk_to(page, "form .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/results")
    walk_to(page, ".result-words a.button")


def answer_page(page: Page) -> None:
    """Answer the questions of the page shown and go on."""
    here = page.url
    names = page.eval_on_selector_all(
        "form.sheet > .card fieldset[data-counted]", "fields => fields.map(field => field.id)"
    )
    for name in names:
        choose(page, name, 2)
        expect(page.locator(f"#{name}-2")).to_be_checked()
    walk_to(page, "form.sheet .actions .button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != here)
