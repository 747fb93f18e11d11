"""The agreements about candidates, counted from the trajectories: by quarter, before the gate.

Columns are called by the agreement (`MG1`), the whole of a share `MG1/van` and parts `MG1/buig`.
"""

from __future__ import annotations

import pandas as pd

from analysis.questions.monitor_candidates import (
    FORMER_LAW,
    GROEIEN,
    MATCHEN,
    NO_INTEGRATION,
    PLAN_DAYS,
    SUPPORT_MONTHS,
    TO_WORK,
    WORK_MONTHS,
    Candidates,
)
from analysis.questions.monitor_gate import Counts
from analysis.questions.monitor_shared import IN_TIME, OUTFLOW, SITTING

PLAN, BEGIN, SUPPORT = "plan", "begin", "begeleiding"


def candidate_counts(people: Candidates) -> dict[str, Counts]:
    """Return what the trajectories say of each agreement, grouped by what is linked."""
    return {
        OUTFLOW: outflow(people),
        IN_TIME: to_work_in_time(people),
        PLAN: plans_in_time(people),
        BEGIN: beginnings(people),
        SUPPORT: support(people),
    }


def outflow(people: Candidates) -> Counts:
    """Outflow of the year by kind and cohort, and what became of the cohorts of Groeien.

    One system: who left from a cohort in the year also counts in MG1, and a new candidate of
    Groeien in G3 and G4.
    """

    def rules(end: pd.Timestamp) -> dict[str, pd.Series]:
        left = people.good & people.in_year("uitstroom", end) & people.group(MATCHEN, GROEIEN)
        label = people.rows["actielijn_buig"] == "ja"
        new = people.group(GROEIEN) & people.in_year("instroom", end)
        had_time = people.rows["instroom"] + pd.Timedelta(days=PLAN_DAYS) <= end
        old = people.group(GROEIEN) & (people.entered(people.year - 2) | _last_year(people))
        left_before = people.good & (people.rows["uitstroom"] < people.start)
        found = {
            "MG1": left,
            "MG1/regulier": left & ~label,
            "MG1/buig": left & label,
            "G3": left & new,
            "G3/van": new,
            "G4": new & had_time & _plan_in_time(people),
            "G4/van": new & had_time,
            "G4/te vroeg": new & ~had_time,
            "G2": old & (left | left_before),
            "G2/van": old,
            "G2/eerder": old & left_before,
        }
        for name, years in SITTING.items():
            cohort = people.group(GROEIEN) & people.entered(people.year + years)
            found |= {
                name: left & cohort,
                f"{name}/van": cohort,
                f"{name}/eerder": cohort & left_before,
            }
        return found

    table = people.by_quarter(rules)
    table["MG1/overig"] = table["MG1"] - table[["G2a", "G2b", "G3"]].sum(axis=1)
    shares = ("G2", "G2a", "G2b", "G3", "G4")
    for name in shares:
        table[f"{name}/rest"] = table[f"{name}/van"] - table[name]
    return Counts(
        table,
        sums=(
            ("MG1", ("MG1/regulier", "MG1/buig")),
            ("MG1", ("G2a", "G2b", "G3", "MG1/overig")),
            ("G2", ("G2a", "G2b", "G2/eerder")),
            ("G2/van", ("G2a/van", "G2b/van")),
            ("G2/eerder", ("G2a/eerder", "G2b/eerder")),
            ("G3/van", ("G4/van", "G4/te vroeg")),
            *((f"{name}/van", (name, f"{name}/rest")) for name in shares),
        ),
        withheld=(
            *("MG1/overig", "G2/eerder", "G2a/eerder", "G2b/eerder", "G4/te vroeg"),
            *(f"{name}/rest" for name in shares),
        ),
        rising=(
            *("MG1", "MG1/regulier", "MG1/buig", "MG1/overig", "G2a", "G2b"),
            *("G3", "G3/van", "G4", "G4/van", "G4/rest"),
        ),
        constant=("G2/van", "G2a/van", "G2b/van", "G2/eerder", "G2a/eerder", "G2b/eerder"),
    )


