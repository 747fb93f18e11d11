"""Files as an organisation would hand them in: own rows for a table, in a template or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from analysis.sources.templates import TEMPLATES

Row = Mapping[str, object]

ROWS: dict[str, list[dict[str, object]]] = {
    "wsw_personen": [
        {
            "id": f"E{number}",
            "peildatum": "2024-12-31",
            "gemeente": "deventer",
            "leeftijdsklasse": age,
            "werkvorm": "Beschut binnen",
            "pers": 20 + number,
            "fte": 15.5,
            "se": 17.5,
            "basis": "bron",
            "bron": "",
        }
        for number, age in enumerate(("40-44", "45-49", "50-54"), 1)
    ],
    "verzuim": [
        {
            "id": f"V{number}",
            "maand": f"2024-{number:02}",
            "groep": "Wsw",
            "dagen_verzuim": 1500 + number,
            "dagen_beschikbaar": 12000,
            "pers": 400,
            "basis": "bron",
            "bron": "",
        }
        for number in (1, 2, 3)
    ],
    "trajecten": [
        {
            "pseudoniem": f"kandidaat-{number}",
            "peildatum": "2024-12-31",
            "groep": "Matchen",
            "gemeente": "deventer",
            "instroom": f"2024-0{number}-13",
            "uitstroom": "2024-11-14" if number == 1 else "",
            "reden": "werk" if number == 1 else "",
            "plandatum": "2024-06-20",
            "actielijn_buig": "nee",
            "lks_begin": "",
            "statushouder": "nee",
            "werkleerroute": "",
            "route_begin": "",
            "basis": "bron",
            "bron": "",
        }
        for number in (1, 2, 3)
    ],
    "traject_aantallen": [
        {
            "id": f"T{number}",
            "groep": "Groeien",
            "instroomkwartaal": "2024-Q2",
            "uitstroomkwartaal": "2024-Q3",
            "reden": reason,
            "pers": 12,
            "basis": "bron",
            "bron": "",
        }
        for number, reason in enumerate(("werk", "overig"), 1)
    ],
    "enquetes": [
        {
            "id": "Q1",
            "onderzoek": "klanten",
            "datum": "2024-11-20",
            "vraag": "tevreden",
            "uitgenodigd": 100,
            "deelnemers": 60,
            "zeven_of_hoger": 50,
            "gemiddeld_cijfer": 7.6,
            "basis": "bron",
            "bron": "",
        }
    ],
    "werkstap_plannen": [
        {
            "id": "W1",
            "peildatum": "2024-12-31",
            "medewerkers": 500,
            "met_plan": 450,
            "met_meting": 400,
            "basis": "bron",
            "bron": "",
        }
    ],
    "kwartaalrealisaties": [
        {
            "id": f"K{number}",
            "afspraak": "M3",
            "kwartaal": f"2024-Q{number}",
            "teller": "",
            "noemer": "",
            "waarde": 30,
            "eenheid": "pers",
            "soort": "stand",
            "toelichting": "",
            "basis": "bron",
            "bron": "",
        }
        for number in (1, 2)
    ],
    "registratie": [
        {
            "id": "R1",
            "kwartaal": "2024-Q1",
            "systeem": "GWS4all",
            "gegeven": "intakedatum",
            "afspraken": "MG1;M1",
            "ingevuld": 90,
            "totaal": 100,
            "basis": "bron",
            "bron": "",
        }
    ],
    "werkleerroutes": [
        {
            "id": "L1",
            "jaar": 2024,
            "route": "techniek",
            "gestart": 20,
            "naar_werk": 12,
            "basis": "bron",
            "bron": "",
        }
    ],
}
"""Rows that are right, of 2024: later than the made-up year of the base case."""


def rows_of(table: str) -> list[dict[str, object]]:
    """A copy to break."""
    return [dict(row) for row in ROWS[table]]


def csv_bytes(rows: Sequence[Row], separator: str = ",") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([*row.values()] for row in rows)
    return text.getvalue().encode("utf-8")


def write_csv(folder: Path, table: str, rows: Sequence[Row], separator: str = ",") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{table}.csv"
    path.write_bytes(csv_bytes(rows, separator))
    return path


def write_book(folder: Path, table: str, rows: Sequence[Row]) -> Path:
    """The rows in the template of their table, in which the other sheets are left out.

    The others stand beside it as CSV files with only right rows: a template is read whole.
    """
    folder.mkdir(exist_ok=True)
    (name,) = [name for name, tables in TEMPLATES.items() if table in tables]
    book = Workbook()
    book.remove(book.worksheets[0])
    _add_sheet(book, table, rows)
    for other in TEMPLATES[name]:
        if other != table:
            _add_sheet(book, other, ROWS.get(other) or OTHER[other])
    path = folder / name
    book.save(path)
    return path


OTHER: dict[str, list[dict[str, object]]] = {
    "wsw_uitstroom": [
        {"id": "U1", "jaar": 2024, "reden": "pensioen", "pers": 12, "basis": "bron", "bron": ""}
    ]
}


def _add_sheet(book: Workbook, table: str, rows: Iterable[Row]) -> None:
    page = book.create_sheet(table)
    rows = list(rows)
    page.append([*rows[0]])
    for row in rows:
        page.append([None if value == "" else value for value in row.values()])
