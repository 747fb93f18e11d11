"""Running one notebook, and judging whether all of it really ran.

A killed kernel, a time-out, `sys.exit(0)` and an interrupt all leave a notebook that calls itself
completed. So the engine keeps its own record of the reply to each cell, and only that decides.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from analysis.errors import ReportError, WorkbookError
from analysis.parameters import Parameters
from analysis.paths import shown
from analysis.publish.engine import ENGINE_NAME, Session, register
from analysis.publish.kernel import KERNEL_NAME, Kernels
from analysis.publish.observed import Limits, Record
from analysis.publish.verdict import failure_of, reason_of

PARAMETERS_TAG = "parameters"


@dataclass(frozen=True)
class Execution:
    """What came of a run: the notebook as far as it got, and why it failed (empty: complete)."""

    notebook: NotebookNode
    reason: str
    seconds: float
    failure: type[WorkbookError] = ReportError

    def check(self) -> None:
        """Raise what it failed with: `PrivacyError` when the gate stopped it, or `ReportError`."""
        if self.reason:
            raise self.failure(self.reason)


def execute(
    notebook: Path,
    parameters: Parameters | None,
    limits: Limits | None = None,
    kernels: Kernels | None = None,
) -> Execution:
    """Run `notebook` in a kernel of its own; `None` runs the base case, without an injected cell.

    Raises `ReportError` when the file can't be read as a notebook or has no parameters cell.
    """
    if not isinstance(parameters, Parameters | None):
        raise TypeError("parameters must have passed check_parameters")
    source = read_notebook(notebook)
    if parameters is not None and _parameter_cells(source) != 1:
        raise ReportError(f"{shown(notebook)}: precies één cel met label '{PARAMETERS_TAG}' nodig")
    record, limits = Record(), limits or Limits()
    start = time.monotonic()
    with tempfile.TemporaryFile() as complaints:
        session = Session(record, limits, kernels or Kernels(), str(notebook.parent), complaints)
        failure = _run(source, parameters, session)
    executed = source if record.notebook is None else record.notebook
    reason = reason_of(record, executed, limits, failure)
    seconds = time.monotonic() - start
    told = f"{shown(notebook)}, {reason}" if reason else ""
    return Execution(executed, told, seconds, failure_of(record))


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; raise `ReportError` that names the file when it is empty or damaged."""
    try:
        text = path.read_text(encoding="utf-8")
        notebook: NotebookNode = nbformat.v4.reads(text)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise ReportError(f"{shown(path)} bestaat niet") from None
    except OSError as error:
        raise ReportError(f"{shown(path)} is niet te lezen ({error.strerror})") from None
    except Exception:  # whatever a damaged file makes the readers stumble over
        state = "leeg" if path.stat().st_size == 0 else "beschadigd of geen notebook (nbformat 4)"
        raise ReportError(
            f"{shown(path)} is {state}; zet het terug met: git restore {shown(path)}"
        ) from None
    return notebook


def _run(source: NotebookNode, parameters: Parameters | None, session: Session) -> str:
    """Let papermill run it; return what ended the run from outside a cell."""
    register()
    try:
        papermill.execute_notebook(
            source,
            None,  # no file: the notebook stays in memory until it is known to be complete
            parameters.model_dump() if parameters else None,
            engine_name=ENGINE_NAME,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            session=session,
        )
    except PapermillExecutionError:
        return ""
    except DeadKernelError:
        return "dead"
    except CellTimeoutError:
        return "timeout"
    except Exception as error:
        return _words(error, session.complaints)
    return ""


def _words(error: Exception, complaints: IO[bytes]) -> str:
    """The error, and the last line that the kernel process wrote: often that is the cause."""
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    return f"{type(error).__name__}: {error} {last}"


def _parameter_cells(notebook: NotebookNode) -> int:
    return sum(PARAMETERS_TAG in cell.metadata.get("tags", []) for cell in notebook.cells)
