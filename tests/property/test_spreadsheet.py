"""Whatever table goes to Excel comes back as it was, digit for digit."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.sources.cells import text_fault
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.spreadsheet import read_sheets, write_sheets

pytestmark = pytest.mark.property

TYPES = {"sleutel": "string", "tekst": "string", "getal": "number", "heel": "integer"}
TYPES |= {"datum": "date"}
RESOURCE = Resource(
    name="tabel",
    path="x.csv",
    title="x",
    hash="",
    schema=Schema(
        fields=tuple(
            Field.model_validate(
                {"name": name, "type": kind, "title": name, "sum": kind in {"number", "integer"}}
            )
            for name, kind in TYPES.items()
        ),
        primaryKey=("sleutel",),
    ),
)
ROWS = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8"), max_size=12).filter(
            lambda text: not text_fault(text)
        ),
        st.none() | st.floats(-1e14, 1e14, allow_nan=False),
        st.none() | st.integers(-(10**15) + 1, 10**15 - 1),
        st.just("") | st.dates().map(lambda date: date.isoformat()),
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS)
@example([("=1+1", -0.0, 0, "1900-02-28"), (" _x0041_ ", 1e-7, None, ""), ("\n", None, 1, "")])
@example([("", 123456789012.12345, 10**15 - 1, "9999-12-31"), ("x", 0.1 + 0.2, None, "0001-01-01")])
@settings(max_examples=60)
def test_any_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    path = tmp_path_factory.mktemp("excel") / "x.xlsx"
    numbered = [(f"r{place}", *row) for place, row in enumerate(rows)]
    table = pd.DataFrame(numbered, columns=list(TYPES))
    kinds = {"string": "str", "date": "str", "number": "float64", "integer": "Int64"}
    table = table.astype({name: kinds[kind] for name, kind in TYPES.items()})
    write_sheets(path, {"tabel": table}, {"tabel": RESOURCE})
    first = path.read_bytes()
    filled = read_sheets(path, {"tabel": RESOURCE})
    assert filled.notices == ()
    back = filled.tables["tabel"].drop(columns="_regel")
    pd.testing.assert_frame_equal(back, table, check_exact=True)
    path.unlink()
    write_sheets(path, filled.tables, {"tabel": RESOURCE})
    assert path.read_bytes() == first
