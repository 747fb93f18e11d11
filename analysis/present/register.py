"""Sources, assumptions and gaps as tables: what a report rests on and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.dutch import interval, period, quantity, shared_decimals
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.sources.workbook import Workbook

GAPS = Provenance.of("bron", ["ontbrekend.csv"])
SOURCE_WORDS = {
    "primair": "eigenaar van het cijfer",
    "secundair": "pers of derde",
    "samenvatting": "samenvatting van andermans stuk",
}


def sources_table(book: Workbook, key: str, identifiers: Sequence[str]) -> Table:
    """The documents behind these facts, with how many of them each holds."""
    rows = book.rows(tuple(identifiers))
    used = rows["bron"].str.split(";").explode().value_counts()
    sources = book.table("bronnen").set_index("id")
    table = sources.loc[[name for name in used.index if name in sources.index]].reset_index()
    table["aantal"] = [int(used[name]) for name in table["id"]]
    table["soort_tekst"] = table["soort"].map(SOURCE_WORDS)
    table["wanneer"] = [period(text) if text else "" for text in table["datum"]]
    return Table(
        key,
        "Waarop dit rust: bronnen en het aantal gebruikte cijfers",
        table,
        (
            Column("titel", "Bron"),
            Column("uitgever", "Uitgever"),
            Column("documentnummer", "Nummer"),
            Column("wanneer", "Datum"),
            Column("soort_tekst", "Soort"),
            Column("aantal", "Cijfers", "aantal"),
        ),
        Provenance.of("bron", ["bronnen.csv"]),
        collapsed=len(table) > MAX_ROWS,
    )


def assumptions_table(book: Workbook, key: str, identifiers: Sequence[str]) -> Table:
    """Assumptions with their interval and who has the real figure."""
    rows = book.table("aannames").set_index("id").loc[list(identifiers)].reset_index()
    numbers = [book.number(identifier) for identifier in identifiers]
    places = [decimals_of(item) for item in numbers]
    rows["waarde"] = [
        quantity(item.value, item.unit, some) for item, some in zip(numbers, places, strict=True)
    ]
    rows["marge"] = [
        interval(item.low, item.high, item.unit, some)
        for item, some in zip(numbers, places, strict=True)
    ]
    return Table(
        key,
        "Aannames met hun marge (90%) en waar het echte cijfer te halen is",
        rows,
        (
            Column("id", "Nr", ids=True),
            Column("naam", "Aanname"),
            Column("waarde", "Midden"),
            Column("marge", "Marge"),
            Column("toelichting", "Waarom"),
            Column("opvragen_bij", "Opvragen bij"),
        ),
        Provenance.of("aanname", identifiers),
        collapsed=len(rows) > MAX_ROWS,
    )


def decimals_of(item: Quantity) -> int | None:
    """Decimals that an assumption and its ends need; None, so the unit's own, for money."""
    if item.unit.startswith("eur"):
        return None
    return shared_decimals(item.value, item.low, item.high)


def gaps_table(book: Workbook, key: str, question: int) -> Table:
    """What is missing for one deelvraag and the system in which it lives."""
    rows = book.table("ontbrekend").query("deelvraag == @question")
    return _gaps(key, f"Wat ontbreekt voor deelvraag {question}, en waar het staat", rows)


def named_gaps_table(book: Workbook, key: str, identifiers: Sequence[str]) -> Table:
    """The missing figures with these ids, in that order."""
    rows = book.table("ontbrekend").set_index("id", drop=False).loc[list(identifiers)]
    return _gaps(key, "Wat ontbreekt, en waar het staat", rows)


def _gaps(key: str, caption: str, rows: pd.DataFrame) -> Table:
    return Table(
        key,
        caption,
        rows,
        (
            Column("id", "Nr"),
            Column("gegeven", "Gegeven"),
            Column("korrel", "Per"),
            Column("systeem", "Te vragen uit"),
        ),
        GAPS,
    )


def glossary_table(book: Workbook, key: str) -> Table:
    """The glossary, folded away."""
    return Table(
        key,
        "Begrippen",
        book.table("begrippen"),
        (Column("term", "Begrip"), Column("uitleg", "Betekenis")),
        Provenance.of("bron", ["begrippen.csv"]),
        collapsed=True,
    )
