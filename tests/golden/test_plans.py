"""What was planned and what came of it: the rows that sources give, and those that wait."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.sources.plan_checks import KEYS
from analysis.sources.workbook import Workbook, peildatum

pytestmark = pytest.mark.golden

SALLCON, NATION, OWN = (
    "Raming Sallcon 2016",
    "Verwachting van het Rijk 2015",
    "Ondernemingsplan 2020-2024",
)
POPULATION = "Bevolkingsprognose Deventer"
VOLUME = "Arbeidsjaren Wsw, gemiddeld"

OWN_QUANTITIES = {
    # What a row of the ondernemingsplan waits for in its outcome; the plan itself is G12.
    "Wsw-medewerkers": "G01",
    "SE": "G14",
    "Rijkssubsidie per SE": "G16",
    "Loonkosten per SE": "G14",
    "Netto toegevoegde waarde": "G14",
    "Overige baten": "G14",
    "Overige lasten": "G14",
    "Resultaat": "G14",
    "Inzet van de reserve": "G32",
    "Reserve op 1 januari": "G32",
    "Aandeel detachering": "G02",
    "Instroom beschut werk": "G21",
    "Instroom met loonkostensubsidie": "G22",
}


@pytest.fixture(scope="module")
def plans(book: Workbook) -> pd.DataFrame:
    return book.table("plannen")


@pytest.fixture(scope="module")
def actuals(book: Workbook) -> pd.DataFrame:
    return book.table("realisaties")


def _values(rows: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows[list(columns)].to_numpy().tolist()]


def test_how_many_rows_have_a_number(plans: pd.DataFrame, actuals: pd.DataFrame) -> None:
    # Plans: 6 + 2 of 7 + 2 + 3 of 5 + 3 + 9 + 0 of 65, in the order of the tests below.
    assert (len(plans), plans["waarde"].notna().sum()) == (97, 25)
    assert (len(actuals), actuals["waarde"].notna().sum()) == (99, 15)


def test_the_forecast_of_sallcon(plans: pd.DataFrame) -> None:
    # De Ondernemer, December 2016, on the forecast of Sallcon: X02, X03, X04, X07, X09 and X10.
    rows = plans[plans["plan"] == SALLCON]
    assert set(rows["plandatum"]) == {"2016-12"}
    assert set(rows["gebied"]) == {"samen"}
    assert _values(rows, "cijfer", "doeljaar", "waarde", "eenheid", "goede_kant") == [
        ("X02", 2017, 802, "pers", "meer"),
        ("X03", 2017, 1_250_300, "eur", "minder"),
        ("X04", 2020, 2_870_000, "eur", "minder"),
        ("X07", 2020, 22_700, "eur_per_pers", "meer"),
        ("X09", 2021, 10.9, "eur_mln", "meer"),
        ("X10", 2024, 2024, "jaar", "meer"),
    ]


def test_what_the_state_expected(plans: pd.DataFrame) -> None:
    # Yearly reports on the Wsw: of 2020 (66,254 + 1,746) and of 2022 (58,095 + 5,034). Of the other
    # years no number was found.
    rows = plans[plans["plan"] == NATION].set_index("doeljaar")
    assert set(rows["grootheid"]) == {VOLUME}
    assert list(rows.index) == [2016, 2017, 2018, 2019, 2020, 2021, 2022]
    assert rows["waarde"].dropna().to_dict() == {2020: 68_000, 2022: 63_129}
    assert rows["cijfer"].loc[[2020, 2022]].tolist() == ["L417", "L418"]
    waiting = rows[rows["waarde"].isna()]
    assert list(waiting.index) == [2016, 2017, 2018, 2019, 2021]
    assert set(waiting["gegeven"]) == {"G35"}


def test_what_the_national_wsw_became(actuals: pd.DataFrame) -> None:
    # Yearly reports on the Wsw of 2016, 2017, 2020 and 2022: L034 - L037.
    rows = actuals[actuals["grootheid"] == VOLUME].set_index("jaar")
    assert rows["waarde"].dropna().to_dict() == {
        2016: 83_014,
        2017: 78_613,
        2020: 66_254,
        2022: 58_095,
    }
    waiting = rows[rows["waarde"].isna()]
    assert waiting["gegeven"].to_dict() == {2018: "G36", 2019: "G36", 2021: "G36"}


def test_the_numbers_of_beschut_werk_in_2017(plans: pd.DataFrame) -> None:
    # The ministerial regulation for 2017, annex: at least 28 in Deventer, 2,600 in all (X11, X12).
    rows = plans[plans["plan"] == "Regeling beschut werk 2017"]
    assert _values(rows, "cijfer", "gebied", "doeljaar", "waarde", "basis") == [
        ("X11", "deventer", 2017, 28, "afspraak"),
        ("X12", "nederland", 2017, 2_600, "afspraak"),
    ]


def test_the_population_that_deventer_expects(plans: pd.DataFrame) -> None:
    # Editions of 2015, 2019 and 2024; of the first and the last no number was read.
    rows = plans[plans["plan"] == POPULATION].set_index(["plandatum", "grootheid", "doeljaar"])
    assert rows["waarde"].dropna().to_dict() == {
        ("2019", "Inwoners", 2040): 102_000,  # X41, a newspaper on the forecast
        ("2019", "Groei van het aantal ouderen in 20 jaar", 2040): 50,  # X41
        ("2019", "Aandeel jonger dan 18 jaar", 2035): 20,  # X43
    }
    assert rows.loc[rows["waarde"].isna(), "gegeven"].to_dict() == {
        ("2015", "Inwoners", 2040): "G19",
        ("2024", "Inwoners", 2040): "G19",
    }
    # More or fewer inhabitants is neither good nor bad.
    assert set(rows["goede_kant"]) == {"geen"}


def test_the_goals_of_2015_and_what_came_of_them(
    plans: pd.DataFrame, actuals: pd.DataFrame
) -> None:
    # The annual report of Deventer over 2015: X15, X16 and X18, each with goal and outcome.
    rows = plans[plans["plan"] == "Doelen Deventer 2015"].merge(
        actuals.rename(columns={"jaar": "doeljaar"}),
        on=["grootheid", "gebied", "doeljaar", "eenheid"],
        validate="one_to_one",
    )
    assert _values(rows, "cijfer_x", "waarde_x", "cijfer_y", "waarde_y", "eenheid") == [
        ("X15-doel", 10, "X15-realisatie", 3, "plaatsingen"),
        ("X16-doel", 1, "X16-realisatie", 0, "plekken"),
        ("X18-begroot", 3.8, "X18-rekening", 3.5, "eur_mln"),
    ]


def test_the_agreements_of_the_dvo(plans: pd.DataFrame, actuals: pd.DataFrame) -> None:
    # DVO 2023, chapter 2 and annex 2; a ceiling and a number without direction have no good side.
    rows = plans[plans["plan"] == "DVO 2023"].set_index("cijfer")
    assert set(rows["doeljaar"]) == {2023}
    assert rows["waarde"].to_dict() == {
        "D18": 400,  # exits from the benefit
        "D32": 60,  # candidates in a werkleerroute
        "D33": 204,  # with loonkostensubsidie from 2022
        "D34": 30,  # and new
        "D36": 50,  # young people
        "D37": 110,  # "maximaal" in beschut werk
        "D41": 25,  # statushouders
        "D15": 16.4,  # ceiling on sick leave in the Wsw, %
        "D83": 5_184_681.60,  # one of the two totals of the contract
    }
    directed = rows[rows["goede_kant"] != "geen"]
    assert directed["goede_kant"].to_dict() == {
        "D18": "meer",
        "D32": "meer",
        "D41": "meer",
        "D15": "minder",
    }
    # No outcome is public: all of them wait for the quarterly reports.
    outcomes = actuals[(actuals["gebied"] == "deventer") & (actuals["jaar"] == 2023)]
    assert set(outcomes["grootheid"]) == set(rows["grootheid"])
    assert outcomes["waarde"].isna().all()
    assert set(outcomes["gegeven"]) == {"G07"}


def test_the_ondernemingsplan_waits(plans: pd.DataFrame, actuals: pd.DataFrame) -> None:
    own = plans[plans["plan"] == OWN]
    assert (set(own["plandatum"]), set(own["gebied"])) == ({"2020"}, {"samen"})
    # 13 quantities in 5 years: 65 rows, none with a number, each with the name of its gap.
    assert _values(own, "grootheid", "doeljaar") == [
        (name, year) for name in OWN_QUANTITIES for year in range(2020, 2025)
    ]
    assert own[["waarde", "laag", "hoog"]].isna().all(axis=None)
    assert (own[["basis", "bron", "cijfer"]] == "").all(axis=None)
    assert set(own["gegeven"]) == {"G12"}
    outcomes = actuals.set_index(["grootheid", "gebied", "jaar"])
    for name, gap in OWN_QUANTITIES.items():
        rows = outcomes.loc[[(name, "samen", year) for year in range(2020, 2025)]]
        assert rows["waarde"].isna().all(), name
        assert set(rows["gegeven"]) == {gap}, name


def test_what_is_known_of_the_company(actuals: pd.DataFrame) -> None:
    # De Ondernemer, December 2016: X01, X05, X06 and X08; nothing later is public.
    known = actuals[(actuals["gebied"] == "samen") & actuals["waarde"].notna()]
    found = known.set_index("cijfer")[["jaar", "waarde"]].apply(tuple, axis=1)
    assert found.to_dict() == {
        "X01": (2016, 848),
        "X05": (2013, 26_102),
        "X06": (2016, 25_457),
        "X08": (2016, 20.46),
    }


@pytest.mark.parametrize("name", KEYS)
def test_every_number_is_that_of_the_register(
    book: Workbook, number: Callable[[str], float], name: str
) -> None:
    table, register = book.table(name), book.table("cijfers").set_index("id")
    known = table[table["waarde"].notna()]
    # None is the organisation's own as yet, so none can be made up.
    assert (known["cijfer"] != "").all()
    assert known["waarde"].tolist() == [number(identifier) for identifier in known["cijfer"]]
    same = register.loc[known["cijfer"]]
    for column in ("eenheid", "basis", "bron", "gebied"):
        assert known[column].tolist() == same[column].tolist(), column
    assert not known["cijfer"].duplicated().any()


@pytest.mark.parametrize("name", KEYS)
def test_every_gap_is_named(book: Workbook, name: str) -> None:
    table, gaps = book.table(name), set(book.table("ontbrekend")["id"])
    waiting = table[table["waarde"].isna()]
    named = set(waiting["gegeven"].str.split(";").explode())
    assert named <= gaps
    # A number that is there waits for nothing.
    assert (table.loc[table["waarde"].notna(), "gegeven"] == "").all()


def test_a_plan_has_one_date_a_vintage(plans: pd.DataFrame) -> None:
    # Only the forecast of the population has more than one edition.
    dates = plans.groupby("plan")["plandatum"].agg(lambda part: tuple(part.unique()))
    assert dates.to_dict() == {
        POPULATION: ("2015", "2019", "2024"),
        "DVO 2023": ("2023-06-27",),
        "Doelen Deventer 2015": ("2015",),
        OWN: ("2020",),
        SALLCON: ("2016-12",),
        "Regeling beschut werk 2017": ("2017-01",),
        NATION: ("2015",),
    }
    assert (plans["plandatum"].str[:4].astype(int) <= plans["doeljaar"]).all()


def test_every_plan_whose_year_has_come_has_a_row_for_its_outcome(
    plans: pd.DataFrame, actuals: pd.DataFrame
) -> None:
    due = plans[plans["doeljaar"] <= int(peildatum()[:4])]
    wanted = set(_values(due, "grootheid", "gebied", "doeljaar"))
    assert wanted <= set(_values(actuals, "grootheid", "gebied", "jaar"))


def test_a_quantity_has_one_good_side_within_a_plan(plans: pd.DataFrame) -> None:
    assert (plans.groupby(["plan", "grootheid"])["goede_kant"].nunique() == 1).all()
