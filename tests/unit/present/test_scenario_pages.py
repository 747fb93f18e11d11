"""Everything that notebook 06 shows of the scenarios: readable, and true when the data turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.paths import ROOT
from analysis.present import (
    scenario_answer,
    scenario_board,
    scenario_council,
    scenario_doubt,
    scenario_gate,
    scenario_levers,
    scenario_money,
    scenario_people,
    scenario_ranks,
    scenario_scores,
    theme,
)
from analysis.present.claim import Claim
from analysis.present.figure import MAX_TITLE_WORDS
from analysis.present.table import MAX_ROWS
from analysis.provenance import Basis
from analysis.questions.kostprijs import TABLES
from analysis.questions.scenario_choice import Choice
from analysis.questions.scenario_money import ScenarioMoney
from analysis.questions.scenario_money import scenario_money as money_of
from analysis.questions.scenario_report import ScenarioReport
from analysis.questions.scenario_scores import CRITERIA
from analysis.questions.scenario_set import scenario_set
from analysis.sources.scenario_checks import SCORES, WEIGHTS
from tests.scenario_example import chosen, report_of, with_table
from tests.unit.present.pages import (
    assert_readable_claim,
    assert_readable_figure,
    assert_readable_table,
    calls_in,
    cells_of,
    made,
    nation_of,
    words,
)

pytestmark = pytest.mark.unit

NOTEBOOK = ROOT / "notebooks" / "06_scenarioafweging.ipynb"
MODULES = {
    "scenario_answer": scenario_answer,
    "scenario_council": scenario_council,
    "scenario_doubt": scenario_doubt,
    "scenario_levers": scenario_levers,
    "scenario_money": scenario_money,
    "scenario_people": scenario_people,
    "scenario_ranks": scenario_ranks,
    "scenario_scores": scenario_scores,
}
OTHERS = {"scenario_board": scenario_board, "scenario_gate": scenario_gate}
"""On a part of the result; they have tests of their own."""

FIGURES = ("scenario_money.saldo_figure", "scenario_ranks.ranks_figure")
MADE_UP = (
    "scenario_doubt.difference_table",
    "scenario_doubt.judgements_table",
    "scenario_doubt.setbacks_table",
    "scenario_doubt.worth_table",
    "scenario_levers.levers_table",
    "scenario_money.effects_table",
    "scenario_money.money_table",
    "scenario_money.payers_table",
    "scenario_people.people_table",
    "scenario_people.variants_table",
    "scenario_ranks.central_table",
    "scenario_ranks.heaviest_table",
    "scenario_ranks.pairs_table",
    "scenario_ranks.ranks_table",
    "scenario_ranks.tipping_table",
    "scenario_ranks.together_table",
    "scenario_scores.scores_table",
)
REAL = (
    "scenario_people.scenarios_table",
    "scenario_scores.scales_table",
    "scenario_scores.sheet_table",
)
"""The sheet, as long as nobody has filled it in."""
CLAIMS = {
    "scenario_answer.answer_claims": 5,
    "scenario_answer.scenario_claims": 4,
    "scenario_council.payer_claims": 1,
    "scenario_council.people_claim": 1,
    "scenario_council.risk_claims": 3,
    "scenario_council.tipping_claims": 1,
    "scenario_ranks.check_claim": 1,
}
OVER_SCENARIOS = ("scenario_answer.answer_claims", "scenario_council.payer_claims")
"""Whose bands run from one scenario to another: no margin, and the words say so."""

RUNS: dict[str, Callable[[], ScenarioReport]] = {
    "basis": report_of,
    "bv-regio": lambda: chosen("bv-regio"),
    "dienst-eigen": lambda: chosen("dienst-eigen"),
    "s0": lambda: chosen("s0"),
    "kort-2022": lambda: report_of(horizon=2030, prijspeil=2022),
    "lang-zaad": lambda: report_of(horizon=2060, zaad=1),
}


@cache
def _shown(call: str, run: str) -> Any:
    return made(MODULES, call, RUNS[run]())


def _claims(call: str, run: str = "basis") -> list[Claim]:
    found = _shown(call, run)
    return [found] if isinstance(found, Claim) else list(found)


def _cases(*calls: str) -> list[tuple[str, str]]:
    return [(call, run) for call in calls for run in RUNS]


# --- Readable -----------------------------------------------------------------------------------


def test_nothing_of_the_notebook_is_forgotten() -> None:
    called = calls_in(NOTEBOOK, MODULES, "keuze")
    assert sorted(called) == sorted([*FIGURES, *MADE_UP, *REAL, *CLAIMS])


@pytest.mark.parametrize(("call", "run"), _cases(*FIGURES))
def test_a_figure_can_be_made_and_read(call: str, run: str) -> None:
    figure = _shown(call, run)
    assert_readable_figure(figure, "q6-")
    assert figure.title.startswith("Voorbeeld: ")
    assert len(figure.title.split()) <= MAX_TITLE_WORDS


@pytest.mark.parametrize(("call", "run"), _cases(*MADE_UP, *REAL))
def test_a_table_can_be_made_and_read(call: str, run: str) -> None:
    table = _shown(call, run)
    assert_readable_table(table, "q6-")
    assert len(table.rows) <= MAX_ROWS


@pytest.mark.parametrize(("call", "run"), _cases(*CLAIMS))
def test_a_claim_still_holds(call: str, run: str) -> None:
    found = _claims(call, run)
    # How many weights tip the best depends on the data; never more than two are told.
    assert len(found) == CLAIMS[call] or (call.endswith("tipping_claims") and found)
    for claim in found:
        text = claim.text()
        json.dumps(claim._repr_mimebundle_(), allow_nan=False)
        assert text[0].isupper()
        assert text.endswith(".")
        assert not {"nan", "none", "inf"} & set(words(text))
        if call not in OVER_SCENARIOS:
            assert_readable_claim(claim)
        assert ("voorbeeld" in text) == (claim.provenance.basis is Basis.VOORBEELD)


@pytest.mark.parametrize("run", RUNS)
def test_keys_are_unique(run: str) -> None:
    keys = [_shown(call, run).key for call in (*FIGURES, *MADE_UP, *REAL)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("call", [*FIGURES, *MADE_UP])
def test_what_is_made_up_says_so(call: str) -> None:
    shown = _shown(call, "basis")
    assert shown.provenance.basis is Basis.VOORBEELD
    assert theme.EXAMPLE_WARNING in json.dumps(shown._repr_mimebundle_(), ensure_ascii=False)


@pytest.mark.parametrize("call", REAL)
def test_what_the_documents_say_is_no_example(call: str) -> None:
    assert _shown(call, "basis").provenance.basis is not Basis.VOORBEELD


def test_all_sentences_but_that_on_the_decision_are_made_up() -> None:
    bases = [claim.provenance.basis for call in CLAIMS for claim in _claims(call)]
    # Nor is the margin of what ending costs, that is an assumption and no amount of the ledger.
    assert bases.count(Basis.VOORBEELD) == len(bases) - 2
    assert bases[0] is Basis.BRON
    assert _claims("scenario_council.risk_claims")[-1].provenance.basis is Basis.AANNAME


# --- The organisation's own ledger --------------------------------------------------------------


@pytest.fixture(scope="module")
def own() -> ScenarioReport:
    """The same amounts as if each stood in a document."""
    book = report_of().book
    tables = {name: book.table(name).assign(basis="bron") for name in TABLES}
    filled = replace(book, tables={**book.tables, **tables})
    return ScenarioReport(
        filled, scenario_set(filled), money_of(filled, report_of().set, _nation())
    )


def _nation() -> Any:
    return nation_of(2040)


@pytest.mark.parametrize("call", [*FIGURES, *MADE_UP, *CLAIMS])
def test_a_real_ledger_is_no_example(own: ScenarioReport, call: str) -> None:
    found = made(MODULES, call, own)
    for shown in found if isinstance(found, tuple) else (found,):
        assert shown.provenance.basis is not Basis.VOORBEELD
        assert "voorbeeld" not in json.dumps(shown._repr_mimebundle_()).lower()


def test_a_title_without_example_begins_with_a_capital(own: ScenarioReport) -> None:
    titles = [made(MODULES, call, own).title for call in FIGURES]
    assert titles == [
        "Geen scenario is sluitend over 2025–2029",
        "Geen scenario is in de helft van de gevallen eerste",
    ]


# --- Numbers ------------------------------------------------------------------------------------


def test_the_points_of_the_chart_are_the_money() -> None:
    result, figure = report_of(), _shown("scenario_money.saldo_figure", "basis")
    for row in figure.numbers.to_dict("records"):
        total = result.money[row["id"]].total
        assert (row["laag"], row["midden"], row["hoog"]) == pytest.approx(
            (total.low / 1e6, total.value / 1e6, total.high / 1e6)
        )
        assert row["kant"] == "N"
    ranked, rejected = figure.traces
    assert (len(ranked["x"]), len(rejected["x"])) == (4, 2)
    assert rejected["name"] == "verworpen"
    # The rejected are told apart in words as well.
    names = figure.numbers["scenario"]
    assert names[figure.numbers["verworpen"]].str.endswith("(verworpen)").all()
    assert not names[~figure.numbers["verworpen"]].str.contains("verworpen").any()
    # An error bar is the distance to an end.
    low = np.array(ranked["x"]) - ranked["error_x"]["arrayminus"]
    assert low == pytest.approx(figure.numbers["laag"][:4].to_numpy())
    high = np.array(ranked["x"]) + ranked["error_x"]["array"]
    assert high == pytest.approx(figure.numbers["hoog"][:4].to_numpy())


def test_the_money_table_by_hand() -> None:
    rows = _shown("scenario_money.money_table", "basis").rows.set_index("scenario")
    alone = rows.loc["Scenario 0 (verworpen)"]
    assert alone["maatregelen"] == 0
    apart = rows["samen"] - alone["samen"]
    assert apart.to_numpy() == pytest.approx(rows["maatregelen"].to_numpy(), abs=0.01)
    # A deficit that own capital (6,338 at the end of 2025) does not carry is filled up.
    filled = rows[["aanvulling0", "aanvulling1"]].sum(axis=1)
    assert (filled > -(rows["samen"] + 3_162.014 + 6_337.986) - 1).all()


def test_levers_that_are_not_pulled_are_a_dash() -> None:
    table = _shown("scenario_money.effects_table", "basis")
    region = next(row for row in cells_of(table) if row[0].startswith("Ondersteuning delen"))
    assert [cell == "–" for cell in region[1:]] == [True, False, True, False]
    # What comes once is in the years together, 1,142,540 on average (A36), and alike for all.
    once = next(row for row in cells_of(table) if row[0].startswith("BV in de huidige vorm"))
    assert set(once[1:]) == {"-1.143"}
    for item in report_of().ranked_money:
        column = table.rows.set_index("hefboom")[item.scenario.id]
        parts = column[[name for name in column.index if not name.startswith("Samen")]]
        assert parts.sum() == pytest.approx(column["Samen"])


def test_who_pays_adds_up_to_the_costs() -> None:
    rows = _shown("scenario_money.payers_table", "basis").rows.set_index("betaler")
    for name, money in ((item.scenario.id, item) for item in report_of().ranked_money):
        costs = money.years.costs[:, 1:5].sum(axis=1).mean()
        assert rows[name].sum() == pytest.approx(costs / 1e6)


def test_the_people_of_each_scenario_add_up() -> None:
    rows = _shown("scenario_people.people_table", "basis").rows.set_index("scenario")
    assert rows["samen"].nunique() == 1
    assert (rows["binnen"] + rows["bij_werkgever"]).round(6).nunique() == 1
    alone = rows.loc["Scenario 0 (verworpen)"]
    assert alone["overgestapt"] == alone["werkgevers"] == 0
    moved = rows["bij_werkgever"] - alone["bij_werkgever"]
    assert moved.to_numpy() == pytest.approx(rows["overgestapt"].to_numpy())


def test_variants_stand_beside_the_scenario_with_the_same_levers() -> None:
    rows = _shown("scenario_people.variants_table", "basis").rows
    assert len(rows) == 8
    extra = rows[rows["scenario"].str.contains("extra diensten")]
    alone = rows[rows["scenario"].str.contains("eigen beheer")]
    # 37,654 a year on average (A44), growing from 2026: some 2.8 of the four years.
    assert extra["verschil"].round(6).nunique() == 1
    assert 100 < extra["verschil"].iloc[0] < 113
    assert (alone["verschil"] < 0).all()
    assert (set(extra["kant"]), set(alone["kant"])) == ({"V"}, {"N"})


def test_scores_as_a_reader_sees_them() -> None:
    table = _shown("scenario_scores.scores_table", "basis")
    assert "(berekend)" in table.columns[1].heading
    assert "(ingevuld)" in table.columns[2].heading
    names = _shown("scenario_scores.scales_table", "basis").rows["naam"].tolist()
    assert [column.heading.partition(" (")[0] for column in table.columns[1:]] == names


def test_the_chances_add_up() -> None:
    rows = _shown("scenario_ranks.ranks_table", "basis").rows
    assert rows["eerste"].sum() == pytest.approx(100)
    assert rows["laatste"].sum() == pytest.approx(100)
    figure = _shown("scenario_ranks.ranks_figure", "basis")
    places = figure.numbers[[f"plaats{rank}" for rank in range(4)]]
    assert places.sum(axis=1).to_numpy() == pytest.approx(100)
    assert places.sum(axis=0).to_numpy() == pytest.approx(100)
    looks = {trace["marker"]["pattern"]["shape"] for trace in figure.traces}
    assert len(looks) == 4


def test_the_pair_of_a_scenario_with_itself_is_a_dash() -> None:
    table = _shown("scenario_ranks.pairs_table", "basis")
    rows = [row[1:] for row in cells_of(table)]
    assert [row[place] for place, row in enumerate(rows)] == ["–"] * 4


def test_who_asks_first_reads_the_names_of_the_register() -> None:
    gaps = report_of().book.table("ontbrekend").set_index("id")["gegeven"]
    rows = _shown("scenario_doubt.worth_table", "basis").rows
    assert rows["gegeven"].tolist() == [gaps[name] for name in rows["id"]]
    text = _claims("scenario_answer.answer_claims")[4].text()
    for name in report_of().worth.first_three:
        assert f"({name})" in text


# --- Words that follow the data -----------------------------------------------------------------


def _scored(*rows: list[float]) -> ScenarioReport:
    """The report with these fixed scores of the four that are ranked."""
    base = report_of()
    return _with_scores(base, np.tile(np.array(rows, dtype=float), (50, 1, 1)))


def _with_scores(base: ScenarioReport, draws: np.ndarray) -> ScenarioReport:
    result = ScenarioReport(base.book, base.set, base.money)
    vars(result)["choice"] = Choice(replace(base.choice.scores, draws=draws), 7)
    return result


def _shifted(amount: float | dict[str, float]) -> ScenarioReport:
    """The report with so much more saldo in 2026 (euro), by scenario."""
    base = report_of()
    money = {}
    for name, item in base.money.items():
        more = amount if isinstance(amount, float) else amount.get(name, 0.0)
        parts = {**item.parts, "gr_opheffen": np.zeros((2_000, 16))}
        parts["gr_opheffen"][:, 1] = more
        years = replace(item.years, measures=item.years.measures + parts["gr_opheffen"])
        money[name] = ScenarioMoney(item.scenario, item.shared, parts, years)
    return ScenarioReport(base.book, base.set, money)


@pytest.mark.parametrize(
    ("amount", "words_of_it"),
    [
        (0.0, "geen scenario is sluitend over"),
        # Means of -14.9 to -14.5 million, and 90% ends 3 to 4 above.
        (13e6, "elk scenario houdt naar schatting een tekort over"),
        (14.7e6, "niet elk scenario sluit naar schatting over"),
        (40e6, "elk scenario sluit naar schatting over"),
    ],
)
def test_the_title_of_the_saldo_follows_the_money(amount: float, words_of_it: str) -> None:
    figure = scenario_money.saldo_figure(_shifted(amount))
    assert figure.title == f"Voorbeeld: {words_of_it} 2025–2029"
    sides = set(figure.numbers[~figure.numbers["verworpen"]]["kant"])
    expected = {0.0: {"N"}, 13e6: {"N"}, 14.7e6: {"N", "V"}, 40e6: {"V"}}
    assert sides == expected[amount]


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (-9e6, "De eenmalige kosten zijn in 2029 naar verwachting niet terugverdiend: "),
        ({"bv": 9e6}, "Of de eenmalige kosten in 2029 zijn terugverdiend, is niet te zeggen: "),
        (0.0, "Of de eenmalige kosten in 2029 zijn terugverdiend, is niet te zeggen: "),
        (9e6, "De eenmalige kosten zijn in 2029 naar verwachting terugverdiend: "),
    ],
)
def test_what_measures_bring_follows_the_money(amounts: Any, told: str) -> None:
    claim = scenario_answer.measures_claim(_shifted(amounts))
    assert claim.text().startswith(told)


@pytest.mark.parametrize("place", range(4))
def test_a_scenario_that_leads_is_named(place: int) -> None:
    rows = [[50.0] * 4 for _ in range(4)]
    rows[place] = [60.0] * 4
    result = _scored(*rows)
    figure = scenario_ranks.ranks_figure(result)
    name, short = (say(result.choice.names[place]) for say in (result.name, result.short))
    assert figure.title == f"Voorbeeld: {short} is het vaakst eerste"
    assert f"{short}: eerste in 100%" in figure.description
    text = scenario_answer.leading_claim(result).text()
    assert f"{name[:1].lower() + name[1:] if name[0] == 'D' else name} springt er duidelijk" in text


def test_a_leader_whose_name_is_too_long_for_a_title() -> None:
    result = _scored([60.0] * 4, [50.0] * 4, [50.0] * 4, [50.0] * 4)
    long = "een naam van heel veel woorden die in geen titel passen kan"
    scenario = result.money["bv"].scenario.model_copy(update={"kort": long})
    money = {**result.money, "bv": replace(result.money["bv"], scenario=scenario)}
    other = ScenarioReport(result.book, result.set, money)
    vars(other)["choice"] = result.choice
    title = scenario_ranks.ranks_figure(other).title
    assert title == "Voorbeeld: één scenario is in de meeste gevallen eerste"


def test_who_leads_without_half_does_not_stand_out() -> None:
    result = report_of()
    best = max(result.choice.first_chance(place).value for place in range(4))
    assert best < 50
    assert "geen scenario springt eruit" in scenario_answer.leading_claim(result).text()
    assert "geen scenario" in scenario_ranks.ranks_figure(result).title


def test_weights_that_tip_the_best() -> None:
    # Best on average is bv; dienst wins when finance weighs over a half: 5 w = 5 (1 - w).
    result = _scored([55, 55, 50, 55], [0] * 4, [50, 50, 55, 50], [0] * 4)
    claim, last = scenario_council.tipping_claims(result)
    names = scenario_scores.criterion_names(result)
    assert claim.text() == (
        f"Weegt {names['C3'].lower()} zwaarder dan 50%, dan is ‘Dienst’ beter dan ‘BV’, in dit "
        "voorbeeld."
    )
    # 53.75 against 51.25 on average: ten points on one of four criteria.
    assert "liggen" not in last.text()
    assert "één criterium 10,0\xa0punten lager" in last.text()


def test_weights_below_which_the_best_no_longer_wins() -> None:
    # bv is 27 ahead on finance and 3 behind on the rest: 27 w < 3 (1 - w) below a tenth.
    result = _scored([50, 50, 50, 50], [0] * 4, [53, 53, 23, 53], [0] * 4)
    claim, other, _ = scenario_council.tipping_claims(result)
    names = scenario_scores.criterion_names(result)
    # Beside it each other criterion above 70%: 3 w = 7 (1 - w). Told last: further from a quarter.
    assert "zwaarder dan 70%" in other.text()
    assert claim.text().startswith(
        f"Weegt {names['C3'].lower()} minder dan 10%, dan is ‘Dienst’ beter dan ‘BV’"
    )


def test_scenarios_that_score_alike_lie_level() -> None:
    (claim,) = scenario_council.tipping_claims(_scored(*[[50.0] * 4] * 4))
    assert claim.text().endswith("liggen de scenario’s in dit voorbeeld gemiddeld gelijk.")


def test_no_weight_tips_the_base_case_but_a_judgement_does() -> None:
    (claim,) = _claims("scenario_council.tipping_claims")
    assert "liggen BV met regio en Dienst met regio in dit voorbeeld gemiddeld voor" in claim.text()
    assert 0.5 < claim.numbers["points"].quantity.value < 3
    rows = cells_of(_shown("scenario_ranks.tipping_table", "basis"))
    assert rows == [["Geen enkel paar kantelt", "", "", ""]]


def test_what_is_no_more_than_chance_has_no_amount() -> None:
    rows = _shown("scenario_doubt.worth_table", "basis").rows.set_index("id")
    figures = report_of().worth.figures.set_index("gegeven")
    for name, row in figures.iterrows():
        assert (rows["eur"][name] == "toeval") == (row["eur"] <= row["eur_toeval"])
        assert (rows["punten"][name] == "toeval") == (row["punten"] <= row["punten_toeval"])


def test_only_judgements_of_the_makers_are_told_to_be_theirs() -> None:
    base = report_of()
    # 16 assumptions from A31 on; two judged criteria of six scenarios.
    assert "16 aannames en 12 scores" in scenario_answer.assumed_claim(base).text()
    table = base.book.table(SCORES)
    hit = (table["scenario"] == "bv") & table["midden"].notna()
    table.loc[hit, "basis"] = "afspraak"
    filled = with_table(base, SCORES, table)
    assert "16 aannames en 10 scores" in scenario_answer.assumed_claim(filled).text()


def test_the_score_sheet_filled_and_empty() -> None:
    empty = cells_of(_shown("scenario_scores.sheet_table", "basis"))
    assert [row[1] for row in empty] == ["niet ingevuld"] * 4
    table = report_of().book.table(WEIGHTS)
    hit = table["wie"] == "Raad Deventer"
    table.loc[hit, "gewicht"] = [25.0, 25.0, 25.0, 25.0]
    filled = with_table(report_of(), WEIGHTS, table)
    rows = cells_of(scenario_scores.sheet_table(filled))
    assert len(rows) == 7
    assert scenario_scores.sheet_table(filled).provenance.basis is Basis.VOORBEELD
    council = [row for row in rows if row[0] == "Raad Deventer"]
    means = filled.choice.scores.means.mean(axis=1)
    for row, mean, place in zip(council, means, range(4), strict=True):
        assert row[2].startswith(f"{mean:.1f}".replace(".", ","))
        # Beside it what holds when nobody weighs.
        assert row[5] == f"{filled.choice.first_chance(place).value:.0f}%"
    assert pd.Series([row[1] for row in council]).is_unique


def test_risks_are_told_from_the_worst_on() -> None:
    result = report_of()
    *outside, own = _claims("scenario_council.risk_claims")
    usual = result.reference.total.value
    # In the worst tenth of the subsidy: how much lower when nothing changes.
    (subsidy,) = [item for item in result.stress if item.driver == "rijksbijdrage"]
    worse = (usual - subsidy.saldo["s0"]) / 1e6
    assert outside[0].numbers["worse"].quantity.value == pytest.approx(worse)
    sizes = [claim.numbers["worse"].quantity.value for claim in outside]
    assert sizes == sorted(sizes, reverse=True)
    assert "In de ongunstigste 10% is het saldo" in outside[0].text()
    assert own.numbers["once"].quantity == result.book.number("A36")


def test_the_bad_end_of_a_cause_is_in_its_words() -> None:
    # The fewer leave, the more wages are paid that the subsidy does not cover.
    told = {item.driver: scenario_doubt.cause(item) for item in report_of().stress}
    assert told["afbouw"] == "de Wsw loopt langzamer af"
    assert told["lonen"] == "de lonen in de Wsw stijgen meer"


def test_the_sentence_of_each_scenario_has_its_own_number() -> None:
    result = report_of()
    for claim, money in zip(
        _claims("scenario_answer.scenario_claims"), result.ranked_money, strict=True
    ):
        assert claim.text().startswith(f"{money.scenario.naam}: ")
        assert claim.numbers["total"].quantity.value == pytest.approx(money.total.value / 1e6)


def test_the_criteria_are_those_of_the_register() -> None:
    names = scenario_scores.criterion_names(report_of())
    assert tuple(names) == CRITERIA
    assert all(names.values())
