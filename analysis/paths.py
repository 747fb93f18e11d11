"""Where things are. The only module that knows the project's root.

papermill runs in the caller's folder, nbval and JupyterLab in the notebook's: nothing else in the
project may use a relative path.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's root: the folder that holds `analysis/`, `data/` and `notebooks/`."""

OWN_SWITCH, OWN_ON = "WERKBOEK_EIGEN", "ja"
"""The variable that makes a process, and the kernels it starts, read the organisation's figures."""

_elsewhere: ContextVar[Path | None] = ContextVar("elsewhere", default=None)


def root() -> Path:
    """Return the project's root, or the folder that `WERKBOEK_MAP` points at.

    The variable lets a test, or a second data set, use a folder of its own with the same layout.
    """
    override = os.environ.get("WERKBOEK_MAP")
    return Path(override).resolve() if override else ROOT


def own_mode() -> bool:
    """Whether the organisation's own figures are read instead of the base case."""
    return os.environ.get(OWN_SWITCH) == OWN_ON


@contextlib.contextmanager
def own_figures(wanted: bool) -> Iterator[None]:
    """Read own figures (or the base case) in this block, in all threads and in new kernels."""
    before = os.environ.get(OWN_SWITCH)
    os.environ[OWN_SWITCH] = OWN_ON if wanted else ""
    try:
        yield
    finally:
        if before is None:
            del os.environ[OWN_SWITCH]
        else:
            os.environ[OWN_SWITCH] = before


@contextlib.contextmanager
def data_in(folder: Path) -> Iterator[None]:
    """Let `raw_dir` and `processed_dir` be those of another data set in this block and thread."""
    token = _elsewhere.set(folder)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def base_dir() -> Path:
    """Folder with the data of the base case, whatever the mode is."""
    return root() / "data"


def own_dir() -> Path:
    """Folder with the organisation's own figures; ignored by git, it never leaves the machine."""
    return base_dir() / "eigen"


def data_dir() -> Path:
    """Folder with the data set that is read: a folder `raw` and a folder `processed`."""
    return _elsewhere.get() or (own_dir() if own_mode() else base_dir())


def raw_dir() -> Path:
    """Folder with the sources as received, described by `datapackage.json`."""
    return data_dir() / "raw"


def processed_dir() -> Path:
    """Folder with the validated tables, built by `werkboek data`."""
    return data_dir() / "processed"


def notebooks_dir() -> Path:
    """Folder with the committed notebooks."""
    return root() / "notebooks"


def reports_dir() -> Path:
    """Folder with `runs.toml` and the rendered reports of the base case."""
    return root() / "reports"


def own_reports_dir() -> Path:
    """Folder with the reports of the organisation's own figures; ignored by git."""
    return reports_dir() / "eigen"


def cache_dir() -> Path:
    """Folder for everything that a run may throw away; ignored by git."""
    return root() / ".cache"


def shown(path: Path) -> str:
    """Return `path` relative to the root with forward slashes, for messages and records."""
    try:
        return path.resolve().relative_to(root()).as_posix()
    except ValueError:
        return path.as_posix()
