"""What the commands print about findings, headline numbers and notebooks, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd

    from analysis.publish.basecase import Rerun

SEVERITIES = {
    "fout": "Fouten",
    "belangrijk": "Belangrijk",
    "let_op": "Let op",
    "klopt": "Klopt",
}


def print_findings(findings: pd.DataFrame, as_json: bool) -> bool:
    """Print all findings by severity; return whether one of them is a fault."""
    if as_json:
        print(_json(findings))
    else:
        for severity, title in SEVERITIES.items():
            rows = findings[findings["ernst"] == severity]
            print(f"{title}: {len(rows)}")
            for row in rows.to_dict("records"):
                print(f"  {row['id']}  {row['onderwerp']}: {row['bevinding']}")
    return bool((findings["ernst"] == "fout").any())


def print_headlines(parameters: Parameters, as_json: bool) -> None:
    """Print the headline numbers of every notebook that has them."""
    import pandas as pd

    from analysis.frames import rows_of
    from analysis.headlines import (
        ABSENT,
        HEADLINE_NOTEBOOKS,
        NUMBERS,
        headline_table,
        label_of,
    )

    table = pd.concat(
        [headline_table(name, parameters.gebied, parameters) for name in HEADLINE_NOTEBOOKS]
    )
    if as_json:
        numbers = table[list(NUMBERS)].replace({ABSENT: "nan", "": "nan"}).astype("float64")
        print(_json(table.assign(**numbers)))
        return
    for notebook, rows in table.groupby("notebook", sort=False):
        print(notebook)
        for row in rows_of(rows):
            year = f", {row['jaar']}" if row["jaar"] else ""
            basis = f" ({row['basis']})" if row["basis"] else ""
            print(f"  {label_of(row['kerncijfer'])}: {_value(row)}{year}{basis}")


def print_rerun(result: Rerun) -> None:
    """Print one line about a notebook that was run again."""
    state = "mislukt" if result.reason else "gewijzigd" if result.changed else "ongewijzigd"
    told = result.reason or f"{result.seconds:.1f} s".replace(".", ",")
    print(f"{state:<12}  {result.notebook}  {told}", flush=True)


def _value(row: Mapping[str, str]) -> str:
    from analysis.headlines import headline_text

    text, band = headline_text(row)
    return f"{text} ({band})" if band else text


def _json(table: pd.DataFrame) -> str:
    """Rows as objects; a number that is not known is null."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return json.dumps(rows, ensure_ascii=False, indent=1)
