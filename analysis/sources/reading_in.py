"""`werkboek inlezen`: a folder with filled templates becomes a reading, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.dutch import date_text
from analysis.errors import InputError, Problem
from analysis.paths import base_dir, data_in
from analysis.provenance import Basis
from analysis.sources.aggregates import safe_counts
from analysis.sources.build import csv_of
from analysis.sources.findings import last_day
from analysis.sources.intake import Incoming, Intake, read_folder
from analysis.sources.kept_out import keep_traces, noting
from analysis.sources.own import Places, build, install, stored, workplace
from analysis.sources.pseudonyms import new_key, pseudonymised, read_key, write_key
from analysis.sources.reader import FIRST_DATA_LINE, sha256_of
from analysis.sources.readings import (
    Origin,
    Reading,
    Stored,
    all_readings,
    clear_leftovers,
    newest,
    planned,
    store,
)
from analysis.sources.row_checks import row_problems
from analysis.sources.totals import total_notices

ONE_DATE = frozenset({"wsw_personen", "trajecten"})
"""Extracts of one day; a table of plans has a row for each quarter."""


MOMENTS = ("peildatum", "maand", "kwartaal", "datum", "uitstroomkwartaal")
"""The columns that say of when a table is, the first that it has."""


@dataclass
class Draft:
    """What a reading will hold, as far as it is known."""

    contents: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, Stored] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    notices: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_in(folder: Path, day: str) -> tuple[list[Path], list[Problem]]:
    """Read a folder into `data/eigen` on `day` (ISO); return the new files, and notices.

    To be called while holding `data/eigen`. Raises `InputError` with everything that is wrong;
    then nothing has changed.
    """
    clear_leftovers()
    with data_in(base_dir()), noting() as kept_out:
        intake = read_folder(folder)
        known, key = all_readings(), read_key()
        secret = key or new_key()
        draft = _draft(intake, secret, day)
        if problems := [*intake.problems, *draft.problems]:
            raise InputError([*problems, *row_problems(intake)])
        _leave_out_known(draft, known)
        if known and not draft.contents:
            return [], [*intake.notices, *draft.notices]
        personal = any(intake.tables[name].resource.is_personal for name in draft.contents)

        def keep_secrets() -> None:
            if not key and (personal or kept_out):
                write_key(secret)
            keep_traces(kept_out, secret)

        changed = _carried_out(draft, intake, known, day, keep_secrets)
    return changed, [*intake.notices, *draft.notices]


def _draft(intake: Intake, secret: bytes, day: str) -> Draft:
    draft, examples = Draft(), []
    for name, incoming in sorted(intake.tables.items()):
        if incoming.is_untouched:
            examples.append(name)
            continue
        draft.problems += _mixed(incoming)
        date, problems = date_of(incoming, day)
        table, small, rounded = safe_counts(incoming)
        draft.problems += [*problems, *small]
        draft.notices += [*rounded, *total_notices(incoming)]
        schema = incoming.resource.schema_
        kept, emptied = _stored_part(incoming, table)
        draft.notices += emptied
        hidden = pseudonymised(kept, schema, secret)
        ordered = hidden.sort_values(list(schema.primary_key), kind="stable")
        content = csv_of(ordered.drop(columns="_regel"), schema)
        draft.contents[name] = content
        draft.tables[name] = Stored(
            bestand=incoming.file,
            peildatum=date,
            regels=len(table),
            voorbeeld=incoming.is_made_up,
            sha256=sha256_of(content),
        )
        draft.places.rows[f"{name}.csv"] = (incoming.place, ordered["_regel"].tolist())
        # Numbers are written rounded, so a table with numbers is read again.
        if all(column.type in {"string", "date"} for column in schema.fields):
            lines = range(FIRST_DATA_LINE, FIRST_DATA_LINE + len(ordered))
            draft.places.checked[name] = ordered.assign(_regel=lines).reset_index(drop=True)
    _date_empty(draft, intake)
    if examples:
        told = "alleen voorbeeldregels; daar blijven de verzonnen cijfers gelden"
        draft.notices.append(Problem(", ".join(examples), 0, "", told))
    return draft


def _date_empty(draft: Draft, intake: Intake) -> None:
    """Make a guarded table without rows as old as the others.

    Dated on the day of reading it would keep out figures of a quarter that come in later.
    """
    guarded = [name for name in draft.tables if intake.tables[name].resource.guarded]
    filled = [draft.tables[name].peildatum for name in guarded if draft.tables[name].regels]
    for name in guarded if filled else ():
        if not draft.tables[name].regels:
            dated = draft.tables[name].model_copy(update={"peildatum": max(filled)})
            draft.tables[name] = dated


def _stored_part(incoming: Incoming, table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The table without what is only for whoever filled it in, and a notice of each such column.

    What somebody writes there in words may be about a person, and no rule can tell.
    """
    told = "is voor eigen gebruik; de tekst is niet overgenomen"
    filled = [
        field.name
        for field in incoming.resource.schema_.fields
        if not field.stored and (table[field.name] != "").any()
    ]
    notices = [Problem(incoming.place, 0, name, told) for name in filled]
    return table.assign(**dict.fromkeys(filled, "")), notices


