"""What is wrong, odd or unsettled in the input, as rows that can be counted, sorted and cited.

`werkboek controle` lists them, the notebooks show them, and a real fault of the data stops
`werkboek data`. What the checks are is data (`controles.csv`, `opmerkingen.csv`,
`tegenstrijdigheden.csv`); this module only recomputes and compares. A source that is itself off
does not stop anything, provided that `controles.csv` knows the difference (`bekend_verschil`).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from analysis.dutch import date, quantity, signed
from analysis.errors import Problem
from analysis.frames import rows_of
from analysis.paths import raw_dir, shown
from analysis.sources.formula import FormulaError, evaluate, ids_in
from analysis.sources.ledger_checks import EURO, ledger_totals
from analysis.sources.register import number_register
from analysis.sources.validate import NUMBER_REGISTERS, SPLIT_ID

ROUNDING = 1e-9
CENT = 0.005
"""Two amounts that differ by less than half a cent are the same amount."""

COLUMNS = ["id", "ernst", "onderwerp", "bevinding", "verschil", "tolerantie", "eenheid", "ids"]

VALUE_COLUMNS = ("waarde", "uitkomst", "midden")
"""The column with the number, by register: printed, derived, assumed."""

MISSING_WORDS = {"norm": "de streefwaarde", "noemer": "de noemer"}
"""What must not be missing for a result agreement to be measured, and how a reader is told."""


class Severity(StrEnum):
    """How much a finding matters; the order is that of the lists in which it is shown."""

    FOUT = "fout"
    BELANGRIJK = "belangrijk"
    LET_OP = "let_op"
    KLOPT = "klopt"


SEVERITY_WORDS = {
    Severity.FOUT: "fout",
    Severity.BELANGRIJK: "belangrijk",
    Severity.LET_OP: "let op",
    Severity.KLOPT: "klopt",
}


def all_findings() -> pd.DataFrame:
    """Read `data/raw` and return every finding (columns `COLUMNS`); raises `InputError`."""
    from analysis.sources.validate import read_raw

    return collect_findings(read_raw())


def collect_findings(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every finding on these tables, gravest first, then by id."""
    register = number_register(tables).set_index("id")
    parts = [
        _amount_checks(tables["controles"].query("soort == 'bedrag'"), register),
        _date_checks(tables["controles"].query("soort == 'datum'"), register),
        _unmeasurable_agreements(tables["resultaatafspraken"]),
        _contradictions(tables["tegenstrijdigheden"]),
        _remarks(tables["opmerkingen"]),
        _ledger_ties(tables),
    ]
    findings = pd.DataFrame([row for part in parts for row in part], columns=COLUMNS)
    order = findings["ernst"].map({severity: place for place, severity in enumerate(Severity)})
    findings = findings.assign(_order=order).sort_values(["_order", "id"], kind="stable")
    return findings.drop(columns="_order").reset_index(drop=True)


