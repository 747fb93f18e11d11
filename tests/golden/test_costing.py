"""The textbook case of two support departments that serve each other, to the cent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.model.costing import Method, allocate

pytestmark = pytest.mark.golden

# models.md, C: two products with costs of their own, and the departments PM and IS. PM is used by
# IS for 0.2 and by the products for 0.3 and 0.5; IS by PM for 0.1, by the products for 0.8 and 0.1.
OWN = np.array([4_000_000, 2_000_000])
COSTS = np.array([6_300_000, 1_452_150])
BETWEEN = np.array([[0, 0.2], [0.1, 0]])
PRODUCTS = np.array([[0.3, 0.5], [0.8, 0.1]])
ALL = 13_752_150
CENT = 0.005
"""Half a cent: what is printed in cents is the same."""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # PM = 6,300,000 + 0.1 IS and IS = 1,452,150 + 0.2 PM, so 0.98 PM = 6,445,215:
        # PM 6,576,750 and IS 1,452,150 + 1,315,350 = 2,767,500.
        # 4,000,000 + 0.3 x 6,576,750 + 0.8 x 2,767,500 = 4,000,000 + 1,973,025 + 2,214,000
        # 2,000,000 + 0.5 x 6,576,750 + 0.1 x 2,767,500 = 2,000,000 + 3,288,375 + 276,750
        ({}, (8_187_025, 5_565_125)),
        ({"method": "reciprocal"}, (8_187_025, 5_565_125)),
        # 4,000,000 + 3/8 x 6,300,000 + 8/9 x 1,452,150 = 4,000,000 + 2,362,500 + 1,290,800
        # 2,000,000 + 5/8 x 6,300,000 + 1/9 x 1,452,150 = 2,000,000 + 3,937,500 + 161,350
        ({"method": "direct"}, (7_653_300, 6_098_850)),
        # PM first: IS becomes 1,452,150 + 1,260,000 = 2,712,150.
        # 4,000,000 + 0.3 x 6,300,000 + 8/9 x 2,712,150 = 4,000,000 + 1,890,000 + 2,410,800
        # 2,000,000 + 0.5 x 6,300,000 + 1/9 x 2,712,150 = 2,000,000 + 3,150,000 + 301,350
        ({"method": "step-down"}, (8_300_800, 5_451_350)),
        ({"method": "step-down", "order": [0, 1]}, (8_300_800, 5_451_350)),
        # IS first, not in models.md: PM becomes 6,300,000 + 145,215 = 6,445,215.
        # 4,000,000 + 3/8 x 6,445,215 + 0.8 x 1,452,150 = 4,000,000 + 2,416,955.625 + 1,161,720
        # 2,000,000 + 5/8 x 6,445,215 + 0.1 x 1,452,150 = 2,000,000 + 4,028,259.375 + 145,215
        ({"method": "step-down", "order": [1, 0]}, (7_578_675.625, 6_173_474.375)),
    ],
)
def test_the_products_of_two_support_departments(
    options: dict[str, Any], expected: tuple[float, float]
) -> None:
    products = OWN + allocate(COSTS, BETWEEN, PRODUCTS, **options).sum(axis=1)
    assert products == pytest.approx(np.array(expected), rel=0, abs=CENT)
    assert products.sum() == pytest.approx(ALL, rel=0, abs=CENT)


@pytest.mark.parametrize("method", ["reciprocal", "direct", "step-down"])
def test_each_department_is_borne_to_the_cent(method: Method) -> None:
    borne = allocate(COSTS, BETWEEN, PRODUCTS, method).sum(axis=0)
    assert borne == pytest.approx(COSTS, rel=0, abs=CENT)


def test_the_departments_with_what_they_take_from_each_other() -> None:
    # PM 6,576,750 and IS 2,767,500, as above: what the products pay at 0.3 / 0.8 and 0.5 / 0.1.
    paid = allocate(COSTS, BETWEEN, PRODUCTS).sum(axis=1)
    totals = np.linalg.solve(PRODUCTS.T, paid)
    assert totals == pytest.approx(np.array([6_576_750, 2_767_500]), rel=0, abs=CENT)


def test_each_departments_own_costs_in_each_product() -> None:
    # PM is 1 / 0.98 of itself and IS 0.2 / 0.98 of PM: of its own costs the first product bears
    # (0.3 + 0.2 x 0.8) / 0.98 = 0.46 / 0.98 and the second (0.5 + 0.2 x 0.1) / 0.98 = 0.52 / 0.98.
    # IS: (0.8 + 0.1 x 0.3) / 0.98 = 0.83 / 0.98 and (0.1 + 0.1 x 0.5) / 0.98 = 0.15 / 0.98.
    parts = np.array([[0.46, 0.83], [0.52, 0.15]]) / 0.98
    assert allocate(COSTS, BETWEEN, PRODUCTS) == pytest.approx(parts * COSTS, rel=0, abs=CENT)
