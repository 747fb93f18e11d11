"""Absence by month: what passes, which months stand out, and what days could be had back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from analysis.parameters import Parameters
from analysis.questions.monitor_absence import GROUP, AbsenceMonitor, absence_monitor
from analysis.released import is_shown
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit

DAYS = 30


@cache
def book() -> Workbook:
    return open_with(Parameters())


def monitor(shares: list[float], heads: int = 500, group: str = GROUP) -> AbsenceMonitor:
    """Months of 30 days from January 2022 in which so many percent was off."""
    months = pd.period_range("2022-01", periods=len(shares), freq="M").astype(str)
    available = heads * DAYS
    table = pd.DataFrame(
        {
            "id": [f"VZ{place}" for place in range(len(shares))],
            "maand": months,
            "groep": group,
            "dagen_verzuim": [round(share / 100 * available) for share in shares],
            "dagen_beschikbaar": available,
            "pers": heads,
            "basis": "voorbeeld",
            "bron": "",
        }
    )
    found = absence_monitor(replace(book(), tables=dict(book().tables) | {"verzuim": table}))
    assert found is not None
    return found


STEADY = [16.0, 16.6, 15.8, 16.4, 15.6, 16.2, 16.0, 16.6, 15.4, 16.2, 15.8, 16.4]


def test_shares_of_the_days() -> None:
    found = monitor(STEADY)
    assert found.months["aandeel"].tolist() == pytest.approx(STEADY)
    assert found.years["aandeel"].tolist() == pytest.approx([sum(STEADY) / 12], abs=0.05)
    assert found.years["pers"].tolist() == [500]
    assert found.norm.value == 16.4


def test_steady_months_do_not_stand_out() -> None:
    found = monitor(STEADY)
    assert found.outside == ()
    assert found.runs == ()


def test_a_peak_stands_out() -> None:
    assert monitor([*STEADY, 22.0]).outside == ("2023-01",)


def test_eight_in_a_row_stand_out() -> None:
    found = monitor([16.0, 16.4, 15.8, 16.2, *[14.8, 15.0] * 4])
    assert found.runs == (tuple(f"2022-{month:02d}" for month in range(5, 13)),)


def test_limits_by_hand() -> None:
    # Six pairs 15 and 17: neighbours lie 2 apart, so 16 +- 3 x 2 / 1.128.
    found = monitor([15.0, 17.0] * 6)
    assert found.months["boven"].tolist() == pytest.approx([16 + 6 / 1.128] * 12)
    assert found.months["onder"].tolist() == pytest.approx([16 - 6 / 1.128] * 12)


def test_few_months_have_no_limits() -> None:
    found = monitor(STEADY[:11])
    assert found.months["midden"].isna().all()
    assert found.outside == ()


def test_where_too_few_can_explain_it_a_share_is_hidden() -> None:
    # 5% of 95 people is less than five all month: fewer than ten may be behind it.
    found = monitor([5.0] * 12, heads=95)
    assert found.months["aandeel"].isna().all()
    assert found.years["aandeel"].isna().all()
    # 12% of 95 is 11.4 people all month.
    assert monitor([12.0] * 12, heads=95).months["aandeel"].notna().all()


def test_a_small_group_is_hidden() -> None:
    assert monitor([50.0] * 12, heads=9).months["aandeel"].isna().all()


def test_days_can_not_be_had_back_from_the_share() -> None:
    # 2,401 of 15,000 is 16.0067%: from more decimals than one both numbers could be found.
    found = monitor([100 * 2401 / 15_000] * 12)
    assert set(found.months["aandeel"]) == {16.0}


def test_all_that_is_found_may_be_shown() -> None:
    found = monitor([*STEADY, 22.0])
    for column in ("aandeel", "midden", "onder", "boven"):
        assert all(is_shown(value) for value in found.months[column])
    assert all(is_shown(value) for value in (*found.years["aandeel"], *found.years["pers"]))


def test_months_may_stand_in_any_order() -> None:
    table = book().table("verzuim")
    mixed = dict(book().tables) | {"verzuim": table.sample(frac=1, random_state=1)}
    ours, theirs = absence_monitor(book()), absence_monitor(replace(book(), tables=mixed))
    assert ours is not None
    assert theirs is not None
    assert ours.months.equals(theirs.months)
    assert ours.years.equals(theirs.years)


def test_a_group_that_is_not_there() -> None:
    assert absence_monitor(book(), "Bestaat niet") is None