def _mixed(incoming: Incoming) -> list[Problem]:
    """Made-up rows between own ones; in the ledger and the score sheet that is allowed."""
    if not incoming.resource.guarded or incoming.is_made_up or "basis" not in incoming.table:
        return []
    made_up = incoming.table["basis"] == Basis.VOORBEELD
    told = "voorbeeldregel tussen eigen cijfers; haal de voorbeeldregels weg"
    lines = incoming.table.loc[made_up, "_regel"]
    return [Problem(incoming.place, int(line), "basis", told) for line in lines]


def date_of(incoming: Incoming, day: str) -> tuple[str, list[Problem]]:
    """The date that a table is about (ISO), and what is wrong with it.

    That is its `peildatum`, else the end of its last month, quarter, day or year, else the day of
    reading; never later than that day.
    """
    table = incoming.table
    # A year outside the monitor is often a plan's.
    moments = (*MOMENTS, "jaar") if incoming.resource.guarded else MOMENTS
    for column in moments:
        known = [str(value) for value in table[column].unique() if value] if column in table else []
        if not known:
            continue
        last = max(map(last_day, known)).isoformat()
        if column != "peildatum":
            return min(last, day), []
        first = table.iloc[0]
        if incoming.resource.name in ONE_DATE:
            allowed = f"{first[column]}, zoals regel {first['_regel']}"
            told = f"hoort in alle rijen gelijk te zijn (toegestaan: {allowed})"
            other = table.loc[table[column] != first[column], "_regel"]
            return last, [Problem(incoming.place, int(line), column, told) for line in other]
        later = table.loc[table[column] > day, "_regel"]
        told = f"ligt in de toekomst (toegestaan: tot en met {day})"
        return last, [Problem(incoming.place, int(line), column, told) for line in later]
    return day, []


def _leave_out_known(draft: Draft, known: Sequence[Reading]) -> None:
    """Take out what stands there already, and say which extracts are older than what stands."""
    held = newest(known)
    for name, fresh in list(draft.tables.items()):
        base = (base_dir() / "raw" / f"{name}.csv").read_bytes()
        before = held[name].origin.tabellen[name] if name in held else None
        same = sha256_of(base) if before is None else before.sha256
        again = fresh.sha256 == same
        if before is not None and fresh.peildatum < before.peildatum:
            told = (
                f"stand van {date_text(fresh.peildatum)}, ouder dan wat er al is "
                f"({date_text(before.peildatum)}); bewaard, maar de nieuwste stand blijft gelden"
            )
            draft.notices.append(Problem(draft.places.rows[f"{name}.csv"][0], 0, "", told))
            again = any(
                (one := reading.origin.tabellen.get(name)) is not None
                and (one.peildatum, one.sha256) == (fresh.peildatum, fresh.sha256)
                for reading in known
            )
        if again:
            del draft.tables[name], draft.contents[name]


def _carried_out(
    draft: Draft,
    intake: Intake,
    known: Sequence[Reading],
    day: str,
    keep_secrets: Callable[[], None],
) -> list[Path]:
    """Build and check the data set with these tables; only then store anything."""
    dates = [table.peildatum for table in draft.tables.values()]
    origin = Origin(
        lezing=max((one.origin.lezing for one in known), default=0) + 1,
        gelezen=day,
        peildatum=max(dates, default=day),
        bestanden=intake.files,
        tabellen=draft.tables,
    )
    reading = planned(origin)
    together = [*known, reading]
    held = {
        name: draft.contents[name] if one is reading else stored(one, name)
        for name, one in newest(together).items()
    }
    with workplace() as folder:
        if any(held[name] is not content for name, content in draft.contents.items()):
            build(folder / "proef", together, {**held, **draft.contents}, draft.places)
        current = {
            name: draft.places.checked[name]
            for name in draft.places.checked
            if held.get(name) is draft.contents.get(name)
        }
        build(folder / "nu", together, held, Places(draft.places.rows, current))
        keep_secrets()
        changed = store(reading, draft.contents, folder)
        install(folder / "nu")
    return changed
