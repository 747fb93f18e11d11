"""The kostprijsmodel over the years: saldo, what stays behind, who pays, and the reserve."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, quantity
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.example import this, titled
from analysis.present.figure import Figure
from analysis.present.kostprijs import LEGEND
from analysis.present.table import Column, Table
from analysis.present.waterfall import Bar, waterfall, waterfall_layout
from analysis.present.wsw_money import MILLION, millions, side, thousands
from analysis.questions.kostprijs_report import CostReport
from analysis.questions.kostprijs_years import LAST_YEAR
from analysis.questions.wsw_money import PERIOD_END

AMOUNTS = ("baten", "lasten", "incidenteel", "saldo", "laag", "hoog", "remanent", "vermogen")
LATER = (2030, 2035, LAST_YEAR)
CHANGE_WORDS = {
    "begin": "Saldo {begin}",
    "werk": "Minder werk",
    "subsidieresultaat": "Subsidie min loon",
    "ondersteuning": "Minder ondersteuning",
    "eenmalig": "Eenmalige lasten weg",
    "eind": "Saldo {eind}",
}


def years_table(result: CostReport) -> Table:
    """The estimate by year: income, costs, saldo with its margin, what stays behind."""
    table = result.years.table(max(result.book.parameters.horizon, LAST_YEAR))
    shown = (table["jaar"] <= PERIOD_END) | table["jaar"].isin(LATER)
    rows = thousands(table[shown], *AMOUNTS)
    return Table(
        "q5-meerjaren",
        f"Meerjarenraming, prijspeil {result.book.parameters.prijspeil}, bedragen x € 1.000",
        rows.assign(
            kant=[side(value) for value in rows["saldo"]],
            marge=[interval(row["laag"], row["hoog"], "aantal") for row in rows_of(rows)],
        ),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("fte", "Fte", "fte"),
            Column("baten", "Baten", "eur_x1000"),
            Column("lasten", "Lasten", "eur_x1000"),
            Column("incidenteel", "Waarvan incidenteel", "eur_x1000"),
            Column("saldo", "Saldo", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge van het saldo"),
            Column("remanent", "Waarvan blijft hangen", "eur_x1000"),
        ),
        result.years.provenance,
        note=f"{LEGEND} Wat blijft hangen: kosten van ondersteuning die niet meedalen met het "
        "aantal mensen (remanente kosten). Prijzen en lonen stijgen even hard, behalve waar een "
        "aanname anders zegt.",
    )


def remanent_figure(result: CostReport) -> Figure:
    """What stays behind as the volume shrinks, with its band."""
    years = result.years
    until = max(result.book.parameters.horizon, LAST_YEAR)
    shown = years.years <= until
    spread = [years.in_year(years.remanent, int(year)) for year in years.years[shown]]
    table = pd.DataFrame(
        {
            "jaar": years.years[shown],
            "midden": [item.value / MILLION for item in spread],
            "laag": [item.low / MILLION for item in spread],
            "hoog": [item.high / MILLION for item in spread],
        }
    )
    last = millions(years.in_year(years.remanent, LAST_YEAR))
    return Figure(
        "q5-remanent",
        f"{titled(result, 'in')} {LAST_YEAR} blijft {quantity(last.value, 'eur_mln')} aan kosten "
        "hangen",
        f"Remanente kosten (miljoen euro per jaar), {table['jaar'].iloc[0]}–"
        f"{table['jaar'].iloc[-1]}, prijspeil {result.book.parameters.prijspeil}",
        f"De kosten die blijven terwijl het aantal mensen daalt, lopen in {this(result)} op tot "
        f"{quantity(last.value, 'eur_mln')} in {LAST_YEAR}, met een marge van "
        f"{interval(last.low, last.high, 'eur_mln')}.",
        thousands(table.assign(**{name: table[name] * MILLION for name in SPREAD}), *SPREAD),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("midden", "Midden", "eur_x1000"),
            Column("laag", "Laag", "eur_x1000"),
            Column("hoog", "Hoog", "eur_x1000"),
        ),
        [
            *theme.band_traces(table, "marge (90%)"),
            theme.line(table["jaar"], table["midden"], "remanente kosten", theme.BLUE, "dash"),
        ],
        theme.layout(
            400,
            xaxis=theme.year_axis(dtick=5, range=[table["jaar"].iloc[0] - 0.6, until + 0.6]),
            yaxis=theme.zero_axis("miljoen euro per jaar", tickformat=",.1f"),
        ),
        years.provenance,
        note="Hoe snel ondersteuning meedaalt, is per afdeling gesteld"
        f"{' en hier verzonnen' if result.made_up else ''}, met een marge en een vertraging.",
        money_legend=f"Bedragen x € 1.000. {LEGEND}",
    )


SPREAD = ("midden", "laag", "hoog")


def change_figure(result: CostReport) -> Figure:
    """What moves the saldo from the base year to the end of the council's period."""
    years = result.years
    change = {name: millions(item) for name, item in years.change(PERIOD_END).items()}
    ends = {"begin": str(years.ledger.year), "eind": str(PERIOD_END)}
    bars = [
        Bar(CHANGE_WORDS[name].format(**ends), item.value, total=name in ends)
        for name, item in change.items()
    ]
    begin, end = change["begin"].value, change["eind"].value
    return Figure(
        "q5-brug",
        f"{titled(result, 'het')} saldo gaat van {quantity(begin, 'eur_mln')} naar "
        f"{quantity(end, 'eur_mln')}",
        f"Saldo (miljoen euro), {years.ledger.year} en {PERIOD_END}, prijspeil "
        f"{result.book.parameters.prijspeil}",
        "; ".join(f"{bar.name}: {quantity(bar.size, 'eur_mln')}" for bar in bars) + ".",
        pd.DataFrame(
            [
                {
                    "stap": bar.name,
                    "bedrag": bar.size * 1000,
                    "marge": interval(item.low * 1000, item.high * 1000, "aantal"),
                    "kant": side(bar.size),
                }
                for bar, item in zip(bars, change.values(), strict=True)
            ]
        ),
        (
            Column("stap", "Stap"),
            Column("bedrag", "Bedrag", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge"),
        ),
        waterfall(bars),
        waterfall_layout(bars, "miljoen euro"),
        years.provenance,
        note="Minder werk: minder netto toegevoegde waarde, maar ook minder begeleiding en directe "
        "kosten.",
        money_legend=f"Bedragen x € 1.000. {LEGEND}",
    )


def payers_figure(result: CostReport) -> Figure:
    """Who pays the costs of each year; the bars add up to the costs."""
    years = result.years
    paid = years.payers()
    shown = years.years[1:] <= PERIOD_END
    moments = [int(year) for year in years.years[1:][shown]]
    means = {name: part[:, shown].mean(axis=0) for name, part in paid.items()}
    table = pd.DataFrame(means).assign(jaar=moments)
    drawn = {
        name: sum(part for full, part in means.items() if full.partition(",")[0] == name)
        for name in dict.fromkeys(full.partition(",")[0] for full in means)
    }
    extra = sum(float(means[name].sum()) for name in means if name.endswith("aanvulling"))
    return Figure(
        "q5-betalers",
        f"{titled(result, 'de')} gemeenten vullen {quantity(extra / MILLION, 'eur_mln')} aan tot "
        f"en met {PERIOD_END}",
        f"Wie de lasten betaalt (miljoen euro per jaar), {moments[0]}–{moments[-1]}, prijspeil "
        f"{result.book.parameters.prijspeil}",
        "; ".join(
            f"{name}: {quantity(float(part.sum()) / MILLION, 'eur_mln')}"
            for name, part in means.items()
        )
        + f", over {moments[0]} tot en met {moments[-1]} samen.",
        thousands(table, *means),
        (
            Column("jaar", "Jaar", "jaar"),
            *(Column(name, name, "eur_x1000") for name in means),
        ),
        [
            {
                "type": "bar",
                "name": name,
                "x": moments,
                "y": [float(value) / MILLION for value in part],
                "marker": {"color": colour, "pattern": {"shape": shape}},
                "hovertemplate": "%{x}: %{y:,.1f} miljoen euro<extra>" + name + "</extra>",
            }
            for (name, part), colour, shape in zip(
                drawn.items(), theme.PALETTE, theme.PATTERNS, strict=True
            )
        ],
        theme.layout(
            460,
            barmode="relative",
            xaxis=theme.year_axis(),
            yaxis=theme.zero_axis("miljoen euro per jaar"),
        ),
        years.provenance,
        note="Eerst vult het eigen vermogen het tekort aan, daarna de gemeenten, naar hun deel in "
        "de Wsw (een aanname). Voor de Wsw is geen gemeentelijke bijdrage voorzien: een "
        "aanvulling is dus een gat in het geld en geen afspraak.",
        money_legend=f"Bedragen x € 1.000. {LEGEND}",
    )
