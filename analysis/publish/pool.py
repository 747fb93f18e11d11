"""Work on several notebooks at once, in threads: a pool of processes would collide on ports."""

from __future__ import annotations

import concurrent.futures as cf
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from analysis.publish.interrupt import Interrupt

Item = TypeVar("Item")
Result = TypeVar("Result")

SIGNAL_EXIT = 128
"""Exit code of a command that a signal ended, less the number of the signal."""

POLL_SECONDS = 0.2
GRACE_SECONDS = 1.0
"""How long, after an interrupt, work may take to notice that its kernel is gone."""


def run_all(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    workers: int,
    interrupt: Interrupt,
    done: Callable[[Result], None],
) -> list[Item]:
    """Call `work` on each item and `done`, in this thread, on each result as it comes.

    Returns the items that an interrupt kept from finishing, in order.
    """
    pool = cf.ThreadPoolExecutor(workers, thread_name_prefix="rapport")
    try:
        pending = {pool.submit(work, item): item for item in items}
        while pending and not interrupt:
            _collect(pending, done, POLL_SECONDS, cf.FIRST_COMPLETED)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if interrupt:
        _collect(pending, done, GRACE_SECONDS, cf.ALL_COMPLETED)
    return list(pending.values())


def _collect(
    pending: dict[cf.Future[Result], Item],
    done: Callable[[Result], None],
    seconds: float,
    until: str,
) -> None:
    running = [future for future in pending if not future.cancelled()]
    finished = cf.wait(running, seconds, until).done
    for future in [future for future in running if future in finished]:
        del pending[future]
        done(future.result())
