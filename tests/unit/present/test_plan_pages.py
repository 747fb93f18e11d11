"""Everything that notebook 02 shows, for every area and other parameters than the base case."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from analysis.headlines import ABSENT
from analysis.paths import ROOT
from analysis.present import (
    plan_answer,
    plan_bridge,
    plan_claims,
    plan_errors,
    plan_lines,
    plan_own,
    plan_reserve,
    theme,
)
from analysis.present.lights import SHAPES, light_text, value_text
from analysis.questions.evidence import Light
from analysis.questions.local_runoff import local_runoff
from analysis.questions.plan_claims import Verdict
from analysis.questions.plan_own import FACTORS
from analysis.questions.plan_reality import FORECAST, PlanReality, plan_reality
from analysis.questions.plans import State
from analysis.sources.workbook import Workbook
from tests.unit.present.pages import (
    AREAS,
    CASES,
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    at_end,
    book_of,
    calls_in,
    cases,
    cells_of,
    made,
    nation_of,
)

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "02_plan_en_werkelijkheid.ipynb"
MODULES = {
    "plan_answer": plan_answer,
    "plan_bridge": plan_bridge,
    "plan_claims": plan_claims,
    "plan_errors": plan_errors,
    "plan_lines": plan_lines,
    "plan_own": plan_own,
    "plan_reserve": plan_reserve,
}
FIGURES = (
    "plan_lines.lights_figure",
    "plan_bridge.bridge_figure",
    "plan_reserve.reserve_figure",
    "plan_own.own_result_figure",
)
TABLES = {
    # Rows for samen and Deventer, and for Olst-Wijhe, which has no plan of its own.
    "plan_lines.forecast_table": (13, 13),
    "plan_lines.other_table": (19, 1),
    "plan_own.own_table": (13, 13),
    "plan_own.own_bridge_table": (8, 8),
    "plan_claims.claims_table": (12, 12),
    "plan_errors.errors_table": (4, 1),
}
PARTS = "plan_bridge.parts_table"
CLAIMS = ("plan_answer.answer_claims", "plan_own.own_claim")
ENDS = [
    *((name, end, "samen") for name in ("A01", "A18", "A25", "A26") for end in ("laag", "hoog")),
    # The smallest area, where rounding bites first; the other three are about the whole.
    *((name, end, "olst-wijhe") for name in ("A01", "A18") for end in ("laag", "hoog")),
]


@cache
def _result(area: str, name: str) -> PlanReality:
    book = book_of(area, name)
    return plan_reality(book, nation_of(book.parameters.zaad))


@cache
def _at_end(identifier: str, end: str, area: str = "samen") -> PlanReality:
    book = at_end(book_of(area, "basis"), identifier, end)
    # Of these only A01 moves the run-off.
    local = local_runoff(book, nation_of(2040)) if identifier == "A01" else None
    return plan_reality(book, nation_of(2040), local or _result(area, "basis").local)


@cache
def _shown(call: str, area: str, name: str) -> Any:
    return made(MODULES, call, _result(area, name))


def _claims(call: str, area: str, name: str) -> list[Any]:
    found = _shown(call, area, name)
    return list(found) if isinstance(found, tuple) else [found]


def _row(**changes: Any) -> dict[str, Any]:
    """A measured line of 100 personen, of which 90 came."""
    return {
        "stand": State.GEMETEN,
        "licht": Light.ROOD,
        "kans": 0.0,
        "eenheid": "pers",
        "waarde": 100.0,
        "werkelijk": 90.0,
        "laag_werkelijk": 90.0,
        "hoog_werkelijk": 90.0,
    } | changes


def test_nothing_of_the_notebook_is_forgotten() -> None:
    called = calls_in(NOTEBOOK, MODULES, "plan")
    assert sorted(called) == sorted([*FIGURES, *TABLES, PARTS, *CLAIMS])


@pytest.mark.parametrize(("call", "area", "name"), cases(*FIGURES))
def test_a_figure_can_be_made_and_read(call: str, area: str, name: str) -> None:
    assert_readable_figure(_shown(call, area, name), "q2-")


@pytest.mark.parametrize(("call", "area", "name"), cases(*TABLES, PARTS))
def test_a_table_can_be_made_and_read(call: str, area: str, name: str) -> None:
    table = _shown(call, area, name)
    assert_readable_table(table, "q2-")
    if call != PARTS:
        assert len(table.rows) == TABLES[call][area == "olst-wijhe"]
    else:
        # Two years of the area, and for both together the last of each municipality.
        assert len(table.rows) == (4 if area == "samen" else 2)


@pytest.mark.parametrize(("call", "area", "name"), cases(*CLAIMS))
def test_a_claim_still_holds_and_tells_its_margin(call: str, area: str, name: str) -> None:
    # A number outside its bounds would raise StaleClaim.
    for claim in _claims(call, area, name):
        assert_readable_claim(claim)


@pytest.mark.parametrize(("area", "name"), CASES)
def test_the_answer_is_five_sentences_with_these_numbers(area: str, name: str) -> None:
    claims = [claim.text() for claim in _shown("plan_answer.answer_claims", area, name)]
    result = _result(area, name)
    assumed, counts, bridge, sure, documents = claims
    assert "dat zelf niet is gevonden" in assumed
    # X02, X04 and X10.
    assert re.findall(r"[\d.]+\d", assumed) == ["2016", "802", "2017", "2.870.000", "2020", "2024"]
    assert re.findall(r"\d+", counts) == ["12", "0", "2", "4", "6"]
    # 63,129 - 58,095 and the part that is of the first.
    assert "Wsw 5.034\N{NO-BREAK SPACE}arbeidsjaren minder" in bridge
    assert "(8,0%)" in bridge
    assert f"had alleen dat voor {result.area_name} gegolden" in bridge
    states = result.lines["stand"].value_counts()
    numbers = [len(result.lines), *(states.get(state, 0) for state in State)]
    # In the sentence: all, gemeten, geschat, nog niet, ontbreekt, the order of State.
    assert re.findall(r"\d+", sure) == [str(number) for number in numbers]
    assert sum(numbers[1:]) == numbers[0]
    found = [int(number) for number in re.findall(r"\((\d+)\)", documents)]
    assert found == list(result.documents().head(3))


@pytest.mark.parametrize("area", AREAS)
def test_what_the_bridge_says_is_what_it_draws(area: str) -> None:
    result = _result(area, "basis")
    bridge = result.bridges[-1]
    figure = _shown("plan_bridge.bridge_figure", area, "basis")
    shown = list(figure.numbers["bedrag"])
    assert shown == [step.value for step in bridge.steps.values()]
    assert sum(shown[:3]) == pytest.approx(shown[3], abs=1e-6)
    assert list(figure.numbers["kant"]) == ["", "N", "V", ""]
    assert "minder" in figure.title
    # Each bar starts where the one before it ended; all start at zero or above.
    ends = [(trace["base"][0], trace["base"][0] + trace["x"][0]) for trace in figure.traces]
    (first, plan), (low, top), (bottom, high), (last, outcome) = ends
    assert first == last == 0
    assert top == pytest.approx(plan)
    assert bottom == pytest.approx(low)
    assert high == pytest.approx(outcome)
    assert figure.layout["xaxis"]["range"][0] == 0
    assert figure.layout["xaxis"]["range"][1] > max(top for _, top in ends)


def test_the_municipalities_stand_below_the_whole() -> None:
    rows = _shown(PARTS, "samen", "basis").rows
    assert list(rows["wie"]) == [
        "Deventer en Olst-Wijhe, 2020",
        "Deventer en Olst-Wijhe, 2022",
        "Deventer, 2022",
        "Olst-Wijhe, 2022",
    ]
    assert list(rows["kant"]) == ["N"] * 4
    assert list(rows["fout"]) == pytest.approx([2.567_647, 7.974_148, 7.974_148, 7.974_148])
    people = [int(text.split(" ")[0]) for text in rows["mensen"]]
    assert people[2] + people[3] == people[1]


@pytest.mark.parametrize("area", AREAS)
def test_every_line_has_a_word_beside_its_sign(area: str) -> None:
    # Who can't see the colour or the sign reads the word; no word goes with two signs.
    said = {}
    for call in ("plan_lines.forecast_table", "plan_lines.other_table"):
        for text in _shown(call, area, "basis").rows["licht"]:
            sign, _, word = text.partition(" ")
            assert word.strip()
            assert said.setdefault(word, sign) == sign
    signs = {sign for sign, *_ in SHAPES.values()}
    assert set(said.values()) <= signs
    shown = {word for _, word, *_ in SHAPES.values()}
    assert len(signs) == len(shown) == len(Light)


@pytest.mark.parametrize("light", Light)
def test_a_light_is_a_sign_and_a_word(light: Light) -> None:
    sign, word, colour, symbol = SHAPES[light]
    text = light_text(_row(licht=light))
    assert text == f"{sign} {word}"
    assert colour in theme.PALETTE
    assert symbol


@pytest.mark.parametrize(
    ("light", "chance", "text"),
    [
        (Light.GROEN, 0.91, "▲ waarschijnlijk minstens zo gunstig (kans 91%)"),
        (Light.ORANJE, 0.7, "◆ onzeker (kans 70%)"),
        (Light.ROOD, 0.06, "▼ waarschijnlijk ongunstiger (kans 6%)"),
        (Light.GEEN, float("nan"), "– geen oordeel"),
    ],
)
def test_an_estimate_tells_its_chance(light: Light, chance: float, text: str) -> None:
    assert light_text(_row(stand=State.GESCHAT, licht=light, kans=chance)) == text


def test_a_year_to_come_says_so_instead_of_a_light() -> None:
    row = _row(stand=State.NIET_AF, licht=Light.GEEN, werkelijk=float("nan"))
    assert light_text(row) == "– nog niet aan de orde"
    assert value_text(row, "werkelijk") == ""
    assert value_text(row, "waarde") == "100\N{NO-BREAK SPACE}personen"


def test_a_value_in_words() -> None:
    blank = "\N{NO-BREAK SPACE}"
    assert value_text(_row(), "werkelijk") == f"90{blank}personen"
    assert value_text(_row(werkelijk=0.0, laag_werkelijk=0.0, hoog_werkelijk=0.0), "werkelijk") == (
        f"0{blank}personen"
    )
    estimated = _row(laag_werkelijk=80.0, hoog_werkelijk=95.0)
    assert value_text(estimated, "werkelijk") == f"90{blank}personen (80 tot 95{blank}personen)"
    assert value_text(estimated, "waarde") == f"100{blank}personen"
    missing = _row(stand=State.ONTBREEKT, waarde=float("nan"), werkelijk=float("nan"))
    assert value_text(missing, "waarde") == value_text(missing, "werkelijk") == ABSENT
    # A tenth of a million is too coarse to tell a reserve from its plan.
    assert value_text(_row(eenheid="eur_mln", waarde=10.94), "waarde") == (
        f"€{blank}10,94{blank}miljoen"
    )


def test_a_point_is_drawn_for_what_is_known_and_a_word_for_the_rest() -> None:
    figure = _shown("plan_lines.lights_figure", "samen", "basis")
    assert figure.title == "Van 7 ramingen 2 gemeten, 1 geschat, 4 zonder uitkomst"
    marks = [trace for trace in figure.traces if trace["mode"] == "markers"]
    (words,) = [trace for trace in figure.traces if trace["mode"] == "text"]
    assert {trace["name"]: len(trace["x"]) for trace in marks} == {"onzeker": 1, "ongunstiger": 2}
    assert words["text"] == [f" ○ {ABSENT}"] * 4
    named = [name for trace in figure.traces for name in trace["y"]]
    assert sorted(named) == sorted(figure.layout["yaxis"]["categoryarray"])
    # 66,254 of 68,000 and 58,095 of 63,129.
    (red,) = [trace for trace in marks if trace["name"] == "ongunstiger"]
    assert red["x"] == pytest.approx([97.432, 92.026], abs=0.001)
    assert red["error_x"]["array"] == red["error_x"]["arrayminus"] == [0, 0]
    (unsure,) = [trace for trace in marks if trace["name"] == "onzeker"]
    assert min(unsure["error_x"]["array"] + unsure["error_x"]["arrayminus"]) > 0
    # Shape and colour differ; the plan itself is in sight, and so is every mark with its margin.
    assert len({trace["marker"]["symbol"] for trace in marks}) == len(marks)
    assert len({trace["marker"]["color"] for trace in marks}) == len(marks)
    low, high = figure.layout["xaxis"]["range"]
    assert low < 92 < 100 < high
    (line,) = figure.layout["shapes"]
    assert line["x0"] == line["x1"] == 100


def test_the_description_tells_each_line_of_the_picture() -> None:
    figure = _shown("plan_lines.lights_figure", "samen", "basis")
    parts = figure.description.removesuffix(".").split("; ")
    assert len(parts) == len(figure.numbers) == 7
    assert sum(part.endswith(f": ○ {ABSENT}") for part in parts) == 4
    assert sum(part.endswith(": ▼ ongunstiger") for part in parts) == 2
    assert parts[0].startswith("Wsw-medewerkers, 2017: ◆ onzeker (kans ")


@pytest.mark.parametrize("area", AREAS)
def test_a_missing_outcome_is_a_word_and_never_a_zero(area: str) -> None:
    # The forecast: planned amounts without an outcome.
    result = _result(area, "basis")
    lines = result.lines[result.lines["plan"].isin((FORECAST,))].reset_index(drop=True)
    shown = _shown("plan_lines.forecast_table", area, "basis").rows.iloc[: len(lines)]
    absent = lines["werkelijk"].isna()
    assert absent.sum() == 5
    assert (shown.loc[absent, "werkelijk"] == ABSENT).all()
    assert (shown.loc[absent, "licht"] == f"○ {ABSENT}").all()
    assert (shown.loc[absent, "vragen"] != "").all()
    assert ABSENT not in set(shown.loc[~absent, "werkelijk"])


@pytest.mark.parametrize("area", AREAS)
def test_the_reserve_that_nobody_published(area: str) -> None:
    figure = _shown("plan_reserve.reserve_figure", area, "basis")
    assert figure.title.endswith(f"uitkomst {ABSENT}")
    assert figure.description.endswith(f"De werkelijke stand: {ABSENT}.")
    *bars, word = figure.traces
    assert word["mode"] == "text"
    assert word["text"] == [f" ○ {ABSENT}"]
    assert [bar["type"] for bar in bars] == ["bar"] * 4
    # X08 20.46 - R11 8.24 - R11 1.3 = 10.92 beside X09 10.9: the register rounds the last step.
    sizes = [bar["x"][0] for bar in bars]
    assert sizes[0] - sizes[1] - sizes[2] == pytest.approx(sizes[3], abs=0.025)
    assert [bar["base"][0] for bar in bars] == pytest.approx(
        [0, sizes[0] - sizes[1], sizes[3], 0], abs=0.025
    )
    assert cells_of_numbers(figure)[-1] == ["Werkelijk 1 januari 2021", ABSENT]


def cells_of_numbers(figure: Any) -> list[list[str]]:
    """The cells of the table that goes with a figure."""
    rows: list[list[str]] = figure.payload()["tabel"]["rijen"]
    return rows


@pytest.mark.parametrize("area", AREAS)
def test_an_empty_plan_draws_words_and_no_bars(area: str) -> None:
    figure = _shown("plan_own.own_result_figure", area, "basis")
    assert figure.title == "Gepland en werkelijk resultaat: beide ontbreken"
    (trace,) = figure.traces
    assert (trace["mode"], trace["text"]) == ("text", [f" ○ {ABSENT}"] * 5)
    assert trace["y"] == [str(year) for year in range(2020, 2025)]
    assert all(row[1:] == [ABSENT, ABSENT] for row in cells_of_numbers(figure))
    assert figure.description.count(ABSENT) == 5
    # An axis without numbers: nothing was measured along it.
    assert figure.layout["xaxis"]["showticklabels"] is False


@pytest.mark.parametrize("area", AREAS)
def test_an_empty_plan_has_the_word_in_every_cell(area: str) -> None:
    rows = cells_of(_shown("plan_own.own_table", area, "basis"))
    heads, *others = rows
    assert all(row[1:] == [ABSENT] * 5 for row in others)
    # Of the heads the outcome is estimated beside a plan that is not known.
    assert heads[0] == "Wsw-medewerkers"
    assert all(cell.startswith(f"{ABSENT} → ") and " tot " in cell for cell in heads[1:])
    effects = cells_of(_shown("plan_own.own_bridge_table", area, "basis"))
    assert [row[0] for row in effects][:6] == list(FACTORS.values())
    assert all(row[1:] == [ABSENT] * 5 for row in effects)
    text = _shown("plan_own.own_claim", area, "basis").text()
    assert re.findall(r" \d+ ", text) == [" 65 ", " 65 "]


def test_the_verdicts_in_words() -> None:
    rows = _shown("plan_claims.claims_table", "samen", "basis").rows.set_index("id")
    said = dict(zip(rows.index, rows["oordeel"], strict=True))
    assert said["V2"] == f"▼ {Verdict.WEERLEGD}"
    assert said["V5"] == f"⇄ {Verdict.TEGENGESPROKEN}"
    assert said["V1"] == said["V12"] == f"◆ {Verdict.ONBESLIST}"
    assert len(set(plan_claims.SIGNS.values())) == len(plan_claims.SIGNS) == len(Verdict)
    why = rows["grond"]
    # 66,254 - 58,095 and 63,129 - 58,095.
    assert "8.159 arbeidsjaren".replace(" ", "\N{NO-BREAK SPACE}") in why["V2"]
    assert " 5.034 onder de verwachting" in why["V2"]
    assert "van 848 in 2016 naar" in why["V3"]
    assert "gelijk bleef is 0%" in why["V3"]
    assert "€ -2.000 per fte".replace("€ ", "€\N{NO-BREAK SPACE}") in why["V4"]
    for name, spoken in {"V5": "T06", "V7": "T05", "V8": "T09", "V10": "T45"}.items():
        assert why[name].endswith(f"({spoken})")
        assert " — maar: " in why[name]
    for name in ("V1", "V9", "V11"):
        assert why[name].startswith("Alleen een oordeel in de nota")
        assert not re.search(r"\d", why[name])
    assert all("Landelijk gevonden: " in why[name] for name in ("V4", "V6"))
    assert "2040 moet nog komen" in why["V12"]
    gaps = _result("samen", "basis").book.table("ontbrekend")["systeem"]
    assert all(any(text.endswith(f"({name})") for name in gaps) for text in rows["beslissend"])


def test_the_errors_in_words() -> None:
    rows = _shown("plan_errors.errors_table", "samen", "basis").rows.set_index("plan")
    national = rows.loc["Verwachting van het Rijk 2015: Arbeidsjaren Wsw, gemiddeld"]
    # (1,746 + 5,034) / 2; (1,746 / 66,254 + 5,034 / 58,095) / 2 is 5.65%; two of two: 2 x 1/4.
    assert (national["paren"], national["afwijking"], national["hoog"]) == (2, "3.390", "2 van 2")
    assert national["mape"] == pytest.approx(5.650, abs=0.001)
    assert (national["theil"], national["teken"]) == (ABSENT, "50%")
    assert national["dekking"] == "plan gaf geen marge"
    # 1 planned and 0 made: no part of nothing can be taken.
    cells = {row[0]: row for row in cells_of(_shown("plan_errors.errors_table", "samen", "basis"))}
    assert cells["Doelen Deventer 2015: Plekken beschut werk"][5] == "n.v.t."
    # 3.80 - 3.50 million keeps its cents.
    costs = cells["Doelen Deventer 2015: Kosten 'Deventer Werktalent vraag en aanbod'"]
    assert costs[2:4] == ["0,30", "€ miljoen"]


@pytest.mark.parametrize(("identifier", "end", "area"), ENDS)
def test_everything_holds_at_the_end_of_an_assumption(identifier: str, end: str, area: str) -> None:
    # A number that leaves the bounds of its sentence would raise StaleClaim.
    result = _at_end(identifier, end, area)
    for call in FIGURES:
        assert_readable_figure(made(MODULES, call, result), "q2-")
    for call in (*TABLES, PARTS):
        assert_readable_table(made(MODULES, call, result), "q2-")
    for claim in [*plan_answer.answer_claims(result), plan_own.own_claim(result)]:
        assert "{" not in claim.text()


@pytest.mark.parametrize(("identifier", "lower"), [("A01", "hoog"), ("A18", "laag")])
def test_the_ends_of_an_assumption_change_what_is_shown(identifier: str, lower: str) -> None:
    # Fewer people, or a budget that follows less, make the difference smaller. Otherwise the tests
    # above would say nothing.
    other = "laag" if lower == "hoog" else "hoog"
    small, large = (
        abs(_at_end(identifier, end).bridges[-1].difference.value) for end in (lower, other)
    )
    assert small < 0.95 * large


@pytest.mark.parametrize("area", AREAS)
def test_the_horizon_and_price_level_move_nothing(area: str) -> None:
    # So the notebook says of both parameters.
    for call in (*TABLES, PARTS):
        base, other = (_shown(call, area, name) for name in ("basis", "kort-2022"))
        assert cells_of(base) == cells_of(other), call


def test_one_municipality_is_shown_alone() -> None:
    own = _shown("plan_lines.other_table", "olst-wijhe", "basis")
    assert not any("Deventer" in row[0] for row in cells_of(own))
    names = [row[0] for row in cells_of(_shown(PARTS, "olst-wijhe", "basis"))]
    assert names == ["Olst-Wijhe, 2020", "Olst-Wijhe, 2022"]


def test_the_book_is_not_changed_by_what_is_shown() -> None:
    book: Workbook = _result("samen", "basis").book
    assert len(book.table("planclaims")) == 12
    assert "oordeel" not in book.table("planclaims")
