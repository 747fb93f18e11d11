"""The ways in which a command can fail, each with its exit code and a message in Dutch."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_PROBLEMS_SHOWN = 50
"""A file with a thousand faults usually has one cause; fifty lines are enough to see it."""

REPEATED = 3
"""From so many rows on, one fault of one column is told once: it would hide the others."""

MAX_SPANS = 5
"""How many stretches of rows such a fault names."""


class WorkbookError(Exception):
    """Base of every failure that is told to the user without a traceback."""

    exit_code = 1


class ReportError(WorkbookError):
    """A report could not be made; the others go on (exit code 1)."""

    exit_code = 1


class UsageError(WorkbookError):
    """Wrong command, parameter or configuration; nothing was started (exit code 2)."""

    exit_code = 2


class PrivacyError(WorkbookError):
    """Something that may not be shown was about to be written (exit code 4)."""

    exit_code = 4


class OutputError(WorkbookError):
    """Output could not be written (exit code 5)."""

    exit_code = 5


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one input file: where it is, what stands there and what is allowed.

    `line` is the row as a spreadsheet shows it (the header is row 1); 0 means the whole file.
    """

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return self.at_rows(str(self.line) if self.line else "")

    def at_rows(self, rows: str) -> str:
        """The fault as it is told, at these rows instead of its own."""
        place = self.file
        if rows:
            place += f", regel {rows}"
        if self.column:
            place += f", kolom '{self.column}'"
        return f"{place}: {self.text}"


class InputError(WorkbookError):
    """Input is missing or invalid; nothing was written (exit code 3)."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem] | str):
        self.problems = [] if isinstance(problems, str) else sorted(problems)
        super().__init__(problems if isinstance(problems, str) else _listing(self.problems))


def _listing(problems: Sequence[Problem]) -> str:
    told = _gathered(problems)
    lines = told[:MAX_PROBLEMS_SHOWN]
    if len(told) > MAX_PROBLEMS_SHOWN:
        lines.append(f"… en nog {len(told) - MAX_PROBLEMS_SHOWN} fouten")
    return "\n".join(lines)


def _gathered(problems: Sequence[Problem]) -> list[str]:
    """A line for each fault, or for a fault that comes back in row after row; in order of place."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.file, problem.column, problem.text), []).append(problem)
    told: list[tuple[Problem, str]] = []
    for group in alike.values():
        rows = sorted({problem.line for problem in group})
        if len(rows) >= REPEATED:
            told.append((group[0], group[0].at_rows(_spans(rows))))
        else:
            told += [(problem, str(problem)) for problem in group]
    return [text for _, text in sorted(told)]


def _spans(rows: Sequence[int]) -> str:
    """Row numbers in words: `2 tot en met 5, 8 en 10`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1].append(row)
        else:
            spans.append([row])
    named = spans if len(spans) <= MAX_SPANS else spans[: MAX_SPANS - 1]
    words = [f"{span[0]} tot en met {span[-1]}" if span[1:] else f"{span[0]}" for span in named]
    if len(named) < len(spans):
        words.append(f"{sum(map(len, spans[len(named) :]))} andere")
    return " en ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Bedoelde u '…'?` with the known word that looks most like `word`, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.5)
    return f" Bedoelde u '{by_folded[match[0]]}'?" if match else ""
