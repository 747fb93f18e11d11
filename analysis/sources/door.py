"""The door: what of an extract may come in at all, whether it was a spreadsheet or a CSV file.

Columns with personal headings stay out, a text that points at a person is refused, and of a table
with one row per person no value is ever repeated in a message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.errors import Problem
from analysis.personal import personal_kind
from analysis.sources.dialect import UNREADABLE
from analysis.sources.package import Field, Resource, Schema
from analysis.sources.reader import found_in, header_fault, total_fault, typed_table
from analysis.sources.values import NUMBER

PERSONAL_STEMS = (
    "achternaam",
    "adres",
    "bsn",
    "burgerservice",
    "clientnummer",
    "clientnr",
    "email",
    "geboorte",
    "geslachtsnaam",
    "huisnummer",
    "iban",
    "klantnummer",
    "medewerkernummer",
    "mobiel",
    "personeelsnummer",
    "postcode",
    "rekeningnummer",
    "sofinummer",
    "straat",
    "telefoon",
    "voorletters",
    "voornaam",
    "voornamen",
    "woonplaats",
)
"""A heading that holds one of these, in small letters without blanks, is about a person."""

PERSONAL_WORDS = frozenset(
    {"client", "gsm", "initialen", "mail", "medewerker", "naam", "roepnaam", "tel", "tussenvoegsel"}
)
"""Words that tell so only when they stand alone in a heading."""

MISSING = -1
"""The place of a column that a file does not have."""

COUNTED = frozenset({"pers", "fte", "se", "eur", "dagen"})
"""Units that add up: a last row that is the sum of the others in all of them is a total."""


class Admitted(NamedTuple):
    """The columns of a file that are read, by place from 0, and the headings that stay out."""

    places: tuple[int, ...]
    dropped: tuple[str, ...]


def admitted(header: Sequence[str], schema: Schema) -> Admitted:
    """Return which columns come in: all but personal ones that the schema does not ask for."""
    names = {field.name for field in schema.fields}
    out = [name not in names and is_personal_heading(name) for name in header]
    places = tuple(place for place, dropped in enumerate(out) if not dropped)
    return Admitted(places, tuple(name for name, gone in zip(header, out, strict=True) if gone))


def is_personal_heading(name: str) -> bool:
    """Whether a column of this name is about a person, whatever its capitals and accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain)
    joined = "".join(words)
    return any(stem in joined for stem in PERSONAL_STEMS) or not PERSONAL_WORDS.isdisjoint(words)


def dropped_notices(place: str, dropped: Sequence[str]) -> list[Problem]:
    """Say which columns stayed out; only their headings, and no heading that is itself a value."""
    told = "kolom met persoonsgegevens; niet overgenomen"
    return [Problem(place, 1, "" if personal_kind(name) else name, told) for name in dropped]


def own_header_fault(headings: Sequence[str], places: Sequence[int], resource: Resource) -> str:
    """What is wrong with the headings of an own file, or nothing; a row of values is not quoted.

    With most headings missing the first row is taken for values: one may equal a heading by chance.
    An unknown heading of a table about persons is named by its column: it may be a name.
    """
    expected = [field.name for field in resource.schema_.fields]
    header = [headings[at] for at in places]
    if len(header) > 1 and 2 * len(set(header) & set(expected)) < len(expected):
        return f"kopregel ontbreekt (verwacht: {', '.join(expected)})"
    # A single heading is a row that was not parted: its separator has to be told.
    masks = len(header) > 1 and resource.guarded
    safe = [
        f"kolom {get_column_letter(at + 1)}"
        if name not in expected and (masks or personal_kind(name))
        else name
        for at, name in zip(places, header, strict=True)
    ]
    return header_fault(safe, expected)


def found_columns(
    headings: Sequence[str], places: Sequence[int], resource: Resource
) -> tuple[int, ...]:
    """The place of each column of the table in a file whose headings are wrong; nothing if unclear.

    `MISSING` for one that is not there. So what stands in the other columns is told in one go.
    """
    known = {headings[at]: at for at in places}
    found = tuple(known.get(field.name, MISSING) for field in resource.schema_.fields)
    doubled = len(known) < len(places)
    return () if doubled or 2 * found.count(MISSING) > len(found) else found


def cell_at(cells: Sequence[str], place: int, line: int) -> str:
    """The text of a cell; of a column that is missing one that is nobody's."""
    return f"{UNREADABLE}{line}" if place == MISSING else cells[place]


def masked(resource: Resource) -> Schema:
    """The schema for checking: of a table with one row per person no value is shown.

    Of counts of persons none with a letter in it: it may be a name in the wrong place.
    """
    schema = resource.schema_
    if not resource.guarded:
        return schema
    told = {"personal": True} if resource.is_personal else {"discreet": True}
    hidden = [field.model_copy(update=told) for field in schema.fields]
    return schema.model_copy(update={"fields": tuple(hidden)})


def checked_table(
    place: str, text: pd.DataFrame, resource: Resource, told: Collection[Problem] = ()
) -> tuple[pd.DataFrame, list[Problem]]:
    """Text as it stands in an own file → its sound rows as a typed table, and all that is wrong.

    As `reader.typed_table`, with what only the door looks at; a value that `told` or the door
    complains of is not complained of again, and one that could not be read was told already. No
    row is sound when `told` is of the whole sheet.
    """
    schema = masked(resource)
    problems = _personal_values(place, text, resource)
    if resource.guarded:  # others may well have a line of totals, as the agreement's budget has
        problems += _totals(place, text, schema)
    table, found = typed_table(place, text, schema)
    unreadable = [
        one for field in schema.fields for one in found_in(place, text, field, _unreadable)
    ]
    known = {(problem.line, problem.column) for problem in (*told, *problems, *unreadable)}
    problems += [one for one in found if (one.line, one.column) not in known]
    wrong = {line for line, _ in known} | {problem.line for problem in problems}
    return table[~table["_regel"].isin(wrong) & (0 not in wrong)].reset_index(drop=True), problems


def _unreadable(value: str, _: Field) -> str:
    return value if value.startswith(UNREADABLE) else ""


def _personal_values(place: str, text: pd.DataFrame, resource: Resource) -> list[Problem]:
    return [
        problem
        for field in resource.schema_.fields
        if field.type == "string" or field.unit == "pers"
        # Nothing personal goes on over a line, so one look at all values tells whether to look on.
        if personal_kind("\n".join(text[field.name].tolist()))
        for problem in found_in(place, text, field, _personal_fault)
    ]


def _personal_fault(value: str, _: Field) -> str:
    kind = personal_kind(value)
    return f"bevat {kind}; dat mag hier niet staan" if kind else ""


def _totals(place: str, text: pd.DataFrame, schema: Schema) -> list[Problem]:
    """Rows of totals: by their label in any text column, and the last row by its sums."""
    problems = [
        problem
        for field in schema.fields
        if field.type == "string" and field.name not in schema.primary_key  # the reader's to judge
        for problem in found_in(place, text, field, total_fault)
    ]
    counted = [field.name for field in schema.fields if field.unit in COUNTED]
    if len(text) > 2 and len(counted) > 1 and all(_is_sum(text[name]) for name in counted):
        told = "laatste rij is de som van de rijen erboven; totalen worden berekend"
        problems.append(Problem(place, int(text["_regel"].iloc[-1]), counted[0], told))
    return problems


def _is_sum(column: pd.Series) -> bool:
    texts = column.tolist()
    if not all(NUMBER.fullmatch(text) for text in texts):
        return False
    *parts, total = map(float, texts)
    return total != 0 and abs(sum(parts) - total) < 1e-6 * max(1.0, abs(total))
