"""The run-off of a closed group, exactly: how many are left, how sure that is, and coherent paths.

Nobody enters and who left stays away. A group consists of cohorts; `counts[i]` persons of cohort i
are there at the start and each is still there after year t with probability `survival[i, t]`,
independently of the others. Years are ends of years: column 0 is one year after the count. What
decides those probabilities belongs in `hazards`; a level that nobody knows, in `runoff_level`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEVELS = (0.05, 0.5, 0.95)
"""The quantiles of a 90 % interval and its middle."""

NEGLIGIBLE = 1e-12
"""Probability that exact quantiles may leave out; far below what a number of heads can show."""

ROUNDING = 1e-12
"""A survival may rise this much by rounding before it counts as a fault."""


def runoff_moments(counts: ArrayLike, survival: ArrayLike) -> tuple[Floats, Floats]:
    """Return mean (years,) and covariance (years, years) of the number that is left.

    E[N_t] = sum n_i S_i(t); Cov[N_s, N_t] = sum n_i S_i(t) (1 - S_i(s)) for s <= t. `counts` has
    shape (cohorts,), fractions allowed; `survival` (cohorts, years). Raises `ValueError` for
    negative counts, survival outside 0-1 or rising, and shapes that don't match.
    """
    heads, alive = checked(counts, survival)
    mean = heads @ alive
    years = np.arange(mean.size)
    later = np.maximum(years[:, None], years[None, :])
    return mean, mean[later] - alive.T @ (heads[:, None] * alive)


def runoff_pmf(counts: ArrayLike, survival_at_t: ArrayLike) -> Floats:
    """Return the probabilities of 0..N persons left, N the sum of `counts`.

    The distribution of a sum of binomials, by the inverse discrete Fourier transform of its
    characteristic function prod (1 - S_i + S_i e^(-i w))^n_i. Both arguments have shape (cohorts,);
    `counts` must be whole. Raises `ValueError` as `runoff_moments` does.
    """
    heads, alive = _whole(*checked(counts, np.asarray(survival_at_t, dtype=float)[..., None]))
    size = int(heads.sum()) + 1
    frequencies = 2 * np.pi * np.arange(size // 2 + 1) / size
    present = heads > 0
    spread = np.broadcast_to(alive[present], (int(present.sum()), frequencies.size))
    modulus, angle = _characteristic(heads[present], spread, frequencies)
    pmf = np.clip(np.fft.irfft(np.exp(modulus + 1j * angle), n=size), 0, None)
    return np.asarray(pmf / pmf.sum())


def runoff_quantiles(
    counts: ArrayLike, survival: ArrayLike, levels: Sequence[float] = LEVELS
) -> Integers:
    """Return per level and year the smallest number that is not exceeded with that probability.

    Exact, shape (levels, years): per year the same transform as `runoff_pmf`, but only over a
    window that holds all but `NEGLIGIBLE` probability (Bernstein's inequality) and only for the
    frequencies at which the characteristic function exceeds it. Raises `ValueError` as `runoff_pmf`
    does and for levels outside 0-1.
    """
    heads, alive = _whole(*checked(counts, survival))
    wanted = checked_levels(levels)
    present = heads > 0
    heads, alive = heads[present], alive[present]
    mean = heads @ alive
    variance = heads @ (alive * (1 - alive))
    first, size = _window(mean, variance, int(heads.sum()))
    year, step = _needed_frequencies(variance, size)
    frequency = 2 * np.pi * step / size
    modulus, angle = _characteristic(heads, alive[:, year], frequency)
    transform = np.zeros((mean.size, size // 2 + 1), dtype=complex)
    transform[year, step] = np.exp(modulus + 1j * (angle + frequency * first[year]))
    cumulative = np.cumsum(np.fft.irfft(transform, n=size, axis=1), axis=1)
    return np.stack([first + (cumulative < level - NEGLIGIBLE).sum(axis=1) for level in wanted])


def simulate_runoff(
    counts: ArrayLike, survival: ArrayLike, draws: int, rng: np.random.Generator
) -> Integers:
    """Return (draws, years) numbers that are left, as coherent paths.

    Per cohort the years of leaving are one multinomial draw, so a person who left stays away.
    `survival` is (cohorts, years), or (draws, cohorts, years) where each draw has its own. Raises
    `ValueError` as `runoff_pmf` does, and when the number of draws is not positive or not that of
    `survival`.
    """
    if draws < 1:
        raise ValueError(f"draws must be positive: {draws}")
    given = np.asarray(survival, dtype=float)
    if given.ndim == 3 and given.shape[0] != draws:
        raise ValueError(f"survival holds {given.shape[0]} draws, not {draws}")
    heads, alive = _whole(*checked(counts, given, batched=given.ndim == 3))
    left = np.zeros((draws, alive.shape[-1]), dtype=np.int64)
    for cohort in np.flatnonzero(heads):
        left += _one_cohort(int(heads[cohort]), alive[..., cohort, :], draws, rng)
    return left


def checked(counts: ArrayLike, survival: ArrayLike, batched: bool = False) -> tuple[Floats, Floats]:
    """Return counts (cohorts,) and survival (cohorts, years) as arrays of floats, checked.

    With `batched` survival is (draws, cohorts, years). Raises `ValueError` that names what is
    wrong.
    """
    heads = np.asarray(counts, dtype=float)
    alive = np.asarray(survival, dtype=float)
    if heads.ndim != 1 or alive.ndim != 2 + batched or alive.shape[-2] != heads.size:
        raise ValueError(
            f"shapes don't match: counts {heads.shape} and survival {alive.shape}; "
            "expected (cohorts,) and (cohorts, years)"
        )
    if not np.isfinite(heads).all() or (heads < 0).any():
        raise ValueError("counts must be finite and not negative")
    if not ((alive >= 0) & (alive <= 1)).all():
        raise ValueError("survival must lie between 0 and 1")
    if (alive[..., 1:] > alive[..., :-1] + ROUNDING).any():
        raise ValueError("survival rises: in a closed group nobody returns")
    return heads, alive


def checked_levels(levels: Sequence[float]) -> tuple[float, ...]:
    """Return the levels of quantiles, all strictly between 0 and 1; `ValueError` otherwise."""
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels must lie between 0 and 1: {levels}")
    return tuple(levels)


def _whole(heads: Floats, alive: Floats) -> tuple[Floats, Floats]:
    if (heads != np.round(heads)).any():
        raise ValueError("counts must be whole numbers of persons")
    return heads, alive


def _characteristic(heads: Floats, alive: Floats, frequency: Floats) -> tuple[Floats, Floats]:
    """Log modulus and angle of the characteristic function; `alive` (cohorts, points).

    1 - S + S e^(-i w) = e^(-i w/2) (cos(w/2) + i (1 - 2S) sin(w/2)): for w up to pi the angle then
    needs no quadrant, which halves the time of an arctan2.
    """
    # At w = pi rounding may bring the cosine just below zero, which would turn the angle round.
    cosine = np.maximum(np.cos(frequency / 2), np.finfo(float).tiny)
    sine = np.sin(frequency / 2)
    imaginary = (1 - 2 * alive) * sine
    squared = np.maximum(cosine**2 + imaginary**2, np.finfo(float).tiny)
    angle = heads @ np.arctan(imaginary / cosine) - heads.sum() * frequency / 2
    return heads @ np.log(squared) / 2, angle


def _window(mean: Floats, variance: Floats, total: int) -> tuple[Integers, int]:
    """First number per year and common length of the window that holds all but `NEGLIGIBLE`."""
    depth = -np.log(NEGLIGIBLE)
    reach = depth / 3 + np.sqrt((depth / 3) ** 2 + 2 * depth * variance)
    size = int(min(total, 2 * np.ceil(reach.max(initial=0)))) + 1
    first = np.clip(np.floor(mean - (size - 1) / 2), 0, total + 1 - size)
    return first.astype(np.int64), size


def _needed_frequencies(variance: Floats, size: int) -> tuple[Integers, Integers]:
    """Year and step of each frequency where the transform isn't negligible, as two flat arrays.

    |characteristic function| <= exp(-variance (1 - cos w)).
    """
    depth = -np.log(NEGLIGIBLE)
    edge = np.arccos(np.clip(1 - depth / np.maximum(variance, depth / 2), -1, 1))
    last = np.minimum(np.ceil(edge * size / (2 * np.pi)), size // 2).astype(np.int64)
    year = np.repeat(np.arange(variance.size), last + 1)
    start = np.cumsum(last + 1) - (last + 1)
    return year, np.arange(year.size) - start[year]


def _one_cohort(heads: int, alive: Floats, draws: int, rng: np.random.Generator) -> Integers:
    ends = np.concatenate([np.ones((*alive.shape[:-1], 1)), alive], axis=-1)
    leaving = np.clip(-np.diff(ends, axis=-1), 0, None)
    chances = np.concatenate([leaving, alive[..., -1:]], axis=-1)
    exits = rng.multinomial(heads, chances, size=draws)[:, :-1]
    return np.asarray(heads - np.cumsum(exits, axis=1))
