"""The command line: `assessment`."""

from __future__ import annotations

from assessment.cli.commands import Program
from assessment.cli.terminal import marked as _

main = Program(
    name="assessment",
    help=_("Score the digital maturity of an organisation against what its visitors expect."),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
"""Runs a command and leaves with its exit code: 0 done, 1 problems, 2 usage."""
