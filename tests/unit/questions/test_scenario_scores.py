"""Scores: on a fixed scale, a filled-in one before a computed one, unmoved by other scenarios."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.provenance import Basis
from analysis.questions import scenario_scores
from analysis.questions.scenario_money import ScenarioMoney, of_scenario
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_scores import CRITERIA, finance_zero, scores, sheet_weights
from analysis.sources.scenario_checks import SCORES, WEIGHTS
from tests.scenario_example import hand_scenario, hand_world, report_of, with_table

pytestmark = pytest.mark.unit

COMPUTED, FILLED = "berekend", "ingevuld"


def _sheet(**rows: tuple[float, float, float]) -> pd.DataFrame:
    """A score sheet of scenario `proef`: low, middle and high by criterion."""
    cells = [
        ("SS01", "proef", name, *(rows.get(name) or (np.nan,) * 3), "afspraak") for name in CRITERIA
    ]
    columns = ["id", "scenario", "criterium", "laag", "midden", "hoog", "basis"]
    return pd.DataFrame(cells, columns=columns)


def _scored(**rows: tuple[float, float, float]) -> scenario_scores.Scores:
    given = {"C2": (40.0, 40.0, 40.0), "C4": (60.0, 60.0, 60.0)} | rows
    book = with_table(report_of(), SCORES, _sheet(**given)).book
    return scores(book, [hand_scenario()], {"proef": _hand()})


def _hand(**drawn: tuple[float, float]) -> ScenarioMoney:
    return of_scenario(hand_world(**drawn), hand_scenario(minder_werksoorten=True))


def _mean(result: ScenarioReport, scenario: str, criterion: str) -> float:
    place = [item.id for item in result.scores.scenarios].index(scenario)
    return float(result.scores.means[place, CRITERIA.index(criterion)])


def test_what_is_computed_by_hand() -> None:
    found = _scored()
    # With an employer in 2029: 70 of 250 and 15 more; (40 + 20) x 0.6 + 10 = 46 of 160 x 0.6 + 90
    # = 186, and 0.2 x (60 + 50) = 22 more. In per cent: 34.0 and 36.56.
    assert found.draws[:, 0, 0] == pytest.approx([34.0, 100 * 68 / 186])
    # Pools of 2025-2029 together: 5,000,000 and 4,500,000, so 0 points at -4,750,000.
    assert finance_zero(_hand()) == pytest.approx(4_750_000)
    assert found.draws[:, 0, 2] == pytest.approx(100 * (1 + _hand().totals / 4_750_000))
    assert (found.draws[:, 0, 1] == 40).all()
    assert (found.draws[:, 0, 3] == 60).all()
    assert found.cells["herkomst"].tolist() == [COMPUTED, FILLED, COMPUTED, FILLED]


def test_a_filled_in_score_goes_before_a_computed_one() -> None:
    found = _scored(C1=(70.0, 70.0, 70.0), C3=(10.0, 20.0, 30.0))
    assert (found.draws[:, 0, 0] == 70).all()
    assert found.draws[:, 0, 2].min() < 20 < found.draws[:, 0, 2].max()
    assert set(found.cells["herkomst"]) == {FILLED}
    assert set(found.cells["basis"]) == {"bron"}
    assert set(found.cells["ids"]) == {"scenario_scores.csv"}


def test_scores_stay_on_the_scale() -> None:
    low = _scored(C2=(0.0, 1.0, 60.0), C4=(40.0, 99.0, 100.0))
    assert low.draws.min() >= 0
    assert low.draws.max() <= 100
    real = report_of().scores.draws
    assert 0 <= real.min() < real.max() <= 100
    # A saldo under the bottom of the scale scores nothing, a surplus no more than all.
    worst, best = _hand(A36=(9e9, 9e9)), _hand(**{"Van binnen naar detachering": (1.0, 1.0)})
    assert _finance(replace(worst, years=replace(worst.years, measures=-9e9))) == [0, 0]
    assert _finance(replace(best, years=replace(best.years, measures=9e9))) == [100, 100]


def _finance(item: ScenarioMoney) -> list[float]:
    sheet = _sheet(C2=(40.0, 40.0, 40.0), C4=(60.0, 60.0, 60.0))
    book = with_table(report_of(), SCORES, sheet).book
    return list(scores(book, [hand_scenario()], {"proef": item}).draws[:, 0, 2])


def test_a_criterion_without_score_that_is_not_computed_is_refused() -> None:
    with pytest.raises(ValueError, match="no score in the sheet for proef, C2"):
        _scored(C2=(np.nan, np.nan, np.nan))


def test_judgements_keep_the_three_values_of_the_sheet() -> None:
    found = report_of().scores
    names = [item.id for item in found.scenarios]
    # SS10 and SS12: BV with one owner, 40-60-75 and 40-60-80.
    for criterion, ends in (("C2", (40, 60, 75)), ("C4", (40, 60, 80))):
        column = found.draws[:, names.index("bv"), CRITERIA.index(criterion)]
        quantiles = np.quantile(column, [0.05, 0.5, 0.95])
        # Sums of two even spreads are no longer even: four times the sd of a quantile of 2,000
        # draws is 1.5 points.
        assert quantiles == pytest.approx(ends, abs=1.5)


def test_judgements_go_together_as_the_register_says() -> None:
    found = report_of().scores
    names = [item.id for item in found.scenarios]
    welfare = found.draws[:, :, CRITERIA.index("C2")]
    matrix = np.corrcoef(welfare.T)
    # A45: 0.5, in normal scores; two-piece marginals take a little. Four times 0.75/sqrt(2,000).
    assert matrix[names.index("bv"), names.index("dienst")] == pytest.approx(0.5, abs=0.07)
    # Different criteria do not go together.
    other = found.draws[:, names.index("bv"), CRITERIA.index("C4")]
    assert abs(np.corrcoef(welfare[:, names.index("bv")], other)[0, 1]) < 0.09


def test_what_rests_on_the_ledger_says_so() -> None:
    found = report_of().scores
    by_origin = found.cells.groupby("herkomst")["basis"].unique()
    assert by_origin[COMPUTED].tolist() == ["voorbeeld"]
    assert by_origin[FILLED].tolist() == ["aanname"]
    assert found.provenance.basis is Basis.VOORBEELD
    assert {"A45", "criteriumschalen.csv", "scenario_scores.csv"} <= set(found.provenance.ids)


def test_the_more_posted_the_higher_on_labour_and_the_richer_on_finance() -> None:
    result = report_of()
    assert _mean(result, "s0", "C1") < _mean(result, "s1", "C1") < _mean(result, "bv", "C1")
    # The same order in points as in euros.
    names = [item.id for item in result.scores.scenarios]
    euros = [result.money[name].total.value for name in names]
    points = [_mean(result, name, "C3") for name in names]
    assert np.argsort(euros).tolist() == np.argsort(points).tolist()


def test_no_weights_are_filled_in_yet() -> None:
    assert sheet_weights(report_of().book) == {}
    assert report_of().sheet == {}


@pytest.mark.parametrize("points", [(1.0, 2.0, 3.0, 4.0), (10.0, 20.0, 30.0, 40.0)])
def test_filled_in_weights_add_up_to_one(points: tuple[float, ...]) -> None:
    table = report_of().book.table(WEIGHTS)
    hit = table["wie"] == "Raad Deventer"
    # In another order of rows: a weight goes by its criterion.
    table.loc[hit, "gewicht"] = points
    filled = with_table(report_of(), WEIGHTS, table.iloc[::-1])
    assert list(filled.sheet) == ["Raad Deventer"]
    weights = sheet_weights(filled.book)["Raad Deventer"]
    assert weights == pytest.approx([0.1, 0.2, 0.3, 0.4])
    sums = filled.sheet["Raad Deventer"]["som"].to_numpy()
    assert sums == pytest.approx(filled.choice.scores.means @ [0.1, 0.2, 0.3, 0.4])
    # What holds without weights stays beside it, the same to the last bit.
    same = filled.choice.ranks.rank_acceptability == report_of().choice.ranks.rank_acceptability
    assert same.all()


def test_the_seed_moves_judgements() -> None:
    one, other = report_of(), report_of(horizon=2060, zaad=1)
    place = (slice(None), 2, CRITERIA.index("C2"))
    assert not np.array_equal(one.scores.draws[place], other.scores.draws[place])
    assert _mean(one, "bv", "C2") == pytest.approx(_mean(other, "bv", "C2"), abs=0.1)
