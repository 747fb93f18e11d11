"""How titles and sentences call a result that may rest on a made-up example."""

from __future__ import annotations

from typing import Protocol

from analysis.dutch import sentence_case
from analysis.provenance import Provenance


class MaybeExample(Protocol):
    """A result that knows whether its ledger is (partly) an example."""

    @property
    def made_up(self) -> bool:
        """Whether it is."""


def titled(result: MaybeExample, words: str) -> str:
    """The beginning of a title; an example says so first."""
    return f"Voorbeeld: {words}" if result.made_up else sentence_case(words)


def titled_on(provenance: Provenance, words: str) -> str:
    """The same for a table of which only its own numbers count."""
    return f"Voorbeeld: {words}" if provenance.made_up else sentence_case(words)


def this(result: MaybeExample) -> str:
    """How a sentence calls what the figures are."""
    return "dit voorbeeld" if result.made_up else "deze raming"


def these(result: MaybeExample) -> str:
    """The same where figures were measured and not estimated."""
    return "dit voorbeeld" if result.made_up else "deze cijfers"
