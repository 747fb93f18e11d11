"""What a figure must have, and what it puts in a notebook."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.present import theme
from analysis.present.display import MIME
from analysis.present.figure import CONFIG, PLOTLY_MIME, Figure
from analysis.present.table import SIGN_LEGEND, Column
from analysis.provenance import Provenance

pytestmark = pytest.mark.unit

MakeFigure = Callable[..., Figure]


def test_a_title_of_twelve_words_is_the_longest(make_figure: MakeFigure) -> None:
    assert make_figure(title=" ".join(["woord"] * 12)).title
    with pytest.raises(ValueError, match="telt meer dan 12 woorden"):
        make_figure(title=" ".join(["woord"] * 13))


@pytest.mark.parametrize("part", ["title", "subtitle", "description"])
def test_a_figure_without_words_is_refused(make_figure: MakeFigure, part: str) -> None:
    with pytest.raises(ValueError, match=f"mist {part}"):
        make_figure(**{part: ""})


def test_a_figure_without_a_source_is_refused(make_figure: MakeFigure) -> None:
    with pytest.raises(ValueError, match="noemt geen bron"):
        make_figure(provenance=Provenance.of("bron"))


@pytest.mark.parametrize("part", ["numbers", "traces"])
def test_a_figure_without_data_is_refused(make_figure: MakeFigure, part: str) -> None:
    empty: dict[str, Any] = {"numbers": pd.DataFrame({"wat": [], "fte": []}), "traces": []}
    with pytest.raises(ValueError, match="heeft geen gegevens"):
        make_figure(**{part: empty[part]})


@pytest.mark.parametrize("key", ["Figuur 1", "q1", "q1-É", "q1-<b>"])
def test_a_key_of_another_form_is_refused(make_figure: MakeFigure, key: str) -> None:
    with pytest.raises(ValueError, match="heeft niet de vorm"):
        make_figure(key=key)


def _annotations(figure: Figure) -> list[str]:
    bundle = figure._repr_mimebundle_()
    drawn = [figure.plot()["layout"], bundle[PLOTLY_MIME]["layout"]]
    texts = [[note["text"] for note in layout.get("annotations", [])] for layout in drawn]
    assert texts[0] == texts[1]
    return texts[0]


def test_made_up_numbers_are_told_in_the_picture_itself(make_figure: MakeFigure) -> None:
    figure = make_figure(provenance=Provenance.of("voorbeeld", ["A09"]))
    assert _annotations(figure) == [theme.EXAMPLE_WARNING]
    assert "VOORBEELD" in theme.EXAMPLE_WARNING


@pytest.mark.parametrize("basis", ["bron", "afgeleid", "afspraak", "aanname"])
def test_other_numbers_have_no_such_warning(make_figure: MakeFigure, basis: str) -> None:
    assert _annotations(make_figure(provenance=Provenance.of(basis, ["A01"]))) == []


def test_the_warning_comes_beside_other_words_in_the_picture(make_figure: MakeFigure) -> None:
    layout = theme.layout(300, annotations=[{"text": "Besluit"}])
    figure = make_figure(layout=layout, provenance=Provenance.of("voorbeeld", ["A09"]))
    assert _annotations(figure) == ["Besluit", theme.EXAMPLE_WARNING]
    assert layout["annotations"] == [{"text": "Besluit"}]


def test_the_numbers_travel_with_the_picture(make_figure: MakeFigure) -> None:
    table = make_figure().payload()["tabel"]
    assert table["rijen"] == [["Instroom", "2,76"], ["Matchen", "5,04"]]
    assert (table["sleutel"], table["ingeklapt"]) == ("q1-proef-cijfers", True)


def test_money_in_the_numbers_brings_its_legend(make_figure: MakeFigure) -> None:
    columns = (Column("wat", "Wat"), Column("fte", "Bedrag", "eur"))
    assert make_figure(columns=columns).payload()["tabel"]["noot"] == SIGN_LEGEND
    assert make_figure().payload()["tabel"]["noot"] == ""


def test_a_terminal_sees_the_finding_and_the_numbers(make_figure: MakeFigure) -> None:
    lines = make_figure()._repr_mimebundle_()["text/plain"].splitlines()
    assert lines[:3] == [
        "Matchen is groter dan Instroom",
        "Formatie (fte), Deventer, 2023",
        "Matchen telt 5 fte en Instroom 3.",
    ]
    assert "Matchen | 5,04" in lines


def test_arrays_become_lists_of_numbers(make_figure: MakeFigure) -> None:
    trace = {
        "type": "scatter",
        "x": np.array([2016, 2017]),
        "y": pd.Series([0.1 + 0.2, math.nan]),
        "marker": {"size": np.int64(7), "opacity": np.float64(1 / 3)},
    }
    data = make_figure(traces=[trace])._repr_mimebundle_()[PLOTLY_MIME]["data"]
    assert data == [
        {
            "type": "scatter",
            "x": [2016, 2017],
            "y": [0.3, None],
            "marker": {"size": 7, "opacity": 0.3333333333},
        }
    ]


def test_the_bundle_holds_no_packed_numbers(make_figure: MakeFigure) -> None:
    trace = {"type": "scatter", "x": np.arange(2000), "y": np.linspace(0, 1, 2000)}
    text = json.dumps(make_figure(traces=[trace])._repr_mimebundle_())
    assert "bdata" not in text
    assert "base64" not in text


def test_the_bundle_survives_json(make_figure: MakeFigure) -> None:
    bundle = make_figure()._repr_mimebundle_()
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle
    assert set(bundle) == {"text/plain", PLOTLY_MIME, MIME}


def test_no_button_uploads_the_picture(make_figure: MakeFigure) -> None:
    config = make_figure()._repr_mimebundle_()[PLOTLY_MIME]["config"]
    assert config == CONFIG
    assert (config["showSendToCloud"], config["displayModeBar"]) == (False, False)


def test_in_a_notebook_the_picture_carries_its_own_heading(make_figure: MakeFigure) -> None:
    figure = make_figure()
    layout = figure._repr_mimebundle_()[PLOTLY_MIME]["layout"]
    assert figure.title in layout["title"]["text"]
    assert "title" not in figure.plot()["layout"]
