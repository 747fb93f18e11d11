"""The agreements that a table of counts gives, other than the trajectories: after the gate.

Plans and measurements of Werkstap, surveys, sick leave. Each is told of the quarter in which its
date falls; sick leave is told of the year so far.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.questions.contract import CONTRACT_YEAR
from analysis.questions.monitor_days import AVAILABLE, OFF, released_days
from analysis.questions.monitor_evidence import (
    Evidence,
    Measured,
    Nature,
    resting_on,
    share_of,
)
from analysis.questions.monitor_gate import SHOWN, Counts, Sum, linked_of, release
from analysis.questions.monitor_linked import Linked, Within, with_shared
from analysis.questions.monitor_wsw_gate import WHOLE
from analysis.released import Released
from analysis.shown import ShownCount, ShownNumber, derived
from analysis.sources.workbook import Workbook

WSW, STAFF, CUSTOMERS = "Wsw", "medewerkers", "klanten"
PLANS = {"W2": "met_plan", "W3": "met_meting"}
"""The agreements on Werkstap, and the column of each."""

PERSONS = "pers"


def quarter_of(dates: pd.Series) -> pd.Series:
    """The quarter of dates or months as text: `2023-12-31` or `2023-12` → `2023-Q4`."""
    months = dates.str[5:7].astype("int64")
    return dates.str[:4] + "-Q" + ((months + 2) // 3).astype(str)


def in_contract_year(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of the contract's year, with their quarter as index, in order of date."""
    rows = table[table[column].str.startswith(f"{CONTRACT_YEAR}-")].sort_values(column)
    return rows.assign(kwartaal=quarter_of(rows[column])).set_index("kwartaal")


def table_measures(book: Workbook) -> list[Measured]:
    """Return what these tables give; of an empty one nothing."""
    surveys = in_contract_year(book.table("enquetes"), "datum")
    return [
        *plans(book),
        *satisfaction(surveys[surveys["onderzoek"] == STAFF]),
        *customers(surveys[surveys["onderzoek"] == CUSTOMERS]),
        *absence(book),
    ]


def plans(book: Workbook) -> list[Measured]:
    """W2 and W3: of the Wsw employees, who has a plan and who a measurement."""
    linked = plan_linked(book)
    if linked is None:
        return []
    released = linked.released_or_hidden()[SHOWN]
    return [
        Measured(name, "pct", _shares(released, name, "van"), ("werkstap_plannen",))
        for name in PLANS
    ]


def plan_linked(book: Workbook) -> Linked | None:
    """Return the plans by quarter with what adds up; None when nothing is told of them."""
    rows = in_contract_year(book.table("werkstap_plannen"), "peildatum")
    rows = rows[~rows.index.duplicated(keep="last")]
    if rows.empty:
        return None
    table = pd.DataFrame({"van": rows["medewerkers"]}).astype("int64")
    for name, column in PLANS.items():
        table[name] = rows[column].astype("int64")
    linked = linked_of(_with_rest(table, [(name, "van") for name in PLANS]))
    return _beside_whole(linked, table[["van"]])


def _beside_whole(linked: Linked, whole: pd.DataFrame) -> Linked:
    """The same with the number of employees shown: other tables tell it too, so parts give way."""
    tables = {**linked.tables, WHOLE: whole}
    same = [
        Within(((SHOWN, row, name),), ((WHOLE, row, name),), same=True)
        for row in whole.index
        for name in whole.columns
    ]
    return with_shared(replace(linked, tables=tables, earlier={WHOLE: protect(whole)}), same)


def satisfaction(surveys: pd.DataFrame) -> list[Measured]:
    """W5: by question, which share of the participants gave a 7 or more."""
    if surveys.empty:
        return []
    last = _last_survey(surveys)
    questions = [str(name) for name in last["vraag"]]
    table = _survey_counts(last)
    released = release(_of_survey(table, questions))
    return [
        Measured(
            "W5",
            "pct",
            _shares(released, f"goed/{name}", f"van/{name}"),
            ("enquetes",),
            part=name,
        )
        for name in questions
    ]


def customers(surveys: pd.DataFrame) -> list[Measured]:
    """E2: the mean mark of the customers; hidden when too few took part."""
    if surveys.empty:
        return []
    last = _last_survey(surveys)
    questions = [str(name) for name in last["vraag"]]
    people = release(_of_survey(_survey_counts(last), questions))
    quarter, values = str(last.index[-1]), {}
    marks = last.set_index("vraag")["gemiddeld_cijfer"].dropna()
    for name, mark in marks.items():
        whole = people.shown(quarter, f"van/{name}")
        values[str(name)] = _mean(float(mark), int(_taking_part(last, str(name))), whole, people)
    several = len(values) > 1
    return [
        Measured("E2", "cijfer", {quarter: found}, ("enquetes",), part=name if several else "")
        for name, found in values.items()
    ]


