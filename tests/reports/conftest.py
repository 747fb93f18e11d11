"""What the tests of the pages share: a browser, the accessibility checker, a single-file page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.paths import ROOT
from tests.reports.chromium import Viewer, absent, viewer
from tests.reports.pages import base_runs, committed, rendered

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
SINGLE_FILE_NOTEBOOK = "00_leeswijzer"


# One per module: Playwright keeps an event loop running in this thread for as long as it is open,
# and a test elsewhere may want its own.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewer]:
    with viewer(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, which `npm ci` puts in tests/browser."""
    if not AXE.is_file():
        absent("axe-core ontbreekt; voer uit: npm ci --prefix tests/browser")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def single_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page as `--los` makes it, alone in a folder: nothing beside it to lean on."""
    (run,) = [run for run in base_runs() if run.notebook == SINGLE_FILE_NOTEBOOK]
    path = tmp_path_factory.mktemp("los") / "los.html"
    path.write_bytes(rendered(run, committed(run.notebook), single_file=True))
    return path
