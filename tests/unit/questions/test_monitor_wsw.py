"""Own counts of the Wsw: grouped, summed, and shown only through the gate."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.parameters import Parameters
from analysis.present import monitor_wsw as shown
from analysis.provenance import Basis, Quantity
from analysis.questions import monitor_wsw
from analysis.questions.monitor_wsw import WswCount, wsw_count
from analysis.questions.monitor_wsw_gate import AGE_GROUPS, ALL
from analysis.sources.package import read_package
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit


def _book(people: list[tuple[str, str, int]], day: str = "2023-12-31") -> Workbook:
    """A workbook whose own counts are these: municipality, five-year class, persons."""
    book = open_with(Parameters())
    rows = [
        {"peildatum": day, "gemeente": area, "leeftijdsklasse": age, "pers": heads, "basis": "bron"}
        for area, age, heads in people
    ]
    rows = [row | {"werkvorm": "Beschut binnen"} for row in rows]
    leaving = [
        {"jaar": 2023, "reden": reason, "pers": heads, "basis": "bron"}
        for reason, heads in (("pensioen", 31), ("ziekte", 12))
    ]
    own = {
        monitor_wsw.PEOPLE: pd.DataFrame(rows),
        monitor_wsw.LEAVING: pd.DataFrame(leaving),
    }
    return replace(book, tables={**book.tables, **own})


@pytest.fixture(scope="module")
def made_up() -> WswCount:
    return wsw_count(open_with(Parameters()))


@pytest.fixture(scope="module")
def own() -> WswCount:
    return wsw_count(
        _book(
            [("deventer", "15-24", 11), ("deventer", "25-29", 13), ("deventer", "50-54", 41)]
            + [("deventer", age, 20) for age in ("55-59", "60-64", "65+")]
        )
    )


def test_every_class_that_is_read_in_has_its_group() -> None:
    fields = read_package().resource(monitor_wsw.PEOPLE).schema_.fields
    allowed = next(field for field in fields if field.name == "leeftijdsklasse").constraints.enum
    assert [name for names in AGE_GROUPS.values() for name in names] == list(allowed or ())


def test_counts_are_summed_and_rounded(own: WswCount) -> None:
    people = own.people
    assert people.value("jonger dan 45", "deventer") == 25  # 24 persons
    assert people.value(ALL, ALL) == 125
    assert own.total is not None
    assert own.total.value == 125
    assert own.leaving.value("pensioen", "2023") == 30  # 31


def test_what_is_small_is_hidden_and_not_to_be_found_by_subtraction() -> None:
    count = wsw_count(_book([("deventer", "15-24", 40), ("deventer", "50-54", 4)]))
    assert count.people.value("45 tot 55", "deventer") is None
    assert None in (count.people.value("jonger dan 45", ALL), count.people.value(ALL, ALL))


def test_the_provenance_is_guarded_and_of_the_weakest_basis(made_up: WswCount) -> None:
    assert made_up.provenance.guarded
    assert made_up.leaving_provenance.guarded
    assert made_up.provenance.basis is Basis.VOORBEELD
    assert made_up.made_up


def test_own_counts_are_no_example(own: WswCount) -> None:
    assert not own.made_up
    assert "oorbeeld" not in shown.age_table(own).caption


@pytest.mark.parametrize(("day", "known"), [("2016-12-31", False), ("2023-06-30", True)])
def test_the_estimate_begins_after_the_only_published_number(day: str, known: bool) -> None:
    count = wsw_count(_book([("deventer", "50-54", 41)], day))
    assert (count.estimate is not None) is known
    sentence = shown.estimate_claim(count).payload()
    assert sentence["soort"] == "uitspraak"


@pytest.mark.parametrize(
    ("low", "high", "word"), [(600, 700, "onder"), (500, 560, "binnen"), (100, 200, "boven")]
)
def test_the_sentence_says_on_which_side_the_count_lies(
    made_up: WswCount, low: float, high: float, word: str
) -> None:
    assert made_up.estimate is not None
    other = Quantity((low + high) / 2, "pers", made_up.estimate.provenance, low, high)
    text = shown.estimate_claim(replace(made_up, estimate=other))._repr_mimebundle_()["text/plain"]
    assert f"dat ligt {word} wat" in text


def test_tables_show_what_the_gate_gave(made_up: WswCount) -> None:
    for table, released in (
        (shown.age_table(made_up), made_up.people),
        (shown.leaving_table(made_up), made_up.leaving),
    ):
        cells = [row[1:] for row in table.payload()["rijen"]]
        assert cells == released.texts.to_numpy().tolist()