def blocking(findings: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return the findings that are faults of the data themselves, as problems.

    Each names the row of the printed number that the check is about.
    """
    printed = dict(zip(tables["controles"]["id"], tables["controles"]["uitkomst"], strict=True))
    faults = [row for row in rows_of(findings) if row["ernst"] == Severity.FOUT]
    return [
        Problem(*_place(printed[row["id"]], tables), f"controle {row['id']}: {row['bevinding']}")
        for row in faults
    ]


def _place(identifier: str, tables: Mapping[str, pd.DataFrame]) -> tuple[str, int, str]:
    """File, row and column of a number; the first part of a split fact stands for all."""
    for name in NUMBER_REGISTERS:
        ids = tables[name]["id"]
        hit = tables[name][(ids == identifier) | (ids.str.partition(SPLIT_ID)[0] == identifier)]
        if not hit.empty:
            column = next(word for word in VALUE_COLUMNS if word in tables[name])
            return shown(raw_dir() / f"{name}.csv"), int(hit["_regel"].iloc[0]), column
    return shown(raw_dir() / "controles.csv"), 0, "uitkomst"


def _finding(
    identifier: str,
    severity: Severity,
    subject: str,
    text: str,
    ids: str,
    difference: float = float("nan"),
    tolerance: float = float("nan"),
    unit: str = "",
) -> tuple[object, ...]:
    return (identifier, str(severity), subject, text, difference, tolerance, unit, ids)


def _ledger_ties(tables: Mapping[str, pd.DataFrame]) -> list[tuple[object, ...]]:
    """The kostprijsmodel against the annual accounts, post by post."""
    return [
        _finding(
            f"KR{row['jaar']}-{number}",
            Severity.KLOPT if row["klopt"] else Severity.BELANGRIJK,
            *(row["onderwerp"], row["tekst"], ""),
            difference=row["verschil"],
            tolerance=EURO,
            unit="eur",
        )
        for number, row in enumerate(rows_of(ledger_totals(tables)), 1)
    ]


def _amount_checks(checks: pd.DataFrame, register: pd.DataFrame) -> list[tuple[object, ...]]:
    """Recompute each printed number; the difference is printed minus computed."""
    values = {str(name): float(value) for name, value in register["getal"].items()}
    rows = []
    for check in rows_of(checks):
        ids = ";".join(sorted({*ids_in(check["formule"]), check["uitkomst"]}))
        try:
            computed = evaluate(check["formule"], values)
            printed = evaluate(f"[{check['uitkomst']}]", values)
        except FormulaError as error:
            rows.append(_finding(check["id"], Severity.FOUT, check["onderwerp"], str(error), ids))
            continue
        severity, text = _judge(check, printed, computed)
        difference = round(printed - computed, 6) + 0.0
        rows.append(
            _finding(
                check["id"],
                severity,
                check["onderwerp"],
                text,
                ids,
                difference,
                check["tolerantie"],
                check["eenheid"],
            )
        )
    return rows


def _judge(check: dict[str, Any], printed: float, computed: float) -> tuple[Severity, str]:
    """Exact, within the printed rounding, off but known, or off and unknown."""
    difference, unit = printed - computed, str(check["eenheid"])
    decimals = 2 if unit in {"eur", "fte", "pct"} else 1
    known = 0.0 if pd.isna(check["bekend_verschil"]) else check["bekend_verschil"]
    tolerance = 0.0 if pd.isna(check["tolerantie"]) else check["tolerantie"]
    if abs(difference - known) > (CENT if known else tolerance) + ROUNDING:
        return Severity.FOUT, (
            f"{check['uitkomst']} is {quantity(printed, unit, decimals)}, maar {check['formule']} "
            f"geeft {quantity(computed, unit, decimals)}: een verschil van "
            f"{signed(difference, decimals)} (bekend: {signed(known, decimals)}, toegestaan: "
            f"{quantity(tolerance, unit, decimals)}). {check['bevinding']}"
        )
    settled = abs(difference) <= CENT or not check["ernst"]
    return (Severity.KLOPT if settled else Severity(check["ernst"])), str(check["bevinding"])


def _date_checks(checks: pd.DataFrame, register: pd.DataFrame) -> list[tuple[object, ...]]:
    """A moment (`formule`, one id) against the decision it needs (`uitkomst`)."""
    rows = []
    for check in rows_of(checks):
        moment_id = check["formule"].strip("[]")
        ids = f"{moment_id};{check['uitkomst']}"
        try:
            moment = last_day(str(register.loc[moment_id, "waarde"]))
            decision = last_day(str(register.loc[check["uitkomst"], "waarde"]))
        except (KeyError, ValueError):
            text = f"{check['formule']} of {check['uitkomst']} is geen moment in het register."
            rows.append(_finding(check["id"], Severity.FOUT, check["onderwerp"], text, ids))
            continue
        days = (moment - decision).days
        before = days < 0
        severity = Severity(check["ernst"] or Severity.FOUT) if before else Severity.KLOPT
        text = (
            f"{check['bevinding']} Uiterste dag {date(moment)}, vergeleken met {date(decision)}: "
            f"{abs(days)} {'dag' if abs(days) == 1 else 'dagen'} {'eerder' if before else 'later'}."
        )
        rows.append(
            _finding(check["id"], severity, check["onderwerp"], text, ids, days, 0, "dagen")
        )
    return rows


def last_day(text: str) -> dt.date:
    """The last day of a date, month (`2025-04`), quarter (`2023-Q1`) or year.

    Raises `ValueError` for anything else.
    """
    year, _, rest = text.partition("-")
    if len(year) != len("2024"):
        raise ValueError(f"no moment: {text}")
    if len(text) == len("2024-11-19"):
        return dt.date.fromisoformat(text)
    month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest or 12)
    return dt.date(int(year), month, calendar.monthrange(int(year), month)[1])


def _unmeasurable_agreements(agreements: pd.DataFrame) -> list[tuple[object, ...]]:
    missing = agreements[agreements["ontbreekt_soort"].isin(MISSING_WORDS)]
    return [
        _finding(
            f"RA-{row['id']}",
            Severity.BELANGRIJK,
            "Resultaatafspraken",
            f"{row['afspraak']}: {MISSING_WORDS[row['ontbreekt_soort']]} ontbreekt. "
            f"{_sentence(row['ontbreekt'])}",
            row["feiten"],
        )
        for row in rows_of(missing)
    ]


def _contradictions(contradictions: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        _finding(
            row["id"],
            Severity(row["ernst"]),
            row["onderwerp"],
            f"{_sentence(row['lezing_a'])} Daartegenover: {_sentence(row['lezing_b'])} Keuze: "
            f"{_sentence(row['keuze'])}",
            row["feiten"],
        )
        for row in rows_of(contradictions)
    ]


def _remarks(remarks: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        _finding(
            row["id"], Severity(row["ernst"]), row["onderwerp"], row["bevinding"], row["feiten"]
        )
        for row in rows_of(remarks)
    ]


def _sentence(text: str) -> str:
    """The text with one full stop at the end."""
    return f"{text.rstrip('.')}."
