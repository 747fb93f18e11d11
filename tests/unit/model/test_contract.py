"""A contract of a few lines, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.model.contract import contract_lines, contract_totals, overhead_alternatives

pytestmark = pytest.mark.unit

NONE = float("nan")


def _lines(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    columns = ["regel", "soort", "fte", "clientkosten_eur", "loonkosten_eur"]
    return pd.DataFrame(rows, columns=columns).assign(id=lambda t: [f"D{i}" for i in t.index])


CONTRACT = _lines(
    ("Begeleiding", "basis", 4.0, 50.0, 300.0),
    ("Ondersteuning & overhead", "basis", 1.0, NONE, 100.0),
    ("Totaal basis", "basis_totaal", 5.0, 50.0, 400.0),
    ("Vergoeding overhead", "overhead", NONE, NONE, 100.0),
    ("Proef", "project", 2.0, NONE, 150.0),
    ("Totaal", "totaal", 7.0, 50.0, 650.0),
)


def test_base_lines_carry_overhead_and_projects_do_not() -> None:
    # 25% of 300 and of 100; the project has none.
    cost = contract_lines(CONTRACT, 0.25).set_index("regel")
    assert cost["overhead_eur"].to_dict() == {
        "Begeleiding": 75,
        "Ondersteuning & overhead": 25,
        "Proef": 0,
    }


def test_what_a_line_costs() -> None:
    # 300 + 50 + 75 = 425, 100 + 25 = 125, 150; together 700. Per fte 106.25, 125 and 75.
    cost = contract_lines(CONTRACT, 0.25)
    assert list(cost["totaal_eur"]) == [425, 125, 150]
    assert list(cost["per_fte_eur"]) == [106.25, 125, 75]
    assert list(cost["aandeel_pct"]) == pytest.approx([425 / 7, 125 / 7, 150 / 7])


def test_a_line_without_client_costs_keeps_them_missing() -> None:
    assert list(contract_lines(CONTRACT, 0.25)["clientkosten_eur"].isna()) == [False, True, True]


def test_sums_of_the_source_are_no_lines() -> None:
    assert list(contract_lines(CONTRACT, 0)["id"]) == ["D0", "D1", "D4"]


def test_the_totals() -> None:
    totals = contract_totals(contract_lines(CONTRACT, 0.25))
    assert (totals.fte, totals.wages_eur, totals.client_costs_eur) == (7, 550, 50)
    assert (totals.overhead_eur, totals.total_eur) == (100, 700)


def test_another_price_level_scales_amounts_and_not_fte() -> None:
    before, after = contract_lines(CONTRACT, 0.25), contract_lines(CONTRACT, 0.25, 1.1)
    assert list(after["fte"]) == list(before["fte"])
    assert list(after["totaal_eur"]) == pytest.approx(list(before["totaal_eur"] * 1.1))
    assert list(after["aandeel_pct"]) == pytest.approx(list(before["aandeel_pct"]))


def test_the_given_table_is_left_as_it_is() -> None:
    before = CONTRACT.copy()
    contract_lines(CONTRACT, 0.25, 2)
    pd.testing.assert_frame_equal(CONTRACT, before)


@pytest.mark.parametrize("rate", [-0.01, 1.01, 31.25, float("nan")])
def test_a_rate_that_is_no_share_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="is no share"):
        contract_lines(CONTRACT, rate)


@pytest.mark.parametrize("column", ["fte", "clientkosten_eur", "loonkosten_eur"])
def test_a_negative_amount_is_refused(column: str) -> None:
    lines = CONTRACT.copy()
    lines.loc[0, column] = -1
    with pytest.raises(ValueError, match="negative"):
        contract_lines(lines, 0.25)


def test_a_contract_of_sums_only_is_refused() -> None:
    with pytest.raises(ValueError, match="no lines"):
        contract_lines(CONTRACT.query("soort == 'totaal'"), 0.25)


def test_three_readings_of_the_same_rate() -> None:
    # The base is 300 + 100; with the project 550; without the support line 300. At 25%.
    readings = overhead_alternatives(contract_lines(CONTRACT, 0.25), 0.25)
    assert list(readings["grondslag_eur"]) == [400, 550, 300]
    assert list(readings["overhead_eur"]) == [100, 137.5, 75]
    assert list(readings["verschil_eur"]) == [0, 37.5, -25]


def test_a_project_that_is_called_overhead_is_no_support_of_the_base() -> None:
    lines = _lines(
        ("Begeleiding", "basis", 1.0, NONE, 300.0), ("Overhead ESF", "project", 1.0, NONE, 100.0)
    )
    readings = overhead_alternatives(contract_lines(lines, 0.25), 0.25)
    assert list(readings["grondslag_eur"]) == [300, 400, 300]
