"""Where reports may be written: refused before anything starts, not after the first report."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.errors import InputError, OutputError, UsageError
from analysis.files import check_writable, write_if_changed
from analysis.paths import ROOT, own_mode, own_reports_dir, reports_dir, root, shown

SOURCE_FOLDERS = ("analysis", "data", "notebooks", "tests", ".git", ".venv", ".ci")
"""Folders of the project that a report must never be written into."""

ASSETS, LIBRARY = "assets", "plotly-basic.min.js"
"""plotly.js with bars, lines and pies only (a quarter of the whole), once for all pages."""

ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:/|://")


def output_folder(given: str | None) -> Path:
    """Return the folder to write to: `reports` or `reports/eigen`, or the one that the user names.

    Raises `UsageError` for an address on the internet (papermill would upload to it), a link, the
    project's sources, or the project's root; and for own figures where git keeps the base case.
    """
    if given is None:
        return own_reports_dir() if own_mode() else reports_dir()
    if not given.strip() or ADDRESS.search(given):
        raise UsageError(f"--uit: '{given}' mag niet (toegestaan: een map op deze computer)")
    folder = Path(given).expanduser().absolute()
    _refuse_links(folder, given)
    for project in {root(), ROOT}:
        _refuse_sources(folder.resolve(), project, given)
    _refuse_mixing(folder.resolve(), given)
    return folder.resolve()


def prepare(folder: Path) -> None:
    """Make `folder` and be sure that it can be written; raises `OutputError`."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{shown(folder)} is geen map")
    check_writable(folder)


def check_library() -> None:
    """Raise `InputError` when the chart library is gone: pages without it show no chart."""
    library = reports_dir() / ASSETS / LIBRARY
    if not library.is_file():
        name = shown(library)
        raise InputError(f"{name} ontbreekt; zet het terug met: git restore {name}")


def copy_assets(folder: Path) -> None:
    """Put what all pages share beside them when they are made somewhere else than in `reports`."""
    source = reports_dir() / ASSETS
    if folder == reports_dir():
        return
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            write_if_changed(folder / ASSETS / path.relative_to(source), path.read_bytes())


def _refuse_links(folder: Path, given: str) -> None:
    """Refuse a link as the folder itself, and any link on the way inside the project."""
    inside = [path for path in folder.parents if path.is_relative_to(root()) and path != root()]
    if any(path.is_symlink() for path in (folder, *inside)):
        raise UsageError(f"--uit: '{given}' is een koppeling (symlink); geef de map zelf")


def _refuse_mixing(folder: Path, given: str) -> None:
    """Own figures never beside the committed pages, and the base case not among own figures."""
    in_own = folder.is_relative_to(own_reports_dir())
    if own_mode() and folder.is_relative_to(root()) and not in_own:
        raise UsageError(
            f"--uit: eigen cijfers mogen niet in '{given}', dat bewaart git (toegestaan: "
            f"{shown(own_reports_dir())}, of een map buiten het project)"
        )
    if in_own and not own_mode():
        raise UsageError(f"--uit: '{given}' is voor eigen cijfers; geef een andere map")


def _refuse_sources(folder: Path, project: Path, given: str) -> None:
    if folder == project:
        raise UsageError(
            f"--uit: '{given}' is de projectmap zelf; geef een map daarin, of een andere"
        )
    if any(folder.is_relative_to(project / name) for name in SOURCE_FOLDERS):
        raise UsageError(
            f"--uit: '{given}' hoort bij de bronnen van het project; geef een andere map"
        )
