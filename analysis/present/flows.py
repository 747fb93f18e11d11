"""What feeds what: from the raw files to the page a reader opens."""

from __future__ import annotations

import pandas as pd

from analysis.present.table import Column, Table
from analysis.provenance import Provenance

FLOWS = (
    ("data/raw", "Bronnen zoals ontvangen, met vingerafdruk", "werkboek data"),
    (
        "data/processed",
        "Gecontroleerde tabellen, cijferregister en bevindingen",
        "notebooks en kerncijfers",
    ),
    ("00_leeswijzer", "Antwoorden tot nu toe, bekend en aangenomen, bevindingen", "lezer"),
    (
        "01_organisatiefoto",
        "Taken, contract, afspraken, Wsw-bestand, geld, bestuur",
        "00_leeswijzer",
    ),
    (
        "02_plan_en_werkelijkheid",
        "Plannen naast uitkomsten, twaalf aannames met oordeel, de landelijke fout vertaald",
        "00_leeswijzer",
    ),
    (
        "03_horizon_2040",
        "Beschut werk tot de horizon, het kruispunt met de Wsw, geld per plek",
        "00_leeswijzer, 02_plan_en_werkelijkheid en 05_kostprijs",
    ),
    (
        "04_wsw_afbouw",
        "Wsw-bestand tot de laatste persoon, subsidie en lonen",
        "00_leeswijzer tot en met 03_horizon_2040, en 05_kostprijs",
    ),
    (
        "05_kostprijs",
        "Kosten, opbrengst en subsidie per werksoort, met een verzonnen voorbeeld",
        "06_scenarioafweging",
    ),
    (
        "06_scenarioafweging",
        "Geld, mensen, werkgevers en bestuur per scenario, rangorde bij alle wegingen, planning",
        "lezer",
    ),
    (
        "07_dvo_monitor",
        "Alle resultaatafspraken van de DVO per kwartaal, met een verzonnen jaar",
        "kwartaaloverleg",
    ),
    (
        "data/eigen",
        "Eigen cijfers uit ingevulde sjablonen; blijft op de eigen computer",
        "dezelfde notebooks, met rapporten in reports/eigen",
    ),
    (
        "reports/kerncijfers.csv",
        "Eén regel per kerncijfer, met marge en herkomst",
        "begin van reports/index.html",
    ),
)
"""What feeds what: the part, what it holds, and who uses it."""


def flow_table() -> Table:
    """What feeds what."""
    return Table(
        "q0-stroom",
        "Wat waarvoor dient",
        pd.DataFrame(FLOWS, columns=["deel", "inhoud", "voedt"]),
        (
            Column("deel", "Onderdeel"),
            Column("inhoud", "Inhoud"),
            Column("voedt", "Wordt gebruikt door"),
        ),
        Provenance.of("bron", ["cijfers.csv"]),
    )
