"""The base case of the run-off and of the horizon, made once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from analysis.parameters import Parameters
from analysis.questions.horizon import Horizon, horizon
from analysis.questions.local_runoff import LocalRunoff, local_runoff
from analysis.questions.national_runoff import NationalRunoff, national_runoff
from analysis.questions.wsw_runoff import WswRunoff
from analysis.sources.scenarios import Scenario
from analysis.sources.workbook import Workbook, open_with


@pytest.fixture(scope="session")
def book() -> Workbook:
    return open_with(Parameters())


@pytest.fixture(scope="session")
def nation(book: Workbook) -> NationalRunoff:
    return national_runoff(book)


@pytest.fixture(scope="session")
def local_of(book: Workbook, nation: NationalRunoff) -> Callable[[str], LocalRunoff]:
    """The run-off of an area."""
    return cache(lambda area: local_runoff(book.in_area(area), nation))


@pytest.fixture(scope="session")
def result_of(
    book: Workbook, nation: NationalRunoff, local_of: Callable[[str], LocalRunoff]
) -> Callable[[str], WswRunoff]:
    """All results for an area."""
    return cache(lambda area: WswRunoff(book.in_area(area), nation, local_of(area)))


@pytest.fixture(scope="session")
def with_assumption(book: Workbook) -> Callable[..., Workbook]:
    """The base case with a scenario that sets these assumptions."""

    def set_to(**values: float) -> Workbook:
        scenario = Scenario(id="proef", naam="Proef", omschrijving="Proef", aannames=values)
        return replace(book, scenario=scenario)

    return set_to


@pytest.fixture(scope="session")
def horizon_of(book: Workbook, local_of: Callable[[str], LocalRunoff]) -> Callable[[str], Horizon]:
    """All results of deelvraag 3 for an area."""
    return cache(lambda area: horizon(book.in_area(area), local_of(area)))
