"""Writing a file whole or not at all: temporary file beside it, fsync, replace.

A reader, a kill or a full disk never meets half a file: the earlier one stays until the new one is
complete on disk.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from analysis.errors import OutputError
from analysis.paths import shown

TEMPORARY_PREFIX = ".werkboek-"
"""How a temporary file is recognised as ours; the next start clears what a killed run left."""

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})
_numbers = itertools.count()


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` in `path`, making its folder where needed.

    Raises `OutputError` (disk full, not allowed); then `path` holds what it held before.
    """
    temporary = path.parent / f"{TEMPORARY_PREFIX}{os.getpid()}-{next(_numbers)}-{path.name[:60]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(temporary, data)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        _remove(temporary)
        raise OutputError(_message(path, len(data), error)) from error
    except BaseException:
        _remove(temporary)
        raise


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` unless `path` already holds it; return whether it was written."""
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    write_atomic(path, data)
    return True


def clear_leftovers(folders: Iterable[Path]) -> list[Path]:
    """Remove temporary files that a killed run left in these folders; return which.

    Only to be called while holding the lock: a living writer's file looks the same.
    """
    found = [path for folder in folders for path in sorted(folder.glob(f"{TEMPORARY_PREFIX}*"))]
    for path in found:
        _remove(path)
    return found


def check_writable(folder: Path) -> None:
    """Raise `OutputError` unless a file can be made in `folder` (made where it does not exist)."""
    probe = folder / f"{TEMPORARY_PREFIX}{os.getpid()}-proef"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_through(probe, b"")
    except OSError as error:
        raise OutputError(_message(folder, 1, error)) from error
    finally:
        _remove(probe)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; not every system can open a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _message(path: Path, size: int, error: OSError) -> str:
    if error.errno in _DISK_FULL:
        return f"schijf vol: nodig {_amount(size)}, vrij {_amount(_free(path))} ({shown(path)})"
    cause = error.strerror or str(error)
    if isinstance(error, NotADirectoryError | FileExistsError):
        cause = "een deel van het pad is een bestand"
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        cause = "geen recht, of in gebruik door een ander programma"
    return f"{shown(path)} kan niet geschreven worden: {cause}"


def _free(path: Path) -> int:
    for folder in path.parents:
        with contextlib.suppress(OSError):
            return shutil.disk_usage(folder).free
    return 0


def _amount(size: int) -> str:
    """A number of bytes in words: `12 kB`, `1,4 MB`."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
