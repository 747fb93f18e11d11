"""The planning of nota 2024-933 against its text; dates and terms as printed there."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.model.schedule import Verdict
from analysis.paths import ROOT
from analysis.questions.planning import PRESENTATION, Planning, planning
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.golden


@pytest.fixture(scope="module")
def result(book: Workbook) -> Planning:
    return planning(book)


@pytest.mark.parametrize(
    ("number", "first", "last", "place"),
    [
        # "Oplevering van het plan van aanpak is uiterlijk 20 januari 2025."
        (1, "2025-01-20", "2025-01-20", "MP41"),
        # "oplevering Fase 2 uiterlijk begin april 2025": a month, no day.
        (2, "2025-04-01", "2025-04-30", "MP42"),
        # "Aan het einde van fase 3 lever je een bedrijfsplan … op … 1 juni 2025"
        (3, "2025-06-01", "2025-06-01", "MP44"),
    ],
)
def test_the_phases_end_as_printed_and_begin_nowhere(
    result: Planning, number: int, first: str, last: str, place: str
) -> None:
    phase = result.phases[number - 1]
    assert (phase.number, phase.start, phase.milestone) == (number, None, place)
    assert (phase.end.first.isoformat(), phase.end.last.isoformat()) == (first, last)


def test_the_planning_begins_with_the_talk_of_16_october(result: Planning) -> None:
    # "met uw raad gesproken op 16 en 23 oktober 2024"
    assert list(result.milestones["id"]) == [f"MP{number}" for number in range(32, 47)]
    assert result.milestones["datum_van"][0] == "2024-10-16"


def test_the_verdicts_of_the_nota(result: Planning) -> None:
    found = result.steps.groupby("oordeel")["id"].agg(lambda part: sorted(part)).to_dict()
    assert found == {
        Verdict.OP_TIJD: ["PS01", "PS03", "PS09", "PS13", "PS15", "PS16"],
        # Strategic plan and bedrijfsplan 2025-2028: from 1 January 2025, done in April and June.
        Verdict.TE_LAAT: ["PS05", "PS06"],
        Verdict.ZONDER_DATUM: ["PS02", "PS04", "PS07", "PS08", "PS10", "PS11", "PS12", "PS14"],
    }


def test_days_between_the_deadlines(result: Planning) -> None:
    # 20 January - 1 or 30 April; 30 or 1 April - 1 June.
    assert result.gaps[["dagen_min", "dagen_max"]].to_numpy().tolist() == [[71, 100], [32, 61]]


def test_the_presentation_is_after_phase_two_and_before_phase_three(result: Planning) -> None:
    # "De eindpresentatie in de raad volgt mei 2025."
    place = result.resting_on(PRESENTATION)
    assert place == "MP43"
    assert result.if_chosen_at(place) == {
        "MP38": Verdict.TE_LAAT,
        "MP42": Verdict.TE_LAAT,
        "MP44": Verdict.OP_TIJD,
    }


def test_both_terms_hold_the_first_of_june(result: Planning) -> None:
    # "eerst voor 7 maanden"; "een half jaar?" From 1 January 2025: to 31 July and to 30 June.
    seven, six = result.terms
    assert [term.months.value for term in (seven, six)] == [7, 6]
    assert [term.end for term in (seven, six)] == [dt.date(2025, 7, 31), dt.date(2025, 6, 30)]
    assert [term.slack.value for term in (seven, six)] == [60, 29]
    # Half a year from 1 December 2024, 31 days sooner, ends on 31 May.
    assert six.too_late.value == 31
    assert seven.months.provenance.ids == ("K37",)
    assert (six.months.provenance.ids, six.months.provenance.label) == (("K42",), "afgeleid")


def test_no_plan_runs_in_the_last_year_of_the_criterion(result: Planning) -> None:
    # "Strategisch plan 2025-2028", "Impact financiën (2025-2029)", "perspectiefnota 2026-2029".
    horizons = result.horizons
    years = (horizons.plans.value, horizons.criterion.value, horizons.budget.value)
    assert years == (2028, 2029, 2029)
    assert horizons.uncovered == (2029,)
    assert horizons.provenance.ids == ("K11", "K20")


def test_what_is_delivered_says_whether_it_is_there(result: Planning) -> None:
    made = {path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    stands = result.deliveries.groupby("notebook")["stand"].unique().map(list)
    assert {name for name in stands.index if stands[name] == ["volgt"]}.isdisjoint(made)
    # The planning is part of 06 itself.
    ready = {name for name in stands.index if stands[name] == ["klaar"]}
    assert ready <= made | {"06_scenarioafweging"}
    assert set(stands.index) >= made
    assert all(len(stand) == 1 for stand in stands)


def test_what_is_delivered_goes_to_a_milestone_of_the_planning(result: Planning) -> None:
    assert set(result.deliveries["mijlpaal"]) <= set(result.milestones["id"])
