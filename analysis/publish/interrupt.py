"""Ctrl-C and SIGTERM while kernels run: they end at once, the bookkeeping is still done."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from analysis.publish.kernel import Kernels

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """Which signal came, if any."""

    def __init__(self) -> None:
        self.signal = 0

    def __bool__(self) -> bool:
        return self.signal != 0


@contextlib.contextmanager
def interruptible(kernels: Kernels) -> Iterator[Interrupt]:
    """Catch both signals; the first one ends all kernels, and whoever holds the result looks at it.

    Outside the main thread Python can't catch signals; then nothing changes.
    """
    interrupt = Interrupt()

    def stop(number: int, _frame: FrameType | None) -> None:
        interrupt.signal = number
        kernels.stop()

    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
