"""The money of the Wsw in pictures: result by year, the constraint, what is known, history."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.finance import known_table, subsidy_bars
from analysis.present.register import decimals_of
from analysis.present.table import Column, Table
from analysis.provenance import Quantity
from analysis.questions import wsw_money as money_of
from analysis.questions.local_runoff import PUBLISHED
from analysis.questions.wsw_money import FIRST_YEAR, PERIOD_END
from analysis.questions.wsw_runoff import WswRunoff

RESULT_LEGEND = (
    "Lasten staan als positief bedrag; het resultaat is subsidie min lonen: negatief is een nadeel "
    "(N), positief een voordeel (V) voor de gemeente."
)
HISTORY_IDS = (
    "X01",
    "X02",
    "X03",
    "X04",
    "X08",
    "X09",
    "X10",
    "R11-tekort",
    "R11-daling-reserve",
    "R11-onverklaard",
    "R12-totaal",
)
PERIOD = f"{FIRST_YEAR}–{PERIOD_END}"
MILLION = 1_000_000
AMOUNTS = (
    "subsidie",
    "loonkosten",
    "midden",
    "laag",
    "hoog",
    "cumulatief",
    "cumulatief_laag",
    "cumulatief_hoog",
)
"""The columns of the money by year that are amounts."""


def millions(amount: Quantity) -> Quantity:
    """An amount in millions of euros."""
    return Quantity(
        amount.value / MILLION,
        "eur_mln",
        amount.provenance,
        amount.low / MILLION,
        amount.high / MILLION,
    )


def thousands(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table with these amounts in thousands of euros."""
    return table.assign(**{name: table[name] / 1000 for name in columns})


def side(value: float) -> str:
    """N for a disadvantage, V for an advantage, nothing for zero."""
    return "N" if value < 0 else "V" if value > 0 else ""


def result_figure(result: WswRunoff) -> Figure:
    """Subsidy minus wages by year, with its band."""
    table = result.money.by_year()
    table = table[table["jaar"] <= max(result.horizon, PERIOD_END)]
    shown = table.assign(**{name: table[name] / MILLION for name in ("midden", "laag", "hoog")})
    total = millions(result.money.total())
    words = "Niet te zeggen of de rijksbijdrage de Wsw-lonen dekt"
    if not total.low < 0 < total.high:
        outcome = "niet" if total.value < 0 else "wel"
        words = f"Rijksbijdrage dekt de Wsw-lonen naar schatting {outcome}"
    return Figure(
        "q4-subsidieresultaat",
        words,
        f"Subsidie min loonkosten (miljoen euro per jaar), {result.area_name}, "
        f"{table['jaar'].min()}–{table['jaar'].max()}, loonpeil {result.book.parameters.prijspeil}",
        f"In {PERIOD} samen {quantity(total.value, 'eur_mln')}, met een marge van "
        f"{interval(total.low, total.high, 'eur_mln')}.",
        thousands(table, *AMOUNTS).assign(kant=[side(value) for value in table["midden"]]),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("subsidie", "Subsidie", "eur_x1000"),
            Column("loonkosten", "Loonkosten", "eur_x1000"),
            Column("midden", "Resultaat", "eur_x1000"),
            Column("kant", "N/V"),
            Column("laag", "Laag", "eur_x1000"),
            Column("hoog", "Hoog", "eur_x1000"),
            Column("cumulatief", "Opgeteld", "eur_x1000"),
            Column("cumulatief_laag", "Opgeteld, laag", "eur_x1000"),
            Column("cumulatief_hoog", "Opgeteld, hoog", "eur_x1000"),
        ),
        [
            *theme.band_traces(shown, "marge (90%)"),
            theme.line(shown["jaar"], shown["midden"], "subsidieresultaat", theme.BLUE, "dash"),
        ],
        theme.layout(
            420,
            xaxis=theme.year_axis(dtick=5 if len(table) > 12 else 1),
            yaxis=theme.value_axis("miljoen euro per jaar", tickformat=",.1f"),
        ),
        result.money.provenance,
        note="Zonder wat het werk zelf opbrengt en zonder leiding, huisvesting en begeleiding: die "
        f"horen bij het kostprijsmodel. Na {PERIOD_END} rust de lijn op het doortrekken van twee "
        "punten van de oude verwachting: lees haar niet als verwacht overschot.",
        money_legend=f"Bedragen x € 1.000. {RESULT_LEGEND}",
    )


