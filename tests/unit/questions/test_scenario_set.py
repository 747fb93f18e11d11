"""Which scenarios are ranked, and that the rejected ones never are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.errors import InputError
from analysis.parameters import Parameters
from analysis.questions.scenario_report import headlines
from analysis.questions.scenario_set import scenario_set
from analysis.sources.scenarios import Scenario, read_scenarios
from analysis.sources.workbook import choices, open_with
from tests.scenario_example import chosen, hand_scenario, report_of

pytestmark = pytest.mark.unit

FORMS = ("bv", "bv-regio", "dienst", "dienst-regio")
REFERENCE = ("s0", "s1")
ENDS = ("eigen", "extra")
EVERY = ("basis", *REFERENCE, *FORMS, *(f"{name}-{end}" for name in FORMS for end in ENDS))


def _ids(scenarios: tuple[Scenario, ...]) -> list[str]:
    return [item.id for item in scenarios]


def test_every_scenario_can_be_chosen() -> None:
    assert sorted(choices().scenarios) == sorted(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_the_ranked_treat_the_smaller_municipality_alike(name: str) -> None:
    found = scenario_set(open_with(Parameters(scenario=name)))
    end = name.rpartition("-")[2]
    ranked = [f"{form}-{end}" for form in FORMS] if end in ENDS else list(FORMS)
    assert _ids(found.ranked) == ranked
    assert _ids(found.reference) == ["s0", "s1"]
    # All twelve to explore are shown or stand beside as a variant, none twice.
    assert len(found.variants) == 8
    assert len({item.id for item in found.every}) == 14
    assert _ids(found.all) == [*ranked, "s0", "s1"]
    assert "basis" not in _ids(found.every)
    assert found.chosen == name
    assert [found.place(item) for item in ranked] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", EVERY)
def test_the_rejected_are_never_ranked(name: str) -> None:
    result = chosen(name)
    assert not set(REFERENCE) & set(result.choice.names)
    assert result.choice.ranks.rank_acceptability.shape == (4, 4)
    ranked = [item.name for item in headlines(result) if "eerste_plaats" in item.name]
    assert not any(end in item for item in ranked for end in REFERENCE)
    assert bool(ranked) == (name not in REFERENCE)


def test_a_scenario_that_says_nothing_of_the_other_municipality_is_a_variant() -> None:
    book = open_with(Parameters())
    known = scenario_set(book)
    alone = scenario_set(replace(book, scenario=hand_scenario(vorm="bv")))
    # None of the files leaves it out, so it is held against the usual ones.
    assert (alone.ranked, alone.variants) == (known.ranked, known.variants)


def test_one_of_its_own_kind_is_ranked_with_the_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    book = open_with(Parameters())
    own = hand_scenario(vorm="bv").model_copy(update={"status": "te_verkennen"})
    known = read_scenarios(book.table("aannames")) | {own.id: own}
    monkeypatch.setattr("analysis.questions.scenario_set.read_scenarios", lambda _: known)
    assert _ids(scenario_set(book).ranked) == list(FORMS)
    chosen_itself = scenario_set(replace(book, scenario=own))
    assert _ids(chosen_itself.ranked) == sorted([*FORMS, own.id])
    assert len(chosen_itself.variants) == 8


def test_the_sets_of_the_base_case() -> None:
    result = report_of()
    assert result.choice.names == FORMS
    assert list(result.money) == [item.id for item in result.set.every]


@pytest.mark.parametrize("status", ["te_verkennen", "verworpen"])
def test_what_can_not_be_compared_is_refused(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = open_with(Parameters())
    known = read_scenarios(book.table("aannames"))
    kept = {name: item for name, item in known.items() if item.status != status}
    monkeypatch.setattr("analysis.questions.scenario_set.read_scenarios", lambda _: kept)
    with pytest.raises(InputError, match="minstens twee scenario's met status te_verkennen"):
        scenario_set(book)
