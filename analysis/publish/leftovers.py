"""What a killed run leaves behind, found and removed at the next start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from analysis.files import clear_leftovers
from analysis.paths import cache_dir


def connections_dir() -> Path:
    """Folder with one file per running kernel, named after the process that started it."""
    return cache_dir() / "kernels"


def clear(folder: Path) -> str:
    """Remove temporary files in `folder` and what dead kernels left; return what to say about it.

    Only to be called while holding the lock on `folder`.
    """
    count = len(clear_leftovers([folder, folder / "_mislukt", folder / "assets"]))
    count += len(_clear_connections())
    if not count:
        return ""
    return f"opgeruimd: {count} {'bestand' if count == 1 else 'bestanden'} van een afgebroken run"


def _clear_connections() -> list[Path]:
    """Remove the connection files of runs that are no longer alive; return which."""
    left = [path for path in connections_dir().glob("*.json") if not _owner_lives(path)]
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _owner_lives(connection_file: Path) -> bool:
    owner = connection_file.name.partition("-")[0]
    if not owner.isdecimal() or sys.platform == "win32":
        return owner.isdecimal()  # Windows has no harmless way to ask
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
