"""How often each scenario comes first when all weightings count alike, and what would tip it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.dutch import interval, listing, number, percentage
from analysis.frames import rows_of
from analysis.present import theme
from analysis.present.claim import Claim, Number
from analysis.present.example import this, titled
from analysis.present.figure import MAX_TITLE_WORDS, Figure
from analysis.present.scenario_scores import criterion_names
from analysis.present.table import Column, Table
from analysis.questions.scenario_choice import CLOSE
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_scores import CRITERIA

NEVER = "nooit eerste"
ALIKE = 0.2
"""Points of difference below which a criterion does not tell scenarios apart."""


def ranks_figure(result: ScenarioReport) -> Figure:
    """The share of all weightings and draws in which each scenario has each rank."""
    choice = result.choice
    ranks = 100 * choice.ranks.rank_acceptability
    best = int(ranks[:, 0].argmax())
    words = [
        f"{result.short(name)}: eerste in {percentage(ranks[place, 0], 0)}, laatste in "
        f"{percentage(ranks[place, -1], 0)}"
        for place, name in enumerate(choice.names)
    ]
    columns = [f"plaats{rank}" for rank in range(ranks.shape[1])]
    table = pd.DataFrame(ranks, columns=columns)
    table.insert(0, "scenario", [result.short(name) for name in choice.names])
    return Figure(
        "q6-rangen",
        f"{titled(result, _leading(result, best))}",
        "Aandeel van alle combinaties van weging en toeval (procent), als niemand zegt wat het "
        "zwaarst weegt",
        f"In {this(result)}: {'; '.join(words)}.",
        table,
        (
            Column("scenario", "Scenario"),
            *(Column(name, f"Plaats {rank}", "pct", 0) for rank, name in enumerate(columns, 1)),
        ),
        [_bars(table, name, rank) for rank, name in enumerate(columns)],
        theme.layout(
            400,
            barmode="stack",
            xaxis=theme.zero_axis("procent", range=[0, 100]),
            yaxis=theme.category_axis(),
            legend={"y": -0.3},
        ),
        choice.scores.provenance,
        note="Alle gewichten die kunnen, tellen even zwaar mee. De verworpen scenario’s doen niet "
        "mee.",
    )


def ranks_table(result: ScenarioReport) -> Table:
    """First and last place, close to the best, and regret."""
    choice, rows = result.choice, []
    for place, name in enumerate(choice.names):
        first, most = choice.first_chance(place), choice.largest_regret(place)
        rows.append(
            {
                "scenario": result.short(name),
                "eerste": first.value,
                "marge": interval(first.low, first.high, "pct", 0),
                "laatste": 100 * choice.last_chance(place),
                "dichtbij": 100 * choice.close_chance(place),
                "spijt": most.value,
                "marge_spijt": interval(most.low, most.high, "aantal"),
                "zeker": 100 * choice.ranks.confidence[place],
            }
        )
    return Table(
        "q6-robuust",
        "Hoe vaak eerste, laatste of dicht bij de beste",
        pd.DataFrame(rows),
        (
            Column("scenario", "Scenario"),
            Column("eerste", "Eerste", "pct", 0),
            Column("marge", "Marge eerste"),
            Column("laatste", "Laatste", "pct", 0),
            Column("dichtbij", f"Hoogstens {number(CLOSE)} punten van de beste", "pct", 0),
            Column("spijt", "Grootste achterstand (punten)", "punten", 1),
            Column("marge_spijt", "Marge achterstand"),
            Column("zeker", "Eerste bij de eigen gunstigste weging", "pct", 0),
        ),
        choice.scores.provenance,
        note="De marge bij ‘eerste’ laat zien hoezeer de uitkomst van de scores afhangt. De "
        "grootste achterstand is die bij de weging die voor het scenario het slechtst uitpakt. "
        f"Een procent meer of minder is toeval van de trekkingen. {alike_words(result)}",
    )


def central_table(result: ScenarioReport) -> Table:
    """The mean weighting of the cases in which each is first."""
    names = criterion_names(result)
    table = pd.DataFrame(100 * result.choice.ranks.central_weights, columns=list(CRITERIA))
    table.insert(0, "scenario", [result.short(name) for name in result.choice.names])
    return Table(
        "q6-gunstige-weging",
        "Bij welke gewichten een scenario het beste is, gemiddeld",
        table,
        (
            Column("scenario", "Scenario"),
            *(Column(name, text, "pct", 0, missing=NEVER) for name, text in names.items()),
        ),
        result.choice.scores.provenance,
        note="Liggen alle gewichten bij een kwart, dan maakt het weinig uit wat het zwaarst weegt.",
    )


def check_claim(result: ScenarioReport) -> Claim:
    """How far the draws are off the exact chances, at the mean scores."""
    return Claim(
        f"Controle in {this(result)}: bij gemiddelde scores wijken de trekkingen hoogstens {{off}} "
        "procentpunt af van de exact berekende kansen op de eerste plaats.",
        off=Number(result.choice.off_exact(), (0, 2), decimals=1, bare=True),
    )


def alike_words(result: ScenarioReport) -> str:
    """Which criteria don't tell the scenarios apart, if any."""
    means, names = result.choice.scores.means.round(1), criterion_names(result)
    alike = [
        names[name].lower() for at, name in enumerate(CRITERIA) if np.ptp(means[:, at]) < ALIKE
    ]
    if not alike:
        return ""
    return f"Gemiddeld maken {listing(alike)} geen verschil tussen de scenario’s."


