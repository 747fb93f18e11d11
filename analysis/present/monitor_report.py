"""What the monitor rests on, and its parts that may be empty, each as what a cell shows."""

from __future__ import annotations

import pandas as pd

from analysis.present import monitor_absence, monitor_routes
from analysis.present.claim import Claim
from analysis.present.display import Shown
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.monitor_report import MonitorReport
from analysis.questions.organisation import AGREEMENTS


def tables_table(report: MonitorReport) -> Table:
    """The tables of the organisation: the system, how sure they are, and the definition."""
    rows = [
        {
            "titel": resource.title,
            "systeem": resource.system,
            "stand": "verzonnen" if _made_up(report, resource.name) else "eigen cijfer",
            "begrip": resource.definition,
        }
        for resource in report.tables
        if len(report.book.tables[resource.name])
    ]
    return Table(
        "q7-tabellen",
        "De tabellen van de organisatie, en hoe de DVO de begrippen bedoelt",
        pd.DataFrame(rows),
        (
            Column("titel", "Tabel"),
            Column("systeem", "Systeem"),
            Column("stand", "Stand"),
            Column("begrip", "Begrip in de DVO"),
        ),
        # What it says of the tables is in their description: none of their numbers is in it.
        Provenance.of("afgeleid", [AGREEMENTS]),
    )


def _made_up(report: MonitorReport, table: str) -> bool:
    return report.book.provenance(table).made_up


def route_parts(report: MonitorReport) -> tuple[Shown, ...]:
    """The werkleerroutes: sentence, chart and table, or that there are no figures."""
    found = report.routes
    if found is None:
        return (Claim("Over de werkleerroutes is niets aangeleverd."),)
    return (
        monitor_routes.routes_claim(found),
        monitor_routes.funnel_figure(found),
        monitor_routes.routes_table(found),
    )


def absence_parts(report: MonitorReport) -> tuple[Shown, ...]:
    """Absence: two sentences, chart and table, or that there are no figures."""
    found = report.absence
    if found is None:
        return (Claim("Over het verzuim in de Wsw is niets aangeleverd."),)
    return (
        monitor_absence.year_claim(found),
        monitor_absence.signal_claim(found),
        monitor_absence.absence_figure(found),
        monitor_absence.years_table(found),
    )
