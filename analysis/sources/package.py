"""The description of `data/raw`: which files there are, what each column means, where it came from.

The description is a Data Package (version 2), `data/raw/datapackage.json`. This module reads it;
`reader` reads the files that it describes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic import Field as PydanticField

from analysis.errors import InputError, Problem
from analysis.paths import raw_dir, shown

PACKAGE_FILE = "datapackage.json"


class _Described(BaseModel):
    """Base: a descriptor may hold more than we read, never less."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, frozen=True)


class Constraints(_Described):
    """What a value must satisfy, in the words of the Table Schema standard."""

    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    enum: tuple[str, ...] | None = None


class Field(_Described):
    """One column: its type, its unit (`eur`, `fte`, …) and the decimals it is written with.

    `fact` names the suffix of the register id that holds the same number: with `fte`, row `D73`
    must equal fact `D73-fte`. `sum` gives the column a total in a spreadsheet; a value of a
    `personal` column stands in no message, and of a `discreet` one none that has a letter. A
    column that is not `stored` is for whoever fills it in: own values of it are not taken over.
    """

    name: str
    type: Literal["string", "number", "integer", "date"]
    title: str
    description: str = ""
    unit: str = ""
    decimals: int | None = None
    fact: str = ""
    sum: bool = False
    personal: bool = False
    discreet: bool = False
    stored: bool = True
    constraints: Constraints = Constraints()


class Reference(_Described):
    """The table and column that a foreign key points at."""

    resource: str
    fields: tuple[str, ...]


class ForeignKey(_Described):
    """Columns whose value must exist elsewhere; `separator` splits a cell that lists several."""

    fields: tuple[str, ...]
    reference: Reference
    separator: str | None = None


class Schema(_Described):
    """The columns of a table, its key and what it refers to."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = PydanticField(alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = PydanticField(default=(), alias="foreignKeys")

    @model_validator(mode="after")
    def _sums_can_be_shown(self) -> Schema:
        if any(field.type not in {"number", "integer"} for field in self.summed):
            raise ValueError("only numbers have a sum")
        if self.summed and self.label is None:
            raise ValueError("a table with sums has a text column, for the label of the total")
        return self

    @property
    def summed(self) -> tuple[Field, ...]:
        """The columns that have a total in a spreadsheet."""
        return tuple(field for field in self.fields if field.sum)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def impersonal(self) -> Schema:
        """The schema without personal columns; a key that held one becomes all that is left."""
        fields = tuple(field for field in self.fields if not field.personal)
        if fields == self.fields:
            return self
        left = tuple(field.name for field in fields)
        return self.model_copy(update={"fields": fields, "primary_key": left})

    @property
    def label(self) -> Field | None:
        """The first text column: where a row of totals has its label."""
        return next((field for field in self.fields if field.type == "string"), None)


class Resource(_Described):
    """One file: where it is, its sha256 and, for a table, its schema.

    Numbers of persons in a `guarded` table are shown only through the privacy gate, the made-up
    ones too: so there is one way to show them. For the templates: the `system` it comes from, the
    `definition` that the agreements imply, what is `lost` without it, and how many made-up rows.
    """

    name: str
    path: str
    title: str
    hash: str
    mediatype: str = "text/csv"
    table_schema: Schema | None = PydanticField(default=None, alias="schema")
    may_be_empty: bool = False
    guarded: bool = False
    description: str = ""
    system: str = ""
    definition: str = ""
    lost: str = ""
    example_rows: int | None = None

    @property
    def is_table(self) -> bool:
        """Whether the file is a CSV table with a schema."""
        return self.table_schema is not None

    @property
    def schema_(self) -> Schema:
        """The schema; only for tables."""
        assert self.table_schema is not None
        return self.table_schema

    @property
    def is_personal(self) -> bool:
        """Whether the table has a column with what points at one person."""
        return self.is_table and any(field.personal for field in self.schema_.fields)

    @property
    def file(self) -> Path:
        """The file's full path."""
        return raw_dir() / self.path


class OwnTable(_Described):
    """An own table in this data set: its date (ISO), its reading, and whether it is made up."""

    peildatum: str
    lezing: str
    voorbeeld: bool = False


class OwnFigures(_Described):
    """What makes a data set the organisation's own: the base it was built on, and its tables."""

    base: str
    tables: dict[str, OwnTable]


class Package(_Described):
    """All of `data/raw`; `created` is the date of the data, which every report prints.

    `own` is there only when own figures stand in the place of made-up ones.
    """

    name: str
    title: str
    created: str
    resources: tuple[Resource, ...]
    own: OwnFigures | None = PydanticField(default=None, alias="eigen")

    def resource(self, name: str) -> Resource:
        """Return the resource called `name`; a `KeyError` when the package has none."""
        return {resource.name: resource for resource in self.resources}[name]

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources that are tables."""
        return tuple(resource for resource in self.resources if resource.is_table)


@lru_cache(maxsize=4)
def _package(text: str) -> Package:
    return Package.model_validate(json.loads(text))


def read_package() -> Package:
    """Read and check `datapackage.json`; raises `InputError` that names what is wrong in it."""
    path = raw_dir() / PACKAGE_FILE
    try:
        return _package(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{shown(path)} ontbreekt: zonder beschrijving kan geen bestand worden gelezen"
        ) from None
    except json.JSONDecodeError as error:
        fault = Problem(shown(path), error.lineno, "", "hier is het geen geldig JSON-bestand")
        raise InputError([fault]) from None
    except UnicodeDecodeError as error:
        fault = Problem(shown(path), 0, "", f"byte {error.start} is geen UTF-8")
        raise InputError([fault]) from None
    except ValidationError as error:
        raise InputError(
            [
                Problem(
                    shown(path),
                    0,
                    "/".join(str(part) for part in item["loc"]),
                    "ontbreekt of klopt niet",
                )
                for item in error.errors()
            ]
        ) from None
