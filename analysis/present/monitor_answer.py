"""What the monitor says in sentences: how many agreements are what, and what to bring up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from analysis.dutch import listing, sentence_case
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import FIRM, Verdict, share_margin
from analysis.model.indicators import AT_LEAST, chance_of_meeting
from analysis.present.claim import Claim, Number
from analysis.present.example import titled
from analysis.present.monitor_agenda import agenda_rows
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.questions.monitor import AGREEMENTS, Monitor
from analysis.questions.monitor_registration import TABLE as REGISTRATION
from analysis.questions.monitor_registration import Complete
from analysis.shown import ShownNumber, shown_rows

WITHOUT_SIDE = (Verdict.AROUND, Verdict.ABOVE, Verdict.BELOW)
ORDINALS = ("eerste", "tweede", "derde", "vierde")
MANY = 1000.0
"""The sentences count: they hold for every number of agreements."""

TABLE_WORDS = {
    "trajecten": "de rijen per traject",
    "traject_aantallen": "de aantallen per kwartaal",
    "werkleerroutes": "de telling van de werkleerroutes",
    "kwartaalrealisaties": "de ingevulde kwartaalcijfers",
}

EXAMPLE_GROUP, EXAMPLE_TRUTH, EXAMPLE_NORM = 120, 0.45, 0.50
"""A group of 120 of whom truly 45% meet a norm of 50%: how often chance alone makes it."""


def answer_claims(monitor: Monitor) -> tuple[Claim, ...]:
    """What is known of the agreements, in the order in which it matters."""
    return (
        registration_claim(monitor),
        measurable_claim(monitor),
        verdict_claim(monitor),
        other_claim(monitor),
        *difference_claims(monitor),
    )


def registration_claim(monitor: Monitor) -> Claim:
    """First: what is not registered well enough."""
    full = monitor.registration
    if full.released is None:
        told = " in dit voorbeeld" if monitor.made_up else ""
        return Claim(f"Over de volledigheid van de registratie is niets aangeleverd{told}.")
    lacking = full.lacking(monitor.quarter)
    every = [row for row in rows_of(full.rows) if row["kwartaal"] == monitor.quarter]
    held = _where(monitor, lambda row: full.of(row["id"], monitor.quarter) is Complete.NO)
    names = f" ({listing(lacking)})" if lacking else ""
    begin = "In dit voorbeeld zijn" if monitor.made_up else "Er zijn"
    return Claim(
        f"{begin} {{bad}} van de {{data}} gegevens die voor de afspraken nodig zijn, te vaak niet "
        f"ingevuld{names}; {{held}} afspraken rusten daarop en krijgen geen vast oordeel.",
        bad=_counted(monitor, monitor.count(pd.DataFrame(lacking)), REGISTRATION),
        data=_counted(monitor, monitor.count(pd.DataFrame(every)), REGISTRATION),
        held=_counted(monitor, monitor.count(held), REGISTRATION),
    )


def measurable_claim(monitor: Monitor) -> Claim:
    """How many agreements have a number or a mention at all."""
    known = _where(monitor, lambda row: row["bekend"])
    unmeasurable = _with(monitor, (Verdict.UNMEASURABLE,))
    hidden = _with(monitor, (Verdict.HIDDEN,))
    return Claim(
        f"Over {{known}} van de {{total}} afspraken is{_told(monitor)} iets aangeleverd; "
        "{unmeasurable} zijn niet te beoordelen en {hidden} blijven verborgen, omdat het om te "
        "weinig mensen gaat of juist om bijna iedereen.",
        total=_counted(monitor, monitor.count(monitor.now)),
        known=_counted(monitor, monitor.count(known)),
        unmeasurable=_counted(monitor, monitor.count(unmeasurable)),
        hidden=_counted(monitor, monitor.count(hidden)),
    )


def verdict_claim(monitor: Monitor) -> Claim:
    """How many targets are met, not met and uncertain, with the rule."""
    met, missed, unsure = (
        _counted(monitor, monitor.count(_with(monitor, (verdict,))))
        for verdict in (Verdict.MET, Verdict.MISSED, Verdict.OPEN)
    )
    names = list(_with(monitor, (Verdict.MISSED,))["id"])
    which = f" ({listing(names)})" if names else ""
    return Claim(
        f"Aan het eind van het {_quarter(monitor)} zijn{_told(monitor)} {{met}} afspraken "
        f"gehaald en {{missed}} niet gehaald{which}; van {{unsure}} is het nog onzeker. Gehaald of "
        "niet gehaald heet het pas als de hele marge aan één kant van de norm ligt: de kans is dan "
        "minstens {firm}.",
        met=met,
        missed=missed,
        unsure=unsure,
        firm=Number(
            Quantity.exact(100 * FIRM, "pct", Provenance.of("afgeleid", [f"{AGREEMENTS}.csv"])),
            (95, 95),
            0,
        ),
    )


def other_claim(monitor: Monitor) -> Claim:
    """What is no achievement: ceilings, numbers without a good side, and what has no number."""
    return Claim(
        f"De rest is{_told(monitor)} geen prestatie om af te vinken: {{below}} plafonds blijven "
        "onder de grens en {above} gaan eroverheen, bij {around} afspraken zegt de DVO niet of "
        "meer of minder goed is, en {mentioned} zonder getal zijn vermeld.",
        below=_counted(monitor, monitor.count(_with(monitor, (Verdict.BELOW_CAP,)))),
        above=_counted(monitor, monitor.count(_with(monitor, (Verdict.ABOVE_CAP,)))),
        around=_counted(monitor, monitor.count(_with(monitor, WITHOUT_SIDE))),
        mentioned=_counted(monitor, monitor.count(_with(monitor, (Verdict.MENTIONED,)))),
    )


def difference_claims(monitor: Monitor) -> tuple[Claim, ...]:
    """Where two tables contradict each other, and what is lost without a row per trajectory."""
    told = [
        Claim(
            f"{sentence_case(TABLE_WORDS.get(item.used, item.used))} en "
            f"{TABLE_WORDS.get(item.other, item.other)} geven{_told(monitor)} voor afspraak "
            f"{item.agreement} een ander aantal; hier tellen de eerste.",
            monitor.provenance,
        )
        for item in monitor.differences
    ]
    if monitor.lost:
        told.append(
            Claim(
                f"Zonder rijen per traject zijn{_told(monitor)} de afspraken "
                f"{listing(list(monitor.lost))} niet te meten, en is de gemeente van een kandidaat "
                "niet bekend.",
                monitor.provenance,
            )
        )
    return tuple(told)


def agenda_table(monitor: Monitor) -> Table:
    """What to bring to the quarterly meeting: not met, over a ceiling, late, or not to be said."""
    told = agenda_rows(monitor)
    told = told or [{"id": "–", "naam": "Niets", "stand": "", "waarom": ""}]
    return Table(
        "q7-agenda",
        titled(monitor, "in te brengen in het kwartaaloverleg"),
        shown_rows(told),
        (
            Column("id", "Nr"),
            Column("naam", "Afspraak"),
            Column("waarom", "Waarom"),
            Column("stand", "Stand"),
        ),
        monitor.provenance,
        note="Eerst wat niet is gehaald of over een grens gaat, dan wat door de registratie of "
        "door de afspraak zelf niet te beoordelen is. Onderaan staat waarvan het getal alleen bij "
        "de bron is in te zien.",
        collapsed=len(told) > MAX_ROWS,
    )


def rule_claim() -> Claim:
    """What the rule is for: how often chance alone meets a norm, and how often the rule does."""
    agreed = Provenance.of("afgeleid", [f"{AGREEMENTS}.csv"])
    needed = next(count for count in range(EXAMPLE_GROUP + 1) if _margin_low(count) >= EXAMPLE_NORM)
    chances = (
        chance_of_meeting(EXAMPLE_TRUTH, share, EXAMPLE_GROUP, AT_LEAST)
        for share in (EXAMPLE_NORM, needed / EXAMPLE_GROUP)
    )
    plain, firm = (Quantity.exact(100 * chance, "pct", agreed) for chance in chances)
    return Claim(
        "Een rekenvoorbeeld: van een groep van {n} mensen bij wie het werkelijk {truth} is, haalt "
        "de telling een norm van {norm} toch met een kans van {plain}; het oordeel gehaald krijgt "
        "die groep met een kans van {firm}.",
        n=Number(Quantity.exact(EXAMPLE_GROUP, "pers", agreed), (120, 120), bare=True),
        truth=Number(Quantity.exact(100 * EXAMPLE_TRUTH, "pct", agreed), (45, 45), 0),
        norm=Number(Quantity.exact(100 * EXAMPLE_NORM, "pct", agreed), (50, 50), 0),
        plain=Number(plain, (15, 16.5), 0),
        firm=Number(firm, (0, 1), 1),
    )


def _counted(monitor: Monitor, count: ShownNumber, *tables: str) -> Number:
    """A number of agreements or data in a sentence that holds whatever it is."""
    rests_on = monitor.book.provenance(*tables).derived() if tables else monitor.provenance
    return Number(Quantity.exact(count, "aantal", rests_on), (0, MANY), bare=True)


def _with(monitor: Monitor, verdicts: Sequence[Verdict]) -> pd.DataFrame:
    return _where(monitor, lambda row: row["oordeel"] in verdicts)


def _where(monitor: Monitor, rule: Callable[[dict[str, Any]], bool]) -> pd.DataFrame:
    return monitor.now[[rule(row) for row in rows_of(monitor.now)]]


def _told(monitor: Monitor) -> str:
    return " in dit voorbeeld" if monitor.made_up else ""


def _quarter(monitor: Monitor) -> str:
    year, _, place = monitor.quarter.partition("-Q")
    return f"{ORDINALS[int(place) - 1]} kwartaal van {year}"


def _margin_low(count: int) -> float:
    exact = (float(count), float(count))
    size = (float(EXAMPLE_GROUP), float(EXAMPLE_GROUP))
    return share_margin(count, EXAMPLE_GROUP, exact, size).low