def years_table(result: WswRunoff) -> Table:
    """The money in the years of the council's criterion, one row a year and their sum."""
    table = result.money.by_year()
    rows = thousands(table[table["jaar"] <= PERIOD_END], *AMOUNTS)
    total = result.money.total()
    ends = {"midden": total.value, "laag": total.low, "hoog": total.high}
    summed = rows[["subsidie", "loonkosten"]].sum().to_dict() | {
        name: value / 1000 for name, value in ends.items()
    }
    rows = pd.concat([rows.assign(wanneer=rows["jaar"].astype(str)), pd.DataFrame([summed])])
    return Table(
        "q4-geld-jaren",
        f"Subsidie en lonen van de Wsw, {result.area_name}, loonpeil "
        f"{result.book.parameters.prijspeil}, bedragen x € 1.000",
        rows.assign(
            wanneer=rows["wanneer"].fillna(PERIOD),
            kant=[side(value) for value in rows["midden"]],
            marge=[interval(row["laag"], row["hoog"], "aantal") for row in rows_of(rows)],
        ),
        (
            Column("wanneer", "Jaar"),
            Column("se", "SE", "se", missing=""),
            Column("subsidie", "Subsidie", "eur_x1000"),
            Column("loonkosten", "Loonkosten", "eur_x1000"),
            Column("midden", "Resultaat", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge van het resultaat"),
        ),
        result.money.provenance,
        note=RESULT_LEGEND,
    )


def constraint_claims(result: WswRunoff) -> tuple[Claim, ...]:
    """The constraint that no municipal contribution is foreseen, tested."""
    money = result.money
    chance = 100 * money.chance_without_contribution()
    odds = Quantity.exact(chance, "pct", money.provenance)
    short = money.needed().in_unit("eur")
    gap = short.value > 0
    need = (
        short if gap else Quantity(-short.value, "eur", short.provenance, -short.high, -short.low)
    )
    meaning = (
        "Om het gat te sluiten moet een SE gemiddeld {need} per jaar meer opbrengen dan hij verder "
        "kost (marge {band}; negatief is wat er overblijft)."
        if gap
        else "Per SE blijft gemiddeld {need} per jaar over (marge {band}; negatief is een tekort)."
    )
    return (
        Claim(
            "Voor de Wsw is geen gemeentelijke bijdrage voorzien. Bij deze aannames is de kans dat "
            f"de rijksbijdrage alle lonen van {PERIOD} dekt {{odds}}. {meaning}",
            result.book.number(money_of.CONSTRAINT).provenance,
            odds=Number(odds, (0, 100), decimals=0),
            need=Number(need, (-15_000, 15_000)),
            band=Number(need, (-15_000, 15_000), band=True),
        ),
        Claim(
            "De rechte lijn door de twee punten van de oude verwachting raakt nul in {zero}; een "
            "samenvatting van de rijksbudgetten noemt {stated}. Houdt het Rijk vast aan dat pad, "
            "dan stijgt het bedrag per SE eerst en daalt het later weer tot nul; volgt het budget "
            "de werkelijke daling, dan blijft het gelijk.",
            zero=Number(result.plan_ends, (2045, 2051)),
            stated=Number(result.book.number("N24-wsw-einde"), (2048, 2048)),
        ),
    )


def inputs_table(result: WswRunoff) -> Table:
    """What part of the money is known, assumed or made up."""
    book = result.book
    identifiers = (PUBLISHED, money_of.BUDGET, *money_of.MONEY, "A14", "A15", "A13", "A01")
    rows = []
    for identifier in identifiers:
        item = book.number(identifier)
        places = decimals_of(item)
        rows.append(
            {
                "naam": str(book.rows((identifier,)).iloc[0]["grootheid"]),
                "waarde": quantity(item.value, item.unit, places),
                "marge": "" if item.certain else interval(item.low, item.high, item.unit, places),
                "basis": item.provenance.label,
                "id": identifier,
            }
        )
    return Table(
        "q4-bekend",
        "Waarop de bedragen rusten: bekend, aangenomen of verzonnen",
        pd.DataFrame(rows),
        (
            Column("naam", "Gegeven"),
            Column("waarde", "Waarde"),
            Column("marge", "Marge"),
            Column("basis", "Basis"),
            Column("id", "Herkomst", ids=True),
        ),
        result.money.provenance,
        note="Verzonnen is hier niets: er staat geen voorbeeld in. Het minimumloon en de "
        "landelijke arbeidsjaren komen uit reeksen en staan in de lijst van gebruikte cijfers.",
    )


def history_figure(result: WswRunoff) -> Figure:
    """State subsidy per Wsw employee as published in 2016."""
    return subsidy_bars(result.book, "q4-subsidie-per-persoon")


def history_table(result: WswRunoff) -> Table:
    """The forecast that the company made in 2016, as history."""
    return known_table(
        result.book,
        "q4-raming-2016",
        "Wat in 2016 werd geraamd",
        HISTORY_IDS,
        note=f"{RESULT_LEGEND} Een tekort staat als positief bedrag.",
    )
