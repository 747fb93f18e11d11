"""How long people stay when not everybody has been followed to the end.

Here belong Kaplan-Meier, Aalen-Johansen and the log-rank test; which records make a trajectory, and
which ways out count as success, belongs in `questions`. A trajectory is a duration (from its own
start, in any unit) and what ended it: 0 means that it was still going on when last seen. Who was
last seen when another leaves was still there. Tables have one row for each distinct duration in the
data, also where nobody left, as R's `survfit` has them. Intervals cover 95% and are symmetric in
log(-log); where nobody or everybody has left that says nothing, and they are NaN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SCORE = float(special.ndtri(0.975))
PARTS = 6
"""A sixth of a cohort is to leave each year."""
ROUNDING = 1e-12
"""Of fewer than 10^12 people no share comes nearer to 0, 1 or a half without being it."""


class Estimate(NamedTuple):
    """A share with its 95% interval; NaN where the data don't tell."""

    value: float
    lower: float
    upper: float


NAN = float("nan")


def kaplan_meier(duration: ArrayLike, event: ArrayLike) -> pd.DataFrame:
    """Return the share still there after each observed time.

    `duration` and `event` (trajectories,); event 1 = left, 0 = last seen. Columns time, at_risk
    (those there just before), events, survival, lower, upper. S(t) = prod (1 - d / n) over times to
    t (Kaplan and Meier 1958); Greenwood's variance S^2 sum d / (n (n - d)) gives the interval
    S^exp(+-1.96 sqrt(sum) / log S) (Kalbfleisch and Prentice 1980). Raises `ValueError` for no
    trajectories, shapes that don't match, and durations or events that are negative, missing or
    something else.
    """
    times, ends = _trajectories(duration, event, 1)
    time, at_risk, by_cause = _counts(times, ends, 1)
    events = by_cause[:, 0]
    survival = np.asarray(np.cumprod(1 - events / at_risk))
    lower, upper = _log_log(survival, np.sqrt(_greenwood(at_risk, events)))
    counts = {"time": time, "at_risk": at_risk, "events": events}
    return pd.DataFrame({**counts, "survival": survival, "lower": lower, "upper": upper})


def cumulative_incidence(
    duration: ArrayLike, cause: ArrayLike, causes: int | None = None
) -> pd.DataFrame:
    """Return for each cause the share that has left by it, after each observed time.

    `duration` and `cause` (trajectories,); cause 0 = last seen, 1 to `causes` = why it ended; None:
    the highest that occurs. Columns time, cause, at_risk, events, incidence, lower, upper, by cause
    and time; without causes no rows. I_k(t) = sum S(t-) d_k / n (Aalen and Johansen 1978), so that
    all incidences and the survival add up to 1. The variance is that of Marubini and Valsecchi
    (1995); with one cause all is 1 - Kaplan-Meier, interval included. Raises `ValueError` as
    `kaplan_meier` and for a cause over `causes`.
    """
    times, ends = _trajectories(duration, cause, np.inf if causes is None else causes)
    count = int(ends.max()) if causes is None else causes
    time, at_risk, by_cause = _counts(times, ends, count)
    survival = np.cumprod(1 - by_cause.sum(axis=1) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])[:, None]
    incidence = np.cumsum(before * by_cause / at_risk[:, None], axis=0).clip(max=1)
    error = np.sqrt(_incidence_variance(incidence, before, at_risk, by_cause))
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = _log_log(1 - incidence, error / (1 - incidence))
    columns = {
        "time": np.tile(time, count),
        "cause": np.repeat(np.arange(1, count + 1), len(time)),
        "at_risk": np.tile(at_risk, count),
        "events": by_cause.T.ravel(),
        "incidence": incidence.T.ravel(),
        "lower": 1 - upper.T.ravel(),
        "upper": 1 - lower.T.ravel(),
    }
    return pd.DataFrame(columns)


