"""What could be changed, in amounts with a margin: stopping, posting, sharing, filling."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import interval, number, quantity
from analysis.frames import rows_of
from analysis.present.kostprijs import LEGEND
from analysis.present.table import Column, Table
from analysis.present.wsw_money import side
from analysis.questions import kostprijs_levers as levers
from analysis.questions.kostprijs_paths import BESCHUT
from analysis.questions.kostprijs_report import SHOWN_YEARS, CostReport

AMOUNTS = ("bespaard", "gemist", "toegerekend", "meegedaald", "blijft", "effect")


def stopping_table(result: CostReport) -> Table:
    """What stopping each werksoort saves, loses, leaves behind and displaces."""
    table = levers.stopping(result.ledger, result.levers[levers.STOP])
    ends = [f"{name}_{end}" for name in ("bespaard", "effect") for end in ("laag", "hoog")]
    rows = table.assign(**{name: table[name] / 1000 for name in (*AMOUNTS, *ends)})
    return Table(
        "q5-stoppen",
        f"Eén werksoort stoppen, {result.ledger.year}, bedragen x € 1.000 per jaar",
        rows.assign(
            kant=[side(value) for value in rows["effect"]],
            marge=[
                interval(row["effect_laag"], row["effect_hoog"], "aantal") for row in rows_of(rows)
            ],
        ),
        (
            Column("werksoort", "Werksoort"),
            Column("pers", "Elders te plaatsen (personen)", "pers"),
            Column("bespaard", "Vervalt direct", "eur_x1000"),
            Column("meegedaald", "Ondersteuning daalt mee", "eur_x1000"),
            Column("blijft", "Ondersteuning blijft", "eur_x1000"),
            Column("gemist", "Gemiste opbrengst", "eur_x1000"),
            Column("effect", "Effect", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge"),
        ),
        result.ledger.provenance,
        note="Loon en subsidie blijven: de mensen worden elders geplaatst, en wat zij daar "
        "opbrengen of kosten is hier niet geteld. Een voordeel is daarom nog geen besparing, het "
        "minst bij begeleid werken, waar de directe kosten vooral naar de werkgever gaan en met de "
        "mensen mee kunnen gaan. De marge gaat alleen over wat direct vervalt. Wat aan "
        "ondersteuning blijft, drukt op de andere "
        f"werksoorten. {LEGEND}",
    )


def levers_table(result: CostReport) -> Table:
    """Posting and sharing, a year, with how far each can go."""
    amounts = {
        levers.MOVE: levers.posting(result.ledger, result.levers[levers.MOVE]),
        levers.SHARE: levers.sharing(result.ledger, result.levers[levers.SHARE]),
    }
    words = result.book.table("kostprijs_knoppen").set_index("knop")
    rows = [
        {
            "knop": name,
            "wat": f"{words['wat'][name]}: {_share(result, name)}",
            "midden": middle / 1000,
            "marge": interval(low / 1000, high / 1000, "aantal"),
            "kant": side(middle),
        }
        for name, (low, middle, high) in amounts.items()
    ]
    return Table(
        "q5-knoppen",
        f"Wat er te winnen is, {result.ledger.year}, bedragen x € 1.000 per jaar",
        pd.DataFrame(rows),
        (
            Column("knop", "Maatregel"),
            Column("wat", "Hoe ver"),
            Column("midden", "Effect", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge"),
        ),
        result.ledger.provenance,
        note="Bedragen zijn niet op te tellen: maatregelen raken dezelfde mensen en afdelingen. "
        f"Kosten van de overgang zijn niet geteld. {LEGEND}",
    )


def filling_table(result: CostReport) -> Table:
    """How much beschut werk would carry what stays behind, beside the rule of thumb."""
    rows = []
    for year in SHOWN_YEARS:
        found = levers.filling(result.book, result.years, result.levers[levers.FILL], year)
        needed, rule = found["nodig"], found["vuistregel"]
        rows.append(
            {
                "jaar": year,
                "nodig": needed.value,
                "marge": interval(needed.low, needed.high, "aantal"),
                "vuistregel": rule.value,
                "marge_regel": interval(rule.low, rule.high, "aantal"),
            }
        )
    rule_out = result.book.number(levers.RULE_OUT)
    lever = result.levers[levers.FILL]
    own = result.ledger.contribution(BESCHUT)
    return Table(
        "q5-vullen",
        "Hoeveel beschut werk de blijvende kosten zou dragen",
        pd.DataFrame(rows),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("nodig", "Nodig (fte)", "fte"),
            Column("marge", "Marge"),
            Column("vuistregel", "Volgens de vuistregel (fte)", "fte"),
            Column("marge_regel", "Marge"),
        ),
        result.years.provenance | rule_out.provenance,
        note=f"De vuistregel: één beschut werk erbij op {number(rule_out.value)} die uit de Wsw "
        "vertrekken. Nodig is bovenop de groei die al in de raming zit. Gerekend is met wat de "
        f"maatregel per fte bijdraagt ({quantity(lever.middle, 'eur_per_fte')}); in het grootboek "
        f"zelf draagt beschut werk {quantity(own, 'eur_per_fte')} bij.",
    )


def _share(result: CostReport, name: str) -> str:
    lever = result.levers[name]
    return interval(100 * lever.low, 100 * lever.high, "pct", 0)
