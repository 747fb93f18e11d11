"""The werkleerroutes in a funnel: which lie within what chance makes of so few people."""

from __future__ import annotations

from typing import Any

from analysis.dutch import dash, listing, percentage
from analysis.model.control_chart import LEVELS
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.example import these, titled
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Quantity
from analysis.questions.monitor_routes import ALL, STARTED, TO_WORK, UNKNOWN, WITHIN, RouteMonitor
from analysis.released import ShownNumber, derived_text, shown_rows

LEVEL_NAMES = dict(zip(LEVELS, ("waarschuwingsgrens", "buitengrens"), strict=True))
DASHES = dict(zip(LEVELS, ("dot", "solid"), strict=True))
COLUMNS = (
    Column("route", "Werkleerroute"),
    Column("gestart", "Gestart", "pers"),
    Column("naar_werk", "Naar werk", "pers"),
    Column("aandeel", "Aandeel", "pct", 0),
    Column("oordeel", "Oordeel"),
)


def funnel_figure(result: RouteMonitor) -> Figure | Claim:
    """Each route by how many started and what share went to work, with the limits.

    A sentence instead when every share is hidden.
    """
    target, limits = result.share(), result.limits()
    if target is None or limits.empty or len(result.hidden) == len(result.routes):
        return routes_claim(result)
    return Figure(
        "q7-werkleerroutes",
        titled(result, _finding(result)),
        f"Aandeel naar werk (procent) tegen aantal gestart (personen), {dash(_span(result))}",
        derived_text(_seen(result, target), target),
        shown_rows(_rows(result)),
        COLUMNS,
        [*_limit_lines(limits), _middle(limits, target), *_points(result)],
        theme.layout(
            440,
            xaxis=theme.zero_axis("gestart (personen)", range=[0, limits[STARTED].iloc[-1]]),
            yaxis=theme.zero_axis("procent naar werk", range=[0, 100]),
            legend={"y": -0.3},
        ),
        result.provenance,
        note="Binnen de waarschuwingsgrens ligt door toeval alleen negentien van de twintig keer "
        "een route met zoveel mensen; binnen de buitengrens bijna altijd. Een punt daarbuiten zegt "
        "niet waardoor. Routes op dezelfde plaats delen een punt.",
    )


def routes_table(result: RouteMonitor) -> Table:
    """The routes and all together, by name: no ranking."""
    return Table(
        "q7-werkleerroutes-aantallen",
        f"Werkleerroutes {dash(_span(result))}: gestart en naar werk",
        shown_rows(_rows(result)),
        COLUMNS,
        result.provenance,
        note="Alle jaren samen, want per jaar zijn de routes te klein om te tonen. Wie het laatste "
        "jaar begon, had minder tijd om aan het werk te komen: een route met veel late starters "
        "ligt daardoor lager. De volgorde is die van het alfabet.",
    )


def routes_claim(result: RouteMonitor) -> Claim:
    """What may be said of the routes together and apart."""
    target = result.share()
    if target is None:
        words = f"In {these(result)} zijn de werkleerroutes te klein om een aandeel te tonen."
        return Claim(words, rests_on=result.provenance)
    share = Quantity.exact(target, "pct", result.provenance)
    return Claim(
        f"In {these(result)} ging {{share}} van wie aan een werkleerroute begon naar werk; "
        f"{_told(result)}.",
        share=Number(share, (0, 100), decimals=0),
    )


def _finding(result: RouteMonitor) -> str:
    """What stands out, if anything does."""
    beyond = _beyond(result)
    if not beyond:
        shown = "getoonde " if result.hidden else ""
        return f"alle {shown}werkleerroutes liggen binnen de marge van toeval"
    if len(beyond) == 1:
        return f"één werkleerroute ligt buiten de marge van toeval: {beyond[0]}"
    return "enkele werkleerroutes liggen buiten de marge van toeval"


def _told(result: RouteMonitor) -> str:
    beyond, hidden = _beyond(result), list(result.hidden)
    if beyond:
        words = f"buiten de marge van toeval ligt {listing(beyond)}"
    elif len(hidden) == len(result.routes):
        return "per route zijn de aantallen te klein om te tonen"
    else:
        words = "de getoonde routes verschillen niet meer dan toeval verklaart"
    return f"{words}; niet te tonen: {listing(hidden)}" if hidden else words


def _beyond(result: RouteMonitor) -> list[str]:
    return [name for name in result.routes if result.place(name) not in (WITHIN, UNKNOWN)]


def _seen(result: RouteMonitor, target: ShownNumber) -> str:
    return (
        f"In {these(result)} ging gemiddeld {percentage(target, 0)} naar werk, en {_told(result)}."
    )


def _span(result: RouteMonitor) -> tuple[int, int]:
    return result.years[0], result.years[-1]


def _rows(result: RouteMonitor) -> list[dict[str, Any]]:
    return [
        {
            "route": name,
            "gestart": result.released.shown(name, STARTED),
            "naar_werk": result.released.shown(name, TO_WORK),
            "aandeel": result.share(name),
            "oordeel": "" if name == ALL else result.place(name),
        }
        for name in (*result.routes, ALL)
    ]


def _limit_lines(limits: Any) -> list[dict[str, Any]]:
    """Both ends of each level; one name in the legend."""
    lines = []
    for level in LEVELS:
        for side in ("onder", "boven"):
            line = theme.line(
                limits[STARTED],
                limits[f"{side}_{level}"],
                LEVEL_NAMES[level],
                theme.GREY,
                DASHES[level],
            )
            lines.append(line | {"showlegend": side == "onder", "hoverinfo": "skip"})
    for line in lines:
        del line["hovertemplate"]
    return lines


def _middle(limits: Any, target: ShownNumber) -> dict[str, Any]:
    level = [target] * len(limits)
    return theme.line(limits[STARTED], level, ALL, theme.INK)


def _points(result: RouteMonitor) -> list[dict[str, Any]]:
    """One point for each place in the chart, with the names of the routes that lie there."""
    places: dict[tuple[Any, Any], list[str]] = {}
    for name in result.routes:
        count, share = result.released.shown(name, STARTED), result.share(name)
        if count is not None and share is not None:
            places.setdefault((count, share), []).append(name)
    points = theme.markers(
        [count for count, _ in places], [share for _, share in places], "werkleerroute", theme.BLUE
    )
    names = ["<br>".join(names) for names in places.values()]
    # A name on the right of a large route would fall off the chart on a phone.
    most = max((count for count, _ in places), default=0)
    sides = ["middle left" if 2 * count > most else "middle right" for count, _ in places]
    return [points | {"mode": "markers+text", "text": names, "textposition": sides}]
