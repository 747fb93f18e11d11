"""The twelve claims: the verdict of each, what it rests on, and that no word decides one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.provenance import Provenance, Quantity
from analysis.questions.beschut import beschut_need
from analysis.questions.crossing import crossing
from analysis.questions.local_runoff import LocalRunoff
from analysis.questions.plan_claims import (
    NATIONAL,
    TESTS,
    Evidence,
    Verdict,
    both_sentences,
    claim_table,
    local_volume,
    national_volume,
    verdict_of,
)
from analysis.questions.plan_claims import (
    Test as Outcome,  # pytest would collect a class of that name
)
from analysis.questions.plans import plan_lines
from analysis.sources.workbook import Workbook, peildatum

pytestmark = pytest.mark.unit

THIS_YEAR = int(peildatum()[:4])
LocalOf = Callable[[str], LocalRunoff]
WithAssumption = Callable[..., Workbook]
REFUTED = ("V2", "V3")
CONTRADICTED = {"V5": "T06", "V7": "T05", "V8": "T09", "V10": "T45"}
UNDECIDED = ("V1", "V4", "V6", "V9", "V11", "V12")


@pytest.fixture(scope="module")
def evidence(book: Workbook, local_of: LocalOf) -> Evidence:
    local = local_of("samen")
    both = crossing(book, local, beschut_need(book))
    return Evidence(book, plan_lines(book, local), local, both)


@pytest.fixture(scope="module")
def claims(evidence: Evidence) -> pd.DataFrame:
    return claim_table(evidence).set_index("id")


def found(chance: float, year: int = 2022) -> Outcome:
    return Outcome(chance, Quantity.exact(1, "pers", Provenance.of("bron", ["X01"])), year)


def changed(evidence: Evidence, column: str, **values: Any) -> Evidence:
    """The same evidence with another text or test for some claims (all: `every`)."""
    table = evidence.book.table("planclaims").set_index("id", drop=False)
    if "every" in values:
        table[column] = values["every"]
    else:
        for name, value in values.items():
            table.loc[name, column] = value
    tables = {**evidence.book.tables, "planclaims": table.reset_index(drop=True)}
    return replace(evidence, book=replace(evidence.book, tables=tables))


@pytest.mark.parametrize(
    ("test", "contradicted", "verdict"),
    [
        (found(1), False, Verdict.UITGEKOMEN),
        (found(0.8), False, Verdict.UITGEKOMEN),
        (found(0.5), False, Verdict.ONBESLIST),
        (found(0.2), False, Verdict.WEERLEGD),
        (found(0), False, Verdict.WEERLEGD),
        # A number goes before a sentence, also one that leaves it open.
        (found(0.8), True, Verdict.UITGEKOMEN),
        (found(0.5), True, Verdict.ONBESLIST),
        (found(0), True, Verdict.WEERLEGD),
        # This year counts, the next does not, whatever a model makes of it.
        (found(1, THIS_YEAR), False, Verdict.UITGEKOMEN),
        (found(1, THIS_YEAR + 1), False, Verdict.ONBESLIST),
        (found(0, THIS_YEAR + 1), True, Verdict.ONBESLIST),
        (None, True, Verdict.TEGENGESPROKEN),
        (None, False, Verdict.ONBESLIST),
    ],
)
def test_a_verdict_follows_from_evidence(
    test: Outcome | None, contradicted: bool, verdict: Verdict
) -> None:
    assert verdict_of(test, contradicted, THIS_YEAR) == verdict


def test_the_verdicts_of_the_twelve(claims: pd.DataFrame) -> None:
    expected = (
        dict.fromkeys(REFUTED, Verdict.WEERLEGD)
        | dict.fromkeys(CONTRADICTED, Verdict.TEGENGESPROKEN)
        | dict.fromkeys(UNDECIDED, Verdict.ONBESLIST)
    )
    assert claims["oordeel"].to_dict() == expected
    # In the order of the nota, not of the alphabet.
    assert list(claims.index) == [f"V{number}" for number in range(1, 13)]


@pytest.mark.parametrize("name", REFUTED)
def test_what_is_refuted_is_refuted_by_a_number(claims: pd.DataFrame, name: str) -> None:
    row = claims.loc[name]
    assert row["kans"] <= 0.2
    assert isinstance(row["gevonden"], Quantity)
    assert row["jaar"] <= THIS_YEAR
    # The number's own origin is among the evidence.
    assert set(row["gevonden"].provenance.ids) <= set(row["ids"].split(";"))
    assert set(row["bewijs"].split(";")) <= set(row["ids"].split(";"))


@pytest.mark.parametrize(("name", "contradiction"), CONTRADICTED.items())
def test_what_is_contradicted_names_both_sentences(
    book: Workbook, claims: pd.DataFrame, name: str, contradiction: str
) -> None:
    row = claims.loc[name]
    spoken = book.table("tegenstrijdigheden").set_index("id").loc[contradiction]
    assert (row["tegenspraak"], row["toets"]) == (contradiction, "")
    assert (row["lezing_a"], row["lezing_b"]) == (spoken["lezing_a"], spoken["lezing_b"])
    assert row["lezing_a"]
    assert row["lezing_b"]
    assert row["gevonden"] is None
    assert pd.isna(row["kans"])


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_is_undecided_has_no_number_of_the_past(claims: pd.DataFrame, name: str) -> None:
    row = claims.loc[name]
    assert row["lezing_a"] == row["lezing_b"] == row["tegenspraak"] == ""
    if name == "V12":
        # A model speaks of 2040, with nearly all of its draws: that is still to come.
        assert (row["jaar"], row["oordeel"]) == (2040, Verdict.ONBESLIST)
        assert row["kans"] > 0.9
    else:
        assert row["gevonden"] is None
        assert pd.isna(row["kans"])


@pytest.mark.parametrize("column", ["werkelijkheid", "aanname", "beslissend", "vindplaats"])
@pytest.mark.parametrize("words", ["", "Dit is volledig uitgekomen", "Volstrekt onjuist gebleken"])
def test_no_verdict_changes_when_only_words_do(
    evidence: Evidence, claims: pd.DataFrame, column: str, words: str
) -> None:
    other = claim_table(changed(evidence, column, every=words)).set_index("id")
    assert list(other[column]) == [words] * 12
    assert other["oordeel"].equals(claims["oordeel"])


def test_a_verdict_does_change_with_its_evidence(evidence: Evidence) -> None:
    # V2 without its number is undecided; with a sentence against it, contradicted.
    without = changed(evidence, "toets", V2="")
    assert claim_table(without).set_index("id")["oordeel"]["V2"] == Verdict.ONBESLIST
    spoken = changed(without, "tegenspraak", V2="T09")
    assert claim_table(spoken).set_index("id")["oordeel"]["V2"] == Verdict.TEGENGESPROKEN


def test_every_claim_has_one_settling_figure_and_a_gap_that_exists(
    book: Workbook, claims: pd.DataFrame
) -> None:
    gaps = book.table("ontbrekend").set_index("id")
    assert claims["beslissend"].str.strip().ne("").all()
    assert claims["beslissend"].is_unique
    for name in claims["gegeven"]:
        assert name in gaps.index  # one id: a list of two would not be found
        assert gaps.loc[name, "systeem"]


def test_the_claims_name_all_tests_and_no_other(claims: pd.DataFrame) -> None:
    assert set(filter(None, claims["toets"])) == set(TESTS)


def test_how_sure_each_verdict_is(claims: pd.DataFrame) -> None:
    # Two printed numbers and their difference; an estimate; an assumption; sentences alone.
    assert claims["basis"]["V2"] == "afgeleid"
    assert claims["basis"]["V3"] == claims["basis"]["V12"] == "aanname"
    assert set(claims["basis"][[*CONTRADICTED, "V1", "V4", "V9"]]) == {"bron"}


def test_the_national_volume_did_not_stabilise(evidence: Evidence, claims: pd.DataFrame) -> None:
    # Jaarrapport Wsw 2020 and 2022: 66,254 and 58,095 arbeidsjaren, a fall of 8,159.
    result = national_volume(evidence)
    assert (result.chance, result.year) == (0, 2022)
    assert (result.found.value, result.found.unit) == (8_159, "arbeidsjaren")
    assert result.found.provenance == Provenance.of("afgeleid", ["L036", "L037"])
    assert claims.loc["V2", "gevonden"] == result.found


@pytest.mark.parametrize(("now", "chance"), [(66_254, 1), (66_255, 1), (66_253, 0)])
def test_the_national_volume_is_held_against_the_first_year(
    evidence: Evidence, now: float, chance: float
) -> None:
    lines = evidence.lines.copy()
    lines.loc[(lines["grootheid"] == NATIONAL) & (lines["doeljaar"] == 2022), "werkelijk"] = now
    assert national_volume(replace(evidence, lines=lines)).chance == chance


def test_the_local_volume_is_counted_in_draws(evidence: Evidence) -> None:
    # 848 were counted in 2016; in 2022 seven of ten draws have at least as many. Other years do
    # not count.
    paths = np.zeros((10, 45), dtype=int)
    paths[:, 2022 - 2016] = [847] * 3 + [848] * 6 + [900]
    paths[:, 2021 - 2016] = paths[:, 2023 - 2016] = 1000
    result = local_volume(replace(evidence, local=replace(evidence.local, paths=paths)))
    assert (result.chance, result.year) == (pytest.approx(0.7), 2022)
    # (3 x 847 + 6 x 848 + 900) / 10
    assert result.found.value == pytest.approx(852.9)


def test_the_local_volume_of_the_base_case(evidence: Evidence, claims: pd.DataFrame) -> None:
    result = local_volume(evidence)
    assert result.chance == 0
    assert result.found == evidence.local.heads_in(2022)
    assert claims.loc["V3", "gevonden"] == result.found


def test_a_national_result_decides_nothing_here(claims: pd.DataFrame) -> None:
    # L360 is the result of the whole sector; the margin around it is a judgement of the makers.
    row = claims.loc["V4"]
    assert (row["toets"], row["bewijs"], row["basis"]) == ("", "L360", "bron")


def test_the_two_sentences_on_the_building_are_of_2040(evidence: Evidence) -> None:
    result = both_sentences(evidence)
    assert result.year == 2040
    assert result.chance == evidence.crossing.shrinks_chance(2040)
    assert result.found == evidence.crossing.occupancy_in(2040)
