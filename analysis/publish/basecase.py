"""Running the committed notebooks again in place, with the defaults that stand in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError, WorkbookError, nearest
from analysis.files import check_writable
from analysis.paths import notebooks_dir
from analysis.publish import leftovers
from analysis.publish.lock import single_writer
from analysis.publish.pool import SIGNAL_EXIT
from analysis.publish.runs import notebook_names

if TYPE_CHECKING:
    from analysis.publish.kernel import Kernels


@dataclass(frozen=True)
class Rerun:
    """What became of one notebook; `reason` is empty unless it failed."""

    notebook: str
    changed: bool
    reason: str
    seconds: float
    exit_code: int = 0


def chosen(prefixes: Sequence[str]) -> list[str]:
    """Return the notebooks whose names begin with one of these (all when none is given)."""
    names = notebook_names()
    faults = [
        f"geen notebook begint met '{prefix}'; er zijn: {', '.join(names)}.{nearest(prefix, names)}"
        for prefix in prefixes
        if not any(name.startswith(prefix) for name in names)
    ]
    if faults:
        raise UsageError("\n".join(faults))
    return [name for name in names if not prefixes or name.startswith(tuple(prefixes))]


def rerun(names: Sequence[str], workers: int, told: Callable[[Rerun], None]) -> int:
    """Run these notebooks and put each in place once it is complete; return the exit code.

    A notebook that fails stays as it was. Raises `OutputError` when the folder can't be written.
    """
    from analysis.publish.interrupt import interruptible
    from analysis.publish.kernel import Kernels
    from analysis.publish.pool import run_all

    folder, kernels = notebooks_dir(), Kernels()
    check_writable(folder)
    codes = [0]

    def done(result: Rerun) -> None:
        codes.append(result.exit_code)
        told(result)

    with single_writer(folder), interruptible(kernels) as interrupt:
        leftovers.clear(folder)
        try:
            run_all(names, lambda name: _rerun(name, kernels), workers, interrupt, done)
        finally:
            kernels.stop()
    return SIGNAL_EXIT + interrupt.signal if interrupt else max(codes)


def _rerun(name: str, kernels: Kernels) -> Rerun:
    from analysis.publish.execute import execute
    from analysis.publish.normalise import normalise, to_bytes
    from analysis.publish.scan import put, safe_words

    path = notebooks_dir() / f"{name}.ipynb"
    start = time.monotonic()
    changed, reason, code = False, "", 0
    try:
        execution = execute(path, None, kernels=kernels)
        execution.check()
        changed = put(path, to_bytes(normalise(execution.notebook)))
    except WorkbookError as error:
        reason, code = safe_words(str(error)), error.exit_code
    return Rerun(name, changed, reason, time.monotonic() - start, code)
