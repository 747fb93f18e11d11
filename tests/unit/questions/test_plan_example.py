"""A made-up plan with made-up outcomes, filled into a copy: by hand, half filled, with policy."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.headlines import ABSENT
from analysis.parameters import Parameters
from analysis.present import (
    plan_answer,
    plan_bridge,
    plan_claims,
    plan_errors,
    plan_lines,
    plan_own,
    plan_reserve,
)
from analysis.present.theme import EXAMPLE_WARNING
from analysis.provenance import Basis
from analysis.questions.local_runoff import LocalRunoff
from analysis.questions.national_runoff import NationalRunoff
from analysis.questions.plan_own import OWN_PLAN, UNEXPLAINED
from analysis.questions.plan_reality import PlanReality, headlines, plan_reality
from analysis.questions.plans import State
from analysis.sources.build import build_processed
from analysis.sources.workbook import open_with
from tests.plan_example import (
    EXAMPLE,
    YEARS,
    fill_plan,
    planned,
    realised,
    renew_fingerprints,
    result,
)
from tests.unit.present.pages import (
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    cells_of,
)

pytestmark = pytest.mark.unit

Change = Callable[[Path], None]
Filled = Callable[..., PlanReality]
OUTCOMES = frozenset(
    ("werkelijk", name, year) for name in [*EXAMPLE, "Resultaat"] for year in YEARS
)
EFFECTS_2020 = {
    # -10 SE x (-3,500 - 3,800) / 2; 100 and -400 euros x the average of 600 and 590 SE.
    "SE": 36_500,
    "Rijkssubsidie per SE": 59_500,
    "Loonkosten per SE": -238_000,
    "Netto toegevoegde waarde": -500_000,
    "Overige baten": 50_000,
    "Overige lasten": -200_000,
}
FIGURES = (plan_lines.lights_figure, plan_reserve.reserve_figure, plan_own.own_result_figure)
"""Those that rest on the filled rows; the reserve of 2021 stands beside the forecast of 2016."""
TABLES = (
    plan_lines.forecast_table,
    plan_own.own_table,
    plan_own.own_bridge_table,
    plan_errors.errors_table,
)
OTHERS = (plan_bridge.bridge_figure, plan_bridge.parts_table, plan_lines.other_table)
OTHERS += (plan_claims.claims_table,)


@pytest.fixture(scope="session")
def joint(local_of: Callable[[str], LocalRunoff]) -> LocalRunoff:
    """The run-off of both together, of the project itself: the filled rows do not move it."""
    return local_of("samen")


@pytest.fixture
def filled(nation: NationalRunoff, joint: LocalRunoff, project_copy: Path) -> Filled:
    """Fill the copy, change its raw files, and return the results for both together."""

    def make(leave: frozenset[tuple[str, str, int]] = frozenset(), *changes: Change) -> PlanReality:
        fill_plan(project_copy, leave)
        raw = project_copy / "data" / "raw"
        for change in changes:
            change(raw)
        renew_fingerprints(raw)
        build_processed()
        return plan_reality(open_with(Parameters()), nation, joint)

    return make


def cells(file: str, name: str, year: int, **values: str) -> Change:
    """A change: other cells in the row of this quantity and year of both together."""

    def change(raw: Path) -> None:
        path = raw / file
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        moment = "doeljaar" if file == "plannen.csv" else "jaar"
        hits = [
            row
            for row in rows
            if (row["grootheid"], row["gebied"], row[moment]) == (name, "samen", str(year))
            and row.get("plan", OWN_PLAN) == OWN_PLAN
        ]
        (hit,) = hits
        hit |= values
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change


def own(found: PlanReality, name: str, year: int) -> dict[str, Any]:
    """The line of the own plan of a quantity and year."""
    lines = found.lines
    hit = (lines["plan"] == OWN_PLAN) & (lines["grootheid"] == name) & (lines["doeljaar"] == year)
    (row,) = lines[hit].to_dict("records")
    return row


def own_cells(found: PlanReality) -> dict[str, list[str]]:
    """The own plan as a reader sees it: the years of each quantity."""
    return {row[0]: row[1:] for row in cells_of(plan_own.own_table(found))}


def test_the_filled_example(filled: Filled) -> None:
    found = filled()
    _every_line_is_measured(found)
    _the_decomposition_is_that_of_the_hand(found)
    _the_errors_of_one_quantity_are_those_of_the_hand(found)
    _the_headlines_are_numbers(found)
    _everything_says_that_it_is_made_up(found)


def _every_line_is_measured(found: PlanReality) -> None:
    for name in EXAMPLE:
        for year in YEARS:
            row = own(found, name, year)
            assert row["stand"] == State.GEMETEN
            assert row["basis"] == Basis.VOORBEELD
            assert row["waarde"] == pytest.approx(planned(name, year))
            assert row["werkelijk"] == pytest.approx(realised(name, year))
    assert not any(ABSENT in cell for row in own_cells(found).values() for cell in row)


def _the_decomposition_is_that_of_the_hand(found: PlanReality) -> None:
    bridge = found.own.set_index("jaar")
    assert list(bridge.index) == list(YEARS)
    for name, effect in EFFECTS_2020.items():
        assert bridge[name][2020] == pytest.approx(effect, abs=1e-6)
    for year in YEARS:
        row = bridge.loc[year]
        assert sum(row[name] for name in EFFECTS_2020) == pytest.approx(row["verschil"], abs=1e-6)
        assert row["plan"] == pytest.approx(result("plan", year))
        assert row["verschil"] + row[UNEXPLAINED] == pytest.approx(
            result("werkelijk", year) - result("plan", year)
        )
        assert row[UNEXPLAINED] == pytest.approx(25_000)
    # In words of 2024: 496 to 446 SE, wages 30,700 to 33,500: -2,800 x 471 is the largest.
    text = plan_own.own_claim(found).text()
    assert text.startswith("Voorbeeld: het resultaat van 2024 ")
    assert "het meest telde loonkosten per SE, met €\N{NO-BREAK SPACE}-1.318.800" in text
    assert "€\N{NO-BREAK SPACE}-2.127.520" in text  # -2,856,120 - 25,000 + 753,600


def _the_errors_of_one_quantity_are_those_of_the_hand(found: PlanReality) -> None:
    errors = found.errors.set_index(["plan", "grootheid"]).loc[(OWN_PLAN, "SE")]
    # Plan minus outcome: 10, 20, 30, 40, 50 SE; outcomes 590, 554, 518, 482, 446.
    assert (errors["count"], errors["bias"]) == (5, 30)
    assert errors["mape"] == pytest.approx(
        (10 / 590 + 20 / 554 + 30 / 518 + 40 / 482 + 50 / 446) / 5
    )
    # Theil's U2 from 2021 on, beside a fall of 36 that last year's number would have missed.
    before = (590, 554, 518, 482)
    own_error = sum((e / b) ** 2 for e, b in zip((20, 30, 40, 50), before, strict=True))
    naive = sum((36 / b) ** 2 for b in before)
    assert errors["theil_count"] == 4
    assert errors["theil_u2"] == pytest.approx(math.sqrt(own_error / naive))
    # Five of five too high: 2 x (1/2)^5.
    assert (errors["too_high"], errors["too_low"]) == (5, 0)
    assert errors["sign_test"] == pytest.approx(0.0625)
    assert errors["coverage_count"] == errors["policy_count"] == 0
    assert errors["basis"] == Basis.VOORBEELD


def _the_headlines_are_numbers(found: PlanReality) -> None:
    by_name = {(item.name, item.year): item for item in headlines(found)}
    for year in YEARS:
        quantity = by_name["plan_resultaat_verschil", str(year)].quantity
        assert quantity is not None
        assert quantity.value == pytest.approx(result("werkelijk", year) - result("plan", year))
        assert quantity.provenance.label == Basis.VOORBEELD
    # 10.2 made up beside 10.9 of the forecast of 2016.
    reserve = by_name["plan_reserve_verschil", "2021"].quantity
    assert reserve is not None
    assert reserve.value == pytest.approx(-0.7)
    assert reserve.provenance.label == Basis.VOORBEELD
    # The tekort is no quantity of the own plan.
    assert by_name["plan_tekort_verschil", "2020"].quantity is None


def _everything_says_that_it_is_made_up(found: PlanReality) -> None:
    for make in FIGURES:
        figure = make(found)
        assert_readable_figure(figure, "q2-")
        assert figure.provenance.basis is Basis.VOORBEELD
        notes = [note["text"] for note in figure.plot()["layout"]["annotations"]]
        assert EXAMPLE_WARNING in notes
        assert EXAMPLE_WARNING in figure._repr_mimebundle_()["text/plain"]
    for make_table in TABLES:
        table = make_table(found)
        assert_readable_table(table, "q2-")
        assert table._repr_mimebundle_()["text/plain"].startswith(EXAMPLE_WARNING)
    for other in OTHERS:
        assert other(found).provenance.basis is not Basis.VOORBEELD
    claims = [*plan_answer.answer_claims(found), plan_own.own_claim(found)]
    for claim in claims:
        assert_readable_claim(claim)
        made_up = claim.provenance.basis is Basis.VOORBEELD
        assert made_up == ("voorbeeld" in claim.text().lower())
    # What was assumed; the own result; verdicts; the bridge; how much is known; documents.
    assert [claim.provenance.basis is Basis.VOORBEELD for claim in claims] == [
        False, True, False, False, True, False, True,
    ]  # fmt: skip
    assert "dat zelf niet is gevonden" not in claims[0].text()


def test_the_verdicts_rest_on_no_made_up_number(filled: Filled) -> None:
    found = filled()
    assert Basis.VOORBEELD not in set(found.claims["basis"])
    assert [found.verdicts(verdict).value for verdict in plan_claims.SIGNS] == [0, 2, 4, 6]


@pytest.mark.parametrize("side", ["plan", "werkelijk"])
def test_one_missing_factor_drops_its_year(filled: Filled, side: str) -> None:
    found = filled(frozenset({(side, "Loonkosten per SE", 2022)}))
    row = own(found, "Loonkosten per SE", 2022)
    assert row["stand"] == State.ONTBREEKT
    assert row["gaten"] == {"plan": "G12", "werkelijk": "G14"}[side]
    assert list(found.own["jaar"]) == [2020, 2021, 2023, 2024]
    shown = own_cells(found)["Loonkosten per SE"]
    assert [ABSENT in cell for cell in shown] == [False, False, True, False, False]
    place = {"plan": 0, "werkelijk": 1}[side]
    assert shown[2].split(" → ")[place] == ABSENT
    effects = {name: years for name, *years in cells_of(plan_own.own_bridge_table(found))}
    for years in effects.values():
        assert [cell == ABSENT for cell in years] == [False, False, True, False, False]
    # The result itself is known in all years.
    figure = plan_own.own_result_figure(found)
    assert figure.title == "Resultaat lag in 5 van 5 bekende jaren onder het plan"
    assert [trace["type"] for trace in figure.traces] == ["bar", "bar"]


def test_one_missing_result_is_a_word_between_bars(filled: Filled) -> None:
    found = filled(frozenset({("werkelijk", "Resultaat", 2021)}))
    assert list(found.own["jaar"]) == list(YEARS)
    unexplained = found.own.set_index("jaar")[UNEXPLAINED]
    assert math.isnan(unexplained[2021])
    assert unexplained.drop(2021).tolist() == pytest.approx([25_000] * 4)
    figure = plan_own.own_result_figure(found)
    assert_readable_figure(figure, "q2-")
    assert figure.title == "Resultaat lag in 4 van 4 bekende jaren onder het plan"
    plan, outcome, word = figure.traces
    assert plan["y"] == ["2020", "2021", "2022", "2023", "2024"]
    assert outcome["y"] == ["2020", "2022", "2023", "2024"]
    assert (word["y"], word["text"]) == (["2021"], [f" ○ {ABSENT}"])
    assert f"2021: €\N{NO-BREAK SPACE}-1.025.100 → {ABSENT}" in figure.description
    (item,) = [
        item for item in headlines(found)
        if (item.name, item.year) == ("plan_resultaat_verschil", "2021")
    ]  # fmt: skip
    assert (item.quantity, item.gaps) == (None, ("G14",))


def test_a_plan_without_outcomes_is_drawn_and_not_judged(filled: Filled) -> None:
    found = filled(OUTCOMES)
    assert found.own.empty
    row = own(found, "SE", 2021)
    assert (row["stand"], row["waarde"], row["gaten"]) == (State.ONTBREEKT, 574, "G14")
    # The heads have an estimate, so they are judged; by a made-up plan, and it says so.
    heads = own(found, "Wsw-medewerkers", 2021)
    assert (heads["stand"], heads["basis"]) == (State.GESCHAT, Basis.VOORBEELD)
    figure = plan_own.own_result_figure(found)
    assert_readable_figure(figure, "q2-")
    bars, word = figure.traces
    assert (bars["type"], bars["name"], len(bars["x"])) == ("bar", "plan", 5)
    assert word["text"] == [f" ○ {ABSENT}"] * 5
    # The planned result is there to see: so the title doesn't deny it, and the axis has numbers.
    assert figure.title == "Gepland of werkelijk resultaat ontbreekt in elk jaar"
    assert "range" not in figure.layout["xaxis"]
    assert "showticklabels" not in figure.layout["xaxis"]
    assert "ontbreekt bij 60 het plan of de uitkomst" in plan_own.own_claim(found).text()
    assert len(plan_answer.answer_claims(found)) == 5
    assert OWN_PLAN not in set(found.errors["plan"])


def test_outcomes_without_a_plan_are_drawn_too(filled: Filled) -> None:
    found = filled(frozenset(("plan", name, year) for _, name, year in OUTCOMES))
    figure = plan_own.own_result_figure(found)
    assert figure.title == "Gepland of werkelijk resultaat ontbreekt in elk jaar"
    assert [trace["name"] for trace in figure.traces] == ["werkelijk", ABSENT]
    assert own(found, "SE", 2021)["gaten"] == "G12"


def test_a_zero_that_was_filled_in_is_a_zero(filled: Filled) -> None:
    zero = cells("realisaties.csv", "Overige baten", 2021, waarde="0")
    found = filled(frozenset(), zero)
    row = own(found, "Overige baten", 2021)
    assert (row["stand"], row["werkelijk"], row["gaten"]) == (State.GEMETEN, 0, "")
    assert own_cells(found)["Overige baten"][1].endswith("→ €\N{NO-BREAK SPACE}0 ▼")
    # 900,000 planned and nothing came: all of it is the effect.
    assert found.own.set_index("jaar")["Overige baten"][2021] == pytest.approx(-900_000)


def test_a_known_effect_of_policy_is_taken_out_of_the_error(filled: Filled) -> None:
    # Corona money added 8 SE in 2021: of the error of 20, 28 was the plan's.
    policy = cells("realisaties.csv", "SE", 2021, beleidseffect="8")
    found = filled(frozenset(), policy)
    errors = found.errors.set_index(["plan", "grootheid"]).loc[(OWN_PLAN, "SE")]
    assert errors["bias"] == pytest.approx((10 + 28 + 30 + 40 + 50) / 5)
    assert (errors["policy"], errors["policy_count"]) == (8, 1)
    count = int(found.errors["count"].sum())
    assert f"nu bij 1 van de {count} paren" in plan_errors.errors_table(found).note


def test_the_range_of_a_plan_gives_coverage(filled: Filled) -> None:
    # 2020: 590 lies within 580-610; 2021: 554 not within 560-590.
    found = filled(
        frozenset(),
        cells("plannen.csv", "SE", 2020, laag="580", hoog="610"),
        cells("plannen.csv", "SE", 2021, laag="560", hoog="590"),
    )
    errors = found.errors.set_index(["plan", "grootheid"]).loc[(OWN_PLAN, "SE")]
    assert (errors["coverage"], errors["coverage_count"]) == (0.5, 2)
    shown = {row[0]: row[-1] for row in cells_of(plan_errors.errors_table(found))}
    assert shown[f"{OWN_PLAN}: SE"] == "1 van 2"
    assert shown[f"{OWN_PLAN}: Resultaat"] == "plan gaf geen marge"


def _as_source(raw: Path) -> None:
    """The same numbers as if they were read: with a source instead of made up."""
    for name in ("plannen.csv", "realisaties.csv"):
        path = raw / name
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        for row in rows:
            if row["basis"] == Basis.VOORBEELD:
                row |= {"basis": "bron", "bron": "nota-2024-933", "vindplaats": "bladzijde 1"}
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def test_a_real_plan_is_not_called_an_example(filled: Filled) -> None:
    found = filled(frozenset(), _as_source)
    claims = [*plan_answer.answer_claims(found), plan_own.own_claim(found)]
    for claim in claims:
        assert_readable_claim(claim)
        assert "voorbeeld" not in claim.text().lower()
    assert claims[-1].text().startswith("Het resultaat van 2024 week ")
    assert claims[-1].provenance.label == Basis.AFGELEID
    for make in FIGURES:
        assert "annotations" not in make(found).plot()["layout"]
    item = headlines(found)[-1]
    assert item.quantity is not None
    assert item.quantity.provenance.label == Basis.AFGELEID
