"""Every table that was published with the mark of the privacy gate, attacked as a reader would."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.paths import ROOT
from analysis.present.guarded import RELEASED
from analysis.present.html import table as table_html
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.released import HIDDEN, THRESHOLD, shown_rows
from tests.published import Published, of_page, of_payload, ranges, too_narrow
from tests.reports.pages import FILES, committed, runs, shown_in

pytestmark = pytest.mark.report

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
MONITOR = "07_dvo_monitor"
TOTAL = "totaal"
GUARDED = Provenance.of("voorbeeld", ["verzuim.csv"], guarded=True)


@functools.cache
def in_notebook(name: str) -> tuple[Published, ...]:
    return tuple(table for item in shown_in(committed(name)) for table in of_payload(item))


@functools.cache
def in_page(name: str) -> tuple[Published, ...]:
    path = ROOT / "reports" / f"{name}.html"
    return tuple(of_page(path.read_text(encoding="utf-8")))


def assert_not_found_back(tables: Mapping[str, Published], parts: bool = False) -> None:
    narrow = too_narrow(ranges(tables, parts))
    assert sorted(map(str, narrow)) == []


@pytest.mark.skipif(MONITOR not in NOTEBOOKS, reason="the notebook of the monitor is not there yet")
def test_the_monitor_has_tables_that_passed_the_gate() -> None:
    assert in_notebook(MONITOR)
    pages = [run.id for run in runs() if run.notebook == MONITOR]
    assert all(in_page(name) for name in pages)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nothing_hidden_in_a_notebook_is_found_back(name: str) -> None:
    for table in in_notebook(name):
        assert_not_found_back({table.key: table})


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_small_count_of_persons_is_shown(name: str) -> None:
    for table in in_notebook(name):
        for at, unit in enumerate(table.units):
            for row in table.rows if unit == "pers" else ():
                shown = HIDDEN if not row[at][:1].isdigit() else row[at].replace(".", "")
                assert shown == HIDDEN or int(shown) == 0 or int(shown) >= THRESHOLD, table.key


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_nothing_hidden_in_a_page_is_found_back(name: str) -> None:
    for table in in_page(name):
        assert_not_found_back({table.key: table})


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_nothing_is_found_back_by_subtracting_the_page_of_a_municipality(name: str) -> None:
    pages = {run.parameters.gebied: run.id for run in runs() if run.notebook == name}
    whole, *others = [area for area in ("samen", "deventer", "olst-wijhe") if area in pages] or [""]
    for table in in_page(pages[whole]) if others else ():
        same = {area: _with_key(pages[area], table.key) for area in (whole, *others)}
        found = {area: one for area, one in same.items() if one is not None}
        if len(found) == 1 + len(others):
            assert_not_found_back(found, parts=True)


def _with_key(page: str, key: str) -> Published | None:
    return next((table for table in in_page(page) if table.key == key), None)


# --- that the attack finds what there is to find ------------------------------------------------


def published(frame: pd.DataFrame) -> Published:
    """A table with totals as it is published: through the gate, a Table and its payload."""
    released = protect(frame, row_total=TOTAL, column_total=TOTAL)
    cells = released.shown_frame
    rows = shown_rows(
        [{"wat": row} | {str(name): cells.loc[row, name] for name in cells} for row in cells.index]
    )
    numbers = [Column(str(name), str(name), "pers") for name in cells]
    table = Table(
        "q9-proef", "Proef", rows, (Column("wat", "Wat"), *numbers), GUARDED, collapsed=True
    )
    (found,) = of_payload(table.payload())
    return found


def random_table(seed: int) -> pd.DataFrame:
    """Up to 5 x 4 counts with totals, as skewed as in a register."""
    rng = np.random.default_rng(seed)
    shape = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    inner = rng.poisson(rng.gamma(1.5, float(rng.choice([8, 15, 25, 80])), shape))
    frame = pd.DataFrame(inner, [*"klmno"[: shape[0]]], [*"abcd"[: shape[1]]])
    frame[TOTAL] = frame.sum(axis=1)
    frame.loc[TOTAL] = frame.sum()
    return frame


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(3))
def test_nothing_is_found_back_in_three_hundred_random_tables(hundred: int) -> None:
    hidden = 0
    for seed in range(100 * hundred, 100 * (hundred + 1)):
        frame = random_table(seed)
        table = published(frame)
        found = ranges({"": table})
        hidden += len(found)
        assert too_narrow(found) == {}, seed
        for (_, row, column), (low, high) in found.items():
            count = int(frame.loc[row, column])
            assert low <= count <= high, seed
            assert low == 0 or count >= THRESHOLD, seed
    assert hidden > 100


def test_hiding_alone_is_found_back() -> None:
    # Nothing rounded: 76 - 41 - 31 = 4. Rounded: 43 to 47 less 38 to 42 is 1 to 9.
    for cells in (("verborgen", "41", "31", "76"), ("verborgen", "40", "45")):
        table = Published("q9-x", ("Wat", *"abc"[: len(cells) - 1], TOTAL), (("r", *cells),))
        assert too_narrow(ranges({"": table}))


def test_a_municipality_is_found_back_by_subtracting() -> None:
    def one(value: str) -> Published:
        return Published("q9-x", ("Wat", "a"), (("r", value),))

    tables = {"samen": one("35"), "deventer": one("30"), "olst-wijhe": one("verborgen")}
    # 33 to 37 less 28 to 32: the hidden one and a rest are 9 at most.
    assert set(too_narrow(ranges(tables, parts=True))) == {
        ("olst-wijhe", "r", "a"),
        ("rest", "r", "a"),
    }
    tables["deventer"] = one("verborgen")
    assert too_narrow(ranges(tables, parts=True)) == {}


def test_what_is_told_in_words_and_beside_each_other_is_attacked() -> None:
    headings = ("Wat", "2023-Q1", "2023-Q2")
    # 93 to 97 of 100 to 102: at most 9 left; and 98 to 102 after 93 to 97: at most 9 came in.
    for cells in (("95% (95 van 100)", ""), ("50% (95 van 200)", "50% (100 van 250)")):
        table = Published("q9-x", headings, (("r", *cells),))
        narrow = too_narrow(ranges({"": table}))
        assert len(narrow) == 1, narrow
    table = Published("q9-x", ("Wat", "Gestart", "Naar werk"), (("r", "40", "35"),))
    assert set(too_narrow(ranges({"": table}))) == {("rest ", "r", "Naar werk")}
    table = Published("q9-x", ("Wat", "Gestart", "Naar werk"), (("r", "40", "25"),))
    assert too_narrow(ranges({"": table})) == {}


def test_a_page_is_read_as_its_payload() -> None:
    frame = random_table(1)
    released = published(frame)
    data = {
        **dict.fromkeys(("noot", "titel"), "x"),
        "koppen": list(released.headings),
        "rijen": [list(row) for row in released.rows],
        "getal": [bool(unit) for unit in released.units],
        "herkomst": [False] * len(released.units),
        "sleutel": released.key,
        "ingeklapt": False,
        "basis": "bron",
        "ids": ["X"],
    }
    (found,) = of_page(table_html(data | {"vrijgave": RELEASED}))
    assert (found.rows, found.counts()) == (released.rows, released.counts())
    assert list(of_page(table_html(data))) == []
