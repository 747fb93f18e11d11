"""Money around the organisation: subsidy per person, deficits, reserve and state money."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import euro, period, printed, quantity, sentence_case
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.figure import Figure
from analysis.present.table import SIGN_LEGEND, Column, Table
from analysis.provenance import combine
from analysis.questions.organisation import OrganisationPhoto
from analysis.sources.workbook import Workbook

SUBSIDY_IDS = ("X05", "X06", "X07")
FINANCE_IDS = ("X03", "X04", "X08", "X09", "X10", "K47", "K31", "K32")
"""What is known about money outside the contract; forecasts are those of December 2016."""


def subsidy_figure(photo: OrganisationPhoto) -> Figure:
    """State subsidy per Wsw employee in the three years that are published."""
    return subsidy_bars(photo.book, "q1-subsidie-per-persoon")


def subsidy_bars(book: Workbook, key: str) -> Figure:
    """The same under the key of any notebook."""
    numbers = [book.number(identifier) for identifier in SUBSIDY_IDS]
    rows = book.rows(SUBSIDY_IDS).assign(
        soort=lambda table: [
            "raming uit 2016" if "verwacht" in name else "volgens het bericht"
            for name in table["grootheid"]
        ]
    )
    change = (numbers[-1].value / numbers[0].value - 1) * 100
    years = [int(year) for year in rows["periode"]]
    traces = [
        {
            "type": "bar",
            "name": kind,
            "x": [
                str(year) for year, sort in zip(years, rows["soort"], strict=True) if sort == kind
            ],
            "y": [float(value) for value in rows.loc[rows["soort"] == kind, "getal"]],
            "text": [euro(value) for value in rows.loc[rows["soort"] == kind, "getal"]],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": colour, "pattern": {"shape": pattern}},
            "hovertemplate": "%{x}: € %{y:,.0f}<extra>" + kind + "</extra>",
        }
        for kind, colour, pattern in (
            ("volgens het bericht", theme.BLUE, ""),
            ("raming uit 2016", theme.ORANGE, "/"),
        )
    ]
    return Figure(
        key,
        f"Rijkssubsidie per Wsw-medewerker zou tot {years[-1]} met {quantity(-change, 'pct', 0)} "
        "dalen",
        f"Rijkssubsidie per Wsw-medewerker (euro per persoon), Sallcon, {years[0]}–{years[-1]}, "
        "lopende prijzen",
        f"De subsidie daalt van {euro(numbers[0].value)} in {years[0]} naar "
        f"{euro(numbers[1].value)} in {years[1]}; voor {years[2]} werd in 2016 "
        f"{euro(numbers[2].value)} verwacht.",
        rows,
        (
            Column("periode", "Jaar"),
            Column("soort", "Soort"),
            Column("getal", "Subsidie per persoon", "eur"),
        ),
        traces,
        theme.layout(
            400,
            xaxis={"type": "category", "showgrid": False},
            yaxis=theme.zero_axis("euro per persoon"),
            margin={"l": 10, "r": 16, "t": 30, "b": 48},
        ),
        combine(item.provenance for item in numbers),
        note="Bedragen per persoon, niet per SE: ze worden niet in elkaar omgerekend.",
        money_legend="Subsidie is een bate en staat als positief bedrag.",
    )


def finance_table(photo: OrganisationPhoto) -> Table:
    """What is published on deficits, reserve and state money, each with its date."""
    return known_table(
        photo.book,
        "q1-financien-bekend",
        "Wat er over tekorten, reserve en rijksgeld gevonden is",
        FINANCE_IDS,
        values="Bedrag",
        note=f"{SIGN_LEGEND} Een tekort staat als positief bedrag. Een actuele stand van de "
        "reserve ontbreekt; die staat in de jaarrekening.",
    )


def finance_claim(photo: OrganisationPhoto) -> Claim:
    """The sentence on reserve and constraint."""
    book = photo.book
    return Claim(
        "De laatst gevonden stand van de reserve is {reserve}, uit een nieuwsbericht van december "
        "2016 dat ook een tekort verwachtte dat oploopt tot {deficit} in 2020; voor de Wsw is geen "
        "gemeentelijke bijdrage voorzien.",
        book.number("K47").provenance,
        reserve=Number(book.number("X08"), (20.4, 20.5), decimals=2),
        deficit=Number(book.number("X04"), (2_800_000, 2_900_000)),
    )


def known_table(
    book: Workbook,
    key: str,
    caption: str,
    identifiers: tuple[str, ...],
    *,
    values: str = "Waarde",
    dated: bool = True,
    note: str = "",
) -> Table:
    """Numbers of the register as they stand, with their remark; `values` heads the numbers."""
    return Table(
        key,
        caption,
        known_rows(book, identifiers),
        (
            Column("wat", "Wat"),
            *((Column("wanneer", "Wanneer"),) if dated else ()),
            Column("waarde_tekst", values),
            Column("basis", "Basis"),
            Column("opmerking", "Opmerking"),
            Column("id", "Herkomst", ids=True),
        ),
        combine(book.number(identifier).provenance for identifier in identifiers),
        note=note,
    )


def known_rows(book: Workbook, identifiers: tuple[str, ...]) -> pd.DataFrame:
    """Rows of the register in the order of `identifiers`, with the value as a reader knows it."""
    rows = book.rows(identifiers).set_index("id", drop=False)
    rows = rows.loc[[identifier for identifier in identifiers if identifier in rows.index]]
    values = [
        printed(text, unit) for text, unit in zip(rows["waarde"], rows["eenheid"], strict=True)
    ]
    return rows.assign(
        waarde_tekst=values,
        wat=rows["grootheid"].map(sentence_case),
        wanneer=[period(text) if text else "niet vermeld" for text in rows["periode"]],
    ).reset_index(drop=True)
