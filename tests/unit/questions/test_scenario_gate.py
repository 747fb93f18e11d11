"""The gate by hand on two functions and two municipalities, and as the base case has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isnan
from typing import Any

import pandas as pd
import pytest

from analysis.frames import rows_of
from analysis.model.gate import Verdict
from analysis.questions.scenario_gate import NOT_LISTED, Gate, gate
from analysis.sources.scenarios import Levers, Scenario, read_scenarios
from analysis.sources.workbook import Workbook

pytestmark = pytest.mark.unit

MakeGate = Callable[..., Gate]
RANKED = ("bv", "bv-regio", "dienst", "dienst-regio")
PLACES = [("SER1", "deventer"), ("SER2", "deventer"), ("SER1", "raalte"), ("SER2", "raalte")]
EFFECT = ("id", "hefboom", "stand", "functionaliteit", "gebied", "waarde", "bron")


def _scenario(name: str = "proef", **levers: Any) -> Scenario:
    return Scenario(id=name, naam=name.title(), omschrijving="Proef", hefbomen=Levers(**levers))


@pytest.fixture
def make(book: Workbook) -> MakeGate:
    """A gate of two functions; `now` are the states of `PLACES`, `effects` rows of `EFFECT`."""

    def make_gate(
        now: Sequence[str],
        effects: Sequence[tuple[str, ...]] = (),
        scenarios: Sequence[Scenario] = (_scenario(minder_werksoorten=True),),
    ) -> Gate:
        present = pd.DataFrame(PLACES[: len(now)], columns=["functionaliteit", "gebied"])
        present = present.assign(
            id=[f"SI{number}" for number in range(len(now))],
            stand=now,
            toelichting="nu",
            bron=["" if state == "onbekend" else "dvo-2023" for state in now],
            vindplaats="Hoofdstuk",
        )
        changed = pd.DataFrame(list(effects), columns=EFFECT).assign(
            toelichting="straks", vindplaats="Opdracht"
        )
        functions = book.table("ser_functionaliteiten").query("nummer <= 2")
        tables = {
            "ser_functionaliteiten": functions,
            "ser_invulling": present,
            "ser_effecten": changed,
        }
        return gate(replace(book, tables={**book.tables, **tables}), scenarios)

    return make_gate


@pytest.fixture(scope="module")
def real(book: Workbook) -> Gate:
    known = read_scenarios(book.table("aannames"))
    return gate(book, [item for name, item in known.items() if name != "basis"])


def _effect(value: str, lever: str = "minder_werksoorten", stand: str = "ja") -> tuple[str, ...]:
    source = "" if value == "onbekend" else "nota-2024-933"
    return ("SE1", lever, stand, "SER1", "deventer", value, source)


def _first(result: Gate) -> dict[str, Any]:
    return rows_of(result.of("proef"))[0]


@pytest.mark.parametrize(
    ("state", "value", "basis"),
    [
        ("afgesproken", 1.0, "afspraak"),
        ("deels", 0.5, "afspraak"),
        ("lezingen verschillen", None, ""),
        ("onbekend", None, ""),
    ],
)
def test_a_state_of_today_as_a_value(
    make: MakeGate, state: str, value: float | None, basis: str
) -> None:
    cell = _first(make([state]))
    assert isnan(cell["waarde"]) if value is None else cell["waarde"] == value
    assert (cell["stand"], cell["rij"], cell["basis"]) == (state, "SI0", basis)


@pytest.mark.parametrize(
    ("value", "word"),
    [("1", "voornemen"), ("0.5", "voornemen, deels"), ("0", "niet"), ("onbekend", "onbekend")],
)
def test_a_row_of_the_scenario_replaces(make: MakeGate, value: str, word: str) -> None:
    # Also downwards, and also by unknown: it says so, unlike a scenario that is silent.
    cell = _first(make(["afgesproken"], [_effect(value)]))
    assert (cell["stand"], cell["rij"], cell["toelichting"]) == (word, "SE1", "straks")


def test_a_scenario_that_is_silent_leaves_the_cell(make: MakeGate) -> None:
    other = _effect("0", "bedrijfsleven")
    assert _first(make(["afgesproken"], [other]))["rij"] == "SI0"
    # The same lever in another position is silent too.
    service = _effect("0", "vorm", "dienst")
    company = _scenario(vorm="bv")
    assert _first(make(["afgesproken"], [service], [company]))["rij"] == "SI0"


@pytest.mark.parametrize("values", [("onbekend", "0.5"), ("0.5", "0"), ("0", "0.5", "onbekend")])
def test_the_highest_known_of_more_rows_counts(make: MakeGate, values: tuple[str, ...]) -> None:
    assert _first(make(["afgesproken"], [_effect(value) for value in values]))["waarde"] == 0.5


def test_a_cell_that_no_table_names_is_unknown(make: MakeGate) -> None:
    result = make(["afgesproken", "afgesproken", "afgesproken"])  # SER2 of raalte is missing
    last = result.of("proef").iloc[-1]
    assert (last["functionaliteit"], last["gebied"]) == ("SER2", "raalte")
    assert isnan(last["waarde"])
    assert last["toelichting"] == NOT_LISTED
    assert result.verdict("proef") is Verdict.NIET_AANGETOOND


def test_other_municipalities_have_their_own_names(make: MakeGate) -> None:
    assert make(["deels"] * 4).areas == {"deventer": "Deventer", "raalte": "Raalte"}


def test_the_verdict_turns(make: MakeGate) -> None:
    full = ["afgesproken"] * 4
    assert make(full).verdict("proef") is Verdict.VOLDOET
    assert make([*full[:3], "deels"]).verdict("proef") is Verdict.NIET_AANGETOOND
    assert make([*full[:3], "onbekend"]).verdict("proef") is Verdict.NIET_AANGETOOND
    assert make(full, [_effect("0")]).verdict("proef") is Verdict.ZAKT
    # One effect fills what was unknown.
    assert make(["onbekend", *full[1:]], [_effect("1")]).verdict("proef") is Verdict.VOLDOET


def test_unknown_counts_for_the_top_of_the_band_only(make: MakeGate) -> None:
    share = make(["afgesproken", "deels", "onbekend", "lezingen verschillen"]).coverage("proef")
    # 1 + 0.5 of 4 cells; with both unknown ones 3.5.
    assert (share.value, share.low, share.high, share.unit) == (37.5, 37.5, 87.5, "pct")
    assert (share.provenance.label, share.provenance.norm) == ("afgeleid", True)


def test_a_value_without_a_source_is_a_judgement(make: MakeGate) -> None:
    own = (*_effect("1")[:-1], "")
    result = make(["afgesproken"], [own])
    assert _first(result)["basis"] == "aanname"
    assert result.coverage("proef").provenance.label == "aanname"


def test_scenarios_that_read_the_same_are_together(make: MakeGate) -> None:
    scenarios = [_scenario("een", vorm="bv"), _scenario("twee", minder_werksoorten=True)]
    scenarios.append(_scenario("drie", vorm="dienst"))
    groups = make(["deels"], [_effect("1")], scenarios).groups()
    assert [[item.id for item in members] for members in groups] == [["een", "drie"], ["twee"]]


def test_an_unknown_scenario_is_no_empty_gate(make: MakeGate) -> None:
    with pytest.raises(KeyError, match="elders"):
        make(["deels"]).coverage("elders")


def test_every_scenario_has_every_cell(real: Gate) -> None:
    assert len(real.cells) == 14 * 8 * 2
    assert not real.cells.duplicated(["scenario", "functionaliteit", "gebied"]).any()
    assert (real.cells["rij"] != "").all()
    known = real.cells[real.cells["waarde"].notna()]
    assert (known[["bron", "vindplaats"]] != "").all(axis=None)
    assert set(known["basis"]) == {"afspraak"}


@pytest.mark.parametrize("name", RANKED)
def test_the_rows_of_a_ranked_scenario(real: Gate, name: str) -> None:
    cells = real.of(name)
    assert [row.removeprefix("S") for row in cells["rij"]] == [
        *("E01", "E02", "I03", "E04", "I05", "I06", "I07", "I08"),  # Deventer
        *("I09", "E05", "E06", "I12", "I13", "I14", "I15", "I16"),  # Olst-Wijhe
    ]
    values = [None if isnan(value) else value for value in cells["waarde"]]
    assert values == [1, 1, 1, 0.5, 1, None, 0.5, 0.5, None, 1, *[None] * 6]


@pytest.mark.parametrize(
    ("name", "points", "unknown"),
    [
        # Deventer 4 + 3 halves and 1 unknown; Olst-Wijhe beschut werk and 7 unknown.
        *((name, 6.5, 8) for name in RANKED),
        *((f"{name}-extra", 6.5, 8) for name in RANKED),
        # Olst-Wijhe on its own: nothing is known of it.
        *((f"{name}-eigen", 5.5, 9) for name in RANKED),
        # Today: detachering in Deventer is half agreed.
        ("s0", 5.0, 9),
        ("s1", 5.0, 9),
    ],
)
def test_what_is_on_paper(real: Gate, name: str, points: float, unknown: int) -> None:
    share = real.coverage(name)
    assert share.value == pytest.approx(100 * points / 16)
    assert share.high == pytest.approx(100 * (points + unknown) / 16)
    assert real.verdict(name) is Verdict.NIET_AANGETOOND
