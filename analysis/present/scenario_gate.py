"""The eight SER-functionaliteiten as a gate: a word and a shape per cell, and where it stands."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import listing
from analysis.frames import rows_of
from analysis.model.gate import FILLED, HALF, NOT_FILLED, Verdict
from analysis.present.claim import Claim, Number
from analysis.present.scenario_groups import holders, labels, membership
from analysis.present.table import Column, Table
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.scenario_gate import Gate
from analysis.sources.scenarios import REJECTED, Scenario

SHAPES = {FILLED: "●", HALF: "◐", NOT_FILLED: "○"}
UNKNOWN_SHAPE = "?"
LEGEND = (
    "● staat op papier, ◐ voor een deel, ○ niet, ? onbekend. Afgesproken: staat in een "
    "overeenkomst. Voornemen: staat in de opdracht of hoort bij het scenario. Geen van beide is "
    "een waarneming. Onbekend betekent niet gevonden, en niet dat het er niet is."
)
VERDICTS = (
    "Voldoet: alles staat op papier. Zakt: iets is er niet. Niet aangetoond: iets is onbekend of "
    "staat er maar voor een deel. Op papier: het deel van alle vakjes dat is afgesproken of "
    "voorgenomen, waarbij voor een deel half telt; dat is een keuze van dit werkboek. Hoogstens: "
    "hetzelfde als alles wat onbekend is er blijkt te zijn. De nummers zijn die van de functies."
)
SHARES = (
    "op papier staat {papier} (een deel telt half), en hoogstens {hoogst} als alles wat onbekend "
    "is er blijkt te zijn"
)
STATUS = {REJECTED: "verworpen, alleen ter vergelijking"}
"""What the documents say of a scenario, where it is not one to choose from."""


def gate_table(result: Gate) -> Table:
    """The functionaliteiten against the municipalities, once for scenarios that are alike."""
    functions, numbers, groups = result.functions, _numbers(result), result.groups()
    rows = pd.DataFrame(
        {"nummer": [numbers[name] for name in functions], "functie": list(functions.values())}
    )
    columns = [Column("nummer", "Nr"), Column("functie", "Functionaliteit")]
    for members, label in zip(groups, labels(groups), strict=True):
        for area, name in result.areas.items():
            cells = result.of(members[0].id).query("gebied == @area").set_index("functionaliteit")
            field = f"{area}: {members[0].id}"
            rows[field] = [cell_text(row) for row in rows_of(cells.loc[list(functions)])]
            columns.append(Column(field, f"{name}, {label}" if len(groups) > 1 else name))
    return Table(
        "q6-ser",
        "De functionaliteiten van de SER per gemeente: wat op papier staat",
        rows,
        columns,
        result.provenance,
        note=f"{LEGEND} {membership(groups)}",
    )


def gate_sources_table(result: Gate) -> Table:
    """Where each cell of the gate comes from, once for the scenarios that it holds for."""
    return Table(
        "q6-ser-bronnen",
        "Waar elk vakje van de toets vandaan komt",
        _source_rows(result),
        (
            Column("nummer", "Nr"),
            Column("gemeente", "Gemeente"),
            Column("tekst", "Stand"),
            Column("scenarios", "Scenario's"),
            Column("toelichting", "Waaruit dat blijkt"),
            Column("plaats", "Vindplaats"),
            Column("rij", "Rij"),
        ),
        result.provenance,
        note=membership(result.groups()),
        collapsed=True,
    )


def _source_rows(result: Gate) -> pd.DataFrame:
    cells = result.cells.groupby(["functionaliteit", "gebied", "rij"], sort=False)
    holds, rows, groups = cells["scenario"].agg(list), cells.first().reset_index(), result.groups()
    order = {name: place for place, name in enumerate(result.functions)}
    return rows.assign(
        nummer=rows["functionaliteit"].map(_numbers(result)),
        gemeente=rows["gebied"].map(result.areas),
        tekst=[cell_text(row) for row in rows_of(rows)],
        plaats=[_place(row) for row in rows_of(rows)],
        scenarios=[holders(groups, ids) for ids in holds],
        rang=rows["functionaliteit"].map(order),
    ).sort_values("rang", kind="stable")


def gate_verdict_table(result: Gate) -> Table:
    """Per scenario the verdict, what is shown, what it could be at most, and what is open."""
    return Table(
        "q6-ser-oordeel",
        "Wat de toets per scenario zegt",
        pd.DataFrame([_verdict_row(result, item) for item in result.scenarios]),
        (
            Column("naam", "Scenario"),
            Column("status", "Status"),
            Column("oordeel", "Oordeel"),
            Column("papier", "Op papier", "pct", 0),
            Column("hoogstens", "Hoogstens", "pct", 0),
            Column("onbekend", "Onbekend (nr)"),
            Column("deels", "Voor een deel (nr)"),
            Column("niet", "Niet (nr)"),
        ),
        result.provenance.derived(),
        note=VERDICTS,
    )


def _verdict_row(result: Gate, scenario: Scenario) -> dict[str, object]:
    share, cells = result.coverage(scenario.id), result.of(scenario.id)
    return {
        "naam": scenario.label,
        "status": STATUS.get(scenario.status, "te verkennen"),
        "oordeel": str(result.verdict(scenario.id)),
        "papier": share.value,
        "hoogstens": share.high,
        "onbekend": _which(result, cells[cells["waarde"].isna()]),
        "deels": _which(result, cells[cells["waarde"] == HALF]),
        "niet": _which(result, cells[cells["waarde"] == NOT_FILLED]),
    }


def gate_claim(result: Gate) -> Claim:
    """What the gate says of the scenarios to choose from (of all, when none is left)."""
    chosen = [item for item in result.scenarios if item.status != REJECTED] or result.scenarios
    ids = [item.id for item in chosen]
    verdicts = [result.verdict(name) for name in ids]
    passed, failed = (verdicts.count(word) for word in (Verdict.VOLDOET, Verdict.ZAKT))
    numbers = {
        "aantal": _count(len(ids), result, (1, len(result.scenarios))),
        "functies": _count(len(result.functions), result, (1, len(result.cells))),
        "papier": _range(result, ids, shown=True),
        "hoogst": _range(result, ids, shown=False),
    }
    start = (
        "Voor geen van de {aantal} scenario's is aangetoond dat elke gemeente de {functies} "
        "functionaliteiten van de SER heeft"
    )
    if passed or failed:
        start = (
            "Van de {aantal} scenario's hebben er {voldoet} op papier in elke gemeente de "
            "{functies} functionaliteiten van de SER, zakken er {zakt} en is het bij {open} niet "
            "aangetoond"
        )
        counts = {"voldoet": passed, "zakt": failed, "open": len(ids) - passed - failed}
        numbers |= {name: _count(n, result, (0, len(ids))) for name, n in counts.items()}
    return Claim(f"{start}: {SHARES}{_difference(result, ids)}.", None, **numbers)


def _difference(result: Gate, ids: list[str]) -> str:
    """Whether the gate tells the scenarios apart, in words."""
    groups = [group for group in result.groups() if {item.id for item in group} & set(ids)]
    told_apart = len(ids) < 2 or len(groups) > 1
    return "" if told_apart else "; de toets maakt tussen deze scenario's geen verschil"


def cell_text(row: dict[str, object]) -> str:
    """A cell in a shape and a word: `◐ deels`; its source is told beside it."""
    value = row["waarde"]
    shape = SHAPES.get(value, UNKNOWN_SHAPE) if isinstance(value, float) else UNKNOWN_SHAPE
    return f"{shape} {row['stand']}"


def _numbers(result: Gate) -> dict[str, str]:
    table = result.book.table("ser_functionaliteiten")
    return {row["id"]: str(row["nummer"]) for row in rows_of(table)}


def _which(result: Gate, cells: pd.DataFrame) -> str:
    """The numbers of the functionaliteiten by municipality: `Deventer: 4, 7 en 8`."""
    numbers = _numbers(result)
    parts = [
        f"{result.areas[str(area)]}: {listing([numbers[name] for name in rows['functionaliteit']])}"
        for area, rows in cells.groupby("gebied", sort=False)
    ]
    return "; ".join(parts) or "geen"


def _place(row: dict[str, object]) -> str:
    return f"{row['vindplaats']} ({row['bron']})" if row["bron"] else "niet gevonden"


def _count(value: int, result: Gate, between: tuple[int, int]) -> Number:
    return Number(Quantity.exact(value, "aantal", result.provenance.derived()), between)


def _range(result: Gate, ids: list[str], shown: bool) -> Number:
    """The lowest to the highest share of these scenarios, on paper or at most."""
    shares = [result.coverage(name) for name in ids]
    ends = [share.value if shown else share.high for share in shares]
    rests_on: Provenance = combine(share.provenance for share in shares)
    quantity = Quantity(max(ends), "pct", rests_on, min(ends), max(ends))
    lowest = 0.0 if shown else max(share.value for share in shares)
    return Number(quantity, (lowest, 100.0), 0, band=True)
