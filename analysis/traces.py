"""Fingerprints of personal values that stayed out at the door: to see whether one slips out.

The values themselves are kept nowhere. A fingerprint is a keyed hash of the words of a value, in
the forms in which it might be written; without the key of `data/eigen` it can't be told what it is
of. Only what is telling leaves one: two words or more, a date, nine digits or more (six after a
nought, which no amount begins with), and of names a single word of six letters or more; so that an
ordinary number or word never raises an alarm.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.dutch import date
from analysis.files import write_atomic
from analysis.paths import own_dir, own_mode

FILE, KEY = "sporen", "sleutel"
LONGEST = 4
"""Words of a fingerprint at most: of a longer value the first ones."""

LEAST_IN_NAME = 8
"""Letters of a word that is telling although it is only a part of a name."""

LEAST_DIGITS, LEAST_AFTER_NOUGHT, LEAST_LETTERS = 9, 6, 6
WORD = re.compile(r"[a-z]+|[0-9]+")
LONG_NUMBER = re.compile(r"[0-9]{5,}")
"""With one of these a run of words is not looked up in texts that are ordinary: there are many."""

ACCENT = re.compile(r"[\u0300-\u036f]")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")

Words = tuple[str, ...]
Marks = NDArray[np.uint64]


def words_in(text: str) -> list[str]:
    """The words and numbers of a text in order, without capitals and accents."""
    plain = text if text.isascii() else ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return WORD.findall(plain.casefold())


def forms(value: str, *, name: bool = False) -> Iterator[Words]:
    """Yield the words of a value in each form by which it would be known again.

    `name` says that it is (part of) the name of a person.
    """
    words = tuple(words_in(value))
    joined = "".join(words)
    if not name and len(words) == 2 and len(joined) >= LEAST_LETTERS and not joined.isdigit():
        yield words  # as most keys are: nothing else to look for
        return
    if day := DAY.fullmatch(value.strip()):
        yield from _dates(*day.groups())
    elif joined.isdigit():
        if _is_telling(joined):
            yield from {words[:LONGEST], (joined,)}
    elif len(words) > 1 and len(joined) >= LEAST_LETTERS:
        yield words[:LONGEST]
        if name:  # also written with its last word first
            yield words[-1:] + words[:-1][: LONGEST - 1]
            yield from ((word,) for word in words if len(word) >= LEAST_IN_NAME)
    elif name and len(joined) >= LEAST_LETTERS:
        yield words


def _is_telling(digits: str) -> bool:
    after_nought = digits.startswith("0") and len(digits) >= LEAST_AFTER_NOUGHT
    return after_nought or len(digits) >= LEAST_DIGITS


def _dates(*parts: str | None) -> Iterator[Words]:
    year, month, day = parts[:3] if parts[0] else (parts[5], parts[4], parts[3])
    try:
        moment = dt.date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return
    for written in (moment.isoformat(), f"{moment:%d-%m-%Y}", date(moment)):
        yield tuple(words_in(written))


def mark(words: Words, key: bytes) -> int:
    """The fingerprint of words: 64 bits, so that no two texts of a report meet by chance."""
    written = " ".join(words).encode("ascii")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8, key=key).digest(), "little")


@dataclass(frozen=True)
class Traces:
    """The fingerprints of what may not come out, sorted, and the key they were made with."""

    key: bytes
    marks: Marks
    asked: dict[Words, bool] = field(default_factory=dict, repr=False, compare=False)

    def any_in(self, text: str) -> bool:
        """Whether a value that left a fingerprint stands in the text."""
        words = words_in(text)
        found = {
            tuple(words[at : at + size])
            for size in range(1, LONGEST + 1)
            for at in range(len(words) - size + 1)
        }
        fresh = [one for one in found if one not in self.asked]
        if fresh:
            values = np.array([mark(one, self.key) for one in fresh], dtype="<u8")
            at = np.minimum(np.searchsorted(self.marks, values), max(len(self.marks) - 1, 0))
            hits = self.marks[at] == values if len(self.marks) else np.zeros(len(fresh), dtype=bool)
            self.asked.update(zip(fresh, hits.tolist(), strict=True))
        return any(self.asked[one] for one in found)


def marked(values: Iterable[tuple[str, bool]], key: bytes, ordinary: Iterable[str] = ()) -> Marks:
    """Return the fingerprints of (value, whether it is a name).

    `ordinary` are texts that stood there before any person's data did: what is in them is no trace.
    They are not looked at when all that is left are long numbers.
    """
    found = {form for value, name in set(values) for form in forms(value, name=name)}
    doubtful = {form for form in found if not any(map(LONG_NUMBER.fullmatch, form))}
    sizes = _sizes(doubtful)
    for text in ordinary if doubtful else ():
        found -= _among(words_in(text), doubtful, sizes)
    return np.unique(np.array([mark(form, key) for form in found], dtype="<u8"))


def _among(
    words: Sequence[str], wanted: Collection[Words], sizes: Mapping[str, set[int]]
) -> set[Words]:
    """Which of the wanted runs of words, by first word of these sizes, stand in a text."""
    return {
        run
        for at, word in enumerate(words)
        for size in sizes.get(word, ())
        if (run := tuple(words[at : at + size])) in wanted
    }


def _sizes(wanted: Iterable[Words]) -> dict[str, set[int]]:
    """How many words the wanted runs have, by their first word."""
    sizes: dict[str, set[int]] = {}
    for run in wanted:
        sizes.setdefault(run[0], set()).add(len(run))
    return sizes


def keep(marks: Marks) -> None:
    """Add fingerprints to those of earlier readings."""
    path = own_dir() / FILE
    earlier = np.fromfile(path, dtype="<u8") if path.is_file() else np.array([], dtype="<u8")
    write_atomic(path, np.union1d(earlier, marks).astype("<u8").tobytes())


def read_traces() -> Traces | None:
    """Return the fingerprints of the own figures that were read, or nothing for the base case."""
    path = own_dir() / FILE
    if not own_mode() or not path.is_file():
        return None
    return _read(str(path), path.stat().st_mtime_ns, (own_dir() / KEY).read_bytes()[:64])


@lru_cache(maxsize=1)
def _read(path: str, _: int, key: bytes) -> Traces:
    return Traces(key, np.fromfile(path, dtype="<u8"))
