"""What a table accepts, and what its cells read as."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.present.display import MIME
from analysis.present.table import MAX_ROWS, SIGN_LEGEND, Column, Table
from analysis.provenance import Provenance

pytestmark = pytest.mark.unit

NB = "\N{NO-BREAK SPACE}"
MakeTable = Callable[..., Table]


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("x", "X"), "tekst", "tekst"),
        (Column("x", "X"), None, ""),
        (Column("x", "X"), math.nan, ""),
        (Column("x", "X", "aantal"), 1234.4, "1.234"),
        (Column("x", "X", "fte", 2), 37.53, "37,53"),
        (Column("x", "X", "pct"), 16.44, "16,4%"),
        (Column("x", "X", "pct", 0), 16.5, "17%"),
        (Column("x", "X", "eur"), -12.4, f"€{NB}-12"),
        (Column("x", "X", "eur", 2), 200377.01, f"€{NB}200.377,01"),
        (Column("x", "X", "eur_per_fte"), 90406.58, f"€{NB}90.407"),
        (Column("x", "X", "jaar"), 2040, "2040"),
        (Column("x", "X", "pers"), 847.6, "848"),
        (Column("x", "X", "eur"), math.nan, "onbekend"),
        (Column("x", "X", "eur"), pd.NA, "onbekend"),
        (Column("x", "X", "eur", missing="niet begroot"), None, "niet begroot"),
    ],
)
def test_a_cell(column: Column, value: object, text: str) -> None:
    assert column.text(value) == text


@pytest.mark.parametrize("key", ["proef", "q1", "q1-", "q1-Proef", "q1-a b", 'q1-"', "q12-a", ""])
def test_a_key_of_another_form_is_refused(make_table: MakeTable, key: str) -> None:
    with pytest.raises(ValueError, match="heeft niet de vorm"):
        make_table(key=key)


def test_more_rows_than_a_reader_takes_in_are_refused_unless_folded(
    make_table: MakeTable,
) -> None:
    rows = pd.DataFrame({"wat": ["x"] * (MAX_ROWS + 1), "aantal": 1.0})
    with pytest.raises(ValueError, match="heeft 17 rijen"):
        make_table(rows=rows)
    assert len(make_table(rows=rows, collapsed=True).payload()["rijen"]) == MAX_ROWS + 1
    assert len(make_table(rows=rows.head(MAX_ROWS)).payload()["rijen"]) == MAX_ROWS


def test_a_column_that_is_not_there_is_named(make_table: MakeTable) -> None:
    with pytest.raises(ValueError, match=r"mist de kolommen \['bedrag'\]"):
        make_table(columns=(Column("wat", "Wat"), Column("bedrag", "Bedrag")))


@pytest.mark.parametrize("unit", ["eur", "eur_mln", "eur_per_fte"])
def test_money_without_a_sign_legend_is_refused(make_table: MakeTable, unit: str) -> None:
    columns = (Column("wat", "Wat"), Column("aantal", "Bedrag", unit))
    with pytest.raises(ValueError, match="bevat geld zonder tekenuitleg"):
        make_table(columns=columns, note="Een noot.")
    assert make_table(columns=columns, note=SIGN_LEGEND).payload()["noot"] == SIGN_LEGEND


def test_the_payload_is_text_in_the_order_of_the_columns(make_table: MakeTable) -> None:
    table = make_table(columns=(Column("aantal", "Aantal", "aantal"), Column("wat", "Wat")))
    data = table.payload()
    assert data["rijen"] == [["2", "Instroom"], ["1.234", "Matchen"]]
    assert (data["koppen"], data["getal"]) == (["Aantal", "Wat"], [True, False])
    assert (data["basis"], data["ids"]) == ("bron", ["D73-fte"])


def test_a_basis_is_told_in_the_text_of_the_table(make_table: MakeTable) -> None:
    table = make_table(provenance=Provenance.of("voorbeeld", ["A09"]))
    bundle = table._repr_mimebundle_()
    assert "Basis: voorbeeld · herkomst: A09" in bundle["text/plain"]
    assert "voorbeeld" in bundle["text/html"]


def test_the_plain_text_can_be_read_in_a_diff(make_table: MakeTable) -> None:
    assert make_table(note="Een noot.")._repr_mimebundle_()["text/plain"].splitlines() == [
        "Een proef",
        "Wat | Aantal",
        "Instroom | 2",
        "Matchen | 1.234",
        "Een noot.",
        "Basis: bron · herkomst: D73-fte",
    ]


def test_the_bundle_survives_json(make_table: MakeTable) -> None:
    bundle = make_table()._repr_mimebundle_()
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle
    assert set(bundle) == {"text/plain", "text/html", MIME}
