"""The organisation's own plan: its result split over what drove the difference, once filled in.

The numbers of the ondernemingsplan are not public. Its rows stand empty in `plannen.csv`; as soon
as they and the outcomes are filled in, everything here is computed, and nothing of it before.
"""

from __future__ import annotations

import pandas as pd

from analysis.model.variance import shapley
from analysis.provenance import provenance_of
from analysis.questions.plans import State

OWN_PLAN = "Ondernemingsplan 2020-2024"
RESULT = "Resultaat"
FACTORS = {
    "se": "SE",
    "subsidie": "Rijkssubsidie per SE",
    "loon": "Loonkosten per SE",
    "ntw": "Netto toegevoegde waarde",
    "baten": "Overige baten",
    "lasten": "Overige lasten",
}
"""What the result is made of: the argument of `result_of` and the quantity of that name."""
UNEXPLAINED = "Niet verklaard"


def result_of(
    se: float, subsidie: float, loon: float, ntw: float, baten: float, lasten: float
) -> float:
    """Return the result in euros: SE x (subsidy - wages per SE) + added value + income - costs."""
    return se * (subsidie - loon) + ntw + baten - lasten


def own_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the organisation's own plan."""
    return lines[lines["plan"] == OWN_PLAN]


def own_years(lines: pd.DataFrame) -> tuple[int, ...]:
    """Return the years of which every factor is measured, in plan and in outcome."""
    own = own_lines(lines)
    measured = own[(own["stand"] == State.GEMETEN) & own["grootheid"].isin(FACTORS.values())]
    count = measured.groupby("doeljaar")["grootheid"].nunique()
    return tuple(int(year) for year in count[count == len(FACTORS)].index)


def own_bridge(lines: pd.DataFrame) -> pd.DataFrame:
    """Return what drove the difference of the result, by year: an empty table while rows miss.

    Columns jaar, plan (euro, by the formula), one per quantity of `FACTORS`, werkelijk (by the
    formula), verschil, `UNEXPLAINED` (the printed difference minus the computed one; NaN without a
    printed result), basis and ids.
    """
    own = own_lines(lines)
    rows = []
    for year in own_years(lines):
        part = own[own["doeljaar"] == year]
        planned, realised = (
            dict(zip(part["grootheid"], part[side], strict=True))
            for side in ("waarde", "werkelijk")
        )
        before, after = (
            {name: values[label] for name, label in FACTORS.items()}
            for values in (planned, realised)
        )
        effects = shapley(result_of, before, after)
        computed = result_of(**after) - result_of(**before)
        printed = realised[RESULT] - planned[RESULT]
        provenance = provenance_of(part[part["stand"] == State.GEMETEN])
        rows.append(
            {
                "jaar": year,
                "plan": result_of(**before),
                **{FACTORS[name]: effect for name, effect in effects.items()},
                "werkelijk": result_of(**after),
                "verschil": computed,
                UNEXPLAINED: printed - computed,
                "basis": provenance.derived().label,
                "ids": ";".join(provenance.ids),
            }
        )
    names = ["jaar", "plan", *FACTORS.values(), "werkelijk", "verschil", UNEXPLAINED]
    return pd.DataFrame(rows, columns=[*names, "basis", "ids"])
