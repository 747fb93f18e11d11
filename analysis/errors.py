"""The ways in which a command can fail, each with its exit code and a message in Dutch."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_PROBLEMS_SHOWN = 50
"""A file with a thousand faults usually has one cause; fifty lines are enough to see it."""


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
        place = self.file
        if self.line:
            place += f", regel {self.line}"
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
    lines = [str(problem) for problem in problems[:MAX_PROBLEMS_SHOWN]]
    if len(problems) > MAX_PROBLEMS_SHOWN:
        lines.append(f"… en nog {len(problems) - MAX_PROBLEMS_SHOWN} fouten")
    return "\n".join(lines)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Bedoelde u '…'?` with the known word that looks most like `word`, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    match = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.5)
    return f" Bedoelde u '{by_folded[match[0]]}'?" if match else ""