def absence(book: Workbook) -> list[Measured]:
    """W4: days of sick leave as a share of days, of the year so far and of each quarter.

    Days are no counts of persons and pass as amounts that rest on the people behind them.
    """
    table = book.table("verzuim")
    rows = in_contract_year(table[table["groep"] == WSW], "maand")
    if rows.empty:
        return []
    quarterly = rows.groupby(level=0)
    days = quarterly[[OFF, AVAILABLE]].sum()
    heads = quarterly[PERSONS].mean().round().astype("int64").to_frame(PERSONS)
    least = quarterly[PERSONS].min()
    amounts = released_days(days, least)
    people = release(Counts(heads))
    quarters = [str(name) for name in days.index]
    alone = {name: _rate(amounts, people, [name]) for name in quarters}
    so_far = {
        name: _rate(amounts, people, quarters[: place + 1]) for place, name in enumerate(quarters)
    }
    return [Measured("W4", "pct", so_far, ("verzuim",), rising=True, alone=alone)]


def _rate(amounts: Released, people: Released, quarters: list[str]) -> Evidence | None:
    """Days over days of these quarters, resting on the fewest people of them."""
    cells = [[amounts.shown(name, column) for name in quarters] for column in amounts.columns]
    heads = [people.shown(name, PERSONS) for name in quarters]
    known = [value for row in (*cells, heads) for value in row if value is not None]
    if len(known) < 3 * len(quarters):
        return None
    away, there = ([float(value) for value in row if value is not None] for row in cells)
    fewest = min(head for head in heads if isinstance(head, ShownCount))
    if sum(there) == 0:
        return None
    # From more decimals the days could be had back.
    share = derived(round(sum(away) / sum(there), 3), *known)
    return resting_on(Nature.RATE, share, fewest, people)


def _mean(mark: float, taking_part: int, whole: object, people: Released) -> Evidence | None:
    """A mean mark through the gate as an amount that rests on who took part."""
    table = pd.DataFrame({"cijfer": [mark]}, index=["vraag"])
    behind = pd.DataFrame({"cijfer": [taking_part]}, index=["vraag"])
    shown = protect(table, "euro", persons=behind).shown("vraag", "cijfer")
    if not isinstance(shown, ShownNumber) or not isinstance(whole, ShownCount):
        return None
    return resting_on(Nature.MEAN, shown, whole, people)


def _shares(released: Released, part: str, whole: str) -> dict[str, Evidence | None]:
    return {str(name): share_of(released, str(name), part, whole) for name in released.rows}


def _with_rest(table: pd.DataFrame, shares: Iterable[tuple[str, str]]) -> Counts:
    """The counts with the rest of each share withheld."""
    sums: list[Sum] = []
    rests = []
    for part, whole in shares:
        rest = f"{part}/rest"
        table = table.assign(**{rest: table[whole] - table[part]})
        sums.append((whole, (part, rest)))
        rests.append(rest)
    return Counts(table, sums=sums, withheld=rests)


def _last_survey(surveys: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last survey of the year, a question once."""
    last = surveys[surveys["datum"] == surveys["datum"].max()]
    return pd.DataFrame(last.drop_duplicates("vraag", keep="last"))


def _taking_part(survey: pd.DataFrame, question: str) -> int:
    return int(survey.loc[survey["vraag"] == question, "deelnemers"].iloc[0])


def _survey_counts(survey: pd.DataFrame) -> pd.DataFrame:
    """One row: for each question who was asked, who took part and who gave a 7 or more."""
    row = {
        f"{column}/{name}": int(value)
        for column, field in (
            ("gevraagd", "uitgenodigd"),
            ("van", "deelnemers"),
            ("goed", "zeven_of_hoger"),
        )
        for name, value in zip(survey["vraag"], survey[field], strict=True)
    }
    return pd.DataFrame([row], index=[str(survey.index[-1])])


def _of_survey(table: pd.DataFrame, questions: list[str]) -> Counts:
    """The counts of one survey with what adds up; the same number is guarded as the same."""
    shares = [
        pair
        for name in questions
        for pair in ((f"goed/{name}", f"van/{name}"), (f"van/{name}", f"gevraagd/{name}"))
    ]
    counts = _with_rest(table, shares)
    first, *others = questions
    same = [
        (f"{kind}/{name}", (f"{kind}/{first}",))
        for kind in ("gevraagd", "van")
        for name in others
        if (table[f"{kind}/{name}"] == table[f"{kind}/{first}"]).all()
    ]
    return Counts(counts.table, sums=[*counts.sums, *same], withheld=counts.withheld)
