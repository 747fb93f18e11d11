"""Absence by month in a control chart, and by year beside the norm."""

from __future__ import annotations

from typing import Any

from analysis.dutch import listing, percentage, period
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.example import these, titled
from analysis.present.figure import Figure
from analysis.present.table import Column, Table
from analysis.provenance import Quantity
from analysis.questions.monitor_absence import FEWEST, HEADS, AbsenceMonitor
from analysis.released import derived_text, shown_rows

TICKS = 6
"""Months between the names on the axis."""
FEW = "Te weinig maanden met een zichtbaar aandeel voor grenzen."


def absence_figure(result: AbsenceMonitor) -> Figure | Claim:
    """Absence by month with middle, limits and norm; a sentence when every month is hidden."""
    rows = [row for row in rows_of(result.months) if row["aandeel"] is not None]
    if not rows:
        return signal_claim(result)
    months = [row["maand"] for row in rows]
    return Figure(
        "q7-verzuim",
        titled(result, _finding(result)),
        f"Verzuimde dagen, procent van de beschikbare dagen, {result.group}, {period(months[0])} "
        f"tot en met {period(months[-1])}",
        derived_text(_seen(result), result.shown_norm, *(row["aandeel"] for row in rows)),
        result.months.assign(oordeel=[_word(row) for row in rows_of(result.months)]),
        (
            Column("maand", "Maand"),
            Column("aandeel", "Verzuim", "pct"),
            Column("midden", "Midden", "pct"),
            Column("onder", "Ondergrens", "pct"),
            Column("boven", "Bovengrens", "pct"),
            Column("oordeel", "Valt op"),
        ),
        _traces(result, rows),
        theme.layout(
            440,
            xaxis={
                "type": "category",
                "showgrid": False,
                "tickvals": months[::TICKS],
                "ticktext": [period(month).replace(" ", "<br>") for month in months[::TICKS]],
            },
            yaxis=theme.zero_axis("procent van de dagen"),
            legend={"y": -0.25},
        ),
        result.provenance,
        note="De grenzen komen uit de maanden zelf: hoeveel buurmaanden gewoonlijk van elkaar "
        "verschillen (Laney). Een maand daarbuiten, of acht op rij aan één kant van het midden, "
        "valt op; waardoor zegt de figuur niet. Een seizoen, zoals griep in de winter, maakt zulke "
        f"reeksen ook.{' ' + FEW if len(rows) < FEWEST else ''}",
    )


def years_table(result: AbsenceMonitor) -> Table:
    """Absence by year with the norm and the mean number of heads."""
    rows = [row | {"norm": result.shown_norm} for row in rows_of(result.years)]
    return Table(
        "q7-verzuim-jaren",
        f"Verzuim {result.group} per jaar en de afgesproken bovengrens",
        shown_rows(rows),
        (
            Column("jaar", "Jaar", "jaar"),
            Column("aandeel", "Verzuim", "pct"),
            Column("norm", "Bovengrens", "pct"),
            Column(HEADS, "Medewerkers, gemiddeld", "pers"),
        ),
        result.provenance,
        note="Verzuimde dagen gedeeld door beschikbare dagen, beide over het hele jaar. Welk "
        "verzuim meetelt, moet hetzelfde zijn als in de benchmark; dat is nog niet vastgelegd. Een "
        "aandeel is verborgen als minder mensen dan de drempel het verzuim van die periode kunnen "
        "verklaren.",
    )


def signal_claim(result: AbsenceMonitor) -> Claim:
    """Which months stand out."""
    return Claim(f"{_seen_signals(result)}.", rests_on=result.provenance)


def year_claim(result: AbsenceMonitor) -> Claim:
    """The last year beside the norm."""
    last = rows_of(result.years)[-1]
    if last["aandeel"] is None:
        words = f"In {these(result)} is het verzuim {result.group} van {last['jaar']} verborgen."
        return Claim(words, rests_on=result.provenance)
    share = Quantity.exact(last["aandeel"], "pct", result.provenance)
    norm = Quantity.exact(result.shown_norm, "pct", result.provenance)
    side = "niet boven" if share.value <= norm.value else "boven"
    return Claim(
        f"In {these(result)} is het verzuim {result.group} over {last['jaar']} {{share}}: gemeten "
        f"{side} de afgesproken bovengrens van {{norm}}. Of dat meer is dan toeval, staat bij W4.",
        share=Number(share, (0, 100)),
        norm=Number(norm, (0, 100)),
    )


def _finding(result: AbsenceMonitor) -> str:
    if all(row["midden"] is None for row in rows_of(result.months)):
        return f"te weinig maanden voor grenzen aan het verzuim {result.group}"
    names = [period(month) for month in result.outside]
    if not names and not result.runs:
        return f"verzuim {result.group} schommelt niet meer dan gewoon"
    if len(names) == 1:
        return f"verzuim {result.group} ligt in {names[0]} buiten de grenzen"
    if names:
        return f"verzuim {result.group} ligt in enkele maanden buiten de grenzen"
    return f"verzuim {result.group} ligt lang aan één kant van het midden"


def _seen(result: AbsenceMonitor) -> str:
    shares = [row["aandeel"] for row in rows_of(result.months) if row["aandeel"] is not None]
    return (
        f"{_seen_signals(result)}; het verzuim loopt van {percentage(min(shares))} tot "
        f"{percentage(max(shares))}, de afgesproken bovengrens is {percentage(result.shown_norm)}."
    )


def _seen_signals(result: AbsenceMonitor) -> str:
    """Which months stand out, as a sentence without its full stop."""
    begin = f"In {these(result)}"
    if all(row["aandeel"] is None for row in rows_of(result.months)):
        return f"{begin} is het verzuim {result.group} per maand verborgen"
    parts = []
    if result.outside:
        parts.append(f"buiten de grenzen ligt {listing([period(m) for m in result.outside])}")
    if result.runs:
        ends = [f"van {period(run[0])} tot en met {period(run[-1])}" for run in result.runs]
        parts.append(f"aan één kant van het midden ligt het verzuim {listing(ends)}")
    if not parts:
        return f"{begin} valt geen maand op in het verzuim {result.group}"
    return f"{begin} valt in het verzuim {result.group} op: {'; '.join(parts)}"


def _word(row: dict[str, Any]) -> str:
    if row["buiten"]:
        return "buiten de grenzen"
    return "in een reeks" if row["reeks"] else ""


def _traces(result: AbsenceMonitor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    months, shares = [row["maand"] for row in rows], [row["aandeel"] for row in rows]
    norm = [result.shown_norm] * len(rows)
    traces = [theme.line(months, norm, "afgesproken bovengrens", theme.ORANGE)]
    if rows[0]["midden"] is not None:
        for name, column, dash in (
            ("midden", "midden", "dot"),
            ("grenzen", "onder", "solid"),
            ("grenzen", "boven", "solid"),
        ):
            line = theme.line(months, [row[column] for row in rows], name, theme.GREY, dash)
            traces.append(line | {"showlegend": column != "boven"})
    traces.append(theme.line(months, shares, "verzuim", theme.BLUE))
    out = [row for row in rows if row["buiten"]]
    if out:
        places = [row["maand"] for row in out], [row["aandeel"] for row in out]
        traces.append(theme.markers(*places, "buiten de grenzen", theme.RED, "diamond"))
    return [trace | {"hovertemplate": HOVER} for trace in traces]


HOVER = "%{x}: %{y:.1f}%"
