"""Requests that cannot be right, on every route: none of them ends in a failure of ours, none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assessment.web.access import RULES
from assessment.web.controllers import report_files, results
from tests.functional.test_access_matrix import wrong_headers
from tests.in_process import Reply, Service, SqliteWatch, service
from tests.malformed import Case, Right, of_a_form, of_a_page, of_address
from tests.matrix import Principal, World
from tests.matrix_written import Forms, Target, expected, targets

POSTS = [route for route in RULES if route.startswith("POST")]
GETS = [route for route in RULES if route.startswith("GET")]


class Trial:
    """A service with people in it, and how many cases it was given."""

    def __init__(self, running: Service, folder: Path) -> None:
        self.service, self.world = running, World(running.database)
        self.watch = SqliteWatch(running.database, folder / "copy.sqlite")
        self.cases = 0

    def right(self, route: str) -> Right:
        """A request that the route lets in and can read."""
        template = route.partition(" ")[2]
        found = list(self._open(route, template)) or list(self._public(route, template))
        who, target = found[0]
        form = Forms(self.world).of(route, target)
        token = self.service.token(target.path, who.cookies)
        return Right(target.path, who.cookies, token, form, who.bearer)

    def _open(self, route: str, template: str) -> Iterator[tuple[Principal, Target]]:
        for principal in self.world.principals:
            for target in targets(template, self.world, principal):
                if expected(route, RULES[route].name, principal, target).open:
                    yield principal, target

    def _public(self, route: str, template: str) -> Iterator[tuple[Principal, Target]]:
        """What is public, or needs what this service has not: as somebody who could open it elsewhere."""
        lead = next(principal for principal in self.world.principals if principal.name == "lead A")
        for target in targets(template, self.world, lead):
            yield lead, target

    def give(self, route: str, case: Case, path: str) -> Iterator[str]:
        """Everything wrong with the answer to a case."""
        method = case.method or route.partition(" ")[0]
        reply = self.service.send(method, case.path or path, headers=case.headers, chunks=case.chunks)
        self.cases += 1
        for what in (*_wrong(reply), *self._kept(case, reply)):
            yield f"{route} with {case.name}: {what}"
        self.watch.restore()

    def _kept(self, case: Case, reply: Reply) -> Iterator[str]:
        if not case.readable and case.method != "HEAD" and reply.status >= 400 and self.watch.changed():
            yield f"{reply.status}, and something changed"


def _wrong(reply: Reply) -> Iterator[str]:
    if reply.status >= 500:
        yield f"failed with {reply.status}"
    yield from wrong_headers(reply)
    if any("\r" in value or "\n" in value for _, value in reply.headers):
        yield "breaks a header"
    if reply.status >= 400 and b"Traceback" in reply.body:
        yield "shows a traceback"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("malformed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "report_pdf", lambda *_args, **_named: b"%PDF-")
        patch.setattr(report_files, "report_docx", lambda *_args, **_named: b"PK")
        with service(f"sqlite+pysqlite:///{folder}/malformed.sqlite", folder) as running:
            found = Trial(running, folder)
            yield found
            found.watch.close()
    say(f"malformed requests: {found.cases} cases on {len(RULES)} routes")


@pytest.mark.parametrize("route", POSTS)
def test_a_form_that_cannot_be_right_is_no_trouble(
    trial: Trial, route: str, record_property: Callable[[str, Any], None]
) -> None:
    right, before = trial.right(route), trial.cases
    wrong = [what for case in of_a_form(right) for what in trial.give(route, case, right.path)]
    record_property("cases", trial.cases - before)
    assert not wrong, "\n".join(wrong[:25])


@pytest.mark.parametrize("route", GETS)
def test_headers_queries_and_methods_that_cannot_be_right_are_no_trouble(trial: Trial, route: str) -> None:
    right = trial.right(route)
    wrong = [what for case in of_a_page(right) for what in trial.give(route, case, right.path)]
    assert not wrong, "\n".join(wrong[:25])


@pytest.mark.parametrize("route", [route for route in RULES if "{" in route])
def test_an_address_that_cannot_be_right_is_no_trouble(trial: Trial, route: str) -> None:
    right = trial.right(route)
    cases = [Case(f"the address {path[:60]}", right.headers(), (right.body,)) for path in of_address(route.split()[1])]
    paths = of_address(route.split()[1])
    wrong = [what for case, path in zip(cases, paths, strict=True) for what in trial.give(route, case, path)]
    assert not wrong, "\n".join(wrong[:25])
