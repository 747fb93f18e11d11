"""What has left of each year's inflow, against the path that was agreed, in pictures and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.dutch import listing, percentage
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.example import these, titled
from analysis.present.figure import Figure
from analysis.present.monitor_cohort_tables import (
    COLUMNS,
    LEFT_TO,
    YOUNGEST,
    after,
    point_row,
    words_of,
)
from analysis.provenance import Quantity
from analysis.questions.monitor_cohort_points import (
    ABOVE,
    BELOW,
    BY_CHANCE,
    Cohort,
    Point,
    Share,
)
from analysis.questions.monitor_cohorts import GROWING, CohortMonitor
from analysis.released import ShownNumber, derived, derived_text, shown_rows

SHORT = {ABOVE: "boven het pad", BELOW: "onder het pad", BY_CHANCE: "op of bij het pad"}


def path_figure(result: CohortMonitor) -> Figure | Claim:
    """The share of each cohort of Groeien that has left, by year, with the path.

    A sentence instead when every share is hidden.
    """
    found = _known(result)
    if not found:
        return path_claim(result)
    cohorts = [cohort for cohort, _, _ in found]
    return Figure(
        "q7-cohorten",
        titled(result, _finding(found[0])),
        f"Uitgestroomd naar {LEFT_TO}, procent van wie instroomde, Groeien, "
        f"{_years(cohorts)}, tot {result.seen[:4]}",
        derived_text(_seen(result, found), *_parents(cohorts)),
        shown_rows([point_row(cohort, point) for cohort in cohorts for point in cohort.points]),
        COLUMNS,
        [
            *(_bars(cohort, place) for place, cohort in enumerate(cohorts)),
            _path(cohorts),
        ],
        theme.layout(
            440,
            barmode="group",
            xaxis={"type": "category", "showgrid": False},
            yaxis=theme.zero_axis("procent", range=[0, 100]),
        ),
        result.provenance,
        note=f"De streepjes zijn de marge. {SIXTH} {_guessed(cohorts)}".rstrip(),
    )


SIXTH = (
    "Het pad is telkens een zesde van wie instroomde, niet een zesde van wie er dan nog is; dat is "
    "samen de helft in drie jaar."
)


def path_claim(result: CohortMonitor) -> Claim:
    """How the oldest cohort of Groeien lies to the path."""
    found = _known(result)
    if not found:
        words = f"In {these(result)} is van de instroom in Groeien geen aandeel te tonen."
        return Claim(words, rests_on=result.provenance)
    cohort, point, share = found[0]
    guess = "naar schatting " if point.estimated else ""
    return Claim(
        f"In {these(result)} is van de {cohort.name} in Groeien na {words_of(point)} "
        f"{guess}{{share}} uitgestroomd naar {LEFT_TO} (marge {{band}}); afgesproken is {{agreed}}:"
        f" {point.verdict}.",
        agreed=Number(_exact(result, point.agreed), (0, 100), decimals=0),
        **_told(result, share),
    )


def naive_claim(result: CohortMonitor) -> Claim:
    """How the plain share lies to the estimate, for the youngest cohort."""
    found = [item for item in _known(result) if item[0].naive is not None]
    naive = found[-1][0].naive if found else None
    if naive is None:
        words = f"In {these(result)} is gewoon delen met geen schatting te vergelijken."
        return Claim(words, rests_on=result.provenance)
    cohort, point, share = found[-1]
    rough = f" {YOUNGEST}" if point.early else ""
    return Claim(
        f"In {these(result)} geeft gewoon delen voor de {cohort.name} {{naive}}, en de schatting "
        f"na {words_of(point)} {{share}} (marge {{band}}): het verschil is tijd die nog niet "
        f"voorbij is, geen resultaat.{rough}",
        naive=Number(_exact(result, naive), (0, 100), decimals=0),
        **_told(result, share),
    )


def _guessed(cohorts: Sequence[Cohort]) -> str:
    """Which bars are estimates, if any."""
    years = [
        str(cohort.released.year)
        for cohort in cohorts
        if (point := cohort.latest) and point.estimated
    ]
    if not years:
        return ""
    rough = f" {YOUNGEST}" if any(one.latest and one.latest.early for one in cohorts) else ""
    return (
        f"De laatste balk van {listing(years)} is een schatting: een deel van die mensen is nog "
        f"niet zo lang gevolgd.{rough}"
    )


def _known(result: CohortMonitor) -> list[tuple[Cohort, Point, Share]]:
    """The cohorts of Groeien of which a share may be shown, with the latest one."""
    return [
        (cohort, point, point.share)
        for cohort in result.of(GROWING)
        if (point := cohort.latest) and point.share
    ]


def _exact(result: CohortMonitor, value: ShownNumber) -> Quantity:
    return Quantity.exact(value, "pct", result.provenance)


def _told(result: CohortMonitor, share: Share) -> dict[str, Any]:
    """A share and its margin as they stand in a sentence."""
    band = Quantity(share.value, "pct", result.provenance, share.low, share.high)
    return {
        "share": Number(_exact(result, share.value), (0, 100), decimals=0),
        "band": Number(band, (0, 100), decimals=0, band=True),
    }


def _finding(found: tuple[Cohort, Point, Share]) -> str:
    """How a cohort lies to the path, in few words."""
    cohort, point, share = found
    if point.early:
        return f"{cohort.name} is nog te kort gevolgd voor een oordeel"
    return f"{cohort.name} ligt na {words_of(point)} {SHORT[share.verdict]}"


def _seen(result: CohortMonitor, found: Iterable[tuple[Cohort, Point, Share]]) -> str:
    told = [
        f"{cohort.name} na {words_of(point)} {percentage(share.value, 0)} "
        f"(pad {percentage(point.agreed, 0)})"
        for cohort, point, share in found
    ]
    return f"In {these(result)} is uitgestroomd: {listing(told)}."


def _years(cohorts: Sequence[Cohort]) -> str:
    return f"instroom {cohorts[0].released.year}–{cohorts[-1].released.year}"


def _bars(cohort: Cohort, place: int) -> dict[str, Any]:
    found = [(point, point.share) for point in cohort.points if point.share]
    up = [derived(share.high - share.value, share.high, share.value) for _, share in found]
    down = [derived(share.value - share.low, share.low, share.value) for _, share in found]
    return {
        "type": "bar",
        "name": cohort.name,
        "x": [after(point) for point, _ in found],
        "y": [share.value for _, share in found],
        "error_y": {"type": "data", "symmetric": False, "array": up, "arrayminus": down},
        "marker": {"color": theme.PALETTE[place], "pattern": {"shape": theme.PATTERNS[place]}},
        "hovertemplate": "%{y:.0f}%<extra>" + cohort.name + "</extra>",
    }


def _path(cohorts: Iterable[Cohort]) -> dict[str, Any]:
    points = max((cohort.points for cohort in cohorts), key=len)
    names, agreed = [after(point) for point in points], [point.agreed for point in points]
    marks = theme.markers(names, agreed, "afgesproken pad", theme.INK, "diamond")
    return marks | {"mode": "lines+markers", "line": {"color": theme.INK, "dash": "dot"}}


def _parents(cohorts: Iterable[Cohort]) -> list[ShownNumber]:
    points = [point for cohort in cohorts for point in cohort.points]
    shares = [point.share.value for point in points if point.share]
    return [*shares, *(point.agreed for point in points)]
