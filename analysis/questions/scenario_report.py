"""The scenario choice as one result: money, people, scores, ranks, doubt, gate, board, planning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.headlines import Headline
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions import kostprijs
from analysis.questions.national_runoff import NationalRunoff
from analysis.questions.planning import Planning, planning
from analysis.questions.scenario_board import Board, board
from analysis.questions.scenario_choice import Choice
from analysis.questions.scenario_difference import difference
from analysis.questions.scenario_gate import Gate, gate
from analysis.questions.scenario_money import ScenarioMoney, own_book, scenario_money
from analysis.questions.scenario_scores import TOGETHER, Scores, scores, sheet_weights
from analysis.questions.scenario_set import ScenarioSet, scenario_set
from analysis.questions.scenario_stress import Stress, stress
from analysis.questions.scenario_worth import Worth, worth
from analysis.questions.wsw_money import PERIOD_END
from analysis.sources.scenario_checks import EFFECTS, SCALES, SCORES
from analysis.sources.scenarios import TO_EXPLORE, Levers, Scenario
from analysis.sources.workbook import Workbook

OWN_TABLES = (EFFECTS, SCALES, SCORES)
"""Tables that the result names as a whole."""


@dataclass(frozen=True)
class ScenarioReport:
    """All results of the scenario choice, of the organisation as a whole."""

    book: Workbook
    set: ScenarioSet
    money: dict[str, ScenarioMoney]

    @cached_property
    def scores(self) -> Scores:
        """Scores of the reference and the ranked scenarios."""
        return scores(self.book, self.set.all, self.money)

    @cached_property
    def choice(self) -> Choice:
        """The ranked scenarios under all weightings."""
        ranked = scores(self.book, self.set.ranked, self.money)
        return Choice(ranked, self.book.parameters.zaad)

    @cached_property
    def by_togetherness(self) -> list[tuple[float, list[float], float]]:
        """At three correlations of the judgements: chances of first place, and close to the best.

        The last is of the one that is first most, within `CLOSE` points.
        """
        known = self.book.table("aannames").set_index("id")
        found = []
        for end in ("laag", "midden", "hoog"):
            level = float(known[end][TOGETHER])
            common = own_book(self.book, self.book.scenario.model_copy(update={"aannames": {}}))
            changed = common.scenario.aannames | {TOGETHER: level}
            own = self.book.scenario.model_copy(update={"aannames": changed, "hefbomen": Levers()})
            rated = scores(replace(self.book, scenario=own), self.set.ranked, self.money)
            choice = Choice(rated, self.book.parameters.zaad)
            first = [float(share) for share in choice.ranks.rank_acceptability[:, 0]]
            found.append((level, first, choice.close_chance(int(np.argmax(first)))))
        return found

    @cached_property
    def sheet(self) -> dict[str, pd.DataFrame]:
        """What filled-in weights make of each, by who filled them in."""
        weights = sheet_weights(self.book)
        return {who: self.choice.with_weights(each) for who, each in weights.items()}

    @cached_property
    def stress(self) -> list[Stress]:
        """The scenarios when price, wage or run-off go wrong."""
        shown = {item.id: self.money[item.id] for item in self.set.all}
        return stress(shown, self.set.reference[0].id)

    @cached_property
    def worth(self) -> Worth:
        """Which missing figure to ask for first."""
        return worth(self.book, self.money, self.choice)

    @cached_property
    def extremes(self) -> tuple[ScenarioMoney, ScenarioMoney]:
        """The ranked scenario with the highest saldo over the criterion's years, and the lowest."""
        ranked = sorted(self.ranked_money, key=lambda item: item.total.value)
        return ranked[-1], ranked[0]

    @cached_property
    def difference(self) -> pd.DataFrame:
        """What makes these two differ."""
        return difference(self.book, *self.extremes)

    @cached_property
    def gate(self) -> Gate:
        """The eight functionaliteiten of the SER."""
        return gate(self.book, self.set.every)

    @cached_property
    def board(self) -> Board:
        """Bodies and steps."""
        return board(self.book, self.set.ranked)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of the financial criterion that the ledger reaches."""
        return int(self.reference.years.years[0]), PERIOD_END

    @cached_property
    def planning(self) -> Planning:
        """The planning of the nota."""
        return planning(self.book)

    @property
    def ranked_money(self) -> list[ScenarioMoney]:
        """The money of the ranked scenarios, in their order."""
        return [self.money[item.id] for item in self.set.ranked]

    @property
    def reference(self) -> ScenarioMoney:
        """What happens when nothing changes."""
        return self.money[self.set.reference[0].id]

    @property
    def made_up(self) -> bool:
        """Whether the ledger under it is (partly) an example."""
        return self.reference.years.provenance.made_up

    @cached_property
    def provenance(self) -> Provenance:
        """Everything that the results rest on."""
        rated = self.choice.scores.provenance
        return combine([self.reference.years.provenance, rated, Provenance.of("bron", ["K20"])])

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions that the results rest on."""
        return self.book.assumptions_among(self.provenance.ids)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts that the results rest on, without tables of which the rows are no numbers."""
        own = {f"{name}.csv" for name in (*kostprijs.TABLES, *OWN_TABLES)}
        facts = self.book.facts_among(self.provenance.ids)
        return tuple(name for name in facts if name not in own)

    def name(self, identifier: str) -> str:
        """A scenario's name."""
        return self.money[identifier].scenario.naam

    def short(self, identifier: str) -> str:
        """A scenario's name where there is little room."""
        return self.money[identifier].scenario.label


def scenario_report(book: Workbook, nation: NationalRunoff | None = None) -> ScenarioReport:
    """Return the scenario choice; it is of the organisation, whatever the area."""
    scenarios = scenario_set(book)
    return ScenarioReport(book, scenarios, scenario_money(book, scenarios, nation))


def headlines(result: ScenarioReport) -> list[Headline]:
    """Return the headline numbers: of the scenario of the parameters, else of all that are shown.

    Of all, each name has the scenario's id behind a colon: `saldo_2029:bv`.
    """
    chosen = result.book.scenario
    if chosen.hefbomen.pulled or chosen.status != "basis":
        return _of(result, chosen, "")
    return [headline for item in result.set.all for headline in _of(result, item, f":{item.id}")]


def _of(result: ScenarioReport, scenario: Scenario, mark: str) -> list[Headline]:
    money = result.money[scenario.id]
    found: list[tuple[str, Quantity, str]] = [
        (f"saldo_{PERIOD_END}", money.last, str(PERIOD_END)),
        ("saldo_cumulatief", money.total, "-".join(map(str, result.years))),
        ("ser_dekking", result.gate.coverage(scenario.id), ""),
    ]
    if scenario.status == TO_EXPLORE:
        place = result.set.place(scenario.id)
        found[2:2] = [
            ("eerste_plaats_kans", result.choice.first_chance(place), ""),
            ("spijt_max", result.choice.largest_regret(place), ""),
        ]
    return [Headline(f"{name}{mark}", number, year) for name, number, year in found]