def together_table(result: ScenarioReport) -> Table:
    """The chance of first place when judgements go together less or more."""
    rows = [
        {"samenhang": number(level, 2)}
        | {name: 100 * chance for name, chance in zip(result.choice.names, chances, strict=True)}
        | {"dichtbij": 100 * close}
        for level, chances, close in result.by_togetherness
    ]
    return Table(
        "q6-samenhang",
        "Hoe vaak eerste als oordelen over scenario’s minder of meer samenhangen",
        pd.DataFrame(rows),
        (
            Column("samenhang", "Samenhang (A45)"),
            *(Column(name, result.short(name), "pct", 0) for name in result.choice.names),
            Column("dichtbij", f"Vaakst eerste: hoogstens {number(CLOSE)} punten weg", "pct", 0),
        ),
        result.choice.scores.provenance,
        note="Een keuze van de makers: hoe sterker oordelen samenhangen, hoe meer geld de volgorde "
        "bepaalt.",
    )


def tipping_table(result: ScenarioReport) -> Table:
    """From which weight the better of two changes."""
    names = criterion_names(result)
    rows = [
        {
            "paar": f"{result.short(row['eerste'])} of {result.short(row['tweede'])}",
            "criterium": names[row["criterium"]],
            "gewicht": 100 * row["gewicht"],
            "daarboven": result.short(row["daarboven"]),
        }
        for row in rows_of(result.choice.tipping())
    ]
    if not rows:
        rows = [{"paar": "Geen enkel paar kantelt", "criterium": "", "daarboven": ""}]
    return Table(
        "q6-kantelpunten",
        "Vanaf welk gewicht de keuze tussen twee scenario’s kantelt",
        pd.DataFrame(rows, columns=["paar", "criterium", "gewicht", "daarboven"]),
        (
            Column("paar", "Keuze tussen"),
            Column("criterium", "Weegt dit criterium meer dan"),
            Column("gewicht", "Gewicht", "pct", 0, missing=""),
            Column("daarboven", "dan wint"),
        ),
        result.choice.scores.provenance,
        note="Bij gemiddelde scores; de andere criteria delen de rest van het gewicht gelijk. Wat "
        "er niet bij staat, kantelt niet: dan wint bij elk gewicht dezelfde van de twee, of zijn "
        "zij gelijk. Verschillen onder een tiende punt tellen niet.",
    )


def heaviest_table(result: ScenarioReport) -> Table:
    """The chance of first place when one criterion weighs most."""
    table, names = 100 * result.choice.when_heaviest(), criterion_names(result)
    rows = table.rename_axis("id").reset_index()
    return Table(
        "q6-zwaarst",
        "Kans op de eerste plaats als één criterium het zwaarst weegt",
        rows.assign(criterium=[f"{names[key]} weegt het zwaarst" for key in rows["id"]]),
        (
            Column("criterium", "Weging"),
            *(Column(name, result.short(name), "pct", 0) for name in result.choice.names),
        ),
        result.choice.scores.provenance,
    )


def pairs_table(result: ScenarioReport) -> Table:
    """How often the row beats the column."""
    table = pd.DataFrame(100 * result.choice.pairs, columns=list(result.choice.names))
    for place, name in enumerate(result.choice.names):
        table.loc[place, name] = float("nan")
    table.insert(0, "scenario", [result.short(name) for name in result.choice.names])
    return Table(
        "q6-paren",
        "Hoe vaak het scenario in de rij het wint van dat in de kolom",
        table,
        (
            Column("scenario", "Scenario"),
            *(
                Column(name, result.short(name), "pct", 0, missing="–")
                for name in result.choice.names
            ),
        ),
        result.choice.scores.provenance,
    )


def _leading(result: ScenarioReport, best: int) -> str:
    """What stands out, if anything does: first in over half of all weightings."""
    share = float(result.choice.ranks.rank_acceptability[best, 0])
    if share > 0.5:
        told = f"{result.short(result.choice.names[best])} is het vaakst eerste"
        # A long name does not fit in a title; the description has it.
        fits = len(titled(result, told).split()) <= MAX_TITLE_WORDS
        return told if fits else "één scenario is in de meeste gevallen eerste"
    return "geen scenario is in de helft van de gevallen eerste"


def _bars(table: pd.DataFrame, column: str, rank: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"plaats {rank + 1}",
        "x": list(table[column]),
        "y": [theme.wrapped(name, 18) for name in table["scenario"]],
        "marker": {
            "color": theme.PALETTE[min(rank, 4)],
            "pattern": {"shape": theme.PATTERNS[min(rank, 4)]},
        },
        "hovertemplate": "%{x:.0f}%<extra>plaats " + str(rank + 1) + "</extra>",
    }
