"""The one register of numbers that the notebooks ask."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.dutch import printed
from analysis.sources.build import read_processed
from analysis.sources.plan_checks import KEYS
from analysis.sources.reader import plain_number
from analysis.sources.register import COLUMNS, number_register
from analysis.sources.validate import NUMBER_REGISTERS, read_raw

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return number_register(read_raw())


def test_one_row_an_id_sorted(register: pd.DataFrame) -> None:
    assert list(register.columns) == COLUMNS
    assert register["id"].is_unique
    assert list(register["id"]) == sorted(register["id"])


def test_every_row_of_every_table_is_in_it(register: pd.DataFrame) -> None:
    # Of the plans and realisations only a number that stands nowhere else: today there is none.
    tables = read_raw()
    own = {
        name: int(((tables[name]["cijfer"] == "") & tables[name]["waarde"].notna()).sum())
        for name in KEYS
    }
    whole = {name: len(tables[name]) for name in NUMBER_REGISTERS if name not in KEYS}
    assert register["tabel"].value_counts().reindex(NUMBER_REGISTERS, fill_value=0).to_dict() == (
        whole | own
    )
    assert own == {"plannen": 0, "realisaties": 0}


def test_only_assumptions_have_an_interval(register: pd.DataFrame) -> None:
    with_interval = register["laag"].notna() & register["hoog"].notna()
    assert set(register.loc[with_interval, "tabel"]) == {"aannames"}
    assert with_interval.sum() == (register["tabel"] == "aannames").sum()


def test_what_was_computed_is_derived(register: pd.DataFrame) -> None:
    assert set(register.loc[register["tabel"] == "afgeleid", "basis"]) == {"afgeleid"}


@pytest.mark.parametrize(
    ("identifier", "number"),
    [
        ("D73-fte", 2.76),
        ("D28", 1 / 6),
        ("L001", 14303940),
        ("A02", 0.852),
        ("R03-lokaal", -5.4),
        ("D02", math.nan),
        ("D65", math.nan),
        ("K01", math.nan),
    ],
)
def test_the_number_of_a_value(register: pd.DataFrame, identifier: str, number: float) -> None:
    row = register.set_index("id").loc[identifier]
    assert row["getal"] == pytest.approx(number, nan_ok=True)


def test_every_row_can_be_written_for_a_reader() -> None:
    for row in read_processed(["cijfers"])["cijfers"].to_dict("records"):
        text = printed(row["waarde"], row["eenheid"])
        assert text, row["id"]
        assert "nan" not in text.lower(), row["id"]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (2.76, None, "2.76"),
        (100.0, None, "100"),
        (0.0, None, "0"),
        (-5.4, None, "-5.4"),
        (40000, 2, "40000.00"),
        (0.1 + 0.2, None, "0.3"),
        (math.nan, 2, ""),
        (pd.NA, None, ""),
    ],
)
def test_a_number_is_written_in_one_way(value: float, decimals: int | None, written: str) -> None:
    assert plain_number(value, decimals) == written
