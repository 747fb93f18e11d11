"""Governance per scenario: bodies that lapse or change, and the steps that the board must take."""

from __future__ import annotations

import pandas as pd

from analysis.dutch import number
from analysis.frames import rows_of
from analysis.present.claim import Claim, Number
from analysis.present.scenario_groups import holders, labels, membership
from analysis.present.table import MAX_ROWS, Column, Table
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.scenario_board import BODIES, DECIDES, MISSING, ROLES, Board, Change
from analysis.sources.scenarios import REJECTED

SIGNS = {Change.VERVALT: "✕", Change.VERANDERT: "◆", Change.ONBEKEND: "?", Change.GEEN: "–"}
LEGEND = (
    "✕ vervalt, ◆ verandert, ? de stukken zeggen het niet, – geen wijziging genoemd; dat laatste "
    "betekent niet dat het orgaan blijft. Of er voor een orgaan dat vervalt een ander komt, staat "
    "niet in de stukken."
)
OWN_QUESTION, OWN_READING, NOT_FOUND = (
    "eigen vraag van dit werkboek",
    "eigen lezing van dit werkboek",
    "niet gevonden",
)
NO_FIGURE = "geen gegeven uit de lijst"
STEPS_NOTE = (
    "Waar een vindplaats staat, komt de stap uit de stukken; de vraag erbij is door dit werkboek "
    "uitgewerkt. De eigen vragen staan niet in de stukken. Wat ontbreekt, staat met zijn nummer in "
    "de lijst van ontbrekende gegevens. Het is geen volledige juridische lijst."
)


def bodies_table(result: Board) -> Table:
    """The bodies that decide or change, against the scenarios that do the same to them."""
    groups = result.groups()
    shown = _shown(result)
    rows = shown[["naam", "rol"]].copy()
    columns = [Column("naam", "Orgaan"), Column("rol", "Rol")]
    for members, label in zip(groups, labels(groups), strict=True):
        states = result.of(members[0].id).set_index("orgaan")["wordt"]
        rows[members[0].id] = [_state_text(states[name]) for name in shown["orgaan"]]
        columns.append(Column(members[0].id, label if len(groups) > 1 else "Alle scenario's"))
    return Table(
        "q6-organen",
        "Wat elk scenario met de organen doet",
        rows,
        columns,
        result.provenance,
        note=" ".join(filter(None, (LEGEND, _others(result, shown), membership(groups)))),
        collapsed=len(rows) > MAX_ROWS,
    )


def changes_table(result: Board) -> Table:
    """Each change with what happens to the body's powers, and where that stands."""
    return Table(
        "q6-organen-bevoegdheid",
        "Wat er met de bevoegdheid van elk orgaan gebeurt",
        _change_rows(result),
        (
            Column("naam", "Orgaan"),
            Column("tekst", "Wordt"),
            Column("bevoegdheid", "Bevoegdheid"),
            Column("scenarios", "Scenario's"),
            Column("plaats", "Vindplaats"),
            Column("id", "Rij"),
        ),
        result.provenance,
        note=membership(result.groups()),
        collapsed=True,
    )


def steps_table(result: Board) -> Table:
    """The steps with the question that each settles and the figure that it waits for."""
    rows = _step_rows(result)
    return Table(
        "q6-stappen",
        "Welke stappen de scenario's van het bestuur vragen",
        rows,
        (
            Column("stap", "Stap"),
            Column("vraag", "Te beantwoorden"),
            Column("wie", "Organen"),
            Column("scenarios", "Scenario's"),
            Column("wacht", "Wacht op (nummer)"),
            Column("herkomst", "Waar de stap vandaan komt"),
        ),
        result.step_provenance,
        note=f"{STEPS_NOTE} {membership(result.groups())}".rstrip(),
        collapsed=len(rows) > MAX_ROWS,
    )


def _change_rows(result: Board) -> pd.DataFrame:
    rows = result.changes.drop_duplicates("id").sort_values("id")
    return rows.assign(
        naam=rows["orgaan"].map(_names(result)),
        tekst=[_state_text(Change(word)) for word in rows["wordt"]],
        scenarios=_held_by(result, result.changes, rows),
        plaats=[_place(row, _unsourced(row)) for row in rows_of(rows)],
    )


