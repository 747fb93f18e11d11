"""The readings of the expected number, the whole group, its money and its functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.parameters import Parameters
from analysis.questions import beschut_money, participation, readings
from analysis.questions.beschut import BeschutNeed
from analysis.questions.horizon import Horizon
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit

AREAS = ("samen", "deventer", "olst-wijhe")
HorizonOf = Callable[[str], Horizon]

# Ages 20-29, 30-39, ..., 80-89 and 90 and over in 2020 (L374-L389); 10-19 (L372, L373) for half.
ADULTS = {
    # 78,265 and half of 12,100: 84,315
    "deventer": (12100, (12744, 12509, 13754, 14723, 11601, 8235, 3856, 843)),
    # 14,283 and half of 2,245: 15,405.5
    "olst-wijhe": (2245, (1831, 1845, 2166, 3152, 2542, 1798, 787, 162)),
}
WAGE_2023 = 12 * (1934.40 + 1995.00) / 2
"""23,576.40 euro (L324, L325)."""
WAGE_2024 = 12 * (2069.40 + 2133.60) / 2
"""25,218.00 euro (L326, L327)."""
WAGE_2022 = 12 * (1725.00 + 1756.20) / 2
"""20,887.20 euro (L322, L323)."""


@pytest.fixture(scope="session")
def need(horizon_of: HorizonOf) -> BeschutNeed:
    """What both municipalities together need."""
    return horizon_of("samen").need


def test_the_readings_side_by_side(book: Workbook) -> None:
    table = readings.keys_table(book)
    # K43; 28 / 2,600 x 30,000 = 323.08 (R08); 952 / 3 = 317.33 (R09-beschut); 209 below.
    assert [round(value) for value in table["aantal"]] == [350, 323, 317, 209]
    assert list(table["gebied"]) == ["beide", "Deventer", "beide", "beide"]
    assert list(table["basis"]) == ["bron", "afgeleid", "afgeleid", "afgeleid"]
    assert table["ids"][0] == "K43"
    assert round(28 / 2600 * 30_000) == 323
    assert round(952 / 3) == 317
    # The others are places of 31 hours (A27), of persons with 27 (N20-uren).
    assert list(table["maat"]) == ["personen", "plekken", "plekken", "plekken"]
    factors = (table["in_personen"] / table["aantal"]).tolist()
    assert factors == pytest.approx([1, 31 / 27, 31 / 27, 31 / 27])


def test_the_readings_rest_on_known_numbers(book: Workbook) -> None:
    known = set(book.table("cijfers")["id"])
    for text in readings.keys_table(book)["ids"]:
        assert text
        assert set(text.split(";")) <= known


def test_the_population_key_by_hand(book: Workbook) -> None:
    # 84,315 + 15,405.5 = 99,720.5 of 14,303,940 inhabitants of 15 and over (L001), of 30,000.
    local = sum(half / 2 + sum(whole) for half, whole in ADULTS.values())
    assert local == 99_720.5
    key = readings.population_key(book)
    assert key.value == pytest.approx(30_000 * 99_720.5 / 14_303_940)
    assert key.value == pytest.approx(209, abs=1)
    assert key.unit == "plekken"
    assert set(key.provenance.ids) == {
        "L001",
        "N17-plekken",
        *(f"L{number}" for number in range(372, 390)),
    }


def test_the_population_key_is_the_same_for_every_area(book: Workbook) -> None:
    values = {readings.population_key(book.in_area(area)).value for area in AREAS}
    assert len(values) == 1


def test_the_target_in_three_measures(book: Workbook, need: BeschutNeed) -> None:
    table = readings.measures_table(book, need).set_index("maat")
    assert list(table["aantal"]) == pytest.approx([350, 350 * 27 / 37, 350 * 27 / 31])
    assert round(table["aantal"]["fte"]) == 255
    assert round(table["aantal"]["plekken"]) == 305
    # A place of 29 to 33 hours (A27): 325.9 and 286.4 places.
    assert (table["laag"]["plekken"], table["hoog"]["plekken"]) == pytest.approx(
        (350 * 27 / 33, 350 * 27 / 29)
    )
    assert table["laag"]["fte"] == table["aantal"]["fte"] == table["hoog"]["fte"]


def test_the_measures_of_a_part_have_the_band_of_its_share(horizon_of: HorizonOf) -> None:
    result = horizon_of("deventer")
    table = readings.measures_table(result.book, result.need).set_index("maat")
    # 0.8, 0.852 and 0.9 of 350 (A24).
    ends = ["laag", "aantal", "hoog"]
    assert list(table.loc["personen", ends]) == pytest.approx([280, 298.2, 315])
    assert list(table.loc["fte", ends]) == pytest.approx(
        [280 * 27 / 37, 298.2 * 27 / 37, 315 * 27 / 37]
    )
    assert list(table.loc["plekken", ends]) == pytest.approx(
        [280 * 27 / 33, 298.2 * 27 / 31, 315 * 27 / 29]
    )


def test_the_agreed_flows(book: Workbook) -> None:
    table = participation.flows_table(book).set_index("id")
    # DVO 2023: 400 exits (D18), 204 and 30 with loonkostensubsidie, at most 110 in beschut werk.
    assert [table["aantal"][name] for name in ("D18", "D33", "D34", "D37")] == [400, 204, 30, 110]
    assert list(table.index) == [name for name, *_ in participation.FLOWS]
    # Each is a stock or a flow.
    assert {str(kind).split()[0] for kind in table["soort"]} == {"stand", "instroom", "uitstroom"}


def test_every_flow_is_an_agreement_of_deventer(book: Workbook) -> None:
    for name, *_ in participation.FLOWS:
        assert book.area_of(name) == "deventer"
        assert book.number(name).provenance.label == "afspraak"


def test_the_balance_with_loonkostensubsidie(book: Workbook) -> None:
    _, balance = participation.lks_stock(book, 2040)
    # 30 x sqrt(0.9) / 0.1 = 284.6 with 10% outflow (A28); 20% and 5% give the ends.
    assert balance.value == pytest.approx(30 * 0.9**0.5 / 0.1)
    assert balance.value == pytest.approx(284.6, abs=0.05)
    assert balance.low == pytest.approx(30 * 0.8**0.5 / 0.2)
    assert balance.high == pytest.approx(30 * 0.95**0.5 / 0.05)


def test_the_stock_with_loonkostensubsidie(book: Workbook) -> None:
    # A year on from 2022: 204 x 0.9 + 30 x sqrt(0.9) = 212.06; then the same again.
    first, _ = participation.lks_stock(book, 2023)
    assert first.value == pytest.approx(204 * 0.9 + 30 * 0.9**0.5)
    second, _ = participation.lks_stock(book, 2024)
    assert second.value == pytest.approx(first.value * 0.9 + 30 * 0.9**0.5)
    # 18 years: what 204 is away from the balance shrinks with 0.9^18 = 0.1501.
    later, balance = participation.lks_stock(book, 2040)
    assert later.value == pytest.approx(balance.value + (204 - balance.value) * 0.9**18)
    assert later.low < 204 < later.value < later.high
    assert set(later.provenance.ids) == {"A28", "D33", "D34"}


@pytest.mark.parametrize("area", AREAS)
def test_where_they_come_from(horizon_of: HorizonOf, area: str) -> None:
    result = horizon_of(area)
    table = participation.origin_table(result.book, result.need)
    # N20: 45% and 11%, so 44% without a benefit.
    assert list(table["aandeel_pct"]) == [45, 11, 44]
    assert table["aandeel_pct"].sum() == 100
    assert table["aantal"].sum() == pytest.approx(result.need.planned)
    assert table["aantal"][0] == pytest.approx(0.45 * result.need.planned)


def test_the_inhabitants_with_the_year_of_the_forecast(book: Workbook) -> None:
    table = participation.population_table(book)
    # X42, X40, X29, X41-inwoners and X45-inwoners.
    assert list(table.itertuples(index=False, name=None)) == [
        ("Deventer", 2014, "geteld", 98_535, "X42"),
        ("Deventer", 2019, "geteld", 99_967, "X40"),
        ("Deventer", 2024, "geteld", 103_415, "X29"),
        ("Deventer", 2040, "prognose uit 2018/19", 102_000, "X41-inwoners"),
        ("Olst-Wijhe", 2018, "geteld", 18_023, "X45-inwoners"),
    ]


def test_another_forecast_by_hand(book: Workbook, need: BeschutNeed) -> None:
    table = participation.population_scenarios(book, need)
    # From 98,535 (2014) to 103,415 (2024) is 488 a year; 16 years on: 111,223.
    assert list(table["inwoners"]) == pytest.approx([102_000, 103_415, 111_223])
    assert list(table["aantal"]) == pytest.approx(
        [350, 350 * 103_415 / 102_000, 350 * 111_223 / 102_000]
    )
    assert [round(value) for value in table["aantal"]] == [350, 355, 382]


def test_the_scenarios_of_the_parts_are_those_of_the_whole(horizon_of: HorizonOf) -> None:
    whole, *parts = (
        participation.population_scenarios(horizon_of(area).book, horizon_of(area).need)["aantal"]
        for area in AREAS
    )
    assert (parts[0] + parts[1]).to_numpy() == pytest.approx(whole.to_numpy())


def test_the_used_facts_are_in_the_register(book: Workbook) -> None:
    names = participation.used_ids()
    assert len(names) == len(set(names))
    assert set(names) <= set(book.table("cijfers")["id"])


@pytest.mark.parametrize("year", [2025, 2040])
def test_the_money_of_a_place_by_hand(book: Workbook, need: BeschutNeed, year: int) -> None:
    (row,) = beschut_money.place_money(book, need, (year,)).to_dict("records")
    persons = need.stock_in(year).value
    assert row["personen"] == persons
    assert row["plekken"] == pytest.approx(persons * 27 / 31)
    # N22: 11,296 euro in 2024, carried to 2023 with the minimum wage: 10,560.67 a place.
    assert pytest.approx(10_560.67, abs=0.01) == 11_296 * WAGE_2023 / WAGE_2024
    assert row["rijk"] == pytest.approx(row["plekken"] * 11_296 * WAGE_2023 / WAGE_2024)
    # A29: 0, 2,000 and 6,000 euro per fte of 2023. What is below zero counts as zero, so the mean
    # is 2,000 plus 0.39894 / 1.64485 x (4,000 - 2,000) = 485 and a little for what was cut: the 5%
    # below zero is half a normal with half-width 2,000, cut at its 5%: 1,216 x 0.0209 = 25.
    fte = persons * 27 / 37
    assert row["tekort"] / fte == pytest.approx(2_510, rel=0.01)
    # The 5% of a draw (0) has hardly any room below: within 50 euro per fte.
    assert 0 <= row["tekort_laag"] < 50 * fte
    assert row["tekort_hoog"] > 0.9 * 6_000 * fte
    assert row["tekort_laag"] < row["tekort"] < row["tekort_hoog"]


@pytest.mark.parametrize("gap", [2_000.0, 6_000.0])
def test_a_known_shortfall_by_hand(
    need: BeschutNeed, with_assumption: Callable[..., Workbook], gap: float
) -> None:
    (row,) = beschut_money.place_money(with_assumption(A29=gap), need, (2040,)).to_dict("records")
    year = need.stock_in(2040)
    assert row["tekort"] == pytest.approx(year.value * 27 / 37 * gap)
    # Only the people are left to vary; whole persons against a band between two draws.
    assert row["tekort_laag"] == pytest.approx(year.low * 27 / 37 * gap, rel=0.01)
    assert row["tekort_hoog"] == pytest.approx(year.high * 27 / 37 * gap, rel=0.01)


@pytest.mark.parametrize(("prices", "wage"), [(2022, WAGE_2022), (2024, WAGE_2024)])
def test_the_money_at_other_prices(
    horizon_of: HorizonOf, book: Workbook, prices: int, wage: float
) -> None:
    need = horizon_of("samen").need
    other = open_with(Parameters(prijspeil=prices))
    (row,) = beschut_money.place_money(other, need, (2040,)).to_dict("records")
    (base,) = beschut_money.place_money(book, need, (2040,)).to_dict("records")
    places = need.stock_in(2040).value * 27 / 31
    assert row["rijk"] == pytest.approx(places * 11_296 * wage / WAGE_2024)
    for column in ("tekort", "tekort_hoog"):
        assert row[column] == pytest.approx(base[column] * wage / WAGE_2023)
    assert row["plekken"] == base["plekken"]


def test_the_money_follows_the_people(book: Workbook, need: BeschutNeed) -> None:
    table = beschut_money.place_money(book, need, (2025, 2030, 2035, 2040))
    assert list(table["jaar"]) == [2025, 2030, 2035, 2040]
    assert (table["rijk"] / table["personen"]).to_numpy() == pytest.approx(
        10_560.67 * 27 / 31, abs=0.01
    )
    nobody = replace(need, paths=need.paths * 0)
    assert beschut_money.place_money(book, nobody, (2030,))["rijk"].tolist() == [0]


def test_what_the_money_rests_on(need: BeschutNeed, book: Workbook) -> None:
    used = set(beschut_money.money_provenance(book, need).ids)
    # Wages of 2023 (also the price level) and 2024.
    wages = {"L324", "L325", "L326", "L327"}
    assert used == {*need.provenance.ids, "A27", "A29", "L360", "L428", "N20-uren", "N22", *wages}
    older = open_with(Parameters(prijspeil=2022))
    assert set(beschut_money.money_provenance(older, need).ids) == used | {"L322", "L323"}


def test_the_money_for_the_companies(book: Workbook) -> None:
    table = beschut_money.company_money(book)
    assert list(table["jaar"]) == list(range(2025, 2035))
    # L102-L108 and L419-L421; together 289.7 (L109).
    assert list(table["impuls"]) == [35, *[31.5] * 5, 28.8, 25.8, 22.8, 19.8]
    assert table["impuls"].sum() == pytest.approx(289.7)
    assert book.series("impulsbudget_sob_totaal")["getal"].tolist() == [289.7]
    assert list(table["basis"]) == ["bron"] * 6 + ["afgeleid"] * 3 + ["bron"]
    # A30: 0.9% of 35 million is 315,000 euro.
    assert table["deel"][0] == pytest.approx(315_000)
    assert table["deel"].to_numpy() == pytest.approx(table["impuls"].to_numpy() * 9_000)


def test_only_the_first_year_of_the_infrastructure_is_known(book: Workbook) -> None:
    amounts = beschut_money.company_money(book)["infrastructuur"]
    assert amounts[0] == 19.8  # L126
    assert amounts[1:].isna().all()


def test_what_the_company_money_rests_on(book: Workbook) -> None:
    used = set(beschut_money.company_provenance(book).ids)
    impulse = {f"L{number}" for number in (*range(102, 109), *range(419, 422))}
    assert used == impulse | {"A30", "L126", "L127"}


def test_every_function_stands_once_for_each_municipality(book: Workbook) -> None:
    table = book.table("ser_invulling")
    pairs = list(zip(table["functionaliteit"], table["gebied"], strict=True))
    functions = [f"SER{number}" for number in range(1, 9)]
    assert sorted(pairs) == sorted((name, area) for name in functions for area in AREAS[1:])
    assert sorted(book.table("ser_functionaliteiten")["id"]) == functions


def test_every_task_of_a_function_exists(book: Workbook) -> None:
    tasks = book.table("taken").set_index("id")
    named = 0
    for row in book.table("ser_invulling").to_dict("records"):
        for name in str(row["taken"]).split(";") if row["taken"] else []:
            named += 1
            assert name in tasks.index
            assert tasks.loc[name, "gebied"] == row["gebied"]
    # SI01-SI08: 2 + 1 + 2 + 1 + 1 + 0 + 2 + 1; SI10 three, SI11 three and SI13 one.
    assert named == 17


def test_a_function_that_is_found_says_where(book: Workbook) -> None:
    table = book.table("ser_invulling")
    assert set(table["stand"]) <= {"afgesproken", "deels", "lezingen verschillen", "onbekend"}
    found = table[table["stand"] != "onbekend"]
    # Deventer: all but the sixth; Olst-Wijhe: the second and third, of which the readings differ.
    assert found["gebied"].value_counts().to_dict() == {"deventer": 7, "olst-wijhe": 2}
    for column in ("uitvoerder", "doelgroep", "taken", "bron", "vindplaats"):
        assert (found[column] != "").all()
    assert (table["toelichting"] != "").all()
    unknown = table[table["stand"] == "onbekend"]
    assert (unknown["uitvoerder"] == "").all()
