"""Every route for everybody who may ask and everything that may be asked for, against a table written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Integer

from assessment.storage.assessments import ID
from assessment.storage.tables import metadata
from assessment.web.access import RULES
from assessment.web.controllers import report_files, results
from tests.in_process import UNWATCHED, Reply, Service, SqliteWatch, Watch, service
from tests.matrix import MALFORMED, Principal, World
from tests.matrix_written import NO_PROVIDER, PUBLIC, Forms, Outcome, Target, expected, targets
from tests.postgresql import Server

REFUSED = (401, 403, 404)
SECONDS = re.compile(r' data-(?:idle|rest)="\d+"')
"""How long a session still lasts, which a page says."""
SIGNING_IN = ("/sign-in", "/account/second-factor")
WITHOUT_SESSION = ("anonymous", "lead A", "administrator", "holder", "reader")
FEW = ("anonymous", "lead A", "lead D", "member A", "head N1", "administrator", "elected by link", "unset", "key A all")
"""Who asks where the whole matrix would take too long."""


@dataclass
class Matrix:
    """A world, who asks in it, and what came of it so far."""

    service: Service
    world: World
    watch: Watch
    principals: list[Principal]
    tried: str = "everything"
    """Or only what is "refused", or what is "read": on PostgreSQL nothing puts back what was changed."""
    cells: int = 0
    opened: int = 0
    wrong: list[str] = field(default_factory=list)

    def try_route(self, route: str) -> list[str]:
        """Everything wrong with a route."""
        self.wrong = []
        for principal in self._askers(route):
            self._try_as(route, principal)
        return self.wrong

    def ask(self, route: str, principal: Principal, target: Target) -> Reply:
        """Send what our page would send."""
        method = route.partition(" ")[0]
        form = Forms(self.world).of(route, target) if method != "GET" else None
        return self.service.browse(method, target.path, principal.cookies, form, bearer=principal.bearer)

    def _askers(self, route: str) -> Iterator[Principal]:
        """Programs try what is made for them, one of them the rest; of the others a few try the programs' routes."""
        by_key = RULES[route].key
        for principal in self.principals:
            if principal.bearer:
                if by_key or principal.name == "key A all":
                    yield principal
            elif not by_key or principal.name in WITHOUT_SESSION:
                yield principal

    def _try_as(self, route: str, principal: Principal) -> None:
        unknown: dict[str, tuple[str, str]] = {}
        for target in targets(route.partition(" ")[2], self.world, principal):
            outcome = expected(route, RULES[route].name, principal, target)
            if self.tried not in ("everything", _kind(route, outcome)):
                continue
            reply = self.ask(route, principal, target)
            self.cells += 1
            self.opened += outcome.open
            for what in (*self._judge(route, outcome, reply), *wrong_headers(reply)):
                self._note(route, principal, target, what)
            if outcome.foreign and reply.status == 404 and not target.malformed:
                seen = self._without_ids(principal, target, reply)
                first = unknown.setdefault(outcome.foreign, (target.path, seen))
                if seen != first[1]:
                    self._note(route, principal, target, f"tells other things than {first[0]}")
            self.watch.restore()

    def _judge(self, route: str, outcome: Outcome, reply: Reply) -> Iterator[str]:
        if reply.status >= 500:
            yield f"failed with {reply.status}"
        elif outcome.open and (reply.status in REFUSED or reply.one("location").startswith(SIGNING_IN)):
            yield f"refused with {reply.status} {reply.one('location')}, is open"
        elif not outcome.open and reply.status not in outcome.statuses:
            yield f"answered {reply.status} {reply.one('location')}, not {sorted(outcome.statuses)}"
        elif not reply.one("location").startswith(outcome.location):
            yield f"led to {reply.one('location')}, not {outcome.location}"
        unsafe = not route.startswith("GET") and self.tried == "everything"
        if unsafe and set(outcome.statuses) & set(REFUSED) and self.watch.changed():
            yield "was refused and changed something"

    def _without_ids(self, principal: Principal, target: Target, reply: Reply) -> str:
        token = self.service.token(target.path, principal.cookies)
        text = SECONDS.sub("", reply.body.decode())
        text = text.replace(token, "") if token else text
        for part in target.path.split("/"):
            if len(part) >= len(MALFORMED):
                text = text.replace(part, "ID")
        return f"{sorted(name for name, _ in reply.headers)} {text}"

    def _note(self, route: str, principal: Principal, target: Target, what: str) -> None:
        self.wrong.append(f"{route} as {principal.name}, {target.parent or '-'}/{target.child or '-'}: {what}")


