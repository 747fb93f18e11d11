"""The scenario choice as a whole: headline numbers, and what scenario files of one's own do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from shutil import copytree

import numpy as np
import pytest

from analysis.headlines import LABELS, Headline, place_of
from analysis.parameters import Parameters
from analysis.paths import ROOT
from analysis.present import scenario_answer, scenario_money, scenario_people, scenario_ranks
from analysis.provenance import Basis
from analysis.questions.kostprijs import TABLES
from analysis.questions.kostprijs_levers import MOVE, SHARE
from analysis.questions.scenario_money import of_scenario, own_book
from analysis.questions.scenario_money import scenario_money as money_of
from analysis.questions.scenario_report import ScenarioReport, headlines
from analysis.questions.scenario_set import scenario_set
from analysis.questions.scenario_world import world
from analysis.sources.build import build_processed
from analysis.sources.ledger_checks import LEVERS
from analysis.sources.workbook import open_with
from tests.scenario_example import (
    add_scenario,
    chosen,
    fill_weights,
    hand_scenario,
    report_of,
    sealed,
)
from tests.unit.present.pages import nation_of

pytestmark = pytest.mark.unit

REFERENCE, RANKED = ("s0", "s1"), ("bv", "bv-regio", "dienst", "dienst-regio")
MONEY = {"saldo_2029": ("eur", "2029"), "saldo_cumulatief": ("eur", "2025-2029")}
CHANCES = {"eerste_plaats_kans": ("pct", ""), "spijt_max": ("punten", "")}
COVER = {"ser_dekking": ("pct", "")}


# --- Headlines ----------------------------------------------------------------------------------


def _told(items: list[Headline]) -> dict[str, tuple[str, str]]:
    return {
        item.name: (item.quantity.unit, item.year) for item in items if item.quantity is not None
    }


def _expected(mark: str, ranked: bool) -> dict[str, tuple[str, str]]:
    found = MONEY | (CHANCES if ranked else {}) | COVER
    return {f"{name}{mark}": told for name, told in found.items()}


@pytest.mark.parametrize(
    "changes", [{}, {"horizon": 2030, "prijspeil": 2022}, {"horizon": 2060, "zaad": 1}]
)
def test_the_headlines_of_the_base_name_each_scenario(changes: dict[str, int]) -> None:
    items = headlines(report_of(**changes))
    expected: dict[str, tuple[str, str]] = {}
    for name in (*REFERENCE, *RANKED):
        expected |= _expected(f":{name}", name in RANKED)
    assert _told(items) == expected
    assert len(items) == len(expected) == 26
    for item in items:
        assert item.quantity is not None
        assert item.quantity.low <= item.quantity.value <= item.quantity.high
        assert item.name.partition(":")[0] in LABELS
        made_up = not item.name.startswith("ser_")
        assert (item.quantity.provenance.basis is Basis.VOORBEELD) == made_up
    places = [place_of(item.name) for item in items]
    assert set(places) == set(range(min(places), max(places) + 1))


@pytest.mark.parametrize("name", ["bv-regio", "dienst-eigen", "bv-extra", "s0", "s1"])
def test_the_headlines_of_one_scenario_have_bare_names(name: str) -> None:
    items = headlines(chosen(name))
    assert _told(items) == _expected("", name not in REFERENCE)
    money = report_of().money[name]
    values = {item.name: item.quantity for item in items}
    assert values["saldo_2029"] == money.last
    assert values["saldo_cumulatief"] == money.total


def test_what_is_chosen_is_what_the_base_says_of_it() -> None:
    base = {item.name: item.quantity for item in headlines(report_of())}
    for item in headlines(chosen("dienst-regio")):
        assert item.quantity == base[f"{item.name}:dienst-regio"]


def test_chances_over_the_ranked_add_up() -> None:
    for result in (report_of(), chosen("bv-eigen")):
        chances = [result.choice.first_chance(place).value for place in range(4)]
        assert sum(chances) == pytest.approx(100)


def test_chances_differ_between_choices_of_the_smaller_municipality() -> None:
    found = {item.name: item.quantity for item in headlines(chosen("dienst-eigen"))}
    base = {item.name: item.quantity for item in headlines(chosen("dienst"))}
    assert found["eerste_plaats_kans"] != base["eerste_plaats_kans"]


def test_the_area_changes_no_headline() -> None:
    for area in ("deventer", "olst-wijhe"):
        book = report_of().book.in_area(area)
        there = ScenarioReport(book, scenario_set(book), report_of().money)
        assert _told(headlines(there)) == _told(headlines(report_of()))
    there = report_of(gebied="olst-wijhe")
    for item, here in zip(headlines(there), headlines(report_of()), strict=True):
        assert item.quantity is not None
        assert here.quantity is not None
        assert item.quantity.value == pytest.approx(here.quantity.value)


def test_what_the_report_rests_on() -> None:
    result = report_of()
    assert result.made_up
    assert result.provenance.basis is Basis.VOORBEELD
    assert {f"A{number}" for number in range(31, 47)} <= set(result.assumption_ids)
    assert {"K17", "K20"} <= set(result.fact_ids)
    # Tables whose rows are no numbers of the register are not listed as sources.
    assert not {f"{name}.csv" for name in TABLES} & set(result.fact_ids)


def test_the_ledger_made_real_is_no_example() -> None:
    book = report_of().book
    tables = {name: book.table(name).assign(basis="bron") for name in TABLES}
    real = replace(book, tables={**book.tables, **tables})
    some = replace(scenario_set(real), variants=())
    found = ScenarioReport(real, some, money_of(real, some, nation_of(2040)))
    assert not found.made_up
    bases = {item.quantity.provenance.basis for item in headlines(found) if item.quantity}
    assert Basis.VOORBEELD not in bases


def test_levers_of_the_ledger_that_are_known_are_not_drawn() -> None:
    book = report_of().book
    table = book.table(LEVERS)
    table["laag"] = table["hoog"] = table["midden"]
    known = replace(book, tables={**book.tables, LEVERS: table})
    shared = report_of().money["bv"].shared
    found = world(known, shared.years)
    # KK002 and KK003; the assumptions are drawn as ever.
    assert (found.drawn[MOVE] == 0.06).all()
    assert (found.drawn[SHARE] == 0.08).all()
    assert (found.drawn["A40"] == shared.drawn["A40"]).all()


# --- Scenario files of one's own ----------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """What comes of a copy with scenarios added: as it is, and with the one that is a world."""

    base: ScenarioReport
    world: ScenarioReport


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A copy with four scenarios more, and the weights of one party.

    `bv-nog-eens` is `bv` again, `bv-slecht` the same and dominated by it on every criterion,
    `bv-duur` the same with own costs of 200,000, and `a-wereld` sets own costs of a BV for all.
    """
    root = tmp_path_factory.mktemp("scenario") / "werkboek"
    for name in ("data/raw", "data/processed"):
        copytree(ROOT / name, root / name)
    bad = dict.fromkeys(("C1", "C2", "C3", "C4"), (0.0, 0.0, 0.0))
    add_scenario(root, "bv-nog-eens", like="bv")
    add_scenario(root, "bv-slecht", like="bv", scores=bad)
    add_scenario(root, "bv-duur", like="bv", A40=70_000)
    add_scenario(root, "a-wereld", A40=50_000)
    fill_weights(root, "College Deventer", (10, 20, 30, 40))
    sealed(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WERKBOEK_MAP", str(root))
        build_processed()
        yield Own(_made("basis"), _made("a-wereld"))


def _made(scenario: str) -> ScenarioReport:
    book = open_with(Parameters(scenario=scenario))
    some = replace(scenario_set(book), variants=())
    return ScenarioReport(book, some, money_of(book, some, nation_of(2040)))


def test_what_is_added_is_ranked(own: Own) -> None:
    added = {"bv-duur", "bv-nog-eens", "bv-slecht"}
    assert set(own.base.choice.names) == {*RANKED, *added}
    # What only sets assumptions is a world and no alternative.
    assert "a-wereld" not in own.base.money


def test_a_scenario_more_changes_no_draw_and_no_score_of_the_others(own: Own) -> None:
    base = report_of()
    for name in (*REFERENCE, *RANKED):
        assert (own.base.money[name].years.result == base.money[name].years.result).all()
    here, there = own.base.choice.scores, base.choice.scores
    kept = [own.base.choice.names.index(name) for name in RANKED]
    assert (here.draws[:, kept] == there.draws).all()
    assert (own.base.choice.weights == base.choice.weights).all()
    assert (own.base.scores.draws[:, -2:] == base.scores.draws[:, -2:]).all()


def test_a_scenario_more_changes_no_order_of_two_others(own: Own) -> None:
    kept = [own.base.choice.names.index(name) for name in RANKED]
    assert (own.base.choice.pairs[np.ix_(kept, kept)] == report_of().choice.pairs).all()


def test_a_dominated_scenario_takes_no_first_place(own: Own) -> None:
    scenarios = (*report_of().set.ranked, own.base.money["bv-slecht"].scenario)
    with_bad = replace(own.base, set=replace(own.base.set, ranked=scenarios))
    place = with_bad.choice.names.index("bv-slecht")
    ranks = with_bad.choice.ranks.rank_acceptability
    assert (ranks[place, 0], ranks[place, -1]) == (0, 1)
    assert (ranks[:4, :4] == report_of().choice.ranks.rank_acceptability).all()
    assert with_bad.choice.first_chance(place).high == 0
    for at in range(4):
        assert with_bad.choice.first_chance(at) == report_of().choice.first_chance(at)


def test_a_copy_differs_in_its_own_judgements_only(own: Own) -> None:
    names = own.base.choice.names
    draws = own.base.choice.scores.draws
    first, again = (draws[:, names.index(name)] for name in ("bv", "bv-nog-eens"))
    # Computed from the same levers and the same draws.
    assert (first[:, [0, 2]] == again[:, [0, 2]]).all()
    assert not (first[:, 1] == again[:, 1]).any()
    assert first.mean(axis=0) == pytest.approx(again.mean(axis=0), abs=0.05)


def test_a_lever_scenario_brings_its_assumption_to_itself_alone(own: Own) -> None:
    dear, plain = own.base.money["bv-duur"], own.base.money["bv"]
    assert (dear.shared.drawn["A40"] == 70_000).all()
    assert np.ptp(plain.shared.drawn["A40"]) > 0
    for name, values in plain.shared.drawn.items():
        assert name == "A40" or (dear.shared.drawn[name] == values).all()
    # Only what depends on it differs: the form.
    for name, part in plain.parts.items():
        assert (dear.parts[name] == part).all() == (name != "vorm")
    expected = -70_000 * dear.shared.ramp
    assert dear.parts["vorm"] == pytest.approx(expected)
    assert (dear.shared.years.result == plain.shared.years.result).all()


def test_a_chosen_lever_scenario_leaves_the_others_alone(own: Own) -> None:
    item = own.base.money["bv-duur"].scenario
    book = replace(own.base.book, scenario=item)
    assert own_book(book, own.base.money["bv"].scenario).scenario.aannames == {}
    assert own_book(book, item).scenario.aannames == {"A40": 70_000}


def test_a_world_applies_to_every_scenario_and_to_what_it_sets_alone(own: Own) -> None:
    here, there = own.base.money, own.world.money
    for name in (*REFERENCE, *RANKED):
        for lever, part in here[name].parts.items():
            same = (there[name].parts[lever] == part).all()
            assert same == (not (lever == "vorm" and name.startswith("bv")))
        assert (there[name].shared.years.result == here[name].shared.years.result).all()
    for name in ("bv", "bv-regio", "bv-nog-eens"):
        assert there[name].parts["vorm"] == pytest.approx(-50_000 * there[name].shared.ramp)
    # What a scenario sets itself goes before what the world sets.
    assert (there["bv-duur"].parts["vorm"] == here["bv-duur"].parts["vorm"]).all()
    assert _told(headlines(own.world)) == _told(headlines(own.base))


def test_the_weights_of_one_party_stand_beside_what_holds_without(own: Own) -> None:
    assert list(own.base.sheet) == ["College Deventer"]
    sums = own.base.sheet["College Deventer"].set_index("scenario")["som"]
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    means = own.base.choice.scores.means @ weights
    assert sums[list(own.base.choice.names)].to_numpy() == pytest.approx(means)
    assert sums["bv-slecht"] == 0


def test_the_pages_take_a_scenario_more(own: Own) -> None:
    assert len(scenario_answer.scenario_claims(own.base)) == 7
    assert len(scenario_money.money_table(own.base).rows) == 9
    assert len(scenario_ranks.ranks_figure(own.base).numbers) == 7


def test_a_variant_that_has_no_fellow_among_the_ranked_is_shown() -> None:
    # It pulls one lever less than any that is ranked.
    alone = hand_scenario("alleen", vorm="bv", andere_gemeente="eigen_beheer")
    base = report_of()
    money = {**base.money, "alleen": of_scenario(base.money["bv"].shared, alone)}
    some = replace(base.set, variants=(*base.set.variants, alone))
    table = scenario_people.variants_table(ScenarioReport(base.book, some, money))
    (row,) = table.rows[table.rows["scenario"] == "Alleen"].to_dict("records")
    assert row["samen"] == pytest.approx(money["alleen"].total.value / 1000)
    assert np.isnan(row["verschil"])
    assert table._repr_mimebundle_()
