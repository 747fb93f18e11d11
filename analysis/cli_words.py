"""Dutch for what typer itself says: help pages and messages about wrong commands and options.

typer has no translations and, from 0.26 on, a copy of click of its own; so its errors are known
here by the names of their classes, not by where they are imported from.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from analysis.errors import UsageError, nearest

TRANSLATIONS = (
    ("Usage:", "Gebruik:"),
    ("[OPTIONS]", "[OPTIES]"),
    ("COMMAND [ARGS]...", "OPDRACHT [OPTIES]"),
    ("Options:", "Opties:"),
    ("Arguments:", "Argumenten:"),
    ("Commands:", "Opdrachten:"),
    ("Show this message and exit.", "Deze uitleg tonen."),
    (" []...", ""),  # the hidden argument that takes further names
    ("[required]", "[verplicht]"),
    ("[default: ", "[standaard: "),
)


def translated(text: str) -> str:
    """Return a help page with typer's own words in Dutch."""
    for english, dutch in TRANSLATIONS:
        text = text.replace(english, dutch)
    return text


class DutchCommand(TyperCommand):
    """A command whose help page is Dutch."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page in Dutch."""
        return translated(super().get_help(ctx))


class DutchGroup(TyperGroup):
    """The list of commands, whose help page and complaints are Dutch."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page in Dutch."""
        return translated(super().get_help(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the first argument names, or say which there are."""
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names:
            raise UsageError(
                f"onbekende opdracht '{args[0]}'; toegestaan: {', '.join(names)}."
                f"{nearest(args[0], names)}"
            )
        return super().resolve_command(ctx, args)


def is_usage_error(error: Exception) -> bool:
    """Whether an exception is one of typer's own, about what the user typed."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def usage_text(error: Exception) -> str:
    """Return in Dutch what typer found wrong with what the user typed."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    option = getattr(error, "option_name", "")
    message = str(getattr(error, "message", ""))
    if "NoSuchOption" in kinds:
        return f"onbekende optie '{option}'.{_nearest_option(error, option)}"
    if "BadOptionUsage" in kinds:
        fault = "heeft een waarde nodig" if "requires" in message else "heeft geen waarde"
        return f"optie '{option}' {fault}"
    if "MissingParameter" in kinds:
        return f"{_parameter(error)} ontbreekt"
    if "BadParameter" in kinds:
        return f"{_parameter(error)}: {_value_text(message)}"
    if extra := re.search(r"extra argument(?:s|\(s\))? \((.*)\)", message):
        return f"onverwacht argument: {extra[1]}"
    return "onbekende of onvolledige opdracht"


def _nearest_option(error: Exception, option: str) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    options = [name for item in context.command.get_params(context) for name in item.opts]
    known = [name for name in options if name.startswith("-")]
    return f" Toegestaan: {', '.join(known)}.{nearest(option, known)}"


def _parameter(error: Exception) -> str:
    parameter: Any = getattr(error, "param", None)
    if parameter is None:
        return "een waarde"
    names = [name for name in parameter.opts if name.startswith("--")]
    return f"optie '{names[0]}'" if names else f"argument '{parameter.name}'"


def _value_text(message: str) -> str:
    """What typer says about a value, in every version another sentence; ours are Dutch already."""
    return "geen geheel getal" if "integer" in message else message
