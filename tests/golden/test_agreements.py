"""The 41 result agreements of the DVO by kind and part (hoofdstuk 2 and 3, facts D13-D65)."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.model.agreements import CEILING, QUALITATIVE, TARGET, UNMEASURABLE, agreement_kinds
from analysis.questions.organisation import organisation_photo
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.golden

# The other 22 are targets.
BY_KIND = {
    # "Maximaal" 10 (D24), 110 (D37), 1,000 (D51) and 600 (D52).
    CEILING: {"M3", "B1", "A2", "A3"},
    # No number is given.
    QUALITATIVE: {"W3", "G9", "B2", "A6", "A7", "E1", "E3"},
    # The text gives no target: W1 (benchmark 2021), F1 (formation 2023). It gives no denominator:
    # W2 (Wsw employees), M1 (inflow Matchen), G2, G2a, G2b (cohorts 2021 and 2022), G3 (inflow).
    UNMEASURABLE: {"W1", "W2", "M1", "G2", "G2a", "G2b", "G3", "F1"},
}
BY_PART = {
    # streefwaarde, plafond, kwalitatief, niet meetbaar
    "Wsw": [2, 0, 1, 2],
    "Matchen en Groeien": [1, 0, 0, 0],
    "Matchen": [1, 1, 0, 1],
    "Groeien": [7, 0, 1, 4],
    "Beschut": [0, 1, 1, 0],
    "Statushouders": [4, 0, 0, 0],
    "Dienstverlening": [3, 2, 2, 0],
    "Transformatieplan": [1, 0, 0, 0],
    "Social return": [1, 0, 0, 0],
    "Werkgevers en netwerk": [1, 0, 2, 0],
    "Projecten": [1, 0, 0, 0],
    "Ondersteunend personeel": [0, 0, 0, 1],
}


@pytest.fixture(scope="module")
def agreements(book: Workbook) -> pd.DataFrame:
    return agreement_kinds(book.table("resultaatafspraken")).set_index("id")


def test_there_are_41(agreements: pd.DataFrame) -> None:
    assert len(agreements) == 41
    assert sum(sum(counts) for counts in BY_PART.values()) == 41


@pytest.mark.parametrize("kind", BY_KIND)
def test_the_agreements_of_a_kind(agreements: pd.DataFrame, kind: str) -> None:
    assert set(agreements.index[agreements["kind"] == kind]) == BY_KIND[kind]


def test_the_rest_are_targets(agreements: pd.DataFrame) -> None:
    # 41 - 4 - 7 - 8
    assert (agreements["kind"] == TARGET).sum() == 22


def test_by_part_in_the_order_of_the_document(book: Workbook) -> None:
    counts = organisation_photo(book).agreement_counts
    assert {part: row.tolist() for part, row in counts.iterrows()} == BY_PART
    assert list(counts.index) == list(BY_PART)


@pytest.mark.parametrize(
    ("identifier", "operator", "norm", "unit"),
    [
        ("W4", "le", 16.4, "pct"),  # D15
        ("MG1", "ge", 400, "pers"),  # D18
        ("M1", "ge", 80, "pct"),  # D21, within 6 months (D22)
        ("G2", "ge", 50, "pct"),  # D27
        ("G2a", "eq", 16.67, "pct"),  # D28: 1/6
        ("B1", "le", 110, "pers"),  # D37
        ("A1", "ge", 90, "pct"),  # D50
        ("SR1", "eq", 20, "plaatsingen"),  # D60
        ("P1", "eq", 2.02, "fte"),  # D63
    ],
)
def test_a_norm_is_as_agreed(
    agreements: pd.DataFrame, identifier: str, operator: str, norm: float, unit: str
) -> None:
    row = agreements.loc[identifier]
    assert [row["operator"], row["norm"], row["norm_eenheid"]] == [operator, norm, unit]


def test_the_starred_agreements_are_in_the_programmabegroting(agreements: pd.DataFrame) -> None:
    starred = agreements.index[agreements["programmabegroting"] == "ja"]
    assert sorted(starred) == sorted(["W1", "MG1", "M2", "G4", "G8", "B1", "S1", "E1", "E3"])
