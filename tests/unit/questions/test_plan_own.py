"""The own plan: the difference of the result over its factors, and what it takes to say so."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.questions.plan_own import (
    FACTORS,
    OWN_PLAN,
    RESULT,
    UNEXPLAINED,
    own_bridge,
    own_lines,
    own_years,
    result_of,
)
from analysis.questions.plans import State

pytestmark = pytest.mark.unit

PLAN = {
    "SE": 600.0,
    "Rijkssubsidie per SE": 26_000.0,
    "Loonkosten per SE": 29_500.0,
    "Netto toegevoegde waarde": 5_200_000.0,
    "Overige baten": 900_000.0,
    "Overige lasten": 5_100_000.0,
    RESULT: -1_100_000.0,
}
OUTCOME = {
    "SE": 590.0,
    "Rijkssubsidie per SE": 26_100.0,
    "Loonkosten per SE": 29_900.0,
    "Netto toegevoegde waarde": 4_700_000.0,
    "Overige baten": 950_000.0,
    "Overige lasten": 5_300_000.0,
    RESULT: -1_867_000.0,
}
EFFECTS = {
    # The product SE x (subsidy - wages): each factor's change times the average of the rest, which
    # is Shapley for this formula. Margins -3,500 and -3,800; SE 600 and 590, on average 595.
    "SE": 36_500,  # -10 x (-3,500 - 3,800) / 2
    "Rijkssubsidie per SE": 59_500,  # 100 x 595
    "Loonkosten per SE": -238_000,  # -400 x 595
    "Netto toegevoegde waarde": -500_000,
    "Overige baten": 50_000,
    "Overige lasten": -200_000,
}


def year_lines(year: int = 2020, **changes: dict[str, Any]) -> pd.DataFrame:
    """The lines of one year; `changes` are cells by quantity (blanks written as _)."""
    rows = [
        {
            "id": f"PL-{name}-{year}",
            "plan": OWN_PLAN,
            "grootheid": name,
            "doeljaar": year,
            "waarde": value,
            "werkelijk": OUTCOME[name],
            "stand": State.GEMETEN,
            "basis": "bron",
            "ids": f"PL-{name};RE-{name}",
        }
        | changes.get(name.replace(" ", "_"), {})
        for name, value in PLAN.items()
    ]
    return pd.DataFrame(rows)


MISSING = {"werkelijk": float("nan"), "stand": State.ONTBREEKT, "ids": ""}


def test_the_result_by_hand() -> None:
    # 600 x (26,000 - 29,500) = -2,100,000; + 5,200,000 + 900,000 - 5,100,000.
    assert result_of(600, 26_000, 29_500, 5_200_000, 900_000, 5_100_000) == -1_100_000


def test_the_effects_by_hand() -> None:
    (row,) = own_bridge(year_lines()).to_dict("records")
    for name, effect in EFFECTS.items():
        assert row[name] == pytest.approx(effect, abs=1e-6), name
    # 590 x -3,800 = -2,242,000; + 4,700,000 + 950,000 - 5,300,000.
    assert (row["jaar"], row["plan"], row["werkelijk"]) == (2020, -1_100_000, -1_892_000)
    assert row["verschil"] == -792_000
    assert sum(row[name] for name in FACTORS.values()) == pytest.approx(-792_000, abs=1e-6)


def test_what_the_formula_does_not_explain() -> None:
    # Printed: -1,867,000 + 1,100,000 = -767,000, and -792,000 by the formula.
    (row,) = own_bridge(year_lines()).to_dict("records")
    assert row[UNEXPLAINED] == pytest.approx(25_000, abs=1e-6)


@pytest.mark.parametrize("side", ["waarde", "werkelijk"])
def test_without_a_printed_result_only_that_part_is_unknown(side: str) -> None:
    lines = year_lines(Resultaat={side: float("nan"), "stand": State.ONTBREEKT})
    (row,) = own_bridge(lines).to_dict("records")
    assert pd.isna(row[UNEXPLAINED])
    assert row["verschil"] == -792_000


@pytest.mark.parametrize("name", [name.replace(" ", "_") for name in FACTORS.values()])
def test_a_missing_factor_drops_its_own_year_only(name: str) -> None:
    lines = pd.concat(
        [year_lines(2020), year_lines(2021, **{name: MISSING}), year_lines(2022)],
        ignore_index=True,
    )
    assert own_years(lines) == (2020, 2022)
    assert list(own_bridge(lines)["jaar"]) == [2020, 2022]


def test_an_estimate_is_no_outcome() -> None:
    lines = year_lines(SE={"stand": State.GESCHAT})
    assert own_years(lines) == ()
    assert own_bridge(lines).empty


def test_a_factor_of_zero_is_a_number() -> None:
    lines = year_lines(Overige_baten={"waarde": 0.0, "werkelijk": 0.0})
    (row,) = own_bridge(lines).to_dict("records")
    assert row["Overige baten"] == 0
    assert row["verschil"] == -842_000  # the 50,000 of other income is gone


def test_the_other_plans_are_left_out() -> None:
    other = year_lines(2020).assign(plan="Raming Sallcon 2016", waarde=1.0)
    lines = pd.concat([other, year_lines(2021)], ignore_index=True)
    assert set(own_lines(lines)["plan"]) == {OWN_PLAN}
    assert own_years(other) == ()
    assert own_bridge(lines)["jaar"].tolist() == [2021]


def test_an_empty_plan_gives_an_empty_table_with_its_columns() -> None:
    found = own_bridge(year_lines().iloc[:0])
    assert found.empty
    names = ["jaar", "plan", *FACTORS.values(), "werkelijk", "verschil", UNEXPLAINED]
    assert list(found.columns) == [*names, "basis", "ids"]


def test_a_year_rests_on_what_was_measured_in_it() -> None:
    extra = pd.DataFrame(
        [
            {"grootheid": "Wsw-medewerkers", "stand": State.GESCHAT, "basis": "aanname",
             "ids": "A01", "doeljaar": 2020, "plan": OWN_PLAN, "waarde": 1.0, "werkelijk": 2.0},
        ]
    )  # fmt: skip
    lines = pd.concat(
        [year_lines(2020), extra, year_lines(2021, SE={"basis": "voorbeeld"})], ignore_index=True
    )
    first, second = own_bridge(lines).to_dict("records")
    assert (first["basis"], second["basis"]) == ("afgeleid", "voorbeeld")
    assert "A01" not in first["ids"].split(";")
    assert {"PL-SE", "RE-SE", f"PL-{RESULT}"} <= set(first["ids"].split(";"))
