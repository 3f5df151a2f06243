"""Styles kept from one report to the next, inside the worker process only.

What the style sheets make of an element depends on the rules that match it, its language, its name as a target and the
style of the element around. Two reports have most of these in common. So the styles hang on each other as a tree that
is kept, in which the next report finds what is worked out already. No rule may ask for the size of the page (`vw`,
`vh`), which is another thing for each document. The PDF is the same, byte for byte.

This reaches into the engine, whose version is fixed for that reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any

import tinycss2
import weasyprint.css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor, declaration_precedence
from weasyprint.css.validation import preprocess_declarations

from assessment.reports.page_source import Page

MOST = 8_000
"""Styles and lists of rules after which the tree is begun anew."""

SETS = {"lang": '-weasy-lang:"{}"', "id": '-weasy-anchor:"{}"'}
"""The attributes that set a property of their element, and how the engine writes that."""
BY_AN_ATTRIBUTE = (declaration_precedence("author", importance=False), inf, (0, 0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What a sheet says of elements that pass a test, or of what stands before or after their content (`pseudo`)."""

    holds: Callable[[Any], bool]
    origin: str
    layer: float
    specificity: Any
    pseudo: str | None
    declarations: Any


@dataclass(slots=True)
class Tree:
    """The styles that some sheets gave so far: `below` is for the first element of a page, each style has its own.

    `rules` are those to be tried for elements that are written alike.
    """

    sheets: tuple[Any, ...]
    below: dict[Any, Any] = field(default_factory=dict)
    rules: dict[Any, list[Rule]] = field(default_factory=dict)
    size: int = 0


class KeptStyles(StyleFor):  # type: ignore[misc]
    """The styles of a document: for pages of ours found in the tree, for any other worked out the engine's way."""

    def __init__(self, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, targets: Any) -> None:
        if not (isinstance(html, Page) and html.is_ours and all(map(_is_plain, html.etree_element.iter()))):
            super().__init__(html, sheets, presentational_hints, font_config, targets)
            return
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets, self.font_config = sheets, font_config
        self._tree = _tree(font_config, tuple(sheet for sheet, _, _ in sheets))
        self._root: Any = None
        for element in html.wrapper_element.iter_subtree():
            self._take(element, targets)

    def _take(self, element: Any, targets: Any) -> None:
        """Set the styles of an element; the one around has its own already."""
        node = element.etree_element
        around = self._computed_styles[element.parent.etree_element, None] if element.parent else None
        below = self._tree.below if around is None else around.__dict__.setdefault("below", {})
        said = tuple((name, node.attrib[name]) for name in SETS if name in node.attrib)
        rules = [rule for rule in self._rules(element) if rule.holds(element)]
        key = (said, *rules)
        found = below.get(key)
        if found is None:
            found = below[key] = self._made(around, said, rules)
            self._tree.size += len(found)
        for pseudo, style in found.items():
            self._computed_styles[node, pseudo] = style
        if self._root is None:
            self._root = found[None]
        if "id" in node.attrib:
            targets.collect_anchor(found[None]["anchor"])

    def _rules(self, element: Any) -> list[Rule]:
        """The rules whose last part names the element, its classes or its name as a target, or nothing of these."""
        node = element.etree_element
        key = (node.tag, node.get("class"), node.get("id"), "lang" in node.attrib)
        found = self._tree.rules.get(key)
        if found is None:
            self._tree.size += 1
            found = self._tree.rules[key] = [rule for sheet in self._sheets for rule in _tried(sheet, element)]
        return found

    def _made(self, around: Any, said: Any, rules: list[Rule]) -> dict[str | None, ComputedStyle]:
        """The styles of an element and of what stands before or after its content."""
        cascaded: dict[str | None, dict[str, Any]] = {None: {}}
        for name, value in said:
            declaration = tinycss2.parse_one_declaration(SETS[name].format(value))
            for key, values, _ in preprocess_declarations(None, [declaration]):
                cascaded[None][key] = values, BY_AN_ATTRIBUTE
        for rule in rules:
            _cascade(cascaded.setdefault(rule.pseudo, {}), rule)
        first = self._root is None
        root = InitialStyle(self.font_config) if first else self._root
        styles = {None: self._style(around, cascaded.pop(None), None, root)}
        root = styles[None] if first else root
        return styles | {pseudo: self._style(styles[None], each, pseudo, root) for pseudo, each in cascaded.items()}

    def _style(self, around: Any, cascaded: Any, pseudo: str | None, root: Any) -> ComputedStyle:
        return ComputedStyle(around, cascaded, pseudo, root, None, self.font_config, self.initial_page_sizes)


def install() -> None:
    """Take this way from now on."""
    weasyprint.css.StyleFor = KeptStyles


def _tried(sheet_and_rank: Any, element: Any) -> list[Rule]:
    """The rules of a sheet to be tried for an element, the stronger ones later: as its own matcher finds them."""
    sheet, origin, specificity = sheet_and_rank
    matcher = sheet.matcher
    found = [*matcher.other_selectors, *matcher.lower_local_name_selectors.get(element.local_name.lower(), ())]
    found += matcher.namespace_selectors.get(element.namespace_url, ())
    found += matcher.id_selectors.get(element.id, ())
    found += matcher.lang_attr_selectors if "lang" in element.etree_element.attrib else ()
    for name in element.classes:
        found += matcher.class_selectors.get(name, ())
    rules = []
    for holds, own, _, pseudo, (declarations, layer) in sorted(found, key=lambda entry: entry[1:3]):
        place = inf if layer is None else sheet.layers.index(layer)
        rules.append(Rule(holds, origin, place, specificity or own, pseudo, declarations))
    return rules


def _is_plain(node: Any) -> bool:
    """Whether sheets alone, and the attributes known here, say what an element looks like."""
    return "style" not in node.attrib and not (node.tag == "a" and "name" in node.attrib) and node.tag[:1] != "{"


def _cascade(style: dict[str, Any], rule: Rule) -> None:
    for name, values, importance in rule.declarations:
        weight = (declaration_precedence(rule.origin, importance), rule.layer, rule.specificity)
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


def _tree(fonts: Any, sheets: tuple[Any, ...]) -> Tree:
    """The tree that hangs on the fonts of a worker."""
    tree: Tree | None = fonts.__dict__.get("tree")
    if tree is None or tree.sheets != sheets or tree.size > MOST:
        tree = fonts.tree = Tree(sheets)
    return tree
