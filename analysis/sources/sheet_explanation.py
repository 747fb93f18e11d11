"""The sheet `uitleg` of a template: what it is for, and what each column means and allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from analysis.sources.cells import NOUNS
from analysis.sources.package import Field, Resource

EXPLANATION = "uitleg"

FILL_GUARDED = (
    "Vul per blad de eigen cijfers in en zet bij elke regel in de kolom basis: bron.",
    "Haal de voorbeeldregels weg waar u eigen cijfers invult; een blad met alleen voorbeeldregels "
    "telt als niet ingevuld.",
    "Vul nergens namen, adressen, nummers of geboortedata van mensen in.",
)
FILL = ("Vul de eigen cijfers in en zet bij elke regel in de kolom basis hoe zeker het cijfer is.",)
READ_IN = "Sla het bestand op en lees de map in met: werkboek inlezen MAP."
_EXPLAINED = ("blad", "kolom", "uitleg", "eenheid", "soort", "verplicht", "toegestaan")
_WIDTHS = (24, 24, 60, 10, 16, 10, 40)
_TEXT: dict[str, Any] = {"num_format": "@", "text_wrap": True, "valign": "top"}
_MAX_SHEET_NAME = 31


@dataclass(frozen=True)
class Explanation:
    """The texts of the sheet, and by table and column where its allowed values stand.

    `intro` comes above the headings (sheet, subject, text), `rows` below them, an allowed value a
    row.
    """

    intro: Sequence[tuple[str, ...]]
    rows: Sequence[tuple[str, ...]]
    choices: Mapping[str, Mapping[str, str]]


def sheet_name(resource: Resource) -> str:
    """The sheet of a table: its name, as far as Excel allows."""
    return resource.name[:_MAX_SHEET_NAME]


def explained(resources: Sequence[Resource]) -> Explanation:
    """Return what the sheet says of these tables."""
    intro = [*_intro(resources)]
    rows: list[tuple[str, ...]] = []
    choices: dict[str, dict[str, str]] = {resource.name: {} for resource in resources}
    column = xl_col_to_name(len(_EXPLAINED) - 1)
    above = len(intro) + 2  # the headings, and rows count from 1
    for resource in resources:
        for field in resource.schema_.fields:
            first = len(rows) + above
            values = tuple(filter(None, field.constraints.enum or ()))
            told = (sheet_name(resource), field.name, _meaning(field), field.unit)
            required = "ja" if field.constraints.required else "nee"
            allowed = values or (_allowed(field),)
            rows += [(*told, NOUNS[field.type], required, value) for value in allowed]
            if values:
                area = f"={EXPLANATION}!${column}${first}:${column}${len(rows) + above - 1}"
                choices[resource.name][field.name] = area
    return Explanation(intro, rows, choices)


def write_explanation(book: Any, explanation: Explanation) -> None:
    """Add the sheet to a workbook of XlsxWriter."""
    page = book.add_worksheet(EXPLANATION)
    top = len(explanation.intro)
    page.freeze_panes(top + 1, 0)
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format(_TEXT)
    for column, (name, width) in enumerate(zip(_EXPLAINED, _WIDTHS, strict=True)):
        page.set_column(column, column, width, body)
        page.write_string(top, column, name, head)
    for first, rows in ((0, explanation.intro), (top + 1, explanation.rows)):
        for row, texts in enumerate(rows, first):
            for column, text in enumerate(texts):
                if text:
                    page.write_string(row, column, text, body)


def _intro(resources: Sequence[Resource]) -> Iterator[tuple[str, ...]]:
    guarded = any(resource.guarded for resource in resources)
    for line in (*(FILL_GUARDED if guarded else FILL), READ_IN):
        yield ("", "invullen", line)
    for resource in resources:
        optional = "dit blad mag leeg blijven" if resource.may_be_empty else ""
        told = {
            "waarvoor": f"{resource.title}. {resource.description}",
            "systeem": resource.system,
            "begrip": resource.definition,
            "facultatief": f"{optional}. {resource.lost}".strip(". ") if optional else "",
        }
        for subject, text in told.items():
            if text:
                yield (sheet_name(resource), subject, text)


def _meaning(field: Field) -> str:
    if field.description in {"", field.title}:
        return field.title
    return field.description if field.title == field.name else f"{field.title}: {field.description}"


def _allowed(field: Field) -> str:
    rule = field.constraints
    parts = [
        f"{rule.minimum:g} en hoger" if rule.minimum is not None else "",
        f"tot en met {rule.maximum:g}" if rule.maximum is not None else "",
        f"vorm {rule.pattern}" if rule.pattern else "",
    ]
    return ", ".join(part for part in parts if part)
