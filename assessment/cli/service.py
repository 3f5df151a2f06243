"""Running the web service on a port of this machine."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pkgutil import resolve_name

import uvicorn

from assessment.cli.complaints import Refused
from assessment.cli.terminal import marked as _
from assessment.settings import Settings
from assessment.storage.failures import DatabaseProblem

APPLICATION = "assessment.web.app:create_app"
"""Found by name: the web service and the command line do not know each other."""

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what the person chose, not what we choose
"""Hosts that mean every address of this machine, with the one by which it reaches itself."""


def listen(host: str, port: int) -> socket.socket:
    """A socket on this address, 0 for any free port; says why there is none."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as failure:
        message = _REFUSALS.get(failure.errno or 0, _REFUSALS[0])
        raise Refused(message, host=host, port=port, reason=failure.strerror or failure) from None


_REFUSALS = {
    errno.EADDRINUSE: _(
        "Port %(port)s is already in use on %(host)s. "
        "Stop the program that uses it, or choose another port: --port 8001."
    ),
    errno.EACCES: _("Port %(port)s may not be opened by this user. Choose a port above 1023: --port 8000."),
    0: _("The address %(host)s port %(port)s cannot be used (%(reason)s). Choose another one: --host 127.0.0.1."),
}


def reached_at(settings: Settings, listening: socket.socket) -> Settings:
    """The settings with the address of the socket as public address, unless the operator set another one."""
    if settings.base_address != Settings().base_address:
        return settings
    host, port, *_ = listening.getsockname()
    name = EVERYWHERE.get(host, host)
    return replace(settings, base_address=f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}")


def run(settings: Settings, listening: socket.socket, announce: Callable[[], None]) -> None:
    """Serve until interrupted. `announce` is called once the service can answer."""
    create_app = resolve_name(APPLICATION)
    signal.signal(signal.SIGTERM, _end)
    with database_problems_said():
        application = create_app(settings)
    announce()
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", server_header=False, proxy_headers=False))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


@contextmanager
def database_problems_said() -> Iterator[None]:
    """Say what the database refuses in the person's language."""
    try:
        yield
    except DatabaseProblem as failure:
        raise Refused(failure.message, **failure.values) from None


def _end(_signal: int, _frame: object) -> None:
    """Ended by the system: leave in good order, temporary files included."""
    sys.exit(0)
