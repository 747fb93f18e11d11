"""The one register of numbers that the notebooks ask."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from analysis.dutch import printed
from analysis.sources.build import read_processed
from analysis.sources.plan_checks import KEYS
from analysis.sources.register import COLUMNS, number_register
from analysis.sources.validate import NUMBER_REGISTERS, read_raw
from analysis.sources.values import plain_number
from tests.plan_example import fill_plan
from tests.unit.sources.conftest import Raw

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


def test_a_number_of_an_own_row_is_in_it(raw: Raw) -> None:
    source = "jaarverslag-deventer-2015"
    raw.append(
        "plannen.csv", "PL901", "DVO 2023", "2023", "SE", "deventer", "2031", "12.50", "11", "13",
        "se", "meer", source, "Tabel 2", "afspraak", "", "", "Een eigen rij",
    )  # fmt: skip
    raw.append(
        "realisaties.csv", "RE901", "SE", "deventer", "2031", "0", "se", "", source, "", "bron",
        "", "", "",
    )  # fmt: skip
    rows = number_register(read_raw()).set_index("id").loc[["PL901", "RE901"]]
    names = ["waarde", "getal", "eenheid", "grootheid", "gebied", "periode", "bron", "basis"]
    assert rows[names].to_numpy().tolist() == [
        ["12.5", 12.5, "se", "SE", "deventer", "2031", source, "afspraak"],
        ["0", 0.0, "se", "SE", "deventer", "2031", source, "bron"],  # zero is a number
    ]
    assert list(rows["tabel"]) == ["plannen", "realisaties"]
    assert rows.loc["PL901", ["laag", "hoog"]].tolist() == [11, 13]
    assert rows.loc["PL901", ["vindplaats", "opmerking"]].tolist() == ["Tabel 2", "Een eigen rij"]


@pytest.mark.parametrize(
    "identifier",
    [
        "PL001",  # repeats X02
        "PL007",  # empty: waits for G35
        "RE013",  # repeats X15-realisatie
        "RE091",  # empty: waits for G14
    ],
)
def test_a_row_that_repeats_or_waits_is_not_in_it(register: pd.DataFrame, identifier: str) -> None:
    tables = read_raw()
    assert identifier in {name for key in KEYS for name in tables[key]["id"]}
    assert identifier not in set(register["id"])


def test_a_plan_that_is_filled_in_is_in_it(project_copy: Path, register: pd.DataFrame) -> None:
    fill_plan(project_copy)
    filled = number_register(read_raw())
    assert filled["id"].is_unique
    new = filled[~filled["id"].isin(register["id"])]
    # 13 quantities of the ondernemingsplan in 5 years, in either table; nothing else has changed.
    assert new["tabel"].value_counts().to_dict() == {"plannen": 65, "realisaties": 65}
    assert set(new["basis"]) == {"voorbeeld"}
    assert set(new["periode"]) == {"2020", "2021", "2022", "2023", "2024"}
    assert new["getal"].notna().all()
    assert len(filled) == len(register) + 130
    row = filled.set_index("id").loc["PL039"]  # the second row of SE: 600 and 26 fewer each year
    assert (row["grootheid"], row["periode"], row["getal"]) == ("SE", "2021", 574)


def test_an_id_of_a_plan_is_no_other_number(raw: Raw) -> None:
    row = raw.append(
        "plannen.csv", "X01", "DVO 2023", "2023", "SE", "deventer", "2031", "", "", "", "se",
        "meer", "", "", "", "", "G12", "",
    )  # fmt: skip
    assert raw.refused() == (
        f"data/raw/plannen.csv, regel {row}, kolom 'id': 'X01' staat ook in lokale_cijfers.csv\n"
    )


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