def logrank(duration: ArrayLike, event: ArrayLike, group: ArrayLike) -> tuple[float, float]:
    """Return (chi2, p): do the groups leave at the same pace?

    `group` (trajectories,) has any labels, two or more. chi2 = (O - E)' V^-1 (O - E) of observed
    and expected leavers, V their hypergeometric covariance, with one group less as degrees of
    freedom (Peto and Peto 1972). Groups in which nobody was there when anyone left don't count; NaN
    when fewer than two remain or all leave at once. Raises `ValueError` as `kaplan_meier`, for one
    group and for a missing label.
    """
    times, ends = _trajectories(duration, event, 1)
    labels = np.asarray(group)
    if labels.shape != times.shape or pd.isna(labels).any():
        raise ValueError("each trajectory needs a group")
    number = np.unique(labels, return_inverse=True)[1]
    if not number.any():
        raise ValueError("one group can't be compared")
    at_risk, events = _by_group(times, ends, number)
    n, d = at_risk.sum(axis=1), events.sum(axis=1)
    share = at_risk / n[:, None]
    spread = d * (n - d) / np.maximum(n - 1, 1)
    apart = (events - d[:, None] * share).sum(axis=0)
    covariance = np.diag(spread @ share) - share.T @ (spread[:, None] * share)
    real = np.flatnonzero(share.any(axis=0))[:-1]
    if not len(real) or not spread.any():
        return NAN, NAN
    chi2 = max(apart[real] @ np.linalg.solve(covariance[np.ix_(real, real)], apart[real]), 0.0)
    return float(chi2), float(special.chdtrc(len(real), chi2))


def median_survival(table: pd.DataFrame) -> float:
    """Return the first time at which half or less is still there; NaN when that never happens.

    `table` as from `kaplan_meier`; the result has the unit of its times.
    """
    reached = table["time"].to_numpy()[table["survival"].to_numpy() <= 0.5 + ROUNDING]
    return float(reached[0]) if len(reached) else NAN


def survival_at(table: pd.DataFrame, time: float) -> Estimate:
    """Return the share still there after `time`, with its interval.

    `table` as from `kaplan_meier`. 1 before the first row; NaN after the last one when somebody was
    still there, because nobody has been followed so long. Raises `ValueError` for a time that is
    negative or missing.
    """
    return _at(table, "survival", time, 1.0, table["survival"].iloc[-1] == 0)


def incidence_at(table: pd.DataFrame, cause: int, time: float) -> Estimate:
    """Return the share that has left by `cause` after `time`, with its interval.

    `table` as from `cumulative_incidence`. 0 before the first row, and NaN after the last as in
    `survival_at`. Raises `ValueError` for an unknown cause and as `survival_at`.
    """
    rows = table[table["cause"] == cause]
    if rows.empty:
        raise ValueError(f"cause {cause} is not in the table")
    last = table[table["time"] == rows["time"].iloc[-1]]
    everybody_left = last["events"].sum() == last["at_risk"].iloc[0]
    return _at(rows, "incidence", time, 0.0, everybody_left)


def effective_number(table: pd.DataFrame, time: float) -> float:
    """Return how many people, all followed, would tell the share at `time` as precisely.

    S (1 - S) / Greenwood's variance; NaN where the interval is. Otherwise as `survival_at`.
    """
    survival, lower, _ = survival_at(table, time)
    if np.isnan(lower):
        return NAN
    rows = table[table["time"] <= time]
    spread = _greenwood(rows["at_risk"].to_numpy(), rows["events"].to_numpy())[-1]
    return float((1 - survival) / (survival * spread))


def cohort_path(years: int) -> pd.DataFrame:
    """Return how much of a cohort has left when a sixth leaves each year, in two readings.

    Columns year (1 to `years`, at most 6), hazard and left when it is a sixth of the cohort as it
    began: t/6, hazards 1/6, 1/5, 1/4; left_of_rest when it is a sixth of who is still there:
    1 - (5/6)^t, which is 42.1% after three years. Raises `ValueError` for other years.
    """
    if not 1 <= years <= PARTS:
        raise ValueError(f"a sixth a year lasts at most {PARTS} years, not {years}")
    year = np.arange(1, years + 1)
    hazard, left = 1 / (PARTS + 1 - year), year / PARTS
    rest = 1 - (1 - 1 / PARTS) ** year
    return pd.DataFrame({"year": year, "hazard": hazard, "left": left, "left_of_rest": rest})


