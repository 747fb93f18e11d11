"""The workbooks of Excel to put the organisation's own figures in: which there are, writing them.

A template holds tables of `data/raw`, the made-up rows included as an example. Reading them back
is the work of `intake` and `own`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import InputError, Problem
from analysis.paths import base_dir, data_in, shown
from analysis.sources.package import Resource, read_package

if TYPE_CHECKING:
    import pandas as pd

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "kostprijs.xlsx": (
        "kostprijs_personen",
        "kostprijs_bedragen",
        "kostprijs_verdeling",
        "kostprijs_pools",
        "kostprijs_indexen",
        "kostprijs_knoppen",
        "kostprijs_jaarrekening",
    ),
    "plannen.xlsx": ("plannen", "realisaties"),
    "scenarioweging.xlsx": ("scenario_scores", "criterium_gewichten", "ser_effecten"),
    "afas-iw3.xlsx": ("wsw_personen", "wsw_uitstroom", "verzuim"),
    "gws4all.xlsx": ("trajecten", "traject_aantallen", "werkleerroutes"),
    "werkstap.xlsx": ("werkstap_plannen",),
    "enquetes.xlsx": ("enquetes",),
    "kwartaalrealisatie.xlsx": ("kwartaalrealisaties", "registratie"),
}
"""The workbooks by file name, with the tables that each holds, a sheet for each."""


def write_templates(folder: Path) -> list[Path]:
    """Write the workbooks into a folder; return their paths.

    A file that stands there already is not touched: it may hold figures. Raises `OutputError` when
    nothing can be written, and `InputError` naming each file that is in the way or a fault in the
    raw data.
    """
    from analysis.sources.spreadsheet import write_sheets
    from analysis.sources.validate import read_raw

    taken = [folder / name for name in TEMPLATES if (folder / name).exists()]
    if taken:
        told = "bestaat al; kies een andere map, zodat ingevulde cijfers blijven staan"
        raise InputError([Problem(shown(path), 0, "", told) for path in taken])
    paths = []
    with data_in(base_dir()):
        tables = read_raw()
        for name, names in TEMPLATES.items():
            resources = resources_of(names)
            own = {part: _example(tables[part], resources[part]) for part in names}
            write_sheets(folder / name, own, resources)
            paths.append(folder / name)
    return paths


def resources_of(names: tuple[str, ...]) -> dict[str, Resource]:
    """The descriptors of these tables, in order."""
    package = read_package()
    return {name: package.resource(name) for name in names}


def _example(table: pd.DataFrame, resource: Resource) -> pd.DataFrame:
    """What stands in the template: the table itself, or its first rows where that is enough."""
    rows = table if resource.example_rows is None else table.head(resource.example_rows)
    return rows.drop(columns="_regel")
