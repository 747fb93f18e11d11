"""The headline numbers: one row per number per run, the contract of `reports/kerncijfers.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import PrivacyError
from analysis.parameters import Parameters
from analysis.provenance import Quantity

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "run",
    "notebook",
    "kerncijfer",
    "waarde",
    "laag",
    "hoog",
    "eenheid",
    "jaar",
    "basis",
    "bronnen",
)
HEADLINE_NOTEBOOKS = (
    "00_leeswijzer",
    "01_organisatiefoto",
    "02_plan_en_werkelijkheid",
    "03_horizon_2040",
    "04_wsw_afbouw",
    "05_kostprijs",
    "06_scenarioafweging",
    "07_dvo_monitor",
)
"""The notebooks that have headline numbers; the others have none."""

NUMBERS = ("waarde", "laag", "hoog")
ABSENT = "ontbreekt"
"""What stands for a number that is missing: never an empty cell, never a zero."""

DECIMALS = {"pers": 0, "aantal": 0, "arbeidsjaren": 0, "se": 0, "jaar": 0, "eur": 2, "fte": 2}
"""Decimals in the file; other units get four."""


LABELS = {
    "contract_budget": "Budget contract Participatiewet Deventer",
    "contract_budget_index": "Hetzelfde, met index op de cliëntkosten",
    "contract_verschil": "Verschil tussen de twee budgettotalen",
    "contract_fte": "Formatie van het contract",
    "contract_per_fte": "Loonkosten met overhead per fte",
    "contract_overhead": "Vergoeding voor overhead",
    "rijksgeld_ontwikkelbedrijven": "Extra rijksgeld ontwikkelbedrijven, Deventer (ruim)",
    "afspraken": "Resultaatafspraken in de DVO",
    "afspraken_plafond": "Waarvan een plafond",
    "afspraken_niet_meetbaar": "Waarvan niet te meten met wat in de DVO staat",
    "wsw_personen_bekend": "Wsw-medewerkers in het beginjaar van de schatting",
    "wsw_personen_schatting": "Wsw-medewerkers, schatting",
    "wsw_gemeentelijke_bijdrage": "Voorziene gemeentelijke bijdrage voor de Wsw",
    "plan_aannames_uitgekomen": "Aannames van het plan die zijn uitgekomen",
    "plan_aannames_weerlegd": "Aannames die zijn weerlegd",
    "plan_aannames_tegengesproken": "Aannames die een andere zin tegenspreekt",
    "plan_aannames_onbeslist": "Aannames waarover niet te beslissen is",
    "plan_wsw_nl_onder_verwachting": "Landelijke Wsw onder de oude verwachting",
    "plan_wsw_minder_dan_verwacht": "Wsw-medewerkers minder door de landelijke fout alleen",
    "plan_subsidie_verschil": "Rijkssubsidie naast het plan door die fout alleen",
    "plan_tekort_verschil": "Tekort naast de raming van 2016",
    "plan_reserve_verschil": "Reserve naast de raming van 2016",
    "plan_resultaat_verschil": "Resultaat naast het ondernemingsplan",
    "wsw_personen": "Wsw-medewerkers aan het eind van het jaar",
    "wsw_arbeidsjaren": "Arbeidsjaren Wsw, gemiddeld over het jaar",
    "wsw_se": "SE in de Wsw, gemiddeld over het jaar",
    "wsw_jaar_100": "Jaar waarin er hoogstens 100 Wsw-medewerkers over zijn",
    "wsw_jaar_50": "Jaar waarin er hoogstens 50 over zijn",
    "wsw_jaar_10": "Jaar waarin er hoogstens 10 over zijn",
    "wsw_jaar_laatste": "Jaar waarin de laatste vertrekt",
    "wsw_rijksbijdrage_per_se": "Rijksbijdrage per SE, landelijk",
    "wsw_subsidieresultaat": "Subsidieresultaat Wsw in de begrotingsjaren",
    "wsw_subsidieresultaat_horizon": "Subsidieresultaat Wsw tot en met de horizon",
    "wsw_nodig_per_se": "Wat een SE zelf moet opbrengen om dat te sluiten",
    "wsw_nl_arbeidsjaren_gemiddeld": "Landelijke Wsw, gemiddeld aantal arbeidsjaren",
    "remanent_2029": "Kosten die in 2029 blijven hangen",
    "remanent_2040": "Kosten die in 2040 blijven hangen",
    "reserve_leeg_jaar": "Jaar waarin het eigen vermogen op is",
    "omslagpunt": "Fte die nodig zijn om de ondersteuning te dragen",
    "beschut_verwacht": "Verwacht beroep op beschut werk, beide gemeenten (ongeveer)",
    "beschut_2040": "Mensen in beschut werk bij de benodigde instroom",
    "beschut_stabiel": "Evenwicht in beschut werk, als de instroom bij de uitstroom past",
    "instroom_nodig": "Nieuwe mensen in beschut werk die elk jaar nodig zijn",
    "kruispunt_jaar": "Jaar waarin er meer mensen in beschut werk zijn dan in de Wsw",
    "bezetting_2040": "Werk binnen KonnecteD vergeleken met 2023",
    "saldo_2029": "Saldo in 2029",
    "saldo_cumulatief": "Saldo in de jaren van het financiële criterium samen",
    "eerste_plaats_kans": "Deel van alle wegingen waarin het scenario eerste is",
    "spijt_max": "Punten onder het beste scenario bij de slechtste weging",
    "ser_dekking": "Functionaliteiten van de SER die aantoonbaar zijn ingevuld",
    "monitor_gehaald": "Afspraken van de DVO die aantoonbaar zijn gehaald",
    "monitor_niet_gehaald": "Afspraken die aantoonbaar niet zijn gehaald",
    "monitor_onzeker": "Afspraken waarvan het nog onzeker is",
    "monitor_niet_te_beoordelen": "Afspraken die niet te beoordelen zijn",
    "monitor_uitstroom": "Uitstroom uit de uitkering",
    "monitor_cohort": "Uitgestroomd van wie in dat jaar in Groeien instroomde",
    "cijfers_bron": "Cijfers die zo in een bron staan",
    "cijfers_afgeleid": "Cijfers die uit bronnen zijn berekend",
    "cijfers_afspraak": "Cijfers die een afspraak of doel zijn",
    "cijfers_aanname": "Cijfers die een aanname zijn",
    "cijfers_voorbeeld": "Cijfers die een verzonnen voorbeeld zijn",
    "bevindingen_belangrijk": "Belangrijke bevindingen op de bronnen",
    "bevindingen_let_op": "Bevindingen om op te letten",
    "ontbrekende_gegevens": "Ontbrekende gegevens",
}
"""Every headline number by its frozen name, as a reader knows it, in the order of the index."""


def label_of(name: str) -> str:
    """Return a headline number as a reader knows it; `saldo_2029:bv` is that of one scenario."""
    known, _, scenario = name.partition(":")
    return f"{LABELS[known]}: {scenario}" if scenario else LABELS[known]


def place_of(name: str) -> int:
    """Return the place of a headline number in the order of the index."""
    return list(LABELS).index(name.partition(":")[0])


@dataclass(frozen=True)
class Headline:
    """One headline number: its frozen name (a key of `LABELS`), the number and its year.

    The name may end in a colon and the id of a scenario.

    A number that is missing is None; then `unit` says in what it would be and `gaps` which missing
    figures (ids of `ontbrekend.csv`) it waits for. It keeps its row and is never a zero.
    """

    name: str
    quantity: Quantity | None
    year: str
    unit: str = ""
    gaps: tuple[str, ...] = ()


def headlines(notebook: str, parameters: Parameters) -> list[Headline]:
    """Return a notebook's headline numbers for these parameters, without running it."""
    from analysis.questions import (
        horizon,
        kostprijs_report,
        monitor_report,
        organisation,
        overview,
        plan_reality,
        scenario_report,
        wsw_runoff,
    )
    from analysis.sources.workbook import open_with

    book = open_with(parameters)
    if notebook == "01_organisatiefoto":
        return organisation.headlines(organisation.organisation_photo(book))
    if notebook == "02_plan_en_werkelijkheid":
        return plan_reality.headlines(plan_reality.plan_reality(book))
    if notebook == "03_horizon_2040":
        return horizon.headlines(horizon.horizon(book))
    if notebook == "04_wsw_afbouw":
        return wsw_runoff.headlines(wsw_runoff.wsw_runoff(book))
    if notebook == "05_kostprijs":
        return kostprijs_report.headlines(kostprijs_report.cost_report(book))
    if notebook == "06_scenarioafweging":
        return scenario_report.headlines(scenario_report.scenario_report(book))
    if notebook == "07_dvo_monitor":
        return monitor_report.headlines(monitor_report.MonitorReport(book))
    if notebook == "00_leeswijzer":
        return overview.headlines(overview.overview(book))
    return []


