"""Making the reports of a list of runs: what is current is skipped, one failure stops nothing.

Everything slow is loaded only when there is something to make.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.publish import leftovers, records
from analysis.publish.lock import single_writer
from analysis.publish.output import check_library, copy_assets, prepare
from analysis.publish.pool import SIGNAL_EXIT, run_all
from analysis.publish.progress import Progress
from analysis.publish.records import Book, Entry, State
from analysis.publish.runs import Run
from analysis.publish.summary import INDEX_FILE, known_rows, summary_is_current, write_summary

if TYPE_CHECKING:
    from analysis.publish.headline_file import Row
    from analysis.publish.job import Outcome
    from analysis.publish.observed import Limits


@dataclass
class Summary:
    """What became of all runs that were asked for."""

    index: Path
    states: dict[str, State] = field(default_factory=dict)
    exit_code: int = 0

    def count(self, state: State) -> int:
        """How many reports have this state."""
        return sum(one is state for one in self.states.values())

    def text(self) -> str:
        """The closing line: how many reports have each state."""
        if self.count(State.ONGEWIJZIGD) == len(self.states):
            total = len(self.states)
            return f"niets gewijzigd ({total} {'rapport' if total == 1 else 'rapporten'})"
        return ", ".join(f"{self.count(state)} {state}" for state in State if self.count(state))

    @property
    def interrupted(self) -> bool:
        """Whether a signal ended the run."""
        return self.exit_code > SIGNAL_EXIT


@dataclass
class _Batch:
    """One run of the command, while it is under way."""

    out: Path
    inputs: Mapping[str, str]
    book: Book
    progress: Progress
    summary: Summary
    headlines: dict[str, Sequence[Row]]

    def note_current(self, run: Run) -> None:
        """Note that the page on disk will do."""
        self.summary.states[run.id] = State.ONGEWIJZIGD
        entry = self.book.reports[run.id]
        self.book.reports[run.id] = Entry(
            state=State.ONGEWIJZIGD,
            inputs_sha256=entry.inputs_sha256,
            output_sha256=entry.output_sha256,
        )

    def note(self, outcome: Outcome) -> None:
        """Note what became of a report, tell it, and write it down at once."""
        run, made = outcome.run, outcome.state is State.GEMAAKT
        before = self.book.reports.get(run.id, Entry(state=State.OVERGESLAGEN))
        self.book.reports[run.id] = Entry(
            state=outcome.state,
            reason=outcome.reason,
            seconds=outcome.seconds,
            inputs_sha256=self.inputs[run.id] if made else before.inputs_sha256,
            output_sha256=outcome.output_sha256 if made else before.output_sha256,
        )
        self.headlines[run.id] = outcome.headlines
        self.summary.states[run.id] = outcome.state
        self.summary.exit_code = max(self.summary.exit_code, outcome.exit_code)
        self.progress.done(run.id, outcome.state, outcome.seconds, outcome.reason)
        records.save(self.out, self.book)


def render_reports(
    runs: Sequence[Run],
    out: Path,
    workers: int,
    again: bool,
    single_file: bool,
    progress: Progress,
    *,
    configured: Sequence[Run] | None = None,
    limits: Limits | None = None,
) -> Summary:
    """Make `runs` in `out`; `configured` are all runs that the index lists (default: `runs`).

    Raises `OutputError` when `out` can't be written or another run is busy there.
    """
    listed = runs if configured is None else configured
    check_library()
    prepare(out)
    with single_writer(out):
        if not single_file:
            copy_assets(out)
        batch = _open(listed, out, single_file, progress)
        todo = list(_not_current(batch, runs, again))
        if todo:
            _tell_current(batch, runs)
            batch.book.summary = {}  # until both files are made again, neither is to be trusted
            _make_all(batch, todo, workers, single_file, limits)
        if not batch.summary.interrupted and not summary_is_current(out, listed, batch.book):
            write_summary(out, listed, batch.book, batch.headlines)
        records.save(out, batch.book)
    return batch.summary


def _open(runs: Sequence[Run], out: Path, single_file: bool, progress: Progress) -> _Batch:
    book, damage = records.load(out)
    for text in filter(None, (leftovers.clear(out), damage)):
        progress.say(text)
    shared = records.shared_hash(single_file)
    inputs = {run.id: records.inputs_hash(run, shared) for run in runs}
    known = known_rows(out, book)
    return _Batch(out, inputs, book, progress, Summary(out / INDEX_FILE), known)


def _not_current(batch: _Batch, runs: Sequence[Run], again: bool) -> Iterator[Run]:
    """Yield the runs that are to be made; note the others."""
    for run in runs:
        entry = batch.book.reports.get(run.id)
        if not again and records.is_current(entry, batch.inputs[run.id], batch.out / run.file):
            batch.note_current(run)
        else:
            yield run


def _tell_current(batch: _Batch, runs: Sequence[Run]) -> None:
    for run in runs:
        if run.id in batch.summary.states:
            batch.progress.done(run.id, State.ONGEWIJZIGD, 0, "")


def _make_all(
    batch: _Batch, todo: Sequence[Run], workers: int, single_file: bool, limits: Limits | None
) -> None:
    from analysis.publish.interrupt import interruptible
    from analysis.publish.job import Outcome, Workshop, make
    from analysis.publish.kernel import Kernels
    from analysis.sources.workbook import peildatum

    kernels = Kernels()
    workshop = Workshop(batch.out, peildatum(), single_file, limits, kernels)
    with interruptible(kernels) as interrupt:
        try:
            batch.progress.begin(len(todo))
            work = partial(make, workshop=workshop)
            for run in run_all(todo, work, workers, interrupt, batch.note):
                batch.note(Outcome(run, State.OVERGESLAGEN, "onderbroken"))
        finally:
            kernels.stop()
            batch.progress.end()
    if interrupt:
        batch.summary.exit_code = SIGNAL_EXIT + interrupt.signal
