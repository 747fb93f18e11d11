"""One writer per output folder; the second is told who is busy instead of mixing two runs."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import OutputError
from analysis.paths import shown

LOCK_FILE = ".werkboek.lock"
"""In the output folder itself, so that two clones that write to one folder also see each other."""


@contextlib.contextmanager
def single_writer(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process; raise `OutputError` when another process holds it."""
    path = folder / LOCK_FILE
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise OutputError(
            f"{shown(folder)} is in gebruik door {_holder(path)}; wacht tot die klaar is"
        ) from None
    except OSError as error:
        raise OutputError(f"{shown(path)} kan niet gemaakt worden: {error.strerror}") from error
    try:
        _sign(path)
        yield
    finally:
        # Removed while it is still held: filelock sees that a lock file has no name any more and
        # takes a new one, so nobody ends up holding a lock that others can't see.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()


def _sign(path: Path) -> None:
    """Write who holds the lock into the lock file, in place: a new file would lose the lock."""
    now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    with contextlib.suppress(OSError), path.open("r+", encoding="utf-8") as file:
        file.truncate()
        json.dump({"proces": os.getpid(), "sinds": now}, file)


def _holder(path: Path) -> str:
    """Who holds the lock, as far as can be read (Windows does not let others read a held file)."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return f"proces {held['proces']} (sinds {held['sinds'][11:16]} uur)"
    except (OSError, ValueError, KeyError, TypeError):
        return "een andere run"
