"""Who reads all tables of notebook 07 together finds no small count back, whatever the year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from analysis.disclosure.relations import Cell
from analysis.frames import rows_of
from analysis.questions.monitor_candidate_gate import candidate_total, courses_of
from analysis.questions.monitor_candidates import candidates
from analysis.questions.monitor_flows import beginnings
from analysis.questions.monitor_registration import ENOUGH, Complete, registration
from analysis.released import BASE, THRESHOLD, rounding_range
from analysis.sources.workbook import Workbook
from tests.disclosure_attack import Range, attack
from tests.monitor_attack import attack_kinds, everybody, meanings
from tests.monitor_example import with_tables
from tests.monitor_page import Page, candidate_page, route_page, wsw_page
from tests.monitor_variants import by_quarter, smaller

pytestmark = pytest.mark.property

SEEDS = range(12)
EARLY, LATE = "2023-10-20", "2024-03-15"


def found_back(page: Page, ranges: Mapping[Cell, Range]) -> dict[Cell, tuple[int, Range]]:
    """Each count that is small and not all of 0 to the threshold, or hidden and nearly known."""
    found = {}
    for cell, (low, high) in ranges.items():
        if cell[0] not in page.tables:
            continue
        count = page.truth(cell)
        assert low <= count <= high, cell
        small = count < THRESHOLD and (low > 0 or high < THRESHOLD)
        if small or (page.shows(cell) and high - low < THRESHOLD):
            found[cell] = (count, (low, high))
    return found


def attacked_by_kinds(book: Workbook) -> tuple[Page, dict[Cell, Range]]:
    """The candidates, attacked by who knows all kinds of person."""
    page, counts, people = candidate_page(book), candidate_total(book), candidates(book)
    assert people is not None
    everyone = everybody(counts.seen)
    meant = meanings(everyone, people.ends, counts.cohorts, courses_of(book))
    return page, attack_kinds(page.released, page.relations, meant, page.nobody)


@pytest.mark.slow
def test_no_small_count_of_candidates_is_found_back_in_the_base_case() -> None:
    assert found_back(*attacked_by_kinds(with_tables())) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_of_fewer_candidates_is_found_back(seed: int) -> None:
    seen = {4: EARLY, 8: LATE}.get(seed, "")
    assert found_back(*attacked_by_kinds(smaller(seed, seen))) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_by_quarter_is_found_back(seed: int) -> None:
    page = candidate_page(by_quarter(seed))
    nobody = dict.fromkeys(page.nobody, 0)
    assert found_back(page, attack(page.released, page.relations, nobody)) == {}


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_small_count_of_the_routes_is_found_back(seed: int | None) -> None:
    page = route_page(with_tables() if seed is None else smaller(seed))
    nobody = dict.fromkeys(page.nobody, 0)
    assert found_back(page, attack(page.released, page.relations, nobody)) == {}


def test_who_started_in_other_years_is_not_found_back() -> None:
    # As many started in the year as agreement G5 tells, and three before: not to be subtracted.
    people = candidates(with_tables())
    assert people is not None
    this = int(beginnings(people).table.loc["2023-Q4", "G5"])
    rows = pd.DataFrame(
        [(2022, "horeca", 3, 1), (2023, "horeca", this - 30, 12), (2023, "techniek", 30, 15)],
        columns=["jaar", "route", "gestart", "naar_werk"],
    ).assign(basis="voorbeeld")
    page = route_page(with_tables(werkleerroutes=rows))
    assert page.released["routes"].value("alle routes", "gestart") is None
    assert found_back(page, attack(page.released, page.relations)) == {}


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_small_count_of_the_wsw_is_found_back(seed: int | None) -> None:
    page = wsw_page(with_tables() if seed is None else smaller(seed))
    assert found_back(page, attack(page.released, page.relations)) == {}


# --- What is true by definition ------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["2023-12-31", EARLY, LATE])
def test_what_is_said_to_be_shared_holds_of_every_kind_of_person(seen: str) -> None:
    book = smaller(1, seen)
    counts, people = candidate_total(book), candidates(book)
    assert people is not None
    meant = meanings(everybody(seen), people.ends, counts.cohorts, courses_of(book))
    checked = 0
    for one in counts.shared:
        if not {*one.whole, *one.part} <= set(meant):
            continue  # a remainder, which follows from the rest
        whole, part = (
            sum(meant[cell].astype(int) for cell in side) for side in (one.whole, one.part)
        )
        assert (whole >= part).all(), one
        assert not one.same or (whole == part).all(), one
        checked += 1
    assert checked >= 10


# --- The registration ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_words_on_hidden_records_leave_every_small_number_possible(seed: int | None) -> None:
    book = with_tables() if seed is None else smaller(seed)
    found, enough = registration(book), book.number(ENOUGH).value / 100
    truth = book.table("registratie")
    ties = [*zip(truth["kwartaal"], truth["totaal"], strict=True)]
    rows = rows_of(found.rows)
    for row in rows:
        if row["deel"] is not None or row["totaal"] is None:
            continue
        mine = _of(truth, row)
        same = [other for other in rows if _tie(truth, other) == _tie(truth, row)]
        assert ties.count(_tie(truth, row)) == len(same)
        wholes = [w for w in range(*_range(row["totaal"])) if all(_may(o, w, enough) for o in same)]
        assert int(mine["totaal"]) in wholes
        small = min(int(mine["ingevuld"]), int(mine["totaal"]) - int(mine["ingevuld"]))
        if small >= THRESHOLD:
            continue
        side = (lambda w, k: k) if int(mine["ingevuld"]) == small else (lambda w, k: w - k)
        for number in range(THRESHOLD + 1):
            assert any(_told(row, side(w, number), w, enough) for w in wholes), row["gegeven"]


def _of(truth: pd.DataFrame, row: dict[str, object]) -> pd.Series:
    same = (truth["kwartaal"] == row["kwartaal"]) & (truth["gegeven"] == row["gegeven"])
    return truth[same].iloc[0]


def _tie(truth: pd.DataFrame, row: dict[str, object]) -> tuple[str, int]:
    mine = _of(truth, row)
    return str(mine["kwartaal"]), int(mine["totaal"])


def _range(shown: int) -> tuple[int, int]:
    low, high = rounding_range(int(shown), THRESHOLD, BASE)
    return low, high + 1


def _may(row: dict[str, object], whole: int, enough: float) -> bool:
    """Whether a row may have so many records, given all that it tells."""
    return any(_told(row, filled, whole, enough) for filled in range(whole + 1))


def _told(row: dict[str, object], filled: int, whole: int, enough: float) -> bool:
    """Whether a row would read as it does with these numbers, the choice of hiding left aside."""
    if not 0 <= filled <= whole:
        return False
    if row["deel"] is not None:
        low, high = _range(row["ingevuld"])  # type: ignore[arg-type]
        return low <= filled < high
    state = row["stand"]
    return state is Complete.UNKNOWN or (filled / whole >= enough) == (state is Complete.YES)
