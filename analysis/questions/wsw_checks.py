"""What unknown ages do, the closed form beside its simulation, and how often intervals hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dutch import number, shared_decimals
from analysis.model import runoff, runoff_level
from analysis.model.calibration import Shocks
from analysis.model.cohorts import split_classes
from analysis.model.coverage import (
    Method,
    calibrated_interval,
    chance_interval,
    coverage_table,
    level_interval,
    line_interval,
    made_up_sites,
    percentage_interval,
)
from analysis.model.runoff_level import gamma_shape
from analysis.model.stockflow import apportion
from analysis.questions import national_runoff as national
from analysis.questions.local_runoff import (
    AGE_SHIFT,
    LOCAL_LEVEL,
    START_YEAR,
    LocalRunoff,
    start_shape,
    staying_chance,
)
from analysis.questions.national_totals import BASE_YEAR
from analysis.questions.wsw_middle import at_middle, local_middle
from analysis.sources.workbook import Workbook

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SHOWN_YEARS = (2020, 2025, 2030, 2035, 2040)
CHECK_DRAWS = 20_000
CLASS_WIDTH = 10

STUDY_HEADS, STUDY_SITES, STUDY_DRIFT = 560, 1000, 0.03
"""The coverage study: heads per made-up site, number of sites, and the drift nobody modelled."""


def age_effect(book: Workbook, nation: national.NationalRunoff, local: LocalRunoff) -> pd.DataFrame:
    """Return what other ages make of the same number of people.

    Columns opbouw, then the expected heads in 2030 and 2040 (personen_2030, personen_2040) and
    jaar_half, the first year-end with at most half of the start left.
    """
    group = local_middle(book, nation)
    shift = book.number(AGE_SHIFT)
    start = float(local.paths[:, 0].mean())
    younger, older = (
        number(abs(years), shared_decimals(years)) for years in (shift.low, shift.high)
    )
    ages = (
        ("landelijke opbouw", 0.0),
        (f"gemiddeld {younger} jaar jonger", shift.low),
        (f"gemiddeld {older} jaar ouder", shift.high),
    )
    chances = [(words, staying_chance(group, np.array([years]))[0]) for words, years in ages]
    chances.append(("klassen van tien jaar, binnen de klas gelijk verdeeld", _even(group)))
    rows = [
        (
            words,
            start * chance[2030 - START_YEAR - 1],
            start * chance[2040 - START_YEAR - 1],
            START_YEAR + 1 + int((chance <= 0.5).argmax()),
        )
        for words, chance in chances
    ]
    return pd.DataFrame(rows, columns=["opbouw", "personen_2030", "personen_2040", "jaar_half"])


def closed_form_check(book: Workbook, nation: national.NationalRunoff, heads: int) -> pd.DataFrame:
    """Return the closed form and its simulation side by side, for `heads` people of known age.

    Columns jaar, verwacht, gesimuleerd (means), afwijking (in standard errors), exact_laag,
    exact_hoog, simulatie_laag, simulatie_hoog (chance alone), niveau_laag, niveau_hoog (with the
    Gamma level).
    """
    group = local_middle(book, nation)
    counts, hazard, stay = start_cohorts(group, heads)
    rates = group.theta[0] * hazard
    alive = stay * np.exp(-np.cumsum(rates, axis=-1))
    chosen = [year - START_YEAR - 1 for year in SHOWN_YEARS]
    mean, covariance = runoff.runoff_moments(counts, alive)
    low, _, high = runoff.runoff_quantiles(counts, alive[:, chosen])
    rng = np.random.default_rng([book.parameters.zaad, 5])
    paths = runoff.simulate_runoff(counts, alive[:, chosen], CHECK_DRAWS, rng)
    level = book.number(LOCAL_LEVEL)
    with_level = runoff_level.level_quantiles(
        counts,
        np.cumsum(rates, axis=-1)[:, chosen],
        stay[:, chosen],
        gamma_shape(level.low, level.high),
    )
    spread = np.sqrt(np.diag(covariance)[chosen] / CHECK_DRAWS)
    simulated = np.quantile(paths, runoff.LEVELS, axis=0, method="inverted_cdf")
    return pd.DataFrame(
        {
            "jaar": SHOWN_YEARS,
            "verwacht": mean[chosen],
            "gesimuleerd": paths.mean(axis=0),
            "afwijking": (paths.mean(axis=0) - mean[chosen]) / spread,
            "exact_laag": low,
            "exact_hoog": high,
            "simulatie_laag": simulated[0],
            "simulatie_hoog": simulated[2],
            "niveau_laag": with_level[0],
            "niveau_hoog": with_level[2],
        }
    )


def coverage_study(
    book: Workbook, nation: national.NationalRunoff, number: int = STUDY_SITES
) -> pd.DataFrame:
    """Return how often a 90% interval held on made-up sites, without and with a hidden drift.

    Columns wereld, methode, jaar_1, jaar_5 and jaar_10 (%).
    """
    counts, hazard, stay = start_cohorts(at_middle(book, nation), STUDY_HEADS)
    level = book.number(LOCAL_LEVEL)
    shape = gamma_shape(level.low, level.high)
    truth = Shocks(nation.shocks.yearly, 0.0)
    methods: dict[str, Method] = {
        "dit werkboek": lambda sites: calibrated_interval(sites, nation.shocks),
        "zonder verschuiving": lambda sites: calibrated_interval(sites, truth),
        "zonder jaarschokken": level_interval,
        "alleen toeval": chance_interval,
        "vast percentage": percentage_interval,
        "rechte lijn": line_interval,
    }
    tables = []
    for world, drift in (("zoals aangenomen", 0.0), ("vertrek groeit ongemerkt", STUDY_DRIFT)):
        rng = np.random.default_rng([book.parameters.zaad, 6])
        sites = made_up_sites(counts, hazard, stay, shape, truth, number, rng, drift)
        tables.append(coverage_table(sites, methods).assign(wereld=world))
    table = pd.concat(tables, ignore_index=True)
    shares = ["jaar_1", "jaar_5", "jaar_10"]
    table[shares] *= 100
    return table


def start_cohorts(group: national.Group, heads: int) -> tuple[Integers, Floats, Floats]:
    """Return whole heads by age in the start year, with yearly hazard and share not retired.

    The national ages, rounded by largest remainder. Arrays (cohorts,) and twice (cohorts, years).
    """
    past = START_YEAR - BASE_YEAR
    counts = apportion(heads, start_shape(group))
    stay = group.stay[0][:, past:] / np.maximum(group.stay[0][:, past - 1 : past], 1e-12)
    return counts, group.hazard[0][:, past:], np.minimum(stay, 1)


def _even(group: national.Group) -> Floats:
    """Chance to be there still when classes of ten years are split evenly: (years,)."""
    past = START_YEAR - BASE_YEAR
    ages = national.AGES + past
    shape = start_shape(group)
    first = np.arange(10, ages.max() + 1, CLASS_WIDTH)
    group_of_age = np.searchsorted(first, ages, side="right") - 1
    classes = np.bincount(group_of_age, shape, minlength=first.size)
    even = split_classes(classes, first.tolist(), ages, np.ones(ages.size))
    _, hazard, stay = start_cohorts(group, 1)
    alive = stay * np.exp(-np.cumsum(group.theta[0] * hazard, axis=-1))
    return np.asarray(even @ alive)
