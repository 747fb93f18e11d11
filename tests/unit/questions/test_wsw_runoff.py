"""The results of deelvraag 4 together, and the headline numbers that others may rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from analysis.headlines import LABELS
from analysis.questions.wsw_backtest import EXPECTED, LINE, PERCENTAGE, error_provenance
from analysis.questions.wsw_runoff import WswRunoff, headlines, wsw_runoff
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
ResultOf = Callable[[str], WswRunoff]


@pytest.mark.parametrize("area", AREAS)
def test_every_headline_has_a_name_that_a_reader_knows(result_of: ResultOf, area: str) -> None:
    found = headlines(result_of(area))
    assert {item.name for item in found} <= set(LABELS)
    assert all(item.quantity.provenance.label == "aanname" for item in found)
    assert all(item.quantity.provenance.ids for item in found)
    # A name and a year are one row.
    assert max(Counter((item.name, item.year) for item in found).values()) == 1


@pytest.mark.parametrize("area", AREAS)
def test_the_national_forecast_can_be_held_against_later_yearbooks(
    result_of: ResultOf, area: str
) -> None:
    found = [h for h in headlines(result_of(area)) if h.name == "wsw_nl_arbeidsjaren_gemiddeld"]
    assert [item.year for item in found] == [str(year) for year in range(2018, 2041)]
    for item in found:
        assert item.quantity.low <= item.quantity.value <= item.quantity.high
        assert item.quantity.unit == "arbeidsjaren"


@pytest.mark.parametrize("area", AREAS)
def test_every_headline_lies_within_its_ends(result_of: ResultOf, area: str) -> None:
    for item in headlines(result_of(area)):
        assert item.quantity.low < item.quantity.value < item.quantity.high, item.name


def test_the_headlines_that_a_reader_gets(result_of: ResultOf) -> None:
    found = {(item.name, item.year): item.quantity for item in headlines(result_of("samen"))}
    for name in ("wsw_personen", "wsw_arbeidsjaren", "wsw_se"):
        by_year = [found[name, year].value for year in ("2025", "2030", "2035", "2040")]
        assert by_year == sorted(by_year, reverse=True)
    assert found["wsw_subsidieresultaat", "2025-2029"].unit == "eur"
    assert ("wsw_subsidieresultaat_horizon", "2025-2040") in found
    assert found["wsw_jaar_laatste", ""].value > found["wsw_jaar_100", ""].value


def test_what_is_shared_by_the_areas_is_the_same(result_of: ResultOf) -> None:
    def of_nation(area: str) -> list[tuple[str, str, float]]:
        shared = ("wsw_nl_arbeidsjaren_gemiddeld", "wsw_rijksbijdrage_per_se")
        found = headlines(result_of(area))
        return [(h.name, h.year, h.quantity.value) for h in found if h.name in shared]

    assert of_nation("deventer") == of_nation("olst-wijhe") == of_nation("samen")


def test_the_old_expectation_ends_in_2048(result_of: ResultOf) -> None:
    # 63,129 in 2022 and 2,435.5 less a year: 25.9 years.
    ends = result_of("samen").plan_ends
    assert (ends.value, ends.unit, ends.certain) == (2048, "jaar", True)
    assert set(ends.provenance.ids) == {"L034", "L035", "L036", "L037", "L038", "L039"}
    assert ends.provenance.label == "afgeleid"


def test_the_parts_of_an_area(result_of: ResultOf) -> None:
    assert [part.area for part in result_of("samen").parts] == ["deventer", "olst-wijhe"]
    alone = result_of("deventer")
    assert alone.parts == (alone.local,)


def test_the_parts_are_those_of_the_area_itself(result_of: ResultOf) -> None:
    (first, _), own = result_of("samen").parts, result_of("deventer").local
    assert first.paths.tobytes() == own.paths.tobytes()


@pytest.mark.parametrize("area", AREAS)
def test_used_ids_are_facts_and_assumptions(book: Workbook, result_of: ResultOf, area: str) -> None:
    result = result_of(area)
    assert set(result.used_ids) <= set(book.table("cijfers")["id"])
    assert sorted([*result.fact_ids, *result.assumption_ids]) == list(result.used_ids)
    # A02 among them for both together too: the page shows each municipality beside it.
    assert list(result.assumption_ids) == [f"A{number:02}" for number in range(1, 21)]


def test_a_number_of_the_backtest(result_of: ResultOf) -> None:
    result = result_of("samen")
    # tests/unit/questions/test_wsw_backtest.py holds the bounds.
    error = result.backtest_error("2016 en 2017", 2022)
    assert (error.unit, abs(error.value) <= 3) == ("pct", True)
    assert error.value != result.backtest_error("2017 en 2020", 2022).value


@pytest.mark.parametrize(
    ("fit", "year", "method", "expected"),
    [
        # L034-L037 are the published averages of 2016, 2017, 2020 and 2022.
        ("2017 en 2020", 2022, LINE, ("L035", "L036", "L037")),
        ("2016 en 2017", 2022, PERCENTAGE, ("L034", "L035", "L037")),
        ("2016 en 2017", 2020, LINE, ("L034", "L035", "L036")),
        # L038 and L039: how far the average of 2020 and of 2022 lay below what was expected.
        ("2016 en 2017", 2020, EXPECTED, ("L036", "L038")),
        ("2017 en 2020", 2022, EXPECTED, ("L037", "L039")),
    ],
)
def test_a_simple_forecast_rests_on_published_numbers_alone(
    result_of: ResultOf, fit: str, year: int, method: str, expected: tuple[str, ...]
) -> None:
    provenance = result_of("samen").backtest_error(fit, year, method).provenance
    assert (provenance.label, provenance.ids) == ("afgeleid", expected)


def test_a_forecast_of_the_model_rests_on_its_assumptions(result_of: ResultOf) -> None:
    result = result_of("samen")
    error = result.backtest_error("2017 en 2020", 2022)
    assert error.provenance == result.nation.provenance
    assert error.provenance.label == "aanname"
    with pytest.raises(KeyError, match="2015 en 2016"):
        error_provenance(result.book, result.nation, "2015 en 2016", 2022, LINE)


def test_a_year_of_the_national_forecast(result_of: ResultOf) -> None:
    result = result_of("samen")
    number = result.national_average(2022)
    row = result.nation.forecast.set_index("jaar").loc[2022]
    assert [number.low, number.value, number.high] == list(row)


def test_the_results_of_a_workbook(book: Workbook, result_of: ResultOf) -> None:
    fresh, made = wsw_runoff(book.in_area("deventer")), result_of("deventer")
    assert (fresh.area_name, fresh.horizon) == ("Deventer", 2040)
    assert fresh.local.paths.tobytes() == made.local.paths.tobytes()