def _kind(route: str, outcome: Outcome) -> str:
    if outcome.location or set(outcome.statuses) & set(REFUSED):
        return "refused"
    return "read" if route.startswith("GET") else "changed"


def wrong_headers(reply: Reply) -> Iterator[str]:
    """What is missing from an answer that every one of ours must carry (promises I2, I3, A8)."""
    policy = reply.one("content-security-policy")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"has the policy {policy!r}"
    wanted = {"x-content-type-options": "nosniff", "cache-control": "no-store"}
    for name, value in wanted.items():
        if reply.all(name) != [value]:
            yield f"has {name}: {reply.all(name)}"
    if reply.one("referrer-policy") not in ("same-origin", "no-referrer"):
        yield "has no policy for referrers"
    for cookie in reply.all("set-cookie"):
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        bound = {"secure", "httponly", "path=/"} <= attributes and attributes & {"samesite=lax", "samesite=strict"}
        if not bound or not cookie.startswith("__Host-") or "domain" in cookie.lower().split(";", 1)[1]:
            yield f"sets {cookie.partition('=')[0]} with {sorted(attributes)}"


@pytest.fixture(scope="module", autouse=True)
def _no_typesetting() -> Iterator[None]:
    """Reports are made elsewhere; here only who gets them matters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "report_pdf", lambda *_args, **_named: b"%PDF-")
        patch.setattr(report_files, "report_docx", lambda *_args, **_named: b"PK")
        yield


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Iterator[Matrix]:
    folder = tmp_path_factory.mktemp("matrix")
    with service(f"sqlite+pysqlite:///{folder}/matrix.sqlite", folder) as running:
        world = World(running.database)
        watch = SqliteWatch(running.database, folder / "copy.sqlite")
        found = Matrix(running, world, watch, world.principals)
        yield found
        watch.close()
    say(f"access matrix: {found.cells} cells, {found.opened} of them open, {len(RULES)} routes")


@pytest.mark.parametrize("route", RULES)
def test_a_route_opens_to_whom_the_table_says_and_to_nobody_else(
    matrix: Matrix, route: str, record_property: Callable[[str, Any], None]
) -> None:
    before = matrix.cells
    wrong = matrix.try_route(route)
    record_property("cells", matrix.cells - before)
    assert matrix.cells > before
    assert not wrong, f"{len(wrong)} cells:\n" + "\n".join(wrong[:25])


SOME = [route for number, route in enumerate(RULES) if number % 3 == 0]


@pytest.fixture(scope="module")
def matrix_on_postgresql(
    postgresql: Server, tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]
) -> Iterator[Matrix]:
    postgresql.run("CREATE DATABASE matrix")
    with service(postgresql.url("matrix"), tmp_path_factory.mktemp("keys")) as running:
        world = World(running.database)
        asking = [principal for principal in world.principals if principal.name in FEW]
        found = Matrix(running, world, Watch(running.database), asking)
        yield found
    say(f"access matrix on PostgreSQL: {found.cells} cells, {found.opened} of them open, {len(SOME)} routes")


def test_some_routes_open_on_postgresql_to_the_same_people(matrix_on_postgresql: Matrix) -> None:
    """Every third route for a few who ask; what is open and changes something is left to the other engine."""
    matrix = matrix_on_postgresql
    wrong = []
    for tried in ("refused", "read"):
        matrix.tried = tried
        wrong += [what for route in SOME for what in matrix.try_route(route)]
        assert tried == "read" or not matrix.watch.changed()
    assert matrix.cells > 1000
    assert not wrong, "\n".join(wrong[:25])


MARK, YEAR, COUNT = "mark-of-an-intruder", 2099, 987654
SETTLED = ("id", "place", "role", "mode", "results_for", "revision", "form", "organisation_id", "network_id", "lead_id")
POSTS = [route for route, rule in RULES.items() if route.startswith("POST") and not rule.key]


def columns() -> dict[str, str]:
    """Every column of every table, with a value that an intruder would like to see in it."""
    found = {}
    for table in metadata.tables.values():
        for column in table.c:
            known = {"role": "administrator", "place": "platform", "mode": "panel", "results_for": "organisation"}
            if isinstance(column.type, Integer):
                found[column.name] = str(COUNT)
            elif column.name.endswith("_at") or column.name == "deadline":
                found[column.name] = f"{YEAR}-01-01T00:00:00"
            else:
                found[column.name] = known.get(column.name, MARK)
    return found


def kept(rows: dict[str, list[list[Any]]], known: frozenset[str]) -> list[Any]:
    """What a form must not decide, by table: how many rows there are, and what their protected columns hold.

    Ids that are not among the `known` are those of what was made just now, and another each time.
    """
    found = []
    for name, table in metadata.tables.items():
        shown = [column.name for column in table.c if column.name not in UNWATCHED.get(name, ())]
        held = [position for position, column in enumerate(shown) if column in SETTLED and column != "id"]
        cells = ([_plain(row[position], known) for position in held] for row in rows[name])
        found.append((name, sorted(repr(row) for row in cells)))
    return found


def _plain(value: Any, known: frozenset[str]) -> Any:
    return "made" if isinstance(value, str) and ID.fullmatch(value) and value not in known else value


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a form: the status and, unless it was refused with nothing changed, all tables."""

    status: int
    rows: dict[str, list[list[Any]]] | None

    def ignored(self, plain: Posted, known: frozenset[str]) -> bool:
        """Whether it did what the plain form does, and holds nothing of what was added."""
        if self.rows is None or plain.rows is None:
            return self.status == plain.status
        text = repr(self.rows)
        added = MARK in text or str(COUNT) in text or f"datetime.datetime({YEAR}" in text
        return self.status == plain.status and kept(self.rows, known) == kept(plain.rows, known) and not added


