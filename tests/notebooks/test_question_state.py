"""What the leeswijzer says of each deelvraag is about the notebooks that there are."""

from __future__ import annotations

import re

import nbformat
import pytest

from analysis.present.overview import QUESTION_STATE
from analysis.sources.build import read_processed
from tests.notebooks.test_lint import PATHS

pytestmark = pytest.mark.notebook

NAMED = re.compile(r"\b[0-9]{2}_[a-z0-9_]+")
QUESTION = re.compile(r"^Deelvraag ([0-9]+) van de colleges", re.MULTILINE)
OPEN = "nog niet beantwoord"


OF_NO_QUESTION = {"00_leeswijzer", "05_kostprijs", "06_scenarioafweging", "07_dvo_monitor"}
"""The guide, and what the assignment asks beside the deelvragen: an instrument and a choice."""


def _by_question() -> dict[int, list[str]]:
    """The notebooks of each deelvraag, by what their first cell says."""
    found: dict[int, list[str]] = {}
    for path in PATHS:
        title = nbformat.read(path, as_version=4).cells[0].source
        for number in QUESTION.findall(title):
            found.setdefault(int(number), []).append(path.stem)
    return found


def test_every_deelvraag_has_a_state() -> None:
    assert sorted(QUESTION_STATE) == sorted(read_processed(["deelvragen"])["deelvragen"]["nummer"])


def test_every_notebook_that_is_named_exists() -> None:
    named = {name for words in QUESTION_STATE.values() for name in NAMED.findall(words)}
    assert named
    assert named <= {path.stem for path in PATHS}


def test_every_notebook_with_a_deelvraag_is_named_with_it() -> None:
    named = {number: sorted(NAMED.findall(words)) for number, words in QUESTION_STATE.items()}
    assert {number: names for number, names in named.items() if names} == _by_question()


def test_only_the_guide_the_kostprijsmodel_and_the_choice_are_of_no_deelvraag() -> None:
    of_a_question = {name for names in _by_question().values() for name in names}
    assert {path.stem for path in PATHS} - of_a_question == OF_NO_QUESTION


@pytest.mark.parametrize("number", QUESTION_STATE)
def test_a_deelvraag_with_a_notebook_is_answered_at_least_in_part(number: int) -> None:
    begins = ("beantwoord", "deels beantwoord") if NAMED.search(QUESTION_STATE[number]) else (OPEN,)
    assert QUESTION_STATE[number].startswith(begins)
