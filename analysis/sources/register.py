"""The register `cijfers`: every number of every source, under one id, with where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.sources.validate import NUMBER_REGISTERS
from analysis.sources.values import NUMBER, plain_number

COLUMNS = [
    "id",
    "waarde",
    "getal",
    "laag",
    "hoog",
    "eenheid",
    "grootheid",
    "gebied",
    "periode",
    "bron",
    "vindplaats",
    "basis",
    "grondslag",
    "opmerking",
    "tabel",
]
SHARE = re.compile(r"([0-9]+)/([1-9][0-9]*)")

RENAMED = {
    "landelijke_reeksen": {"reeks": "grootheid"},
    "afgeleid": {"uitkomst": "waarde", "formule": "vindplaats", "gebruik": "opmerking"},
    "aannames": {
        "naam": "grootheid",
        "midden": "waarde",
        "toelichting": "opmerking",
        "kwaliteit": "vindplaats",
    },
    "plannen": {"doeljaar": "periode"},
    "realisaties": {"jaar": "periode"},
}
"""How the columns of the other registers are called in `cijfers`."""


def number_register(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Stack the registers of numbers; one row per id, columns `COLUMNS`, sorted by id.

    `waarde` is the value as printed, `getal` the same as a number where it is one (a share such as
    1/6 included); `laag` and `hoog` are filled for assumptions, and for a plan with a range.
    """
    parts = [_part(name, tables[name]) for name in NUMBER_REGISTERS]
    register = pd.concat(parts, ignore_index=True).fillna({"waarde": ""})
    register["getal"] = register["waarde"].map(_as_number)
    return register[COLUMNS].sort_values("id", kind="stable", ignore_index=True)


def _part(name: str, table: pd.DataFrame) -> pd.DataFrame:
    if "cijfer" in table:  # a row that repeats a number, or waits for one, is no number itself
        table = table[(table["cijfer"] == "") & table["waarde"].notna()]
    part = table.rename(columns={"gemeente": "gebied"} | RENAMED.get(name, {}))
    part["periode"] = part["periode"].astype("str") if "periode" in part else ""
    part = part.assign(tabel=name)
    if pd.api.types.is_float_dtype(part["waarde"]):
        part["waarde"] = [plain_number(value) for value in part["waarde"]]
    if name == "afgeleid":
        part["basis"] = "afgeleid"
    for column in ("laag", "hoog"):
        part[column] = part[column] if column in part else float("nan")
    return part.reindex(columns=COLUMNS, fill_value="")


def _as_number(text: str) -> float:
    if share := SHARE.fullmatch(text):
        return int(share[1]) / int(share[2])
    return float(text) if NUMBER.fullmatch(text) else float("nan")
