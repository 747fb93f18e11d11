"""Days of sick leave through the privacy gate: one guard for every period they are told of."""

from __future__ import annotations

import pandas as pd

from analysis.disclosure.gate import protect
from analysis.released import Released

OFF, AVAILABLE = "dagen_verzuim", "dagen_beschikbaar"


def released_days(days: pd.DataFrame, least: pd.Series[int]) -> Released:
    """Return the days off and available by period, each with the persons that they rest on.

    Days are no counts of persons and pass as amounts. `least` is the fewest heads there were in a
    month of each period; days off rest on at least so many of them as would be off all the time.
    """
    always = (days[OFF] * least / days[AVAILABLE]).fillna(0).astype("int64")
    persons = pd.DataFrame({OFF: always, AVAILABLE: least.astype("int64")})
    return protect(days[[OFF, AVAILABLE]].astype("float64"), "euro", persons=persons)
