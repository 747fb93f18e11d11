"""The planning: every verdict follows from dates, and what has no date stays without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.model.schedule import Moment, Verdict
from analysis.questions.planning import (
    COUNCIL_CHOICE,
    PRESENTATION,
    Planning,
    deadline_gaps,
    phases_of,
    planning,
    steps_of,
)
from analysis.questions.planning_terms import horizons_of, terms_of
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

DAYS = {
    "dag": ("2025-06-01", "2025-06-01"),
    "maand": ("2025-04-01", "2025-04-30"),
    "seizoen": ("2025-03-01", "2025-06-30"),
    "jaar": ("2025-01-01", "2025-12-31"),
    "periode": ("2025-01-01", "2028-12-31"),
}


def milestone(
    name: str, precision: str, *days: str, kind: str = "deadline", text: str = "Iets"
) -> dict[str, Any]:
    first, last = (days * 2)[:2] if days else DAYS[precision]
    return {
        "id": name,
        "datum_van": first,
        "datum_tot": last,
        "precisie": precision,
        "mijlpaal": text,
        "soort": kind,
        "feiten": "K41",
    }


def one_step(needing: dict[str, Any], needed: dict[str, Any] | None) -> dict[str, Any]:
    """The step in which the one needs the other."""
    found = steps_of(
        pd.DataFrame(
            [{"id": "PS01", "mijlpaal": "A", "nodig": "B" if needed else "", "wat": "Iets"}]
        ),
        pd.DataFrame([needing | {"id": "A"}, *([needed | {"id": "B"}] if needed else [])]),
    )
    (row,) = found.to_dict("records")
    return dict(row)


def changed(book: Workbook, table: str, name: str, **cells: str) -> Workbook:
    """The workbook with other cells in one row of a table."""
    rows = book.table(table)
    for column, value in cells.items():
        rows.loc[rows["id"] == name, column] = value
    return replace(book, tables={**book.tables, table: rows})


@pytest.fixture(scope="module")
def result(book: Workbook) -> Planning:
    return planning(book)


@pytest.mark.parametrize(
    ("needing", "needed", "verdict", "days"),
    [
        # 30 April or 1 April to 1 June; swapped, it is late by as much.
        ("dag", "maand", Verdict.OP_TIJD, (32, 61)),
        ("maand", "dag", Verdict.TE_LAAT, (-61, -32)),
        ("dag", "seizoen", Verdict.ONZEKER, (-29, 92)),
        ("maand", "jaar", Verdict.ONZEKER, (-274, 119)),
        # What lasts must have what it needs on its first day, and is done on its last.
        ("periode", "maand", Verdict.TE_LAAT, (-119, -90)),
        ("dag", "periode", Verdict.TE_LAAT, (-1309, -1309)),
        ("periode", "periode", Verdict.TE_LAAT, (-1460, -1460)),
    ],
)
def test_a_verdict_follows_from_dates_and_their_precision(
    needing: str, needed: str, verdict: Verdict, days: tuple[int, int]
) -> None:
    row = one_step(milestone("A", needing), milestone("B", needed))
    assert row["oordeel"] == verdict
    assert (row["dagen_min"], row["dagen_max"]) == days


def test_what_is_needed_without_a_date_has_no_days() -> None:
    row = one_step(milestone("A", "dag"), None)
    assert row["oordeel"] == Verdict.ZONDER_DATUM
    assert pd.isna(row["dagen_min"])
    assert pd.isna(row["dagen_max"])


def test_an_unknown_milestone_is_no_date() -> None:
    steps = pd.DataFrame([{"id": "PS01", "mijlpaal": "A", "nodig": "C", "wat": "Iets"}])
    with pytest.raises(KeyError, match="C"):
        steps_of(steps, pd.DataFrame([milestone("A", "dag")]))


def test_a_phase_begins_when_the_documents_say_so() -> None:
    rows = [
        milestone("C", "periode", "2025-02-01", "2025-03-31", text="Onderzoek (fase 2)"),
        milestone("A", "dag", "2025-01-20", text="Plan opgeleverd (fase 1)"),
        milestone("D", "dag", text="Zonder fase"),
    ]
    one, two = phases_of(pd.DataFrame(rows))
    assert (one.number, one.start, one.milestone) == (1, None, "A")
    assert (two.number, two.start, two.milestone) == (2, dt.date(2025, 2, 1), "C")
    assert two.end == Moment(dt.date(2025, 3, 31), dt.date(2025, 3, 31))


def test_gaps_are_between_deadlines_only() -> None:
    rows = [
        milestone("A", "dag", "2025-01-20"),
        milestone("B", "dag", "2025-02-01", kind="overleg"),
        milestone("C", "maand"),
    ]
    (gap,) = deadline_gaps(pd.DataFrame(rows)).to_dict("records")
    # 20 January to 1 April: 11 + 28 + 31 + 1; to 30 April 29 more.
    assert gap == {"van": "A", "tot": "C", "dagen_min": 71, "dagen_max": 100}
    assert deadline_gaps(pd.DataFrame(rows[:2])).empty


def test_every_step_is_judged_once_and_in_the_order_of_dates(result: Planning) -> None:
    assert sum(result.counts().values()) == len(result.steps) == 16
    dates = result.steps["mijlpaal"].map(lambda name: result.by_id[name]["datum_van"])
    assert dates.is_monotonic_increasing
    assert result.milestones["datum_van"].is_monotonic_increasing


def test_a_swapped_date_flips_the_verdict(book: Workbook, result: Planning) -> None:
    assert result.steps.set_index("id")["oordeel"]["PS09"] == Verdict.OP_TIJD
    # Plan van aanpak (MP41) and scenariokeuze (MP42) change places.
    one, other = (result.by_id[name] for name in ("MP41", "MP42"))
    dates = ("datum_van", "datum_tot", "precisie")
    swapped = changed(book, "mijlpalen", "MP41", **{name: other[name] for name in dates})
    swapped = changed(swapped, "mijlpalen", "MP42", **{name: one[name] for name in dates})
    assert planning(swapped).steps.set_index("id")["oordeel"]["PS09"] == Verdict.TE_LAAT


def test_a_date_for_what_had_none_gives_a_verdict(book: Workbook, result: Planning) -> None:
    assert result.undated_choice()
    dated = planning(changed(book, "planning_stappen", "PS14", nodig="MP43"))
    assert dated.steps.set_index("id")["oordeel"]["PS14"] == Verdict.OP_TIJD
    assert not dated.undated_choice()
    assert dated.counts()[Verdict.ZONDER_DATUM] == result.counts()[Verdict.ZONDER_DATUM] - 1


def test_the_steps_of_the_council_are_about_its_choice(result: Planning) -> None:
    words = result.steps.set_index("id").loc[list(COUNCIL_CHOICE), "wat"]
    assert all("raad" in text and "gekozen" in text for text in words)
    others = result.steps[~result.steps["id"].isin(COUNCIL_CHOICE)]
    assert not others["wat"].str.contains("raad heeft").any()


def test_a_choice_at_the_presentation_is_judged_by_its_date(
    book: Workbook, result: Planning
) -> None:
    place = result.resting_on(PRESENTATION)
    assert result.if_chosen_at(place)["MP44"] == Verdict.OP_TIJD
    later = changed(book, "mijlpalen", place, datum_van="2025-06-02", datum_tot="2025-06-30")
    assert planning(later).if_chosen_at(place)["MP44"] == Verdict.TE_LAAT


def test_what_is_troubled_names_each_verdict_once(result: Planning) -> None:
    assert result.troubled("MP42") == (Verdict.ZONDER_DATUM,)  # three times, and once in time
    assert result.troubled("MP39") == (Verdict.TE_LAAT,)
    assert result.troubled("MP43") == ()


def test_a_fact_with_two_milestones_names_none(result: Planning) -> None:
    with pytest.raises(ValueError, match="too many"):
        result.resting_on("K16")


def test_the_area_changes_nothing(book: Workbook, result: Planning) -> None:
    other = planning(book.in_area("olst-wijhe"))
    assert other.steps.equals(result.steps)
    assert other.terms == result.terms


def test_terms_are_counted_from_the_dates_of_the_register(book: Workbook) -> None:
    # A deadline of 30 June is the last day of half a year; a day later is one too many.
    def slack(deadline: str) -> Iterable[float]:
        rows = book.table("cijfers")
        rows.loc[rows["id"] == "K41", "waarde"] = deadline
        terms = terms_of(replace(book, tables={**book.tables, "cijfers": rows}))
        return [term.slack.value for term in terms]

    assert slack("2025-06-30") == [31, 0]
    assert slack("2025-07-01") == [30, -1]


def test_years_without_a_plan_follow_from_the_periods(book: Workbook) -> None:
    assert horizons_of(changed(book, "mijlpalen", "MP39", datum_tot="2029-12-31")).uncovered == ()
    shorter = horizons_of(changed(book, "mijlpalen", "MP39", datum_tot="2027-12-31"))
    assert shorter.uncovered == (2028, 2029)
    assert shorter.plans.value == 2027
