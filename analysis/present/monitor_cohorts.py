"""What has left of each year's inflow, against the path that was agreed, in pictures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.dutch import interval, listing, number
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.example import titled
from analysis.present.figure import Figure
from analysis.present.monitor_words import these
from analysis.present.table import Column, Table
from analysis.provenance import Quantity
from analysis.questions.monitor_cohort_points import ABOVE, BELOW, BY_CHANCE, Cohort, Point
from analysis.questions.monitor_cohorts import GROWING, MATCHING, CohortMonitor
from analysis.released import ShownNumber, ShownText, definition, derived, derived_text, shown_rows

YEAR = 12
YEARS = {1: "één jaar", 2: "twee jaar", 3: "drie jaar"}
LEFT_TO = "werk, school of zelfstandigheid"
MARGIN = definition("De marge is die van 90%: een op de twintig keer ligt het aandeel eronder.")
SHORT = {ABOVE: "boven het pad", BELOW: "onder het pad", BY_CHANCE: "op of bij het pad"}


def path_figure(result: CohortMonitor) -> Figure:
    """The share of each cohort of Groeien that has left, by year, with the path."""
    cohorts = [cohort for cohort in result.of(GROWING) if cohort.latest]
    if not cohorts:
        raise ValueError("no cohort of which anything may be shown")
    return Figure(
        "q7-cohorten",
        titled(result, _finding(cohorts[0])),
        f"Uitgestroomd naar {LEFT_TO}, procent van wie instroomde, Groeien, "
        f"{_years(cohorts)}, tot {result.seen[:4]}",
        derived_text(_seen(result, cohorts), *_parents(cohorts)),
        shown_rows([_row(cohort, point) for cohort in cohorts for point in cohort.points]),
        _columns("Instroom"),
        [
            *(_bars(cohort, place) for place, cohort in enumerate(cohorts)),
            theme.markers(*_path(cohorts), "afgesproken pad", theme.INK, "diamond"),
        ],
        theme.layout(
            440,
            barmode="group",
            xaxis={"type": "category", "showgrid": False},
            yaxis=theme.zero_axis("procent", range=[0, 100]),
        ),
        result.provenance,
        note="De laatste balk van elk instroomjaar is een schatting: een deel van de mensen is nog "
        f"niet zo lang gevolgd. De streepjes zijn de marge. {SIXTH}",
    )


SIXTH = (
    "Het pad is telkens een zesde van wie instroomde, niet een zesde van wie er dan nog is; dat is "
    "samen de helft in drie jaar."
)


def path_table(result: CohortMonitor) -> Table:
    """The points of Groeien: counts, share, margin, path and verdict."""
    rows = [_row(cohort, point) for cohort in result.of(GROWING) for point in cohort.points]
    return Table(
        "q7-cohorten-groeien",
        f"Groeien: hoeveel van de instroom is uitgestroomd naar {LEFT_TO}",
        shown_rows(rows),
        _columns("Instroom"),
        result.provenance,
        note=f"{_basis(result)} Wie om een andere reden vertrok, blijft meetellen in de instroom: "
        "de afspraak gaat over iedereen die begon. Geschat: niet iedereen is al zo lang gevolgd; "
        f"wie er nog is, telt mee voor de tijd dat hij is gevolgd. {MARGIN}",
    )


def matching_table(result: CohortMonitor) -> Table:
    """The same for Matchen, at its own term."""
    rows = [_row(cohort, point) for cohort in result.of(MATCHING) for point in cohort.points]
    return Table(
        "q7-cohorten-matchen",
        f"Matchen: hoeveel van de instroom is binnen de termijn uitgestroomd naar {LEFT_TO}",
        shown_rows(rows),
        _columns("Instroom"),
        result.provenance,
        note=f"{_basis(result)} De afspraak bij Matchen noemt alleen werk en alleen nieuwe instroom"
        f" van het contractjaar; eerdere jaren staan er ter vergelijking bij. {MARGIN}",
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
        "administratief afgesloten (Kaplan-Meier); dat is hoger dan wat werkelijk is gebeurd.",
    )


def path_claim(result: CohortMonitor) -> Claim:
    """How the oldest cohort of Groeien lies to the path."""
    cohort = result.of(GROWING)[0] if result.of(GROWING) else None
    point = cohort.latest if cohort else None
    if cohort is None or point is None or point.share is None:
        return Claim(
            f"In {these(result)} is van de instroom in Groeien geen aandeel te tonen.",
            rests_on=result.provenance,
        )
    return Claim(
        f"In {these(result)} is van de {cohort.name} in Groeien na {_words(point)} "
        f"{'naar schatting ' if point.estimated else ''}{{share}} uitgestroomd naar {LEFT_TO} "
        f"(marge {{band}}); afgesproken is {{agreed}}, dus {point.verdict}.",
        share=Number(_exact(result, point.share), (0, 100), decimals=0),
        band=Number(_between(result, point), (0, 100), decimals=0, band=True),
        agreed=Number(_exact(result, point.agreed), (0, 100), decimals=0),
    )


def naive_claim(result: CohortMonitor) -> Claim:
    """How much the plain share is below the estimate, for the youngest cohort."""
    found = [item for item in result.of(GROWING) if item.latest and item.naive is not None]
    if not found or found[-1].naive is None:
        return Claim(
            f"In {these(result)} is gewoon delen met geen schatting te vergelijken.",
            rests_on=result.provenance,
        )
    cohort, naive = found[-1], found[-1].naive
    point = cohort.latest
    assert point is not None
    assert point.share is not None
    return Claim(
        f"In {these(result)} geeft gewoon delen voor de {cohort.name} {{naive}} en de schatting na "
        f"{_words(point)} {{share}} (marge {{band}}): het verschil is tijd die nog niet voorbij is,"
        " geen resultaat.",
        naive=Number(_exact(result, naive), (0, 100), decimals=0),
        share=Number(_exact(result, point.share), (0, 100), decimals=0),
        band=Number(_between(result, point), (0, 100), decimals=0, band=True),
    )


def _exact(result: CohortMonitor, value: ShownNumber) -> Quantity:
    return Quantity.exact(value, "pct", result.provenance)


def _between(result: CohortMonitor, point: Point) -> Quantity:
    assert point.share is not None
    assert point.low is not None
    assert point.high is not None
    return Quantity(point.share, "pct", result.provenance, point.low, point.high)


def _finding(cohort: Cohort) -> str:
    """How the oldest cohort lies to the path, in few words."""
    point = cohort.latest
    assert point is not None
    return f"{cohort.name} ligt na {_words(point)} {SHORT[point.verdict]}"


def _seen(result: CohortMonitor, cohorts: Iterable[Cohort]) -> str:
    told = [
        f"{cohort.name} na {_words(point)} {number(point.share)}% (pad {number(point.agreed)}%)"
        for cohort in cohorts
        if (point := cohort.latest) and point.share is not None
    ]
    return f"In {these(result)} is uitgestroomd: {listing(told)}."


def _words(point: Point) -> str:
    """After how long: in years where it is whole years."""
    years, rest = divmod(point.month, YEAR)
    return YEARS.get(years, "") if not rest and years in YEARS else _months(point)


def _months(point: Point) -> ShownText:
    return derived_text(f"{number(point.month)} maanden", point.agreed)


def _years(cohorts: Sequence[Cohort]) -> str:
    return f"instroom {cohorts[0].released.year}–{cohorts[-1].released.year}"


def _basis(result: CohortMonitor) -> str:
    if not result.by_quarter:
        return "Gerekend met dagen per traject."
    return (
        "Gerekend met aantallen per kwartaal: wie precies op de grens van een termijn vertrok, "
        "telt half, en wie binnen een kwartaal instroomde, is niet te onderscheiden."
    )


def _row(cohort: Cohort, point: Point) -> dict[str, Any]:
    known = point.share is not None and point.low is not None and point.high is not None
    return {
        "jaar": cohort.released.year,
        "na": derived_text(f"na {_words(point)}", point.agreed),
        "instroom": cohort.released.size,
        "weg": point.left,
        "aandeel": point.share,
        "marge": _margin(point) if known else None,
        "pad": point.agreed,
        "gevolgd": "geschat" if point.estimated else "iedereen",
        "oordeel": point.verdict,
    }


def _margin(point: Point) -> ShownText:
    assert point.low is not None
    assert point.high is not None
    text = interval(point.low, point.high, "pct", 0)
    return derived_text(text, point.low, point.high)


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column("jaar", first, "jaar"),
        Column("na", "Termijn"),
        Column("instroom", "Ingestroomd", "pers"),
        Column("weg", "Uitgestroomd", "pers"),
        Column("aandeel", "Aandeel", "pct", 0),
        Column("marge", "Marge"),
        Column("pad", "Afgesproken", "pct", 0),
        Column("gevolgd", "Gevolgd"),
        Column("oordeel", "Oordeel"),
    )


def _naive_row(cohort: Cohort) -> dict[str, Any]:
    point, last = cohort.latest, cohort.points[-1]
    return {
        "jaar": cohort.released.year,
        "instroom": cohort.released.size,
        "weg": last.left,
        "gewoon": cohort.naive,
        "na": derived_text(_words(last), last.agreed),
        "geschat": point.share if point is last else None,
        "anders": cohort.released.otherwise,
        "zonder": cohort.apart,
    }


def _bars(cohort: Cohort, place: int) -> dict[str, Any]:
    points = [point for point in cohort.points if point.share is not None]
    up = [derived(point.high - point.share, point.high, point.share) for point in points]
    down = [derived(point.share - point.low, point.low, point.share) for point in points]
    return {
        "type": "bar",
        "name": cohort.name,
        "x": [derived_text(f"na {_words(point)}", point.agreed) for point in points],
        "y": [point.share for point in points],
        "error_y": {"type": "data", "symmetric": False, "array": up, "arrayminus": down},
        "marker": {"color": theme.PALETTE[place], "pattern": {"shape": theme.PATTERNS[place]}},
        "hovertemplate": "%{y:.0f}%<extra>" + cohort.name + "</extra>",
    }


def _path(cohorts: Sequence[Cohort]) -> tuple[list[ShownText], list[ShownNumber]]:
    points = max((cohort.points for cohort in cohorts), key=len)
    names = [derived_text(f"na {_words(point)}", point.agreed) for point in points]
    return names, [point.agreed for point in points]


def _parents(cohorts: Iterable[Cohort]) -> list[ShownNumber]:
    points = [point for cohort in cohorts for point in cohort.points]
    shares = [point.share for point in points if point.share is not None]
    return [*shares, *(point.agreed for point in points)]
