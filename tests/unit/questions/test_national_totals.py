"""The published totals, and what each measures of the stocks at the ends of years."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.questions.national_totals import (
    AVERAGE,
    YEAR_END,
    Points,
    in_year,
    published_points,
)
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

# L034, L035, L040, L041 and L042: 83,014 over the mean of 85,332 and 81,224, and 78,613 over that
# of 81,224 and 76,662. Of 2020 the end of 2019 is not published, of 2022 neither end.
FACTOR = (83_014 / ((85_332 + 81_224) / 2) + 78_613 / ((81_224 + 76_662) / 2)) / 2


@pytest.fixture(scope="module")
def points(book: Workbook) -> Points:
    return published_points(book)


def test_the_published_totals(points: Points) -> None:
    by_kind = {
        str(kind): dict(zip(part["jaar"], part["getal"], strict=True))
        for kind, part in points.table.groupby("soort")
    }
    assert by_kind == {
        AVERAGE: {2016: 83_014, 2017: 78_613, 2020: 66_254, 2022: 58_095},
        YEAR_END: {2015: 85_332, 2016: 81_224, 2017: 76_662, 2020: 64_255},
    }
    assert sorted(points.table["id"]) == [
        f"L0{number}" for number in (*range(34, 38), *range(40, 44))
    ]


def test_the_factor_between_average_and_ends(points: Points) -> None:
    assert pytest.approx((0.99683 + 0.99582) / 2, abs=1e-5) == FACTOR
    assert points.factor == pytest.approx(FACTOR, rel=1e-12)


def test_an_average_measures_the_two_ends_of_its_year(points: Points) -> None:
    # 2017 lies between the stocks one and two years after 2015.
    row = points.average_row(2017, 4)
    assert row.tolist() == [0, points.factor / 2, points.factor / 2, 0, 0]


def test_each_total_is_a_row_of_the_measurement(points: Points) -> None:
    seen = points.known(years=(2015, 2016)).measurement(3)
    rows = dict(zip(seen.values, seen.matrix.tolist(), strict=True))
    half = points.factor / 2
    assert rows == {
        85_332: [1, 0, 0, 0],
        81_224: [0, 1, 0, 0],
        83_014: [half, half, 0, 0],
    }


def test_a_total_is_published_to_0_15_percent(points: Points) -> None:
    seen = points.known(AVERAGE, (2016, 2022)).measurement(7)
    assert seen.values.tolist() == [83_014, 58_095]
    # 0.0015 x 83,014 = 124.5 and 0.0015 x 58,095 = 87.1, independent of each other.
    assert np.sqrt(np.diag(seen.error)) == pytest.approx([124.521, 87.1425])
    assert seen.error[0, 1] == seen.error[1, 0] == 0


def test_the_measurement_of_the_stocks_themselves_gives_the_values(points: Points) -> None:
    # 85,332, 81,224 and 76,662 put in: the averages come out to within the factor's 0.05%.
    seen = points.known(years=(2015, 2016, 2017)).measurement(2)
    assert seen.matrix @ [85_332, 81_224, 76_662] == pytest.approx(seen.values, rel=6e-4)


def test_some_of_the_points(points: Points) -> None:
    assert set(points.known(AVERAGE).table["soort"]) == {AVERAGE}
    assert list(points.known(YEAR_END, (2020,)).table["getal"]) == [64_255]
    assert points.known(AVERAGE).factor == points.factor
    assert len(points.known().table) == len(points.table)


def test_one_year_of_a_series(book: Workbook) -> None:
    assert in_year(book, YEAR_END, 2016) == 81_224
    with pytest.raises(IndexError):
        in_year(book, YEAR_END, 2018)
