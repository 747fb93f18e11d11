"""Making one report: run, normalise, render, write. A failure is an outcome, never an exception."""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from analysis.errors import OutputError, PrivacyError, WorkbookError
from analysis.paths import notebooks_dir, own_mode
from analysis.publish.execute import execute
from analysis.publish.headline_file import Row, rows_of_run
from analysis.publish.kernel import Kernels
from analysis.publish.normalise import normalise, to_bytes, without_results
from analysis.publish.observed import Limits
from analysis.publish.page import render_page
from analysis.publish.records import State, file_hash
from analysis.publish.runs import PageInfo, Run
from analysis.publish.scan import check_marks, put, safe_words

FAILED_FOLDER = "_mislukt"


@dataclass(frozen=True)
class Workshop:
    """What all reports of one run share.

    Pages are rendered one at a time: nbconvert's exporter is shared and not made for threads, and
    rendering is work for Python itself, which two threads would not do any faster.
    """

    folder: Path
    peildatum: str
    single_file: bool
    limits: Limits | None
    kernels: Kernels
    rendering: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Outcome:
    """What became of one report; `exit_code` is what its failure means for the command."""

    run: Run
    state: State
    reason: str = ""
    seconds: float = 0.0
    output_sha256: str = ""
    headlines: tuple[Row, ...] = ()
    exit_code: int = 0


def make(run: Run, workshop: Workshop) -> Outcome:
    """Make the report; the earlier page stays as it was unless the new one is complete."""
    start = time.monotonic()
    try:
        outcome = _made(run, workshop)
    except WorkbookError as error:
        outcome = Outcome(run, State.MISLUKT, str(error), exit_code=error.exit_code)
    except Exception as error:  # one broken report must not stop the others
        outcome = Outcome(run, State.MISLUKT, _unexpected(error), exit_code=1)
    if outcome.state is State.MISLUKT and workshop.kernels.stopped:
        return Outcome(run, State.OVERGESLAGEN, "onderbroken")
    seconds = round(time.monotonic() - start, 2)
    return replace(outcome, reason=safe_words(outcome.reason), seconds=seconds)


def _made(run: Run, workshop: Workshop) -> Outcome:
    source = notebooks_dir() / f"{run.notebook}.ipynb"
    execution = execute(source, run.parameters, workshop.limits, workshop.kernels)
    notebook = normalise(execution.notebook)
    try:
        execution.check()
        check_marks(run.notebook, notebook)
        info = PageInfo(run.id, run.notebook, run.parameters, workshop.peildatum)
        with workshop.rendering:
            page = render_page(notebook, info, single_file=workshop.single_file)
            headlines = tuple(rows_of_run(run))
    except Exception:
        _put_aside(run, notebook, workshop)
        raise
    target = workshop.folder / run.file
    put(target, page)
    _forget_failure(run, workshop)
    return Outcome(run, State.GEMAAKT, output_sha256=file_hash(target), headlines=headlines)


def _put_aside(run: Run, notebook: NotebookNode, workshop: Workshop) -> None:
    """Keep the failed notebook for whoever has to find the cause; not when we were interrupted.

    On own figures without what its cells gave: what failed may not have passed the privacy gate.
    """
    if not workshop.kernels.stopped:
        kept = without_results(notebook) if own_mode() else notebook
        with contextlib.suppress(OutputError, PrivacyError):
            put(workshop.folder / FAILED_FOLDER / f"{run.id}.ipynb", to_bytes(kept))


def _forget_failure(run: Run, workshop: Workshop) -> None:
    folder = workshop.folder / FAILED_FOLDER
    with contextlib.suppress(OSError):  # the folder may hold others' failures, or not be there
        (folder / f"{run.id}.ipynb").unlink(missing_ok=True)
        folder.rmdir()


def _unexpected(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = Path(place.filename).name
    told = f"onverwachte fout ({name}, regel {place.lineno}): {type(error).__name__}"
    return told if own_mode() else f"{told}: {error}"