def post(matrix: Matrix, route: str, extra: dict[str, str]) -> Posted:
    """Post the form of a route as somebody to whom it is open, with extra fields, and put everything back."""
    principal, target = next(
        (principal, target)
        for principal in sorted(matrix.principals, key=lambda item: item.name == "anonymous")
        for target in targets(route.partition(" ")[2], matrix.world, principal)
        if expected(route, RULES[route].name, principal, target).open
    )
    form = Forms(matrix.world).of(route, target)
    body = {name: value for name, value in extra.items() if name not in form} | form
    reply = matrix.service.browse("POST", target.path, principal.cookies, body)
    rows = matrix.watch.rows() if matrix.watch.changed() else None
    matrix.watch.restore()
    return Posted(reply.status, rows)


def test_no_field_that_a_page_does_not_send_reaches_a_column(matrix: Matrix, say: Callable[[str], None]) -> None:
    """Mass assignment (promise A4): each is refused, or all are ignored."""
    tried, wrong, known = 0, [], frozenset(matrix.world.ids.values())
    reached = [route for route in POSTS if route not in PUBLIC and route not in NO_PROVIDER]
    for route in reached:
        plain, together = post(matrix, route, {}), post(matrix, route, columns())
        tried += len(columns())
        if plain.status >= 500 or not (together == Posted(400, None) or together.ignored(plain, known)):
            wrong.append(f"{route} with all of them: {plain.status}, {together.status}")
        if together.status != 400:
            continue
        for name, value in columns().items():
            alone = post(matrix, route, {name: value})
            if alone != Posted(400, None) and not alone.ignored(plain, known):
                wrong.append(f"{route} with {name}: {alone.status}")
    say(f"mass assignment: {tried} fields on {len(reached)} forms")
    assert not wrong, "\n".join(wrong[:25])
