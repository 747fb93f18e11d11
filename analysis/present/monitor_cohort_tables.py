"""The cohorts of the monitor in tables: counts, shares, margins, and what plain division does."""

from __future__ import annotations

from typing import Any

from analysis.dutch import interval, number
from analysis.present.table import Column, Table
from analysis.questions.monitor_cohort_points import Cohort, Point, Share
from analysis.questions.monitor_cohorts import GROWING, MATCHING, CohortMonitor
from analysis.released import HIDDEN, ShownText, derived_text, shown_rows

TERMS = {
    6: "een half jaar",
    12: "één jaar",
    24: "twee jaar",
    36: "drie jaar",
    48: "vier jaar",
    60: "vijf jaar",
}
LEFT_TO = "werk, school of zelfstandigheid"
YOUNGEST = (
    "Bij de jongste instroom is de schatting grof: wie later in het jaar vertrekt, telt te licht; "
    "vergelijk haar niet met eerdere jaren."
)
MARGIN = "De marge bevat negen van de tien keer het aandeel dat erachter zit."
COLUMNS = (
    Column("jaar", "Instroom", "jaar"),
    Column("na", "Termijn"),
    Column("instroom", "Ingestroomd", "pers"),
    Column("weg", "Uitgestroomd", "pers"),
    Column("aandeel", "Aandeel", "pct", 0),
    Column("marge", "Marge"),
    Column("pad", "Afgesproken", "pct", 0),
    Column("gevolgd", "Gevolgd"),
    Column("oordeel", "Oordeel"),
)


def path_table(result: CohortMonitor) -> Table:
    """The points of Groeien: counts, share, margin, path and verdict."""
    rows = [point_row(cohort, point) for cohort in result.of(GROWING) for point in cohort.points]
    return Table(
        "q7-cohorten-groeien",
        f"Groeien: hoeveel van de instroom is uitgestroomd naar {LEFT_TO}",
        shown_rows(rows),
        COLUMNS,
        result.provenance,
        note=f"{_basis(result)} Wie om een andere reden vertrok, blijft meetellen in de instroom: "
        "de afspraak gaat over iedereen die begon. Geschat: niet iedereen is al zo lang gevolgd; "
        f"wie er nog is, telt mee voor de tijd dat hij is gevolgd. {MARGIN}{_rough(result)}",
    )


def matching_table(result: CohortMonitor) -> Table:
    """The same for Matchen, at its own term."""
    rows = [point_row(cohort, point) for cohort in result.of(MATCHING) for point in cohort.points]
    return Table(
        "q7-cohorten-matchen",
        "Matchen: hoeveel van de instroom binnen de termijn is uitgestroomd naar werk",
        shown_rows(rows),
        COLUMNS,
        result.provenance,
        note=f"{_basis(result)} De afspraak bij Matchen telt alleen werk en geldt voor de instroom "
        "van het contractjaar; eerdere jaren staan er ter vergelijking bij. Wie nog geen hele "
        "termijn is gevolgd, telt hier mee voor de tijd die er was; de tabel met afspraken telt "
        f"alleen wie de hele termijn had, dus daar kan een ander aandeel staan. {MARGIN}",
    )


def naive_table(result: CohortMonitor) -> Table:
    """The plain share beside the estimate, and what other ways out do to it."""
    rows = [_naive_row(cohort) for cohort in result.of(GROWING)]
    return Table(
        "q7-cohorten-gewoon-gedeeld",
        "Groeien: gewoon delen onderschat wie pas kort geleden instroomde",
        shown_rows(rows),
        (
            Column("jaar", "Instroom", "jaar"),
            Column("instroom", "Ingestroomd", "pers"),
            Column("weg", "Uitgestroomd", "pers"),
            Column("gewoon", "Gewoon gedeeld", "pct", 0),
            Column("na", "Termijn"),
            Column("geschat", "Geschat over die termijn", "pct", 0),
            Column("anders", "Anders vertrokken", "pers"),
            Column("zonder", "Geschat zonder ander vertrek", "pct", 0),
        ),
        result.provenance,
        note="Gewoon gedeeld is wie tot nu toe uitstroomde, gedeeld door wie instroomde. Dat "
        "misleidt: wie in december instroomde, had bijna een jaar minder tijd dan wie in januari "
        "begon. Zonder ander vertrek: het aandeel als niemand was verhuisd, overleden of "
        "administratief afgesloten (Kaplan-Meier); dat is hoger dan wat werkelijk is gebeurd."
        f"{_rough(result)}",
    )


def words_of(point: Point) -> str:
    """After how long, in words where there are some."""
    months = derived_text(f"{number(point.month)} maanden", point.agreed)
    return TERMS.get(point.month, months)


def after(point: Point) -> ShownText:
    """The same for a label."""
    return derived_text(f"na {words_of(point)}", point.agreed)


def point_row(cohort: Cohort, point: Point) -> dict[str, Any]:
    """What a reader sees of one cohort after one term."""
    share = point.share
    return {
        "jaar": cohort.released.year,
        "na": after(point),
        "instroom": cohort.released.size,
        "weg": point.left,
        "aandeel": share.value if share else None,
        "marge": _margin(share) if share else HIDDEN,
        "pad": point.agreed,
        "gevolgd": "geschat" if point.estimated else "iedereen",
        "oordeel": point.verdict,
    }


def _rough(result: CohortMonitor) -> str:
    """The warning that belongs to a cohort that is too young, if there is one."""
    points = [point for cohort in result.of(GROWING) for point in cohort.points]
    return f" {YOUNGEST}" if any(point.early and point.share for point in points) else ""


def _margin(share: Share) -> ShownText:
    return derived_text(interval(share.low, share.high, "pct", 0), share.low, share.high)


def _naive_row(cohort: Cohort) -> dict[str, Any]:
    last = cohort.points[-1]
    return {
        "jaar": cohort.released.year,
        "instroom": cohort.released.size,
        "weg": last.left,
        "gewoon": cohort.naive,
        "na": derived_text(words_of(last), last.agreed),
        "geschat": last.share.value if last.share else None,
        "anders": cohort.released.otherwise,
        "zonder": cohort.apart,
    }


def _basis(result: CohortMonitor) -> str:
    if not result.by_quarter:
        return "Gerekend met dagen per traject."
    return (
        "Gerekend met aantallen per kwartaal: wie precies op de grens van een termijn vertrok, "
        "telt half, en wie binnen een kwartaal instroomde, is niet te onderscheiden."
    )
