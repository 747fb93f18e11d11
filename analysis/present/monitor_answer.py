"""What the monitor says in sentences: how many agreements are what, and what to bring up."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import listing, sentence_case
from analysis.frames import rows_of
from analysis.model.agreement_verdicts import FIRM, Verdict, share_margin
from analysis.model.indicators import AT_LEAST, chance_of_meeting
from analysis.present.claim import Claim, Number
from analysis.present.example import titled
from analysis.present.monitor_agenda import agenda_rows
from analysis.present.monitor_counted import by_number, counted, if_any, lines_where, with_verdict
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import Provenance, Quantity
from analysis.questions.monitor import Monitor
from analysis.questions.monitor_registration import TABLE as REGISTRATION
from analysis.questions.monitor_registration import Complete
from analysis.shown import shown_rows
from analysis.sources.monitor_checks import AGREEMENTS

WITHOUT_SIDE = (Verdict.AROUND, Verdict.ABOVE, Verdict.BELOW)
ORDINALS = ("eerste", "tweede", "derde", "vierde")

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
    held = lines_where(monitor, lambda row: full.of(row["id"], monitor.quarter) is Complete.NO)
    begin = "In dit voorbeeld" if monitor.made_up else "Van wat is aangeleverd,"
    data = counted(monitor, monitor.count(pd.DataFrame(every)), REGISTRATION)
    if not lacking:
        told = "is geen van de {data} gegevens die voor de afspraken nodig zijn, te vaak leeg."
        return Claim(f"{begin} {told}", data=data)
    verb = "is" if len(lacking) == 1 else "zijn"
    rest = by_number(
        held,
        "geen afspraak rust daarop",
        "{held} afspraak rust daarop en krijgt geen vast oordeel",
        "{held} afspraken rusten daarop en krijgen geen vast oordeel",
    )
    return Claim(
        f"{begin} {verb} {{bad}} van de {{data}} gegevens die voor de afspraken nodig zijn, te "
        f"vaak niet ingevuld ({listing(lacking)}); {rest}.",
        monitor.book.provenance(REGISTRATION).derived(),
        data=data,
        bad=counted(monitor, monitor.count(pd.DataFrame(lacking)), REGISTRATION),
        **if_any(monitor, held=held),
    )


def measurable_claim(monitor: Monitor) -> Claim:
    """How many agreements have a number or a mention at all."""
    known = lines_where(monitor, lambda row: row["bekend"])
    unmeasurable = with_verdict(monitor, (Verdict.UNMEASURABLE,))
    hidden = with_verdict(monitor, (Verdict.HIDDEN,))
    every = len(known) == len(monitor.now)
    about = (
        "alle {total}"
        if every
        else "{known} van de {total}"
        if len(known)
        else "geen van de {total}"
    )
    whole = monitor.now.iloc[:0] if every else known
    why = ", omdat het om te weinig mensen gaat of juist om bijna iedereen" if len(hidden) else ""
    rest = (
        by_number(
            unmeasurable,
            "ze zijn alle te beoordelen",
            "{unmeasurable} is niet te beoordelen",
            "{unmeasurable} zijn niet te beoordelen",
        ),
        by_number(
            hidden,
            "geen blijft verborgen",
            "{hidden} blijft verborgen",
            "{hidden} blijven verborgen",
        ),
    )
    return Claim(
        f"Over {about} afspraken is{_told(monitor)} iets aangeleverd; {' en '.join(rest)}{why}.",
        monitor.provenance,
        total=counted(monitor, monitor.count(monitor.now)),
        **if_any(monitor, known=whole, unmeasurable=unmeasurable, hidden=hidden),
    )


def verdict_claim(monitor: Monitor) -> Claim:
    """How many targets are met, not met and uncertain, with the rule."""
    met, missed, unsure = (
        with_verdict(monitor, (verdict,)) for verdict in (Verdict.MET, Verdict.MISSED, Verdict.OPEN)
    )
    which = f" ({listing(list(missed['id']))})" if len(missed) else ""
    told = by_number(met, "geen afspraken", "{met} afspraak", "{met} afspraken")
    return Claim(
        f"Aan het eind van het {_quarter(monitor)} {'is' if len(met) == 1 else 'zijn'}"
        f"{_told(monitor)} {told} gehaald en {'{missed}' if len(missed) else 'geen'} niet "
        f"gehaald{which}; van {'{unsure}' if len(unsure) else 'geen'} is het nog onzeker. Gehaald "
        "of niet gehaald heet het pas als de hele marge aan één kant van de norm ligt: de kans is "
        "dan minstens {firm}.",
        None,
        firm=Number(
            Quantity.exact(100 * FIRM, "pct", Provenance.of("afgeleid", [f"{AGREEMENTS}.csv"])),
            (95, 95),
            0,
        ),
        **if_any(monitor, met=met, missed=missed, unsure=unsure),
    )


def other_claim(monitor: Monitor) -> Claim:
    """What is no achievement: ceilings, numbers without a good side, and what has no number."""
    below, above = (with_verdict(monitor, (one,)) for one in (Verdict.BELOW_CAP, Verdict.ABOVE_CAP))
    around, mentioned = (
        with_verdict(monitor, WITHOUT_SIDE),
        with_verdict(monitor, (Verdict.MENTIONED,)),
    )
    told = [
        by_number(
            below,
            "geen plafond blijft aantoonbaar onder de grens",
            "{below} plafond blijft onder de grens",
            "{below} plafonds blijven onder de grens",
        ),
        by_number(
            above, "geen gaat eroverheen", "{above} gaat eroverheen", "{above} gaan eroverheen"
        ),
        by_number(
            around,
            "er is geen afspraak waarbij de DVO niet zegt of meer of minder goed is",
            "bij {around} afspraak zegt de DVO niet of meer of minder goed is",
            "bij {around} afspraken zegt de DVO niet of meer of minder goed is",
        ),
        by_number(
            mentioned,
            "geen afspraak zonder getal is vermeld",
            "{mentioned} zonder getal is vermeld",
            "{mentioned} zonder getal zijn vermeld",
        ),
    ]
    return Claim(
        f"De rest is{_told(monitor)} geen prestatie om af te vinken: {listing(told)}.",
        monitor.provenance,
        **if_any(monitor, below=below, above=above, around=around, mentioned=mentioned),
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


def _told(monitor: Monitor) -> str:
    return " in dit voorbeeld" if monitor.made_up else ""


def _quarter(monitor: Monitor) -> str:
    year, _, place = monitor.quarter.partition("-Q")
    return f"{ORDINALS[int(place) - 1]} kwartaal van {year}"


def _margin_low(count: int) -> float:
    exact = (float(count), float(count))
    size = (float(EXAMPLE_GROUP), float(EXAMPLE_GROUP))
    return share_margin(count, EXAMPLE_GROUP, exact, size).low
