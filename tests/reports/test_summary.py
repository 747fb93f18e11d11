"""The two files about all reports: the headline numbers and the index."""

from __future__ import annotations

import csv
import re

import pytest

from analysis.headlines import (
    ABSENT,
    COLUMNS,
    LABELS,
    label_of,
)
from analysis.provenance import Basis
from analysis.sources.workbook import area_name
from tests.reports.pages import REPORTS, Sheet, committed_sheet, runs

pytestmark = pytest.mark.report

CONTRACT = ("run", "notebook", "kerncijfer", "waarde", "laag", "hoog", "eenheid", "jaar")
CONTRACT += ("basis", "bronnen")
"""The columns by which others' scripts know the file (design.md, section 6)."""

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    with (REPORTS / "kerncijfers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def index() -> Sheet:
    return committed_sheet("index")


def test_columns_are_the_contract(rows: Rows) -> None:
    assert tuple(rows[0]) == CONTRACT == tuple(COLUMNS)


def test_rows_are_sorted_and_stand_once(rows: Rows) -> None:
    order = [(row["run"], row["notebook"], row["kerncijfer"], row["jaar"]) for row in rows]
    assert order == sorted(order)
    assert len(order) == len(set(order))


def test_file_has_unix_line_ends_and_no_more() -> None:
    content = (REPORTS / "kerncijfers.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")


def test_each_number_has_an_interval_a_basis_and_a_source(rows: Rows) -> None:
    for row in rows:
        assert row["bronnen"]
        assert row["eenheid"]
        assert row["kerncijfer"].partition(":")[0] in LABELS
        if row["waarde"] == ABSENT:
            assert (row["laag"], row["hoog"], row["basis"]) == ("", "", ""), row
            assert all(re.fullmatch(r"G[0-9]{2}", gap) for gap in row["bronnen"].split(";")), row
        else:
            assert float(row["laag"]) <= float(row["waarde"]) <= float(row["hoog"]), row
            assert row["basis"] in set(Basis)


def test_only_the_plan_has_numbers_that_are_missing(rows: Rows) -> None:
    missing = [row for row in rows if row["waarde"] == ABSENT]
    # Two deficits, one reserve and five results in each of its three reports.
    assert len(missing) == 3 * 8
    assert {row["notebook"] for row in missing} == {"02_plan_en_werkelijkheid"}


def test_index_lists_all_runs(index: Sheet) -> None:
    (table,) = [tag.parent for tag in index.all("caption") if tag.get_text() == "Rapporten"]
    links = {tag["href"]: tag for tag in table.select("tbody a")}
    assert list(links) == [run.file for run in runs()]
    for run in runs():
        assert (REPORTS / run.file).is_file()
        assert area_name(run.parameters.gebied) in links[run.file].find_parent("tr").get_text()


def test_index_has_the_title_of_each_report(index: Sheet) -> None:
    for run in runs():
        (link,) = index.all(f'a[href="{run.file}"]')
        assert link.get_text() == committed_sheet(run.id).all("h1")[0].get_text()


YEARLY = "wsw_nl_arbeidsjaren_gemiddeld"


def test_index_shows_each_headline_number(index: Sheet, rows: Rows) -> None:
    tables = {tag.get_text(): tag.parent for tag in index.all("caption")}
    for run in runs():
        title = committed_sheet(run.id).all("h1")[0].get_text()
        table = tables[f"{title} — {area_name(run.parameters.gebied)}"]
        shown = [tag.get_text() for tag in table.select("tbody th")]
        # Of the yearly national series the index shows each fifth year; the file has all.
        wanted = [
            label_of(row["kerncijfer"])
            for row in rows
            if row["run"] == run.id
            and (
                row["kerncijfer"] != YEARLY
                or row["jaar"] in {"2020", "2025", "2030", "2035", "2040"}
            )
        ]
        assert sorted(shown) == sorted(wanted) != []


def test_index_says_what_is_missing_without_a_badge(index: Sheet, rows: Rows) -> None:
    shown = [tag.parent for tag in index.all("td") if tag.get_text() == ABSENT]
    told = [[cell.get_text() for cell in row.select("th, td")] for row in shown]
    wanted = [
        [label_of(row["kerncijfer"]), ABSENT, "", row["jaar"], ""]
        for row in rows
        if row["waarde"] == ABSENT
    ]
    assert sorted(told) == sorted(wanted)
    assert [row for row in shown if row.select(".basis")] == []
    # And every other headline number has one.
    headed = [tag for tag in index.all("tbody tr") if len(tag.select("td")) == 4]
    assert len(headed) == len(shown) + len([row for row in headed if row.select(".basis")])


def test_index_does_not_look_unfinished(index: Sheet) -> None:
    assert index.all(".mislukt") == []
    assert f"alle {len(runs())} rapporten gelukt" in index.words
