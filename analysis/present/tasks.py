"""Who does what for which municipality, and who decides, owns, carries out and advises."""

from __future__ import annotations

from analysis.frames import rows_of
from analysis.present.claim import Claim
from analysis.present.table import Column, Table
from analysis.provenance import Provenance
from analysis.questions.organisation import OrganisationPhoto

READINGS = {
    "a": "a. Inleiding van de nota",
    "b": "b. Onderdeel 7 van de opdracht",
    "c": "c. Bedrijfsprofiel",
    "alle": "alle stukken",
}
ROLE_ORDER = (
    "besluit",
    "samenwerking",
    "eigenaar",
    "opdrachtgever",
    "toezicht",
    "uitvoering",
    "medezeggenschap",
    "advies",
    "partner",
)
DECIDING_ROLES = ROLE_ORDER[:5]
TASKS = Provenance.of("bron", ["taken.csv"])
BODIES = Provenance.of("bron", ["organen.csv", "adviezen.csv"])


def tasks_table(photo: OrganisationPhoto) -> Table:
    """The three tasks of the question against the two municipalities."""
    tasks = photo.book.table("taken")
    per_area = tasks.assign(
        tekst=[
            row["uitvoerder"]
            if row["lezing"] == "alle"
            else f"{row['lezing']}: {row['uitvoerder']}"
            for row in rows_of(tasks)
        ]
    )
    matrix = (
        per_area.groupby(["taak", "gebied"], sort=False)["tekst"]
        .agg("; ".join)
        .unstack()
        .fillna({"deventer": "niet genoemd", "olst-wijhe": "DVO niet gevonden"})
    )
    matrix = matrix.loc[list(dict.fromkeys(tasks["taak"]))].reset_index()
    return Table(
        "q1-taken",
        "Wie voert welke taak uit, per gemeente (letters: zie de lezingen hieronder)",
        matrix,
        (
            Column("taak", "Taak"),
            Column("deventer", "Deventer"),
            Column("olst-wijhe", "Olst-Wijhe"),
        ),
        TASKS,
    )


def readings_table(photo: OrganisationPhoto) -> Table:
    """The ways in which the documents describe the part of the smaller municipality."""
    tasks = photo.book.table("taken")
    rows = tasks[tasks["lezing"] != "alle"].sort_values(["lezing", "id"])
    return Table(
        "q1-lezingen-olst-wijhe",
        "Drie lezingen van het aandeel van Olst-Wijhe",
        rows.assign(
            lezing_tekst=rows["lezing"].map(READINGS),
            plaats=rows["vindplaats"] + " (" + rows["bron"] + ")",
        ),
        (
            Column("lezing_tekst", "Lezing"),
            Column("taak", "Taak"),
            Column("uitvoerder", "Uitvoerder"),
            Column("omschrijving", "Wat er staat"),
            Column("plaats", "Vindplaats"),
        ),
        TASKS,
    )


def bodies_table(photo: OrganisationPhoto, deciding: bool) -> Table:
    """Bodies by role; `deciding` picks those that decide, own, commission or oversee."""
    bodies = photo.book.table("organen")
    bodies["rang"] = bodies["rol"].map(ROLE_ORDER.index)
    rows = bodies[bodies["rol"].isin(DECIDING_ROLES) == deciding].sort_values(["rang", "id"])
    what = (
        "beslist, bezit, opdracht geeft en toeziet"
        if deciding
        else "uitvoert, meepraat en adviseert"
    )
    return Table(
        f"q1-organen-{'besluit' if deciding else 'uitvoering'}",
        f"Wie {what}",
        rows,
        (
            Column("orgaan", "Orgaan"),
            Column("rol", "Rol"),
            Column("taak", "Wat het doet"),
            Column("verandering", "Wat het advies zou veranderen"),
            Column("feiten", "Herkomst", ids=True),
        ),
        BODIES,
    )


def advice_table(photo: OrganisationPhoto) -> Table:
    """The nine pieces of advice."""
    return Table(
        "q1-adviezen",
        "De adviezen van RadarAdvies",
        photo.book.table("adviezen"),
        (Column("soort", "Soort"), Column("advies", "Advies"), Column("vindplaats", "Vindplaats")),
        Provenance.of("bron", ["adviezen.csv"]),
    )


def tasks_claim() -> Claim:
    """What KonnecteD does for whom, and what is unclear."""
    return Claim(
        "KonnecteD voert de Wsw uit voor Deventer en Olst-Wijhe en onderdelen van de "
        "Participatiewet voor Deventer; wat het voor Olst-Wijhe binnen de Participatiewet doet, "
        "beschrijven de stukken op drie verschillende manieren.",
        Provenance.of("bron", ["K55", "K36", "taken.csv"]),
    )


def governance_claim() -> Claim:
    """What the advice would change in governance."""
    return Claim(
        "De gemeenteraad van Deventer kiest het scenario; over de rol van de raad van Olst-Wijhe "
        "zegt de nota niets. Het advies is om de gemeenschappelijke regeling, de "
        "aandeelhoudersvergadering en de bv in haar huidige vorm op te heffen.",
        Provenance.of("bron", ["K35", "K48", "K49", "adviezen.csv"]),
    )
