"""Fifty invented people, the extracts they stand in, and the search for any trace of them.

No number, name or address is anybody's: the numbers pass the eleven-test in a range that is not
given out, the addresses end in a domain that can't exist.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from stdnum.nl import bsn

from analysis.publish.decode import texts_of

BIRDS = ("Wielewaal", "Karekiet", "Pimpelmees", "Roodborst", "Kwikstaart")
TREES = ("beukendam", "elzenveld", "lindenhorst", "wilgenrade", "esdoornstee")
FIRST = ("Canarina", "Zangvogel", "Verzonna", "Proefina", "Fictief")
COUNT = 50

COLUMNS = (
    *("pseudoniem", "peildatum", "groep", "gemeente", "instroom", "uitstroom", "reden"),
    *("plandatum", "actielijn_buig", "lks_begin", "statushouder", "werkleerroute", "route_begin"),
    *("basis", "bron"),
)
PERSONAL = ("Naam", "BSN", "Geboortedatum", "Adres", "Postcode", "Telefoon", "E-mailadres")
"""Headings that are dropped at the door."""


@dataclass(frozen=True)
class Person:
    """One invented person."""

    key: str
    name: str
    number: str
    born: dt.date
    street: str
    postcode: str
    phone: str
    mail: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The values under `PERSONAL`."""
        born = self.born.isoformat()
        return self.name, self.number, born, self.street, self.postcode, self.phone, self.mail

    @property
    def needles(self) -> Iterator[str]:
        """Every way in which this person could be written."""
        yield from (self.key, self.name.split()[1], self.street, self.phone, self.mail)
        yield from (self.number, f"{self.number[:4]}.{self.number[4:6]}.{self.number[6:]}")
        yield from (self.phone.replace("-", ""), self.mail.partition("@")[0])
        yield from (self.born.isoformat(), f"{self.born:%d-%m-%Y}", f"{self.born:%Y%m%d}")
        yield self.postcode


def people() -> list[Person]:
    """The fifty of them, always the same."""
    numbers = (f"{n:09}" for n in itertools.count(999_910_000) if bsn.is_valid(f"{n:09}"))
    return [_person(at, number) for at, number in zip(range(COUNT), numbers, strict=False)]


def _person(at: int, number: str) -> Person:
    family = f"{BIRDS[at % 5]}{TREES[at // 5 % 5]}{'s' * (at // 25)}"
    return Person(
        key=f"KAN-{700_001 + at}",
        name=f"{FIRST[at % 5]} {family}",
        number=number,
        born=dt.date(1950, 1, 3) + dt.timedelta(days=311 * at),
        street=f"{BIRDS[at % 5]}kanariepad {at + 1} c",
        postcode=f"9{at:03} QZ",
        phone=f"06-{99_910_000 + at}",
        mail=f"kanarie.{at}@vogels.example",
    )


def row(person: Person, at: int, **changes: str) -> list[str]:
    """A right row of `trajecten` about a person."""
    values = dict.fromkeys(COLUMNS, "") | {
        "pseudoniem": person.key,
        "peildatum": "2024-12-31",
        "groep": ("Matchen", "Groeien")[at % 2],
        "gemeente": ("deventer", "olst-wijhe")[at % 3 == 0],
        "instroom": f"2024-0{1 + at % 6}-15",
        "uitstroom": "2024-11-14" if at % 3 == 0 else "",
        "reden": "werk" if at % 3 == 0 else "",
        "plandatum": "2024-07-20",
        "actielijn_buig": "nee",
        "statushouder": "nee",
        "basis": "bron",
    }
    return [*(values | changes).values()]


def rows(changes: Mapping[int, Mapping[str, str]] | None = None) -> Iterator[list[str]]:
    """Header and rows, personal columns beside the known ones; `changes` by place."""
    yield [*COLUMNS, *PERSONAL]
    for at, person in enumerate(people()):
        yield [*row(person, at, **(changes or {}).get(at, {})), *person.columns]


def write_csv(folder: Path, content: Iterable[Sequence[str]]) -> Path:
    """`trajecten.csv` in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "trajecten.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(content)
    return folder


def fill_template(folder: Path) -> Path:
    """Put the people in the template that stands in `folder`, also where nobody looks."""
    path = folder / "gws4all.xlsx"
    book: Workbook = load_workbook(path)
    sheet = book["trajecten"]
    sheet.delete_rows(1, sheet.max_row)
    for line in rows():
        sheet.append([value or None for value in line])
    first, second, third = people()[:3]
    hidden = book.create_sheet("Oud")
    hidden.append([*first.columns])
    hidden.sheet_state = "veryHidden"
    sheet["A2"].comment = Comment(f"gebeld met {second.name}, {second.phone}", second.mail)
    book.properties.creator, book.properties.description = third.name, third.number
    book.defined_names["Lijst"] = DefinedName("Lijst", attr_text=f'"{third.mail}"')
    book.save(path)
    return folder


@functools.cache
def pattern() -> re.Pattern[str]:
    """Any needle of anybody, in whatever capitals."""
    needles = {needle for person in people() for needle in person.needles}
    return re.compile("|".join(map(re.escape, sorted(needles))), re.IGNORECASE)


def traces_in(name: str, data: bytes) -> list[str]:
    """Where in a file somebody is found, after undoing whatever the scan undoes."""
    return [place for place, text in texts_of(name, data) if pattern().search(text)]
