"""Which input weighs most, and what knowing it takes away, where the answer is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample

from analysis.model.sensitivity import (
    evpi,
    evpi_normal,
    evppi,
    explained_share,
    sobol,
    tornado,
)
from analysis.model.uncertain import Uncertain

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]

MIDDLE = {"prijs": 10.0, "aantal": 4.0, "vast": 7.0, "stil": 1.0}
RANGES = {"vast": (6.0, 9.0), "stil": (0.0, 5.0), "prijs": (8.0, 13.0), "aantal": (5.0, 3.0)}


def _profit(values: Mapping[str, float]) -> float:
    return 2 * values["prijs"] - 3 * values["aantal"] - values["vast"]


def test_a_linear_function_by_hand() -> None:
    # At the middle 20 - 12 - 7 = 1. Price 8 and 13: -3 and 7. Number 5 and 3: -2 and 4. Fixed 6 and
    # 9: 2 and -1. What is not in the formula stays at 1.
    table = tornado(_profit, MIDDLE, RANGES).set_index("invoer")
    assert list(table.columns) == ["laag_invoer", "hoog_invoer", "bij_laag", "bij_hoog", "uitslag"]
    assert {str(name): list(row) for name, row in table.iterrows()} == {
        "prijs": [8, 13, -3, 7, 10],
        "aantal": [5, 3, -2, 4, 6],
        "vast": [6, 9, 2, -1, 3],
        "stil": [0, 5, 1, 1, 0],
    }


def test_the_widest_comes_first_and_equals_stay_in_their_order() -> None:
    assert list(tornado(_profit, MIDDLE, RANGES)["invoer"]) == ["prijs", "aantal", "vast", "stil"]
    equal = {"vast": (7.0, 9.0), "prijs": (10.0, 11.0)}
    assert list(tornado(_profit, MIDDLE, equal)["invoer"]) == ["vast", "prijs"]


def test_one_input_moves_at_a_time() -> None:
    asked: list[dict[str, float]] = []

    def watched(values: Mapping[str, float]) -> float:
        asked.append(dict(values))
        return 0.0

    tornado(watched, MIDDLE, {"prijs": (8.0, 13.0), "vast": (6.0, 9.0)})
    assert asked == [
        MIDDLE | {"prijs": 8},
        MIDDLE | {"prijs": 13},
        MIDDLE | {"vast": 6},
        MIDDLE | {"vast": 9},
    ]


def test_an_input_without_a_middle_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no middle value for \['huur', 'loon'\]"):
        tornado(_profit, MIDDLE, {"loon": (0, 1), "prijs": (8, 13), "huur": (0, 1)})


def test_what_has_nothing_to_do_with_it_explains_nothing() -> None:
    # The two columns are orthogonal to each other and have mean zero.
    assert explained_share([1, 1, -1, -1], [[1], [-1], [1], [-1]]) == pytest.approx(0, abs=1e-12)


def test_what_it_follows_from_explains_all() -> None:
    known = np.array([[1.0, 5.0], [2.0, 3.0], [4.0, 1.0], [7.0, 0.0], [9.0, 8.0]])
    assert explained_share(3 * known[:, 0] - 2 * known[:, 1] + 100, known) == pytest.approx(1)


def test_a_known_share() -> None:
    # Outcome 3a + 4b with a and b orthogonal of equal variance: a explains 9/25, b 16/25.
    a, b = np.array([1, 1, -1, -1]), np.array([1, -1, 1, -1])
    outcome = 3 * a + 4 * b + 50
    assert explained_share(outcome, a[:, None]) == pytest.approx(9 / 25)
    assert explained_share(outcome, b[:, None]) == pytest.approx(16 / 25)
    # A second column that says the same adds nothing and does no harm.
    assert explained_share(outcome, np.column_stack([a, 10 * a + 3])) == pytest.approx(9 / 25)


def test_nothing_known_explains_nothing() -> None:
    assert explained_share([1, 2, 4], np.empty((3, 0))) == 0


def test_a_curve_counts_for_its_straight_part() -> None:
    # The square of -1, 0, 1 is level: its straight part is nothing.
    assert explained_share([1, 0, 1], [[-1], [0], [1]]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("outcome", "known"),
    [
        ([1, 2, 3], [1, 2, 3]),  # not a table
        ([1, 2, 3], [[1], [2]]),  # one draw short
        ([1, 2, 3], [[1, 1], [2, 4], [3, 9]]),  # three draws fit three numbers exactly
    ],
)
def test_draws_and_inputs_must_match(outcome: ArrayLike, known: ArrayLike) -> None:
    with pytest.raises(ValueError, match="shapes don't match"):
        explained_share(outcome, known)


def test_an_outcome_that_does_not_vary_is_refused() -> None:
    with pytest.raises(ValueError, match="does not vary"):
        explained_share([2, 2, 2, 2], [[1], [2], [3], [5]])


# --- Sobol --------------------------------------------------------------------------------------

INPUTS = {
    "klein": Uncertain("normal", 9, 10, 11),
    "scheef": Uncertain("lognormal", 1, 2, 4),
    "groot": Uncertain("normal", -5, 0, 5),
}
COLUMNS = ["invoer", "eerste", "eerste_marge", "totaal", "totaal_marge"]


def _sum(values: Floats) -> Floats:
    return np.asarray(values[:, 0] + values[:, 2])


def test_a_sum_has_the_shares_of_its_variances() -> None:
    # Spreads of 1 and 5 in the same family: 1/26 and 25/26, and nothing for what is not in it.
    table = sobol(_sum, INPUTS, draws=1024, seed=5)
    assert list(table.columns) == COLUMNS
    assert list(table["invoer"]) == ["groot", "klein", "scheef"]
    assert table["totaal"].tolist() == pytest.approx([25 / 26, 1 / 26, 0], abs=0.03)
    assert table["eerste"].tolist() == pytest.approx([25 / 26, 1 / 26, 0], abs=0.03)
    assert (table.loc[2, ["eerste_marge", "totaal_marge"]] == 0).all()
    assert (table.loc[:1, ["eerste_marge", "totaal_marge"]] > 0).all(axis=None)


def test_a_product_works_together_only() -> None:
    # x y with both of mean 0: alone nothing, in total everything, for each.
    inputs = {name: Uncertain("normal", -1, 0, 1) for name in ("x", "y")}
    table = sobol(lambda values: values[:, 0] * values[:, 1], inputs, draws=4096, seed=5)
    assert table["eerste"].tolist() == pytest.approx([0, 0], abs=0.06)
    assert table["totaal"].tolist() == pytest.approx([1, 1], abs=0.12)


def test_each_column_is_what_salib_gives() -> None:
    seen: list[Floats] = []

    def watched(values: Floats) -> Floats:
        seen.append(_sum(values) * values[:, 1])
        return seen[0]

    table = sobol(watched, INPUTS, draws=64, seed=3).set_index("invoer").loc[list(INPUTS)]
    problem = {"num_vars": 3, "names": list(INPUTS), "bounds": [[0, 1]] * 3}
    found = salib_analyze.analyze(problem, seen[0], calc_second_order=False, seed=4)
    for column, key in zip(COLUMNS[1:], ("S1", "S1_conf", "ST", "ST_conf"), strict=True):
        assert table[column].tolist() == pytest.approx(found[key].tolist(), rel=1e-12)


def test_one_input_is_all() -> None:
    table = sobol(lambda values: values[:, 0], {"x": INPUTS["scheef"]}, draws=1024, seed=5)
    assert table.loc[0, ["eerste", "totaal"]].tolist() == pytest.approx([1, 1], abs=0.1)


def test_the_function_sees_each_input_in_its_column() -> None:
    seen: list[Floats] = []

    def watched(values: Floats) -> Floats:
        seen.append(values)
        return _sum(values)

    sobol(watched, INPUTS, draws=1024, seed=5)
    (values,) = seen
    assert values.shape == (1024 * 5, 3)
    assert np.median(values, axis=0) == pytest.approx([10, 2, 0], abs=0.05)
    assert np.quantile(values, 0.95, axis=0) == pytest.approx([11, 4, 5], abs=0.15)
    # Of 2,048 different points some lie beyond one in 500 on either side.
    ends = np.array([item.quantile([0.002, 0.998]) for item in INPUTS.values()])
    assert (values.min(axis=0) < ends[:, 0]).all()
    assert (values.max(axis=0) > ends[:, 1]).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_the_seed_decides_the_indices_and_their_margins(seed: int) -> None:
    first, again = (sobol(_sum, INPUTS, draws=64, seed=seed) for _ in range(2))
    other = sobol(_sum, INPUTS, draws=64, seed=seed + 1)
    assert first.equals(again)
    assert not np.isin(first[COLUMNS[1:]].to_numpy()[0], other[COLUMNS[1:]].to_numpy()).any()


def test_the_ends_of_the_unit_interval_are_kept_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = salib_sample.sample

    def with_ends(*given: object, **named: object) -> Floats:
        points = np.array(real(*given, **named))
        points[0], points[1] = 0, 1
        return points

    monkeypatch.setattr(salib_sample, "sample", with_ends)
    assert np.isfinite(sobol(_sum, INPUTS, 64, 1)[COLUMNS[1:]].to_numpy()).all()


@pytest.mark.parametrize(
    ("names", "draws", "seed"),
    [([], 64, 1), (["klein"], 100, 1), (["klein"], 1, 1), (["klein"], 0, 1), (["klein"], 64, -1)],
)
def test_draws_are_a_power_of_two(names: list[str], draws: int, seed: int) -> None:
    with pytest.raises(ValueError, match="a power of two"):
        sobol(_sum, {name: INPUTS[name] for name in names}, draws, seed)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda values: values, "not 320 finite numbers"),
        (lambda values: values[:5, 0], "not 320 finite numbers"),
        (lambda values: np.where(values[:, 0] > 10, np.nan, 1.0), "not 320 finite numbers"),
        (lambda values: np.full(len(values), 3.0), "does not vary"),
        (lambda values: np.zeros(len(values)), "does not vary"),
    ],
)
def test_outcomes_are_numbers_that_vary(function: Callable[[Floats], Floats], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        sobol(function, INPUTS, draws=64, seed=1)


# --- Value of information -----------------------------------------------------------------------


def test_perfect_information_by_hand() -> None:
    # The best of each draw is 1, 4 and 2: 7/3. The options are worth 1 and 2 on average.
    assert evpi([[1, 0], [0, 4], [2, 2]]) == pytest.approx(1 / 3)


@pytest.mark.parametrize("draws", [[[3], [5]], [[3, 1], [5, 5]], [[0.1, 0.1]] * 3])
def test_where_one_is_always_best_nothing_is_worth_knowing(draws: ArrayLike) -> None:
    assert evpi(draws) == 0
    assert evpi_normal(7, 0) == 0


def test_rounding_does_not_make_it_cost_something() -> None:
    # The mean of 0, .1, .2 to 10.3 comes out 9e-16 apart, summed by row and by column.
    best = np.arange(104) / 10
    draws = np.column_stack([best, best - 1])
    assert draws.max(axis=1).mean() < draws.mean(axis=0).max()
    assert evpi(draws) == 0


def test_a_normal_difference_by_hand() -> None:
    # phi(0) = 0.398942; phi(1) - Phi(-1) = 0.241971 - 0.158655 = 0.083315. The sign doesn't matter.
    assert evpi_normal(0, 10) == pytest.approx(3.98942, abs=1e-5)
    assert evpi_normal(2, 2) == pytest.approx(0.166631, abs=2e-6)
    assert evpi_normal(-2, 2) == evpi_normal(2, 2)


@pytest.mark.parametrize(("mean", "sd"), [(0, -1), (0, np.nan), (np.inf, 1), (0, np.inf)])
def test_no_such_normal(mean: float, sd: float) -> None:
    with pytest.raises(ValueError, match="no normal distribution"):
        evpi_normal(mean, sd)


def _grid(*columns: ArrayLike) -> Floats:
    """All combinations: (draws, inputs), so the inputs are exactly independent."""
    return np.array(np.meshgrid(*columns)).reshape(len(columns), -1).T


PLACES = np.array([-3.0, -2, -1, 0, 1, 2, 3])


def test_an_irrelevant_input_is_worth_nothing() -> None:
    x, other = _grid(PLACES, PLACES).T
    draws = np.column_stack([x, 0 * x])
    # Knowing x: the mean of 3, 2, 1 and four times 0 is 6/7.
    assert evppi(draws, other) == pytest.approx(0, abs=1e-12)
    assert evppi(draws, x) == pytest.approx(6 / 7)


def test_in_random_draws_it_seems_worth_little() -> None:
    # Three terms more than the mean, 4,000 draws of sd 1: sqrt(4 / 4,000) = 0.032 at most.
    rng = np.random.default_rng(1)
    draws = np.column_stack([rng.normal(size=4000), np.zeros(4000)])
    assert 0 <= evppi(draws, rng.normal(size=4000)) < 0.032


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_the_only_input_is_worth_everything(scale: float) -> None:
    # A value up to the third power; the input in whatever unit and far from zero.
    x = np.linspace(-2, 3, 200)
    draws = np.column_stack([x**3 - 2 * x, 1 - x, np.ones(200)])
    assert evppi(draws, scale * (x + 40)) == pytest.approx(evpi(draws), rel=1e-6)
    assert evpi(draws) > 1


def test_inputs_may_be_known_together() -> None:
    # x y: each alone tells nothing, since the other is 0 on average; together all. The mean of the
    # positive part of x y: x and y are 0 or of |.| 1, 2, 3, twice each; half of (12/7)^2.
    known = _grid(PLACES, PLACES)
    draws = np.column_stack([known.prod(axis=1), np.zeros(49)])
    assert evppi(draws, known[:, 0]) == pytest.approx(0, abs=1e-12)
    assert evppi(draws, known) == pytest.approx(72 / 49)
    assert evpi(draws) == pytest.approx(72 / 49)


def test_more_than_four_inputs_have_no_products() -> None:
    ends = np.array([-1.0, 1.0])
    known = _grid(*[ends] * 5)
    draws = np.column_stack([known[:, 0] * known[:, 1], np.zeros(32)])
    assert evppi(draws, known[:, :4]) == pytest.approx(0.5)
    assert evppi(draws, known) == pytest.approx(0, abs=1e-12)


def test_one_column_is_one_input_and_a_constant_is_none() -> None:
    x = np.linspace(-1, 2, 50)
    draws = np.column_stack([x, np.zeros(50)])
    alone = evppi(draws, x)
    assert evppi(draws, x[:, None]) == alone
    assert evppi(draws, np.column_stack([x, np.full(50, 0.1)])) == alone
    assert evppi(draws, np.full(50, 0.1)) == 0
    assert evppi(draws, np.empty((50, 0))) == 0
    # Seven times 0.1 has a standard deviation of 1e-17; its terms would be too many here.
    few = np.column_stack([np.arange(7), np.full(7, 0.1)])
    assert np.full(7, 0.1).std() > 0
    assert evppi(few[:, :1], few) == 0


def test_a_fit_that_overshoots_is_held_to_what_perfect_information_is_worth() -> None:
    # Never below 0, so the first option is always best; but a cubic through a step dips below.
    x = np.linspace(-1, 1, 100)
    draws = np.column_stack([(x > 0.5).astype(float), np.zeros(100)])
    assert evpi(draws) == 0
    assert evppi(draws, x) == 0


def test_draws_of_a_difference_are_two_options() -> None:
    # Two options, 3 apart or -1: always the first gives 1 on average, the best of each 1.5.
    assert evpi([3, -1]) == evpi([[3, 0], [-1, 0]]) == 0.5
    apart = np.random.default_rng(4).normal(300, 500, 400_000)
    # models.md F: 84.34; one standard error is 0.3.
    assert evpi(apart) == pytest.approx(84.34, abs=1.2)
    assert evppi(apart, apart) == pytest.approx(evpi(apart), rel=0.05)


@pytest.mark.parametrize("draws", [[1, np.nan], [[[1]]], [[]], [[1, np.nan]], np.empty((0, 2)), []])
def test_values_are_a_finite_table(draws: ArrayLike) -> None:
    with pytest.raises(ValueError, match="draws by options"):
        evpi(draws)
    with pytest.raises(ValueError, match="draws by options"):
        evppi(draws, [1, 2])


@pytest.mark.parametrize("known", [[1, 2], 3, np.ones((6, 1, 1)), [1, 2, 3, 4, 5, np.nan]])
def test_inputs_match_the_draws(known: ArrayLike) -> None:
    with pytest.raises(ValueError, match="a row to each of 6 draws"):
        evppi(np.ones((6, 2)), known)


def test_a_regression_needs_more_draws_than_terms() -> None:
    # The constant and three powers.
    with pytest.raises(ValueError, match="4 draws can't fit 4 terms"):
        evppi(np.ones((4, 2)), [1, 2, 3, 4])
    assert evppi(np.ones((5, 2)), [1, 2, 3, 4, 5]) == 0