def to_work_in_time(people: Candidates) -> Counts:
    """M1: of the new candidates of Matchen who had half a year, who went to work within it.

    Who came in later can't be judged yet and is told apart.
    """

    def rules(end: pd.Timestamp) -> dict[str, pd.Series]:
        new = people.group(MATCHEN) & people.in_year("instroom", end)
        over = people.rows["instroom"] + pd.DateOffset(months=WORK_MONTHS) <= end
        worked = (people.rows["reden"] == TO_WORK) & people.left_within(WORK_MONTHS)
        return {
            "M1": new & over & worked,
            "M1/van": new & over,
            "M1/rest": new & over & ~worked,
            "M1/nog niet": new & ~over,
            "M1/instroom": new,
        }

    first = people.start + pd.DateOffset(months=WORK_MONTHS)
    early = [str(quarter) for quarter, end in people.ends.items() if end < first]
    return Counts(
        people.by_quarter(rules),
        empty=[(quarter, name) for quarter in early for name in ("M1", "M1/van", "M1/rest")],
        sums=(("M1/van", ("M1", "M1/rest")), ("M1/instroom", ("M1/van", "M1/nog niet"))),
        withheld=("M1/rest", "M1/nog niet", "M1/instroom"),
        rising=("M1", "M1/van", "M1/rest", "M1/instroom"),
    )


def plans_in_time(people: Candidates) -> Counts:
    """M2: of all candidates of Matchen at that moment who had six weeks, who had a plan in time."""

    def rules(end: pd.Timestamp) -> dict[str, pd.Series]:
        there = ~(people.rows["uitstroom"] <= end) & people.group(MATCHEN)
        had_time = people.rows["instroom"] + pd.Timedelta(days=PLAN_DAYS) <= end
        in_time = _plan_in_time(people)
        return {
            "M2": there & had_time & in_time,
            "M2/van": there & had_time,
            "M2/rest": there & had_time & ~in_time,
        }

    return Counts(
        people.by_quarter(rules), sums=(("M2/van", ("M2", "M2/rest")),), withheld=("M2/rest",)
    )


def beginnings(people: Candidates) -> Counts:
    """G5, G6b and S4: who began a route, got wage subsidy or went to work, this year so far."""

    def rules(end: pd.Timestamp) -> dict[str, pd.Series]:
        status = people.rows["statushouder"] != NO_INTEGRATION
        worked = (people.rows["reden"] == TO_WORK) & people.in_year("uitstroom", end)
        return {
            "G5": people.group(GROEIEN) & people.in_year("route_begin", end),
            "G6b": people.group(GROEIEN) & people.in_year("lks_begin", end),
            "S4": status & worked,
        }

    return Counts(people.by_quarter(rules), rising=("G5", "G6b", "S4"))


def support(people: Candidates) -> Counts:
    """S1: of who ended support under the former law this year, for whom it took 6 to 12 months."""
    least, most = SUPPORT_MONTHS

    def rules(end: pd.Timestamp) -> dict[str, pd.Series]:
        ended = (people.rows["statushouder"] == FORMER_LAW) & people.in_year("uitstroom", end)
        short = people.rows["uitstroom"] < people.rows["instroom"] + pd.DateOffset(months=least)
        within = people.left_within(most) & ~short
        return {"S1": ended & within, "S1/van": ended, "S1/rest": ended & ~within}

    return Counts(
        people.by_quarter(rules),
        sums=(("S1/van", ("S1", "S1/rest")),),
        withheld=("S1/rest",),
        rising=("S1", "S1/van", "S1/rest"),
    )


def _last_year(people: Candidates) -> pd.Series:
    return people.entered(people.year - 1)


def _plan_in_time(people: Candidates) -> pd.Series:
    """Who had a plan no later than six weeks after coming in."""
    waited = people.rows["plandatum"] - people.rows["instroom"]
    return waited <= pd.Timedelta(days=PLAN_DAYS)
