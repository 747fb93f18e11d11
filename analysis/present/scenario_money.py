"""What each scenario does to the money: the saldo, what each lever brings, and who pays."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dutch import dash, interval, quantity
from analysis.present import theme
from analysis.present.example import this, titled
from analysis.present.figure import Figure
from analysis.present.kostprijs import LEGEND
from analysis.present.table import Column, Table
from analysis.present.wsw_money import MILLION, side
from analysis.provenance import Quantity
from analysis.questions.kostprijs_years import ON_TOP
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.wsw_money import PERIOD_END

LEVER_WORDS = {
    "minder_werksoorten": "Minder werksoorten: van binnen naar detachering",
    "bedrijfsleven": "Nauwere samenwerking met bedrijven",
    "overhead_regio": "Ondersteuning delen met de regio",
    "gr_opheffen": "GR en aandeelhoudersvergadering opheffen",
    "bv_opheffen": "BV in de huidige vorm opheffen (eenmalig)",
    "vorm": "De vorm zelf: BV of dienst",
    "andere_gemeente": "Wat de andere gemeente doet",
    "optimaliseren": "De huidige organisatie verbeteren",
}
"""A lever as a reader knows it."""

NO_LEVER = "–"
REFERENCE = " (verworpen)"


def label(result: ScenarioReport, identifier: str) -> str:
    """A scenario's short name; a rejected one says so."""
    rejected = identifier in {item.id for item in result.set.reference}
    return result.short(identifier) + (REFERENCE if rejected else "")


def saldo_figure(result: ScenarioReport) -> Figure:
    """Saldo over the criterion's years by scenario, with its band; rejected ones in grey."""
    rows = [_saldo_row(result, result.money[item.id]) for item in result.set.all]
    ranked = [result.money[item.id].total for item in result.set.ranked]
    period = dash(result.years)
    return Figure(
        "q6-saldo",
        f"{titled(result, _verdict(ranked))} over {period}",
        f"Saldo over {period} samen (miljoen euro), met marge (90%), prijspeil "
        f"{result.book.parameters.prijspeil}",
        f"In {this(result)}: "
        + "; ".join(f"{row['scenario']}: {row['woorden']}" for row in rows)
        + ".",
        pd.DataFrame(rows),
        (
            Column("scenario", "Scenario"),
            Column("midden", "Saldo", "eur_mln", 1),
            Column("laag", "Laag", "eur_mln", 1),
            Column("hoog", "Hoog", "eur_mln", 1),
            Column("kant", "N/V"),
        ),
        [
            _points(rows, False, "te verkennen", theme.BLUE, "diamond"),
            _points(rows, True, "verworpen", theme.GREY, "circle-open"),
        ],
        theme.layout(
            420,
            xaxis=theme.value_axis("miljoen euro", rangemode="tozero"),
            yaxis=theme.category_axis(),
        ),
        result.reference.years.provenance,
        note="De marges lopen samen op: wat het Rijk betaalt en hoe snel de Wsw afbouwt, is in elk "
        f"scenario gelijk. {_apart(result)} Dat de verworpen scenario’s goedkoper kunnen lijken, "
        "komt doordat eenmalige kosten in deze jaren vallen en opbrengsten langzaam groeien.",
        money_legend=f"Bedragen in miljoen euro. {LEGEND}",
    )


def money_table(result: ScenarioReport) -> Table:
    """Saldo of the last year and of all years, and what the municipalities fill up."""
    rows = []
    for item in result.set.all:
        money = result.money[item.id]
        filled = money.topped_up()
        rows.append(
            {
                "scenario": label(result, item.id),
                "laatste": money.last.value / 1000,
                "marge_laatste": amount_band(money.last),
                "samen": money.total.value / 1000,
                "kant": side(money.total.value),
                "marge": amount_band(money.total),
                "maatregelen": money.effects_total.value / 1000,
                **{f"aanvulling{at}": part.value / 1000 for at, part in enumerate(filled.values())},
            }
        )
    names = list(result.reference.topped_up())
    return Table(
        "q6-geld",
        f"Geld per scenario, bedragen x € 1.000, prijspeil {result.book.parameters.prijspeil}",
        pd.DataFrame(rows),
        (
            Column("scenario", "Scenario"),
            Column("laatste", f"Saldo {PERIOD_END}", "eur_x1000"),
            Column("marge_laatste", f"Marge {PERIOD_END}"),
            Column("samen", f"Saldo {dash(result.years)}", "eur_x1000"),
            Column("kant", "N/V"),
            Column("marge", "Marge samen"),
            Column("maatregelen", "Waarvan door maatregelen", "eur_x1000"),
            *(
                Column(f"aanvulling{at}", f"Aanvulling {name}", "eur_x1000")
                for at, name in enumerate(names)
            ),
        ),
        result.reference.years.provenance,
        note="Een aanvulling is wat een gemeente bijlegt als het eigen vermogen op is, verdeeld "
        f"naar de Wsw (een aanname); voor de Wsw is geen bijdrage voorzien. {LEGEND}",
    )