def headline_table(notebook: str, run_id: str, parameters: Parameters) -> pd.DataFrame:
    """Return the rows of `kerncijfers.csv` for one run (columns `COLUMNS`, all text).

    Raises `PrivacyError` for a number on guarded persons that did not pass the privacy gate.
    """
    import pandas as pd  # here: who only asks for the columns must not wait for pandas

    rows = [(run_id, notebook, *_cells(item)) for item in headlines(notebook, parameters)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _cells(item: Headline) -> tuple[str, ...]:
    """The row of a headline number after run and notebook."""
    from analysis.shown import may_be_shown  # here: it loads pandas

    number = item.quantity
    if number is None:
        return item.name, ABSENT, "", "", item.unit, item.year, "", ";".join(item.gaps)
    values = (number.value, number.low, number.high)
    passed = all(may_be_shown(value, number.unit) for value in values)
    if number.provenance.guarded and not passed:
        raise PrivacyError(f"kerncijfer '{item.name}': een getal over personen, niet vrijgegeven")
    return (
        item.name,
        *(_written(value, number.unit) for value in values),
        number.unit,
        item.year,
        number.provenance.label,
        ";".join(number.provenance.ids),
    )


def headline_text(row: Mapping[str, str]) -> tuple[str, str]:
    """Return value and margin of a row of the file as a reader knows them; no margin is empty."""
    from analysis.dutch import interval, quantity

    if row["waarde"] == ABSENT:
        return ABSENT, ""
    value, low, high = (float(row[name]) for name in NUMBERS)
    band = "" if low == high else interval(low, high, row["eenheid"])
    return quantity(value, row["eenheid"]), band


def _written(value: float, unit: str) -> str:
    return f"{value:.{DECIMALS.get(unit, 4)}f}"
