"""Plan lines: what is measured, estimated, not due or missing, and which gap a line waits for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.questions.evidence import Light
from analysis.questions.local_runoff import LocalRunoff
from analysis.questions.plans import (
    HEADS,
    State,
    errors_by_quantity,
    line_quantity,
    open_gaps,
    plan_lines,
)
from analysis.sources.workbook import Workbook, peildatum

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
EMPTY = float("nan")
THIS_YEAR = int(peildatum()[:4])
LocalOf = Callable[[str], LocalRunoff]
Row = dict[str, Any]
Make = Callable[[list[Row], list[Row]], pd.DataFrame]


def planned(value: float = 100, **changes: Any) -> Row:
    """A row of plannen.csv; with a value it is from a document, without it waits for G12."""
    return {
        "id": "PL1",
        "plan": "Proef",
        "plandatum": "2015",
        "grootheid": "Omzet",
        "gebied": "samen",
        "doeljaar": 2020,
        "waarde": value,
        "laag": EMPTY,
        "hoog": EMPTY,
        "eenheid": "eur",
        "goede_kant": "meer",
        "bron": "",
        "vindplaats": "",
        "basis": "" if math.isnan(value) else "bron",
        "cijfer": "",
        "gegeven": "G12" if math.isnan(value) else "",
        "opmerking": "",
    } | changes


def realised(value: float = 90, **changes: Any) -> Row:
    """A row of realisaties.csv; without a value it waits for G14."""
    return {
        "id": "RE1",
        "grootheid": "Omzet",
        "gebied": "samen",
        "jaar": 2020,
        "waarde": value,
        "eenheid": "eur",
        "beleidseffect": EMPTY,
        "bron": "",
        "vindplaats": "",
        "basis": "" if math.isnan(value) else "bron",
        "cijfer": "",
        "gegeven": "G14" if math.isnan(value) else "",
        "opmerking": "",
    } | changes


@pytest.fixture
def few(local_of: LocalOf) -> LocalRunoff:
    """A run-off of ten draws until 2018: in 2017 there are 10, 20, ... 100 people."""
    paths = np.column_stack([np.full(10, 100), np.arange(10, 101, 10), np.zeros(10)]).astype(int)
    return replace(local_of("samen"), years=np.arange(2016, 2019), paths=paths)


@pytest.fixture
def make(book: Workbook, few: LocalRunoff) -> Make:
    """Judge these rows of plan and outcome."""

    def lines(plans: list[Row], outcomes: list[Row]) -> pd.DataFrame:
        columns = list(realised())
        tables = {
            **book.tables,
            "plannen": pd.DataFrame(plans),
            "realisaties": pd.DataFrame(outcomes, columns=columns),
        }
        return plan_lines(replace(book, tables=tables), few)

    return lines


def one(lines: pd.DataFrame) -> Row:
    (row,) = lines.to_dict("records")
    return row


def test_a_line_with_both_numbers_is_measured(make: Make) -> None:
    row = one(make([planned(100)], [realised(90)]))
    assert row["stand"] == State.GEMETEN
    assert (row["waarde"], row["werkelijk"]) == (100, 90)
    assert row["laag_werkelijk"] == row["hoog_werkelijk"] == 90
    assert (row["kans"], row["licht"], row["gaten"]) == (0, Light.ROOD, "")


@pytest.mark.parametrize(
    ("side", "outcome", "light"),
    [
        ("meer", 100, Light.GROEN),
        ("meer", 90, Light.ROOD),
        ("minder", 90, Light.GROEN),
        ("minder", 101, Light.ROOD),
        ("geen", 90, Light.GEEN),
    ],
)
def test_the_light_follows_the_good_side(
    make: Make, side: str, outcome: float, light: Light
) -> None:
    row = one(make([planned(100, goede_kant=side)], [realised(outcome)]))
    assert row["licht"] == light
    assert math.isnan(row["kans"]) == (light == Light.GEEN)


@pytest.mark.parametrize(("plan", "outcome"), [(100, 0), (0, 90), (0, 0)])
def test_a_zero_that_was_filled_in_is_a_number(make: Make, plan: float, outcome: float) -> None:
    row = one(make([planned(plan)], [realised(outcome)]))
    assert row["stand"] == State.GEMETEN
    assert row["werkelijk"] == outcome
    assert row["licht"] == (Light.GROEN if outcome >= plan else Light.ROOD)
    assert row["gaten"] == ""


@pytest.mark.parametrize(
    ("plan", "outcome", "gaps"),
    [(100, EMPTY, "G14"), (EMPTY, 90, "G12"), (EMPTY, EMPTY, "G12;G14")],
)
def test_a_missing_number_is_named_and_never_a_zero(
    make: Make, plan: float, outcome: float, gaps: str
) -> None:
    row = one(make([planned(plan)], [realised(outcome)]))
    assert row["stand"] == State.ONTBREEKT
    assert row["licht"] == Light.ONTBREEKT
    assert row["gaten"] == gaps
    assert math.isnan(row["kans"])
    for column, value in (("waarde", plan), ("werkelijk", outcome)):
        assert row[column] == pytest.approx(value, nan_ok=True)
    assert row["laag_werkelijk"] == pytest.approx(outcome, nan_ok=True)
    assert row["hoog_werkelijk"] == pytest.approx(outcome, nan_ok=True)


def test_a_gap_of_both_sides_is_named_once(make: Make) -> None:
    row = one(make([planned(EMPTY)], [realised(EMPTY, gegeven="G12")]))
    assert row["gaten"] == "G12"


def test_an_outcome_without_a_row_has_no_gap_to_name(make: Make) -> None:
    row = one(make([planned(100)], []))
    assert (row["stand"], row["gaten"]) == (State.ONTBREEKT, "")
    assert math.isnan(row["werkelijk"])


@pytest.mark.parametrize(
    ("year", "state", "light"),
    [
        (THIS_YEAR, State.ONTBREEKT, Light.ONTBREEKT),
        (THIS_YEAR + 1, State.NIET_AF, Light.GEEN),
        (2040, State.NIET_AF, Light.GEEN),
    ],
)
def test_a_year_to_come_is_not_missing(make: Make, year: int, state: State, light: Light) -> None:
    row = one(make([planned(100, doeljaar=year)], []))
    assert (row["stand"], row["licht"]) == (state, light)
    assert math.isnan(row["werkelijk"])
    assert math.isnan(row["kans"])


def test_a_plan_that_nobody_read_is_missing_also_for_a_year_to_come(make: Make) -> None:
    row = one(make([planned(EMPTY, doeljaar=2040)], []))
    assert (row["stand"], row["gaten"]) == (State.ONTBREEKT, "G12")


def test_an_estimate_stands_in_for_heads_that_nobody_counted(make: Make, few: LocalRunoff) -> None:
    # Of 10, 20, ... 100 the mean is 55 and the 5% and 95% points are 10 and 100; eight of the ten
    # are at least 30.
    row = one(make([planned(30, grootheid=HEADS, doeljaar=2017, eenheid="pers")], []))
    assert row["stand"] == State.GESCHAT
    assert (row["werkelijk"], row["laag_werkelijk"], row["hoog_werkelijk"]) == (55, 10, 100)
    assert (row["kans"], row["licht"]) == (pytest.approx(0.8), Light.GROEN)
    assert row["basis"] == "aanname"
    assert row["ids"].split(";") == ["PL1", *few.provenance.ids]


def test_an_estimate_beside_no_plan_is_kept_and_not_judged(make: Make) -> None:
    plan = planned(EMPTY, grootheid=HEADS, doeljaar=2017, eenheid="pers")
    row = one(make([plan], [realised(EMPTY, grootheid=HEADS, jaar=2017)]))
    assert (row["stand"], row["licht"]) == (State.ONTBREEKT, Light.ONTBREEKT)
    assert row["werkelijk"] == 55
    assert math.isnan(row["kans"])
    # The count is still wanted, though there is an estimate.
    assert row["gaten"] == "G12;G14"


@pytest.mark.parametrize(
    "changes",
    [
        {"doeljaar": 2016},  # counted once, and the model starts there
        {"doeljaar": 2019},  # after the model's last year
        {"gebied": "nederland"},
        {"grootheid": "SE"},
    ],
)
def test_nothing_else_is_estimated(make: Make, changes: Row) -> None:
    row = one(make([planned(30, **({"grootheid": HEADS, "doeljaar": 2017} | changes))], []))
    assert row["stand"] == State.ONTBREEKT
    assert math.isnan(row["werkelijk"])


def test_a_count_goes_before_an_estimate(make: Make) -> None:
    row = one(
        make(
            [planned(30, grootheid=HEADS, doeljaar=2017)],
            [realised(29, grootheid=HEADS, jaar=2017)],
        )
    )
    assert (row["stand"], row["werkelijk"], row["kans"]) == (State.GEMETEN, 29, 0)
    assert row["ids"] == "PL1;RE1"


@pytest.mark.parametrize(
    ("plan", "outcome", "basis"),
    [
        ("bron", "bron", "bron"),
        ("bron", "afgeleid", "afgeleid"),
        ("aanname", "bron", "aanname"),
        ("afspraak", "bron", "afspraak"),
        ("afspraak", "afgeleid", "afgeleid"),
        ("voorbeeld", "bron", "voorbeeld"),
        ("bron", "voorbeeld", "voorbeeld"),
    ],
)
def test_a_line_is_as_sure_as_its_weakest_side(
    make: Make, plan: str, outcome: str, basis: str
) -> None:
    row = one(make([planned(100, basis=plan)], [realised(90, basis=outcome)]))
    assert row["basis"] == basis


def test_a_line_names_the_register_where_it_repeats_it(make: Make) -> None:
    rows = ([planned(100, cijfer="X03")], [realised(90, cijfer="X04")])
    assert one(make(*rows))["ids"] == "X03;X04"
    assert one(make([planned(EMPTY)], [realised(90, cijfer="X04")]))["ids"] == "X04"
    assert one(make([planned(EMPTY)], [realised(EMPTY)]))["ids"] == ""


def test_the_year_before_comes_along(make: Make) -> None:
    outcomes = [realised(80, id="RE0", jaar=2019), realised(90), realised(95, id="RE2", jaar=2021)]
    lines = make([planned(100), planned(100, id="PL2", doeljaar=2022)], outcomes)
    assert list(lines["vorig"]) == [80, 95]


def test_an_outcome_belongs_to_its_own_quantity_area_and_year(make: Make) -> None:
    others = [
        realised(1, id="RE2", grootheid="SE"),
        realised(2, id="RE3", gebied="nederland"),
        realised(3, id="RE4", jaar=2021),
    ]
    assert math.isnan(one(make([planned(100)], others))["werkelijk"])


def test_two_outcomes_for_one_line_are_refused(make: Make) -> None:
    with pytest.raises(pd.errors.MergeError):
        make([planned(100)], [realised(90), realised(91, id="RE2")])


@pytest.mark.parametrize("area", AREAS)
def test_a_page_shows_its_own_area_only(book: Workbook, local_of: LocalOf, area: str) -> None:
    lines = plan_lines(book.in_area(area), local_of("samen"))
    shared = {"nederland", "samen"}
    # Olst-Wijhe has no line of its own; the goals and the DVO are Deventer's.
    own = {"samen": {"deventer"}, "deventer": {"deventer"}, "olst-wijhe": set()}[area]
    assert set(lines["gebied"]) == shared | own
    plans = book.table("plannen")
    assert len(lines) == plans["gebied"].isin(shared | own).sum()


@pytest.mark.parametrize("area", AREAS)
def test_every_real_line_says_what_is_missing(book: Workbook, local_of: LocalOf, area: str) -> None:
    lines = plan_lines(book.in_area(area), local_of("samen"))
    assert lines["id"].is_unique
    known = set(book.table("ontbrekend")["id"])
    for row in lines.to_dict("records"):
        incomplete = pd.isna(row["waarde"]) or pd.isna(row["werkelijk"])
        gaps = [name for name in row["gaten"].split(";") if name]
        assert set(gaps) <= known
        if row["stand"] == State.ONTBREEKT:
            assert incomplete
            assert gaps
        elif row["stand"] != State.NIET_AF:
            assert not incomplete
        assert (row["stand"] == State.GEMETEN) <= (gaps == [])


def test_the_states_of_the_real_lines(book: Workbook, local_of: LocalOf) -> None:
    # Measured: the national Wsw in 2020 and 2022 and the three goals of 2015. Estimated: the heads
    # of 2017. To come: three prognoses for 2035 and 2040 that were read. All else is missing.
    lines = plan_lines(book, local_of("samen"))
    by_state = lines.groupby("stand")["id"].agg(sorted)
    assert by_state[State.GEMETEN] == ["PL011", "PL013", "PL021", "PL022", "PL023"]
    assert by_state[State.GESCHAT] == ["PL001"]
    assert by_state[State.NIET_AF] == ["PL017", "PL018", "PL019"]
    assert len(by_state[State.ONTBREEKT]) == len(lines) - 9


def test_a_number_of_a_line_carries_what_the_line_rests_on(make: Make) -> None:
    row = one(make([planned(30, grootheid=HEADS, doeljaar=2017, eenheid="pers")], []))
    plan, outcome = line_quantity(row, "waarde"), line_quantity(row, "werkelijk")
    assert (plan.value, plan.low, plan.high, plan.unit) == (30, 30, 30, "pers")
    assert (outcome.value, outcome.low, outcome.high, outcome.unit) == (55, 10, 100, "pers")
    assert plan.provenance == outcome.provenance
    assert plan.provenance.label == "aanname"
    assert set(plan.provenance.ids) == set(row["ids"].split(";"))


def test_gaps_are_counted_by_line(make: Make) -> None:
    plans = [planned(EMPTY), planned(EMPTY, id="PL2", doeljaar=2021), planned(5, id="PL3",
             doeljaar=2022), planned(5, id="PL4", doeljaar=2023)]  # fmt: skip
    outcomes = [realised(EMPTY), realised(7, id="RE2", jaar=2021), realised(EMPTY, id="RE3",
                jaar=2022), realised(6, id="RE4", jaar=2023)]  # fmt: skip
    # G12: the first and second; G14: the first and third; the fourth is measured.
    assert open_gaps(make(plans, outcomes)).to_dict() == {"G12": 2, "G14": 2}


def test_a_line_that_is_only_estimated_waits_for_nothing(make: Make) -> None:
    plan = planned(30, grootheid=HEADS, doeljaar=2017)
    lines = make([plan], [realised(EMPTY, grootheid=HEADS, jaar=2017)])
    assert one(lines)["stand"] == State.GESCHAT
    assert open_gaps(lines).empty


def test_errors_are_of_measured_lines_only(make: Make) -> None:
    # Two measured: errors 100 - 90 = 10 and 100 - 110 = -10; the third has no outcome.
    plans = [planned(100, id=f"PL{year}", doeljaar=year) for year in (2020, 2021, 2022)]
    outcomes = [realised(90), realised(110, id="RE2", jaar=2021)]
    row = one(errors_by_quantity(make(plans, outcomes)))
    assert (row["plan"], row["grootheid"], row["eenheid"]) == ("Proef", "Omzet", "eur")
    assert (row["count"], row["bias"]) == (2, 0)
    assert (row["too_high"], row["too_low"]) == (1, 1)
    # 10/90 and 10/110; Theil from 2021 alone: own error 10, naive error 20.
    assert row["mape"] == pytest.approx((10 / 90 + 10 / 110) / 2)
    assert row["theil_u2"] == pytest.approx(0.5)
    assert set(row["ids"].split(";")) == {"PL2020", "PL2021", "RE1", "RE2"}
    assert row["basis"] == "afgeleid"


def test_a_known_effect_of_policy_is_no_error(make: Make) -> None:
    # 100 planned, policy took 15 off, 90 realised: the plan was 5 too low.
    row = one(errors_by_quantity(make([planned(100)], [realised(90, beleidseffect=-15)])))
    assert (row["bias"], row["policy"], row["policy_count"]) == (-5, -15, 1)
    assert (row["too_high"], row["too_low"]) == (0, 1)


def test_a_range_of_the_plan_gives_coverage(make: Make) -> None:
    plans = [
        planned(100, laag=80, hoog=120),
        planned(100, id="PL2", doeljaar=2021, laag=95, hoog=105),
        planned(100, id="PL3", doeljaar=2022),
    ]
    outcomes = [realised(90, id=f"RE{year}", jaar=year) for year in (2020, 2021, 2022)]
    row = one(errors_by_quantity(make(plans, outcomes)))
    assert (row["coverage"], row["coverage_count"]) == (0.5, 2)


def test_errors_are_kept_apart_by_plan_and_quantity(make: Make) -> None:
    plans = [
        planned(100),
        planned(110, id="PL2", plan="Ander plan"),
        planned(7, id="PL3", grootheid="SE", eenheid="se"),
    ]
    outcomes = [realised(90), realised(8, id="RE2", grootheid="SE", eenheid="se")]
    errors = errors_by_quantity(make(plans, outcomes))
    assert list(zip(errors["plan"], errors["grootheid"], errors["bias"], strict=True)) == [
        ("Proef", "Omzet", 10),
        ("Ander plan", "Omzet", 20),
        ("Proef", "SE", -1),
    ]