def _step_rows(result: Board) -> pd.DataFrame:
    rows, names = result.steps.drop_duplicates("id").sort_values("id"), _names(result)
    missing = {name: name for name in result.book.table(MISSING)["id"]}
    return rows.assign(
        wie=[_joined(cell, names) for cell in rows["organen"]],
        scenarios=_held_by(result, result.steps, rows),
        wacht=[_joined(cell, missing) or NO_FIGURE for cell in rows["gegeven"]],
        herkomst=[_place(row, OWN_QUESTION) for row in rows_of(rows)],
    )


def _held_by(result: Board, held: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """In words, the scenarios for which each of these rows holds."""
    holds, groups = held.groupby("id")["scenario"].agg(list), result.groups()
    return [holders(groups, holds[name]) for name in rows["id"]]


def board_claim(result: Board) -> Claim:
    """How many bodies lapse in the scenarios to choose from, and what the steps wait for."""
    chosen = [item for item in result.scenarios if item.status != REJECTED] or result.scenarios
    ids = [item.id for item in chosen]
    lapsing = _range([result.lapsing(name) for name in ids])
    steps = _range([result.step_count(name) for name in ids])
    waits = Quantity.exact(len(result.waits_for), "aantal", result.step_provenance.derived())
    now = result.between
    return Claim(
        "Van de {nu} organen tussen raad en uitvoering (samenwerking, eigendom en toezicht) "
        "vervallen er in de {aantal} scenario's {weg}; of er iets voor terugkomt, staat niet in de "
        "stukken. Dit werkboek noemt per scenario {stappen} stappen van het bestuur; samen wachten "
        "de stappen op {gegevens} ontbrekende gegevens.",
        None,
        nu=Number(now, (0, len(result.book.table(BODIES)))),
        aantal=Number(_number_of(ids, result), (1, len(result.scenarios))),
        weg=Number(lapsing, (0, now.value), band=True),
        stappen=Number(steps, (0, len(result.steps)), band=True),
        gegevens=Number(waits, (0, len(result.book.table(MISSING)))),
    )


def _shown(result: Board) -> pd.DataFrame:
    """The bodies that decide, or that some scenario does something to, by role."""
    touched = result.bodies.loc[result.bodies["wordt"] != Change.GEEN, "orgaan"]
    bodies = result.bodies.drop_duplicates("orgaan")
    hit = bodies["orgaan"].isin(touched) | (bodies["rol"] == DECIDES)
    order = {role: place for place, role in enumerate(ROLES)}
    rank = bodies["rol"].map(lambda role: order.get(role, len(order)))
    return bodies[hit].assign(rang=rank).sort_values("rang", kind="stable")


def _others(result: Board, shown: pd.DataFrame) -> str:
    rest = sorted(set(result.bodies["orgaan"]) - set(shown["orgaan"]))
    if not rest:
        return ""
    names = _names(result)
    return (
        f"Van {number(len(rest))} andere organen is in geen van de scenario's een wijziging "
        f"genoemd: {'; '.join(names[name] for name in rest)}."
    )


def _names(result: Board) -> dict[str, str]:
    return {row["id"]: str(row["orgaan"]) for row in rows_of(result.book.table(BODIES))}


def _state_text(state: Change) -> str:
    return f"{SIGNS[state]} {state}"


def _joined(cell: str, names: dict[str, str]) -> str:
    return "; ".join(names[name] for name in cell.split(";") if name)


def _place(row: dict[str, object], without: str) -> str:
    return f"{row['vindplaats']} ({row['bron']})" if row["bron"] else without


def _unsourced(row: dict[str, object]) -> str:
    return NOT_FOUND if row["wordt"] == Change.ONBEKEND else OWN_READING


def _number_of(ids: list[str], result: Board) -> Quantity:
    return Quantity.exact(len(ids), "aantal", result.provenance.derived())


def _range(counts: list[Quantity]) -> Quantity:
    values = [count.value for count in counts]
    rests_on: Provenance = combine(count.provenance for count in counts)
    return Quantity(max(values), "aantal", rests_on, min(values), max(values))
