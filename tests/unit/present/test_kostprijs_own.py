"""The kostprijsmodel on the organisation's own figures: no word of an example is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from analysis.present import answers, kostprijs, kostprijs_answer, kostprijs_levers, kostprijs_years
from analysis.provenance import Basis
from analysis.questions.kostprijs import TABLES
from analysis.questions.kostprijs_report import CostReport
from analysis.questions.kostprijs_years import cost_years
from analysis.sources.workbook import Workbook
from tests.unit.present.pages import book_of, nation_of

pytestmark = pytest.mark.unit

SHOWN: tuple[Callable[[CostReport], Any], ...] = (
    kostprijs.capacity_table,
    kostprijs.methods_table,
    kostprijs.result_figure,
    kostprijs.result_table,
    kostprijs.unit_table,
    kostprijs_levers.filling_table,
    kostprijs_levers.levers_table,
    kostprijs_levers.stopping_table,
    kostprijs_years.change_figure,
    kostprijs_years.payers_figure,
    kostprijs_years.remanent_figure,
    kostprijs_years.years_table,
)


@pytest.fixture(scope="module")
def own() -> CostReport:
    """The same amounts as if each stood in a document."""
    book = book_of("samen", "basis")
    tables = {name: book.table(name).assign(basis="bron") for name in TABLES}
    filled: Workbook = replace(book, tables={**book.tables, **tables})
    return CostReport(filled, cost_years(filled, nation_of(book.parameters.zaad)))


@pytest.mark.parametrize("make", SHOWN, ids=lambda make: make.__name__)
def test_what_is_shown_no_longer_says_example(
    own: CostReport, make: Callable[[CostReport], Any]
) -> None:
    shown = make(own)
    assert shown.provenance.basis is not Basis.VOORBEELD
    assert "voorbeeld" not in shown._repr_mimebundle_()["text/plain"].lower()


def test_the_sentences_no_longer_say_example(own: CostReport) -> None:
    for claim in kostprijs_answer.answer_claims(own):
        assert "voorbeeld" not in claim.text().lower()
        assert claim.text()[0].isupper()


def test_one_row_of_an_example_is_enough_to_say_so(own: CostReport) -> None:
    book = own.book
    amounts = book.table("kostprijs_bedragen")
    amounts.loc[0, "basis"] = "voorbeeld"
    partly = replace(book, tables={**book.tables, "kostprijs_bedragen": amounts})
    assert CostReport(partly, cost_years(partly, nation_of(2040))).made_up


def test_the_guide_speaks_of_the_example_as_long_as_there_is_one(own: CostReport) -> None:
    costing, choice = answers.costing_claims(book_of("samen", "basis"))
    assert "draait op een verzonnen voorbeeld" in costing.text()
    assert "datzelfde voorbeeld" in choice.text()
    assert not answers.costing_claims(own.book)