def _trajectories(duration: ArrayLike, ends: ArrayLike, most: float) -> tuple[Floats, Integers]:
    times, numbers = np.asarray(duration, dtype=float), np.asarray(ends, dtype=float)
    if times.ndim != 1 or times.shape != numbers.shape or not times.size:
        raise ValueError(f"one end to each duration is needed: {times.shape}, {numbers.shape}")
    if not (np.isfinite(times) & (times >= 0)).all():
        raise ValueError("a duration is negative, infinite or missing")
    whole = np.isfinite(numbers) & (numbers == np.floor(numbers))
    if not (whole & (numbers >= 0) & (numbers <= most)).all():
        raise ValueError(f"what ends a trajectory is a whole number from 0 to {most}")
    return times, numbers.astype(np.int64)


def _counts(times: Floats, ends: Integers, causes: int) -> tuple[Floats, Integers, Integers]:
    """The distinct times (t,), how many are there just before, and leavers by cause (t, causes)."""
    time, place = np.unique(times, return_inverse=True)
    size = len(time) * (causes + 1)
    table = np.bincount(place * (causes + 1) + ends, minlength=size).reshape(-1, causes + 1)
    return time, table.sum(axis=1)[::-1].cumsum()[::-1], table[:, 1:]


def _by_group(times: Floats, ends: Integers, group: Integers) -> tuple[Integers, Integers]:
    """At each time that somebody leaves: who are there, who leave (times, groups)."""
    time, place = np.unique(times, return_inverse=True)
    groups = int(group.max()) + 1
    cell = (place * groups + group) * 2 + ends
    table = np.bincount(cell, minlength=len(time) * groups * 2).reshape(-1, groups, 2)
    at_risk, events = table.sum(axis=2)[::-1].cumsum(axis=0)[::-1], table[:, :, 1]
    real = events.any(axis=1)
    return at_risk[real], events[real]


def _greenwood(at_risk: Integers, events: Integers) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(np.cumsum(events / (at_risk * (at_risk - events))))


def _log_log(survival: Floats, relative_error: Floats) -> tuple[Floats, Floats]:
    """S^exp(+-1.96 e / log S), with e the standard error as a share of S; NaN at 0 and 1."""
    inside = (survival > ROUNDING) & (survival < 1 - ROUNDING)
    base = np.where(inside, survival, np.nan)
    reach = np.where(inside, SCORE * relative_error / -np.log(base), np.nan)
    return base ** np.exp(reach), base ** np.exp(-reach)


def _incidence_variance(
    incidence: Floats, before: Floats, at_risk: Integers, by_cause: Integers
) -> Floats:
    """Sum (I(t) - I_j)^2 a_j + S^2 d_k (n - d_k) / n^3 - 2 (I(t) - I_j) S d_k / n^2 over j."""
    n, d = at_risk[:, None], by_cause.sum(axis=1, keepdims=True)
    # When everybody leaves, nothing changes after it: that term has no part.
    a = np.where(n > d, d / (n * np.maximum(n - d, 1)), 0.0)
    b = before * by_cause / n**2
    total = incidence**2 * np.cumsum(a, axis=0) - 2 * incidence * np.cumsum(incidence * a, axis=0)
    total += np.cumsum(incidence**2 * a + before * b * (n - by_cause) / n, axis=0)
    total -= 2 * (incidence * np.cumsum(b, axis=0) - np.cumsum(incidence * b, axis=0))
    return np.asarray(total.clip(min=0))


def _at(table: pd.DataFrame, name: str, time: float, start: float, closed: bool) -> Estimate:
    if not time >= 0:
        raise ValueError(f"a time is at least 0, not {time}")
    times = table["time"].to_numpy()
    place = int(np.searchsorted(times, time, side="right")) - 1
    if place < 0:
        return Estimate(start, NAN, NAN)
    if time > times[-1] and not closed:
        return Estimate(NAN, NAN, NAN)
    return Estimate(*table[[name, "lower", "upper"]].iloc[place].tolist())
