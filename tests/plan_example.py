"""A made-up plan with made-up outcomes: fills the empty rows of the ondernemingsplan in a copy.

All of it has basis `voorbeeld`, so every page that is made from the copy must say so.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

PLAN = "Ondernemingsplan 2020-2024"
YEARS = range(2020, 2025)
EXAMPLE = {
    # quantity: planned in 2020 and its yearly change; realised in 2020 and its yearly change
    "Wsw-medewerkers": (690, -30, 680, -42),
    "SE": (600, -26, 590, -36),
    "Rijkssubsidie per SE": (26_000, 150, 26_100, 420),
    "Loonkosten per SE": (29_500, 300, 29_900, 900),
    "Netto toegevoegde waarde": (5_200_000, 40_000, 4_700_000, -120_000),
    "Overige baten": (900_000, 0, 950_000, 10_000),
    "Overige lasten": (5_100_000, -30_000, 5_300_000, 60_000),
    "Inzet van de reserve": (900_000, 20_000, 1_500_000, 300_000),
    "Reserve op 1 januari": (12.5, -0.9, 11.8, -1.6),
    "Aandeel detachering": (38, 1.5, 36, -0.5),
    "Instroom beschut werk": (20, 2, 14, 1),
    "Instroom met loonkostensubsidie": (30, 5, 28, 3),
}
RESULT_GAP = 25_000
"""What the printed result is higher than the formula gives: the part that nothing explains."""


def planned(quantity: str, year: int) -> float:
    """The made-up planned value."""
    start, step, _, _ = EXAMPLE[quantity]
    return start + step * (year - YEARS[0])


def realised(quantity: str, year: int) -> float:
    """The made-up outcome."""
    _, _, start, step = EXAMPLE[quantity]
    return start + step * (year - YEARS[0])


def result(value: object, year: int) -> float:
    """The result by hand: SE x (subsidy - wages) + added value + other income - other costs."""
    look = planned if value == "plan" else realised
    margin = look("Rijkssubsidie per SE", year) - look("Loonkosten per SE", year)
    return (
        look("SE", year) * margin
        + look("Netto toegevoegde waarde", year)
        + look("Overige baten", year)
        - look("Overige lasten", year)
        + (0 if value == "plan" else RESULT_GAP)
    )


def fill_plan(root: Path, leave: frozenset[tuple[str, str, int]] = frozenset()) -> None:
    """Fill the plan and its outcomes in the copy at `root` and renew the fingerprints.

    `leave` holds cells that stay empty: ("plan" or "werkelijk", quantity, year).
    """
    raw = root / "data" / "raw"
    _fill(raw / "plannen.csv", "plan", "doeljaar", leave)
    _fill(raw / "realisaties.csv", "werkelijk", "jaar", leave)
    renew_fingerprints(raw)


def renew_fingerprints(raw: Path) -> None:
    """Write the sha256 and size of every raw file into the descriptor."""
    path = raw / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (raw / resource["path"]).read_bytes()
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        resource["bytes"] = len(content)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _fill(path: Path, side: str, year_column: str, leave: frozenset[tuple[str, str, int]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    for row in rows:
        year, name = int(row[year_column]), row["grootheid"]
        own = row["gebied"] == "samen" and year in YEARS and row.get("plan", PLAN) == PLAN
        if not own or row["waarde"] or (side, name, year) in leave:
            continue
        if name == "Resultaat":
            value = result(side, year)
        elif name in EXAMPLE:
            value = (planned if side == "plan" else realised)(name, year)
        else:
            continue
        row |= {"waarde": f"{value:.10g}", "basis": "voorbeeld", "opmerking": "verzonnen"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
