"""Bijlage 2 of the DVO 2023: every printed number, and what adds up and what does not.

Amounts in euros. The differences were worked out by hand from the printed numbers below; a printed
fte has two decimals, so a line may differ by 0.005 fte times 72,553.90, which is 362.77.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.model.contract import contract_lines, contract_totals, overhead_alternatives
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.golden

Number = Callable[[str], float]
CENT = 0.005

# D70 and D71: what a fte costs in 2022 and 2023; D72: the index in between.
PRICE_2022, PRICE_2023, INDEX = 67492.00, 72553.90, 7.5

# id: fte, client costs, wages as printed, and printed wages minus fte times price.
LINES = {
    "D73": (2.76, 40000.00, 200377.01, 128.25),  # 2.76 * 72,553.90 = 200,248.76
    "D74": (5.04, 128600.00, 365696.75, 25.09),  # 365,671.66
    "D75": (26.34, 687167.00, 1911004.76, -64.97),  # 1,911,069.73
    "D76": (3.39, 19233.45, 245957.72, 0.00),
    "D79": (2.58, None, 187189.06, 0.00),
    "D80": (2.02, None, 146558.88, 0.00),
    "D81": (5.54, None, 401948.61, 0.00),
}
BASE, PROJECTS = ("D73", "D74", "D75", "D76"), ("D79", "D80", "D81")


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_as_printed(number: Number, line: str) -> None:
    fte, client_costs, wages, _ = LINES[line]
    assert (number(f"{line}-fte"), number(f"{line}-loonkosten")) == (fte, wages)
    if client_costs is not None:
        assert number(f"{line}-clientkosten") == client_costs


@pytest.mark.parametrize(
    ("identifier", "printed"),
    [
        ("D70", PRICE_2022),
        ("D71", PRICE_2023),
        ("D72", INDEX),
        ("D77-fte", 37.53),
        ("D77-clientkosten", 875000.00),
        ("D77-loonkosten", 2723036.23),
        ("D78-pct", 31.25),
        ("D78-loonkosten", 850948.82),
        ("D82-fte", 47.67),
        ("D82-clientkosten", 875000.00),
        ("D82-loonkosten", 4309681.60),
        ("D83", 5184681.60),
        ("D84", 865682.00),
        ("D85", 930608.15),
        ("D86", 5240289.75),
    ],
)
def test_a_total_is_as_printed(number: Number, identifier: str, printed: float) -> None:
    assert number(identifier) == printed


# What is found on it: the check, its difference (printed minus computed) and how grave it is.
FOUND = [
    ("C001", 0.00, "klopt"),  # 67,492.00 * 1.075 = 72,553.90
    ("C002", 128.25, "let_op"),  # D73
    ("C003", 25.09, "let_op"),  # D74
    ("C004", -64.97, "let_op"),  # D75
    ("C005", 0.00, "klopt"),  # D76
    ("C006", 0.00, "klopt"),  # fte: 2.76 + 5.04 + 26.34 + 3.39 = 37.53
    ("C007", -0.01, "let_op"),  # 2,723,036.23 printed, the lines make 2,723,036.24
    ("C008", -0.45, "let_op"),  # 875,000.00 printed, the lines make 875,000.45
    ("C009", 0.00, "klopt"),  # 31.25% of 2,723,036.23 = 850,948.82
    ("C010", 0.00, "klopt"),  # 31.25% of 735,696.55 = 229,905.17
    ("C011", 0.00, "klopt"),  # D79
    ("C012", 0.00, "klopt"),  # D80
    ("C013", 0.00, "klopt"),  # D81
    ("C014", 0.00, "klopt"),  # fte: 37.53 + 2.58 + 2.02 + 5.54 = 47.67
    ("C015", 0.00, "klopt"),  # 2,723,036.23 + 850,948.82 + 735,696.55 = 4,309,681.60
    ("C016", 0.00, "klopt"),
    ("C017", 0.00, "klopt"),  # 4,309,681.60 + 875,000.00 = 5,184,681.60
    ("C018", 0.00, "klopt"),  # 865,682 * 1.075 = 930,608.15
    ("C019", 0.00, "klopt"),  # 4,309,681.60 + 930,608.15 = 5,240,289.75
    ("C020", 55608.15, "belangrijk"),  # 5,240,289.75 - 5,184,681.60
    ("C021", 0.00, "klopt"),  # 930,608.15 - 875,000.00 = 55,608.15
    ("C022", -55608.15, "belangrijk"),  # 875,000.00 - 930,608.15
]


@pytest.mark.parametrize(("check", "difference", "severity"), FOUND)
def test_what_is_found(
    findings: pd.DataFrame, check: str, difference: float, severity: str
) -> None:
    row = findings.loc[check]
    assert row["onderwerp"] == "Begroting DVO 2023"
    assert row["verschil"] == pytest.approx(difference, abs=CENT)
    assert row["ernst"] == severity


def test_every_check_of_the_annex_is_in_this_list(findings: pd.DataFrame) -> None:
    checks = findings[findings["onderwerp"] == "Begroting DVO 2023"].index
    assert sorted(name for name in checks if name.startswith("C")) == [c for c, *_ in FOUND]


def test_the_source_stops_nothing(findings: pd.DataFrame) -> None:
    assert not (findings["ernst"] == "fout").any()


@pytest.mark.parametrize("line", LINES)
def test_the_hidden_decimals_change_no_printed_fte(number: Number, line: str) -> None:
    implied = number(f"{line}-loonkosten") / number("D71")
    assert round(implied, 2) == number(f"{line}-fte")


def _cost_by_line(book: Workbook) -> pd.DataFrame:
    return contract_lines(book.table("dvo_begroting"), 0.3125)


def test_the_model_gives_the_printed_total(book: Workbook) -> None:
    totals = contract_totals(_cost_by_line(book))
    assert totals.fte == pytest.approx(47.67, abs=1e-9)
    # Lines add up to 1 cent (wages) and 45 cents (client costs) more than the printed sums; of that
    # cent 31.25% is 0.3 cent of overhead.
    assert totals.wages_eur == pytest.approx(2723036.24 + 735696.55, abs=CENT)
    assert totals.client_costs_eur == pytest.approx(875000.45, abs=CENT)
    assert totals.overhead_eur == pytest.approx(850948.82 + 0.003, abs=CENT)
    assert totals.total_eur == pytest.approx(5184681.60 + 0.463, abs=CENT)


def test_overhead_on_the_projects_is_what_is_not_charged(book: Workbook, number: Number) -> None:
    # 31.25% of 187,189.06 + 146,558.88 + 401,948.61 = 31.25% of 735,696.55.
    readings = overhead_alternatives(_cost_by_line(book), 0.3125)
    assert readings["verschil_eur"][1] == pytest.approx(229905.17, abs=CENT)
    assert number("D78-op-projecten") == 229905.17
    # Without its own support line (D76, 245,957.72) overhead would be 76,861.79 lower.
    assert readings["verschil_eur"][2] == pytest.approx(-76861.79, abs=CENT)


def test_the_lines_of_the_model_are_those_of_the_annex(book: Workbook) -> None:
    assert list(_cost_by_line(book)["id"]) == [*BASE, *PROJECTS]


@pytest.mark.parametrize(
    ("identifier", "outcome"),
    [
        ("R17", 12962),  # 5,184,681.60 / 400 (D83, D18) = 12,961.70 per targeted exit
        ("R18", 90407),  # 4,309,681.60 / 47.67 (D82) = 90,406.58 per fte
        ("R19-groeien", 70.2),  # 26.34 / 37.53
        ("R19-matchen", 13.4),  # 5.04 / 37.53
        ("R19-instroom", 7.4),  # 2.76 / 37.53
        ("R19-ondersteuning", 9.0),  # 3.39 / 37.53
    ],
)
def test_what_is_derived_from_it(number: Number, identifier: str, outcome: float) -> None:
    assert number(identifier) == outcome
