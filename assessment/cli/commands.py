"""What every command is made of: help in the person's language, modules loaded only when their command is asked for.

The web framework, the database and the report take over half a second to load; `assessment --help` needs none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, MutableMapping
from importlib import import_module
from typing import Any, NoReturn

import click

from assessment.cli.complaints import complain
from assessment.cli.terminal import Terminal, environment_language, speakable
from assessment.cli.terminal import marked as _
from assessment.translation import LANGUAGES, translate

SUMMARIES = {
    "check": _("Check questionnaires and work out their examples."),
    "template": _("Write a blank answers file."),
    "score": _("Score an answers file."),
    "plan": _("Plan what to do with a budget."),
    "quality": _("Tell how far the numbers of many organisations can be trusted."),
    "shortage": _("Tell by region whether digital project managers are lacking."),
    "report": _("Make the report on an answers file."),
    "questionnaire": _("Make the blank questionnaire as a PDF."),
    "serve": _("Run the web service."),
    "account": _("Look after accounts: the first administrator, lost second factors."),
    "person": _("Hand out or erase what is kept about a person."),
    "mail": _("Show the queue of mail, or send some again."),
    "audit": _("Read the audit, and check that nobody has changed it."),
    "retention": _("Delete what need not be kept any longer."),
    "demo": _("Run the web service with fictional sample data."),
}


class Translated(click.Command):
    """A command whose help speaks the person's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=translate(_("Usage:"), environment_language()) + " ")

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(str(self.help), environment_language()))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        language = environment_language()
        records = [record for option in self.get_params(ctx) if (record := option.get_help_record(ctx)) and record[1]]
        with formatter.section(translate(_("Options"), language)):
            formatter.write_dl([(names, translate(text, language)) for names, text in records])


class Modules(MutableMapping[str, click.Command]):
    """Commands by name, each in the module of its name, which is imported when the command is asked for."""

    def __init__(self) -> None:
        self.added: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.added:
            if name not in SUMMARIES:
                raise KeyError(name)
            self.added[name] = import_module(f"assessment.cli.{name}").command
        return self.added[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.added[name] = command

    def __delitem__(self, name: str) -> None:
        del self.added[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SUMMARIES)

    def __len__(self) -> int:
        return len(SUMMARIES)


class Family(Translated, click.Group):
    """Commands about one thing, whose help speaks the person's language."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Translated.format_options(self, ctx, formatter)
        language = environment_language()
        with formatter.section(translate(_("Commands"), language)):
            formatter.write_dl([(name, translate(str(item.help), language)) for name, item in self.commands.items()])


class Program(Translated, click.Group):
    """All commands; what goes wrong in any of them is said in a sentence, never as a traceback."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(commands=Modules(), **settings)

    def main(  # type: ignore[override] # it never comes back, whatever the caller prefers
        self, args: Any = None, prog_name: str | None = None, **settings: Any
    ) -> NoReturn:
        """Run the command that `args` name, and leave with its exit code."""
        terminal = Terminal(speakable(sys.stdout), speakable(sys.stderr))
        try:
            code = super().main(args, prog_name or self.name, standalone_mode=False, obj=terminal, **settings)
        except BaseException as failure:
            code = complain(failure, terminal)
        sys.exit(code or 0)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every command, in the order in which one meets them."""
        return list(SUMMARIES)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, without loading them."""
        language = environment_language()
        with formatter.section(translate(_("Commands"), language)):
            formatter.write_dl([(name, translate(summary, language)) for name, summary in SUMMARIES.items()])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Translated.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang`; without it the language of the environment is taken."""

    def choose(ctx: click.Context, _parameter: click.Parameter, chosen: str | None) -> None:
        ctx.ensure_object(Terminal).language = chosen or environment_language()

    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=choose,
        help=_("Language of what is written; without it, that of the environment."),
    )(function)
