"""Result agreements by kind: which can be judged, which are ceilings, which can't be measured.

An agreement that lacks its target value or its denominator can't be measured, however it is worded.
A ceiling is a limit on work: staying below it is no achievement.
"""

from __future__ import annotations

import pandas as pd

TARGET, CEILING, QUALITATIVE, UNMEASURABLE = (
    "streefwaarde",
    "plafond",
    "kwalitatief",
    "niet meetbaar",
)
KINDS = (TARGET, CEILING, QUALITATIVE, UNMEASURABLE)
BLOCKING_GAPS = ("norm", "noemer")
"""A missing target value or denominator; a missing definition can still be settled."""


def agreement_kinds(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements with a column `kind`, one of `KINDS`.

    `agreements` has columns soort (streefwaarde | plafond | kwalitatief) and ontbreekt_soort.
    Raises `ValueError` for an unknown soort.
    """
    unknown = set(agreements["soort"]) - {TARGET, CEILING, QUALITATIVE}
    if unknown:
        raise ValueError(f"unknown kind of agreement: {sorted(unknown)}")
    blocked = agreements["ontbreekt_soort"].isin(BLOCKING_GAPS) & (
        agreements["soort"] != QUALITATIVE
    )
    return agreements.assign(kind=agreements["soort"].where(~blocked, UNMEASURABLE))


def kinds_by_group(agreements: pd.DataFrame) -> pd.DataFrame:
    """Count agreements: one row per group in order of first appearance, one column per kind.

    Groups are the parts of the agreement; the columns are `KINDS`, zero where there are none.
    """
    with_kind = agreement_kinds(agreements)
    counts = pd.crosstab(with_kind["groep"], with_kind["kind"])
    order = list(dict.fromkeys(with_kind["groep"]))
    return counts.reindex(index=order, columns=list(KINDS), fill_value=0)
