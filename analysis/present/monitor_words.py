"""Words that the pages of the monitor share."""

from __future__ import annotations

from analysis.present.example import MaybeExample


def these(result: MaybeExample) -> str:
    """How a sentence calls what the figures are: measured, or made up."""
    return "dit voorbeeld" if result.made_up else "deze cijfers"
