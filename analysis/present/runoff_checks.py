"""How far the local run-off can be trusted: ages, the closed form, and how often margins hold."""

from __future__ import annotations

from analysis.dutch import interval, number, percentage, signed
from analysis.frames import rows_of
from analysis.model.coverage import SEEN
from analysis.present.table import Column, Table
from analysis.questions.local_runoff import START_YEAR
from analysis.questions.wsw_checks import (
    STUDY_DRIFT,
    STUDY_HEADS,
    STUDY_SITES,
    age_effect,
    closed_form_check,
    coverage_study,
)
from analysis.questions.wsw_runoff import WswRunoff


def age_table(result: WswRunoff) -> Table:
    """What other ages would make of the same people."""
    rows = age_effect(result.book, result.nation, result.local)
    return Table(
        "q4-leeftijd",
        f"Wat een andere leeftijdsopbouw doet, {result.area_name}",
        rows,
        (
            Column("opbouw", "Leeftijden bij KonnecteD"),
            Column("personen_2030", "Personen 2030", "pers"),
            Column("personen_2040", "Personen 2040", "pers"),
            Column("jaar_half", f"Helft van {START_YEAR} over in", "jaar"),
        ),
        result.local.provenance,
        note="Verwachte aantallen met alle andere aannames op hun midden; dat geeft iets meer "
        "mensen dan het gemiddelde over alle trekkingen. De laatste rij laat zien "
        "wat er misgaat als klassen van tien jaar gelijk worden verdeeld.",
    )


def closed_form_table(result: WswRunoff) -> Table:
    """The closed form and its simulation, and how much doubt each source adds."""
    start = result.local.heads_in(START_YEAR)
    rows = closed_form_check(result.book, result.nation, round(start.value))
    full = [result.local.heads_in(int(year)) for year in rows["jaar"]]
    rows["afwijking_tekst"] = [signed(value, 1) for value in rows["afwijking"]]
    for name in ("exact", "simulatie", "niveau"):
        rows[name] = [
            interval(row[f"{name}_laag"], row[f"{name}_hoog"], "aantal") for row in rows_of(rows)
        ]
    rows["alles"] = [interval(heads.low, heads.high, "aantal") for heads in full]
    return Table(
        "q4-exact",
        f"Formule en simulatie, {number(start.value)} personen alsof hun leeftijden bekend waren",
        rows,
        (
            Column("jaar", "Jaar", "jaar"),
            Column("verwacht", "Formule", "pers", 1),
            Column("gesimuleerd", "Simulatie", "pers", 1),
            Column("afwijking_tekst", "Verschil in toevalsfouten"),
            Column("exact", "Marge: toeval, formule"),
            Column("simulatie", "Marge: toeval, simulatie"),
            Column("niveau", "Marge: ook plaatselijk tempo"),
            Column("alles", "Marge: alle twijfel"),
        ),
        result.local.provenance,
        note="De simulatie wijkt door toeval iets af; tot vier keer de gewone toevalsfout is "
        "normaal. Van links naar rechts komt er twijfel bij: eerst alleen toeval per persoon, dan "
        "het onbekende plaatselijke tempo, en ten slotte alles, ook de onbekende leeftijden. Hier "
        "staan alle aannames op hun midden; dat geeft iets meer mensen dan het gemiddelde over "
        "alle trekkingen.",
    )


def coverage_table(result: WswRunoff) -> Table:
    """How often a 90% interval held on made-up sites."""
    rows = coverage_study(result.book, result.nation)
    columns = [Column(f"jaar_{ahead}", f"Na {ahead} jaar", "pct", 0) for ahead in (1, 5, 10)]
    return Table(
        "q4-dekking",
        f"Hoe vaak een marge van 90% klopt, op {number(STUDY_SITES)} nagebootste bedrijven",
        rows,
        (Column("wereld", "Wereld"), Column("methode", "Methode"), *columns),
        result.nation.provenance,
        note=f"Nagebootst, geen werkelijke bedrijven: {number(STUDY_HEADS)} personen, "
        f"{number(SEEN)} jaareinden gezien. In de tweede wereld groeit het vertrek elk jaar "
        f"ongemerkt met {percentage(100 * STUDY_DRIFT, 0)}. Bij 90% is een marge eerlijk; lager "
        "is te zeker. Marges zijn naar buiten op hele personen afgerond.",
    )
