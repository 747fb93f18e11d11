"""A sum that does not tie stops the data, and both commands say so."""

from __future__ import annotations

import pytest

from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


def test_a_number_that_no_longer_ties_stops_the_data(raw: Raw) -> None:
    # Bijlage 2: 2.76 fte of Instroom. Both places are changed, so only the sums can tell.
    raw.edit("dvo_begroting.csv", "2.76", "3.76")
    raw.edit("feiten.csv", "D73-fte,2.76", "D73-fte,3.76")
    told = raw.refused()
    # Loonkosten (C002) and the sum of the base contract (C006) rest on it.
    for check, printed in (("C002", "D73-loonkosten,"), ("C006", "D77-fte,")):
        row = raw.row_with("feiten.csv", printed)
        assert f"data/raw/feiten.csv, regel {row}, kolom 'waarde': controle {check}: " in told


def test_the_command_tells_faults_and_ends_with_three(raw: Raw) -> None:
    # Both places are changed: of two that differ the plans would tell first.
    raw.edit("feiten.csv", "D37,110", "D37,111")
    raw.edit("plannen.csv", "deventer,2023,110,", "deventer,2023,111,")
    outcome = raw.command("controle")
    assert outcome.code == 3
    assert outcome.out.startswith("Fouten: ")
    assert "C053" in outcome.out
