"""No committed output points at a person or shows guarded numbers that passed no gate.

A number counts only when it stands alone (see `analysis.publish.scan`). The chart library is a
package's own file, the same for everybody, and has numbers of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.paths import ROOT
from analysis.publish.scan import findings_in

pytestmark = pytest.mark.unit

FOLDERS = ("notebooks", "reports", "data/processed", "data/raw")
OUTPUTS = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
    and not {"assets", "eigen", "_mislukt", ".ipynb_checkpoints"} & set(path.parts)
    and path.name != "_run.json"
)


def test_there_are_outputs() -> None:
    assert {path.suffix for path in OUTPUTS} >= {".ipynb", ".html", ".csv"}


@pytest.mark.parametrize("path", OUTPUTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_output_points_at_nobody(path: Path) -> None:
    assert list(findings_in(path.name, path.read_bytes())) == []
