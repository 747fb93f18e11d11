"""Showing how far a run is: a moving display on a terminal, otherwise one plain line per report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from analysis.publish.records import State

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress(Protocol):
    """What a run tells while it is under way."""

    def begin(self, reports: int) -> None:
        """So many reports are going to be made."""

    def done(self, run_id: str, state: State, seconds: float, reason: str) -> None:
        """One report is finished, well or not."""

    def say(self, text: str) -> None:
        """Something that the user should know."""

    def end(self) -> None:
        """No more reports will follow."""


class Plain:
    """One line per report on stdout, as it comes."""

    def begin(self, reports: int) -> None:
        """Say nothing: the lines themselves show it."""

    def done(self, run_id: str, state: State, seconds: float, reason: str) -> None:
        """Print the report's line."""
        print(line(run_id, state, seconds, reason), flush=True)

    def say(self, text: str) -> None:
        """Print the text."""
        print(text, flush=True)

    def end(self) -> None:
        """Nothing is left open."""


class Moving:
    """The same lines above a bar that fills."""

    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def begin(self, reports: int) -> None:
        """Show the bar; rich is loaded only here, because it is slow to load."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn("rapporten"), BarColumn(), MofNCompleteColumn(), transient=True
        )
        self._task = self._bar.add_task("rapporten", total=reports)
        self._bar.start()

    def done(self, run_id: str, state: State, seconds: float, reason: str) -> None:
        """Print the line above the bar and move the bar."""
        self.say(line(run_id, state, seconds, reason))
        if self._bar is not None and self._task is not None and state is not State.ONGEWIJZIGD:
            self._bar.advance(self._task)

    def say(self, text: str) -> None:
        """Print above the bar; the text is no markup."""
        if self._bar is None:
            print(text, flush=True)
        else:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def make_progress() -> Progress:
    """Return the display that suits where stdout goes."""
    return Moving() if sys.stdout.isatty() else Plain()


def line(run_id: str, state: State, seconds: float, reason: str) -> str:
    """`gemaakt  organisatiefoto  4,2 s`, or the reason when it was not made."""
    told = reason or (f"{seconds:.1f} s".replace(".", ",") if state is State.GEMAAKT else "")
    return f"{state:<12}  {run_id}  {told}".rstrip()
