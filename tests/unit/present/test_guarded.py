"""Tables, figures and sentences on guarded numbers refuse whatever did not pass the gate."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.errors import PrivacyError
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.display import MIME
from analysis.present.figure import Figure
from analysis.present.guarded import RELEASED
from analysis.present.html import table as table_html
from analysis.present.table import SIGN_LEGEND, Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.released import definition, derived, derived_text, shown_rows

pytestmark = pytest.mark.unit

GUARDED = Provenance.of("bron", ["verzuim.csv"], guarded=True)
OPEN = Provenance.of("bron", ["D73-fte"])
GATE = protect(pd.DataFrame([[347, 40, 3]], index=["r"], columns=["veel", "deel", "klein"]))
MANY, PART, SMALL = (GATE.shown("r", name) for name in GATE.columns)
RAW = 347

MakeTable = Callable[..., Table]
MakeFigure = Callable[..., Figure]


def guarded_table(make: MakeTable, value: object, column: Column, **changes: Any) -> Table:
    """A table of one guarded cell."""
    rows = shown_rows([{"wat": "Wsw", "cel": value}])
    return make(rows=rows, columns=(Column("wat", "Wat"), column), provenance=GUARDED, **changes)


def guarded_figure(make: MakeFigure, **changes: Any) -> Figure:
    """A bar of one guarded number."""
    parts: dict[str, Any] = {
        "title": "Wsw is het grootst",
        "subtitle": "Personen, Deventer, 2023",
        "description": "Wsw is het grootst.",
        "numbers": shown_rows([{"wat": "Wsw", "pers": MANY}]),
        "columns": (Column("wat", "Wat"), Column("pers", "Personen", "pers")),
        "traces": [{"type": "bar", "x": ["Wsw"], "y": [MANY]}],
        "provenance": GUARDED,
    }
    return make(**parts | changes)


def refused(make: Callable[[], object], *words: str) -> None:
    """It is refused with these words, and without the number."""
    with pytest.raises(PrivacyError) as stopped:
        make()
    assert stopped.value.exit_code == 4
    assert all(word in str(stopped.value) for word in words), str(stopped.value)
    assert not re.search(r"347|34[.,]7|4[.,]5", str(stopped.value))


# --- tables -------------------------------------------------------------------------------------


def test_what_passed_is_shown_and_what_is_hidden_says_so(make_table: MakeTable) -> None:
    column = Column("cel", "Personen", "pers")
    data = guarded_table(make_table, MANY, column).payload()
    # 347 is published as 345.
    assert (data["rijen"], data["vrijgave"]) == ([["Wsw", "345"]], RELEASED)
    for missing in (None, pd.NA, float("nan"), SMALL):
        data = guarded_table(make_table, missing, column).payload()
        assert data["rijen"] == [["Wsw", "verborgen"]]
    assert "Aantallen personen: afgerond op 5, minder dan 10 verborgen." in table_html(data)


@pytest.mark.parametrize("unit", ["pers", "pct", "aantal", "fte", "jaar", "dagen"])
@pytest.mark.parametrize("raw", [RAW, 4.5, np.int64(RAW), np.float64(4.5)])
def test_a_raw_number_is_refused(make_table: MakeTable, unit: str, raw: object) -> None:
    column = Column("cel", "Kop", unit)
    refused(lambda: guarded_table(make_table, raw, column), "tabel q1-proef", "kolom 'cel'")


def test_computing_with_what_passed_is_not_enough(make_table: MakeTable) -> None:
    assert MANY is not None
    column = Column("cel", "Kop", "pct")
    refused(lambda: guarded_table(make_table, MANY / 10, column), "kolom 'cel'")
    assert guarded_table(make_table, derived(MANY / 10, MANY), column)


def test_a_frame_that_guessed_its_types_is_refused(make_table: MakeTable) -> None:
    rows = pd.DataFrame({"wat": ["Wsw"], "cel": [MANY]})
    columns = (Column("wat", "Wat"), Column("cel", "Kop", "pers"))
    refused(lambda: make_table(rows=rows, columns=columns, provenance=GUARDED), "kolom 'cel'")


def test_amounts_and_years_are_exempt(make_table: MakeTable) -> None:
    assert guarded_table(make_table, 2023, Column("cel", "Jaar", "jaar"))
    assert guarded_table(make_table, 347.5, Column("cel", "€", "eur", 2), note=SIGN_LEGEND)


@pytest.mark.parametrize(
    "words",
    [
        *("2023", "2023-Q1", "2023-01", "2023-12-31", "1e kwartaal 2023", "19 november 2024"),
        *("W1", "G6b", "MG1", "D73-fte", "Wi2021", "2018/19", "2024–2025", "Wsw", "", "M2 en G4"),
    ],
)
def test_words_that_name_a_moment_or_an_id_pass(make_table: MakeTable, words: str) -> None:
    assert guarded_table(make_table, words, Column("cel", "Kop"))


@pytest.mark.parametrize(
    "words",
    [
        *("347", "347 personen", "34,7%", "2.005", "31 van 347", "vier (4)", "0", "2023: 347"),
        *("38–42", "2023-345", "1e van 4", "2,023", "12 verzuimdagen in 2023", "x347", "3 maanden"),
    ],
)
def test_other_words_with_digits_are_refused(make_table: MakeTable, words: str) -> None:
    refused(lambda: guarded_table(make_table, words, Column("cel", "Kop")), "kolom 'cel'")
    refused(lambda: guarded_table(make_table, 347, Column("cel", "Kop")), "kolom 'cel'")
    for part in ("caption", "note"):
        cell = {"value": "Wsw", "column": Column("cel", "Kop")}
        refused(lambda part=part, cell=cell: guarded_table(make_table, **cell, **{part: words}))  # type: ignore[misc]
    refused(lambda: guarded_table(make_table, "", Column("cel", words)), "kop 'cel'")


def test_words_made_of_what_passed_are_shown(make_table: MakeTable) -> None:
    assert PART is not None
    for words in (derived_text("38 tot 42", PART), definition("binnen 6 maanden")):
        data = guarded_table(make_table, words, Column("cel", words), caption=words).payload()
        assert data["rijen"] == [["Wsw", words]]


def test_ids_pass_as_ids(make_table: MakeTable) -> None:
    column = Column("cel", "Herkomst", ids=True)
    assert guarded_table(make_table, "wsw_2023.csv;D73-fte;kr-1", column)
    refused(lambda: guarded_table(make_table, "D73;347", column), "kolom 'cel'")


def test_rows_changed_afterwards_are_refused_when_shown(make_table: MakeTable) -> None:
    table = guarded_table(make_table, MANY, Column("cel", "Kop", "pers"))
    table.rows.loc[0, "cel"] = RAW
    refused(table.payload, "kolom 'cel'")


def test_without_guarded_numbers_nothing_changes(make_table: MakeTable) -> None:
    data = make_table(provenance=OPEN, note="347").payload()
    assert "vrijgave" not in data


# --- figures ------------------------------------------------------------------------------------


def test_a_figure_of_what_passed(make_figure: MakeFigure) -> None:
    figure = guarded_figure(make_figure)
    bundle = figure._repr_mimebundle_()
    assert bundle[MIME]["vrijgave"] == bundle[MIME]["tabel"]["vrijgave"] == RELEASED
    assert figure.payload()["grafiek"]["data"][0]["y"] == [345]
    assert not re.search(r"\b347\b", json.dumps(bundle))


@pytest.mark.parametrize(
    "trace",
    [
        {"y": [RAW]},
        {"y": np.array([RAW])},
        {"y": pd.Series([RAW])},
        {"x": [RAW]},
        {"text": ["347"]},
        {"text": "347 personen"},
        {"hovertext": ["31 van 347"]},
        {"hovertemplate": "347 van %{y:,.0f}<extra></extra>"},
        {"name": "Wsw (347)"},
        {"customdata": [[MANY, RAW]]},
        {"customdata": [{"n": RAW}]},
        {"error_y": {"type": "data", "array": [4.5]}},
        {"error_x": {"type": "data", "arrayminus": [4.5], "width": 4}},
        {"marker": {"size": [RAW]}},
        {"marker": {"color": [RAW]}},
        {"base": [RAW]},
        {"base": RAW},
        {"meta": {"n": RAW}},
        {"ids": ["347"]},
        {"z": [[RAW]]},
    ],
    ids=str,
)
def test_a_raw_number_anywhere_in_a_trace_is_refused(
    make_figure: MakeFigure, trace: dict[str, Any]
) -> None:
    name = next(iter(trace))
    whole = {"type": "bar", "x": ["Wsw"], "y": [MANY]} | trace
    refused(lambda: guarded_figure(make_figure, traces=[whole]), "figuur q1-proef", "reeks 1", name)


@pytest.mark.parametrize(
    "changes",
    [
        {"shapes": [{"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": RAW, "y1": RAW}]},
        {"annotations": [{"text": "347", "x": 0, "y": 0}]},
        {"annotations": [{"text": "Wsw", "x": "Wsw", "y": 4.5}]},
        {"yaxis": {"range": [0, RAW]}},
        {"yaxis": {"tickvals": [RAW]}},
        {"yaxis": {"ticktext": ["347"]}},
        {"xaxis": {"title": {"text": "van 347"}}},
        {"yaxis2": {"range": [0, RAW]}},
        {"title": {"text": "347"}},
        {"meta": [RAW]},
        {"images": [{"x": RAW}]},
    ],
    ids=str,
)
def test_a_raw_number_beside_the_traces_is_refused(
    make_figure: MakeFigure, changes: dict[str, Any]
) -> None:
    layout = theme.layout(300, **changes)
    refused(lambda: guarded_figure(make_figure, layout=layout), "figuur q1-proef", "opmaak")


def test_looks_years_and_what_passed_are_drawn(make_figure: MakeFigure) -> None:
    assert MANY is not None
    norm = derived(300, GATE)
    traces = [
        theme.line([2022, 2023], [MANY, None], "Instroom 2021", theme.BLUE, "dash"),
        theme.markers([2022, 2023], [norm, float("nan")], "Norm", theme.RED)
        | {"error_y": {"type": "data", "array": [norm, None], "thickness": 1.5, "color": "#000"}},
        {
            "type": "bar",
            "x": ["2023-Q1"],
            "y": [MANY],
            "width": 0.6,
            "text": [derived_text("345 (330 tot 360)", MANY)],
            "marker": {"color": [theme.BLUE, "rgba(0,114,178,0.18)"], "pattern": {"shape": "/"}},
            "name": definition("binnen 6 maanden"),
            "hovertemplate": "%{x}: %{y:,.1f}%<extra>binnen 6 maanden</extra>",
            "customdata": [[MANY, None, "2023-01"]],
        },
    ]
    layout = theme.layout(
        300,
        xaxis=theme.year_axis(),
        yaxis=theme.zero_axis("Deel (%)", range=[0, 100]),
        shapes=[{"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": norm, "y1": norm}],
        annotations=[{"text": "Norm", "x": 0.98, "xref": "paper", "y": norm, "yshift": 12}],
    )
    assert guarded_figure(make_figure, traces=traces, layout=layout).payload()


def test_amounts_of_its_own_table_are_drawn(make_figure: MakeFigure) -> None:
    numbers = shown_rows([{"wat": "Wsw", "eur": 347.5}])
    columns = (Column("wat", "Wat"), Column("eur", "€", "eur", 2))
    bar = {"type": "bar", "x": ["Wsw"], "y": [347.5]}
    assert guarded_figure(make_figure, numbers=numbers, columns=columns, traces=[bar])
    bar["y"] = [348.5]
    refused(
        lambda: guarded_figure(make_figure, numbers=numbers, columns=columns, traces=[bar]), "'y'"
    )


@pytest.mark.parametrize("part", ["title", "subtitle", "description", "note"])
def test_the_words_of_a_figure_pass_the_gate_too(make_figure: MakeFigure, part: str) -> None:
    refused(lambda: guarded_figure(make_figure, **{part: "Het zijn er 347"}), "figuur q1-proef")
    words = derived_text("Het zijn er ongeveer 345", GATE)
    figure = guarded_figure(make_figure, **{part: words})
    assert "Het zijn er ongeveer 345" in figure._repr_mimebundle_()["text/plain"] or part == "note"


def test_traces_changed_afterwards_are_refused_when_shown(make_figure: MakeFigure) -> None:
    figure = guarded_figure(make_figure)
    figure.traces[0]["y"] = [RAW]
    refused(figure.payload, "'y'")


# --- sentences ----------------------------------------------------------------------------------


def count(value: float, provenance: Provenance = GUARDED, unit: str = "pers") -> Number:
    """A number in a sentence."""
    return Number(Quantity.exact(value, unit, provenance), (0, 10_000))


def test_a_sentence_on_what_passed() -> None:
    assert MANY is not None
    claim = Claim("Er werken ongeveer {n}.", n=count(MANY))
    assert claim.payload()["vrijgave"] == RELEASED
    assert "345" in claim.text()
    assert "vrijgave" not in Claim("Er werken {n}.", n=count(RAW, OPEN)).payload()


def test_a_sentence_on_a_raw_number_is_refused() -> None:
    assert MANY is not None
    refused(lambda: Claim("Er werken {n}.", n=count(RAW)), "getal 'n'")
    refused(lambda: Claim("Het is {n}.", n=count(4.5, unit="pct")), "getal 'n'")
    refused(lambda: Claim("Er werken {n}.", GUARDED, n=count(RAW, OPEN)), "getal 'n'")
    for low, high in ((RAW, MANY), (MANY, RAW)):
        band = Number(Quantity(MANY, "pers", GUARDED, low, high), (0, 10_000), band=True)
        refused(lambda band=band: Claim("Er werken {n}.", n=band), "getal 'n'")  # type: ignore[misc]


def test_a_stale_sentence_never_tells_a_raw_number() -> None:
    outside = Number(Quantity.exact(RAW, "pers", GUARDED), (0, 10))
    refused(lambda: Claim("Er werken {n}.", n=outside), "getal 'n'")


def test_amounts_and_unguarded_numbers_beside_them_pass() -> None:
    assert MANY is not None
    sentence = "Er werken {n} voor {eur} tegen een norm van {norm}."
    numbers = {"n": count(MANY), "eur": count(347.5, unit="eur"), "norm": count(RAW, OPEN)}
    assert Claim(sentence, **numbers).payload()["vrijgave"] == RELEASED