def effects_table(result: ScenarioReport) -> Table:
    """What each lever brings over the years, by ranked scenario, and all of them at the end."""
    names = [name for name in LEVER_WORDS if any(name in m.parts for m in result.ranked_money)]
    rows = [
        {"hefboom": LEVER_WORDS[name]}
        | {m.scenario.id: _amount(m, name) for m in result.ranked_money}
        for name in names
    ]
    together: dict[str, object] = {"hefboom": "Samen"}
    last: dict[str, object] = {"hefboom": f"Samen, in {PERIOD_END} alleen"}
    for m in result.ranked_money:
        together[m.scenario.id] = m.effects_total.value / 1000
        last[m.scenario.id] = m.effects_last.value / 1000
    period = dash(result.years)
    return Table(
        "q6-hefbomen",
        f"Wat elke maatregel over {period} oplevert, bedragen x € 1.000",
        pd.DataFrame([*rows, together, last]),
        (
            Column("hefboom", "Maatregel"),
            *(
                Column(m.scenario.id, m.scenario.label, "eur_x1000", missing=NO_LEVER)
                for m in result.ranked_money
            ),
        ),
        result.reference.years.provenance,
        note="Een streep betekent dat het scenario die maatregel niet heeft. Wat eenmalig is, valt "
        "in de eerste jaren na de keuze; opbrengsten groeien in een paar jaar naar hun volle "
        "omvang. Dat een vorm weinig kost of oplevert, is een keuze van de makers: niemand weet "
        f"welke goedkoper is. {LEGEND}",
    )


def payers_table(result: ScenarioReport) -> Table:
    """Who pays the costs of the years after the ledger's, by ranked scenario."""
    paid = {m.scenario.id: m.years.payers() for m in result.ranked_money}
    until = result.reference.period.stop - 1
    names = list(next(iter(paid.values())))
    rows = [
        {"betaler": payer_words(name, names)}
        | {
            key: float(part[name][:, :until].sum(axis=1).mean()) / MILLION
            for key, part in paid.items()
        }
        for name in names
    ]
    first = int(result.reference.years.years[1])
    return Table(
        "q6-wie-betaalt",
        f"Wie de lasten betaalt, {first}–{PERIOD_END} samen, miljoen euro",
        pd.DataFrame(rows),
        (
            Column("betaler", "Wie"),
            *(Column(m.scenario.id, m.scenario.label, "eur_mln", 1) for m in result.ranked_money),
        ),
        result.reference.years.provenance,
        note="De kolommen tellen op tot de lasten. Het eigen vermogen vult eerst aan, daarna doen "
        "de gemeenten dat. Wat maatregelen opleveren, is van de lasten afgetrokken; daarom is wat "
        f"opdrachtgevers betalen in elk scenario gelijk. {LEGEND}",
    )


def payer_words(name: str, names: list[str]) -> str:
    """A payer; what a municipality pays for services is told from what it fills up."""
    return f"{name}, bijdrage" if f"{name}{ON_TOP}" in names else name


def _verdict(ranked: list[Quantity]) -> str:
    if all(item.high < 0 for item in ranked):
        return "geen scenario is sluitend"
    if all(item.value < 0 for item in ranked):
        return "elk scenario houdt naar schatting een tekort"
    if all(item.value >= 0 for item in ranked):
        return "elk scenario sluit naar schatting"
    return "niet elk scenario sluit naar schatting"


def _apart(result: ScenarioReport) -> str:
    """How far the highest and the lowest ranked scenario lie apart, with the margin of that."""
    best, worst = result.extremes
    apart = best.years.spread((best.totals - worst.totals) / MILLION, "eur_mln")
    return (
        f"Tussen ‘{best.scenario.label}’ en ‘{worst.scenario.label}’ ligt gemiddeld "
        f"{quantity(apart.value, 'eur_mln')} (marge {interval(apart.low, apart.high, 'eur_mln')})."
    )


def _saldo_row(result: ScenarioReport, money: ScenarioMoney) -> dict[str, Any]:
    low, middle, high = (
        value / MILLION for value in (money.total.low, money.total.value, money.total.high)
    )
    return {
        "id": money.scenario.id,
        "scenario": label(result, money.scenario.id),
        "naam": theme.wrapped(money.scenario.label, 18),
        "midden": middle,
        "laag": low,
        "hoog": high,
        "kant": side(middle),
        "woorden": f"{quantity(middle, 'eur_mln')} ({interval(low, high, 'eur_mln')})",
        "verworpen": money.scenario.id in {item.id for item in result.set.reference},
    }


def _points(
    rows: list[dict[str, Any]], rejected: bool, name: str, colour: str, symbol: str
) -> dict[str, Any]:
    shown = [row for row in rows if row["verworpen"] is rejected]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [row["midden"] for row in shown],
        "y": [row["naam"] for row in shown],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row["hoog"] - row["midden"] for row in shown],
            "arrayminus": [row["midden"] - row["laag"] for row in shown],
            "color": colour,
        },
        "marker": {"symbol": symbol, "size": 12, "color": colour},
        "hovertemplate": "%{x:,.1f} miljoen euro<extra>" + name + "</extra>",
    }


def _amount(money: ScenarioMoney, name: str) -> float:
    return money.total_effect(name).value / 1000 if name in money.parts else float("nan")


def amount_band(amount: Quantity) -> str:
    """An interval in thousands of euros."""
    return interval(amount.low / 1000, amount.high / 1000, "aantal")
