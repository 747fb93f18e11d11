"""Where things are. The only module that knows the project's root.

papermill runs in the caller's folder, nbval and JupyterLab in the notebook's: nothing else in the
project may use a relative path.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's root: the folder that holds `analysis/`, `data/` and `notebooks/`."""


def root() -> Path:
    """Return the project's root, or the folder that `WERKBOEK_MAP` points at.

    The variable lets a test, or a second data set, use a folder of its own with the same layout.
    """
    override = os.environ.get("WERKBOEK_MAP")
    return Path(override).resolve() if override else ROOT


def raw_dir() -> Path:
    """Folder with the sources as received, described by `datapackage.json`."""
    return root() / "data" / "raw"


def processed_dir() -> Path:
    """Folder with the validated tables, built by `werkboek data`."""
    return root() / "data" / "processed"


def notebooks_dir() -> Path:
    """Folder with the committed notebooks."""
    return root() / "notebooks"


def reports_dir() -> Path:
    """Folder with `runs.toml` and the rendered reports."""
    return root() / "reports"


def cache_dir() -> Path:
    """Folder for everything that a run may throw away; ignored by git."""
    return root() / ".cache"


def shown(path: Path) -> str:
    """Return `path` relative to the root with forward slashes, for messages and records."""
    try:
        return path.resolve().relative_to(root()).as_posix()
    except ValueError:
        return path.as_posix()
