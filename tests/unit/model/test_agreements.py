"""Result agreements by kind, on a few rows."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.model.agreements import KINDS, agreement_kinds, kinds_by_group

pytestmark = pytest.mark.unit


def _agreements(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["groep", "soort", "ontbreekt_soort"])


@pytest.mark.parametrize(
    ("written", "missing", "kind"),
    [
        ("streefwaarde", "", "streefwaarde"),
        ("streefwaarde", "norm", "niet meetbaar"),
        ("streefwaarde", "noemer", "niet meetbaar"),
        # What can still be settled, or is only known later, does not block.
        ("streefwaarde", "definitie", "streefwaarde"),
        ("streefwaarde", "termijn", "streefwaarde"),
        ("plafond", "", "plafond"),
        ("plafond", "norm", "niet meetbaar"),
        ("plafond", "definitie", "plafond"),
        # Words need no norm to be words.
        ("kwalitatief", "", "kwalitatief"),
        ("kwalitatief", "norm", "kwalitatief"),
    ],
)
def test_the_kind_of_an_agreement(written: str, missing: str, kind: str) -> None:
    assert agreement_kinds(_agreements(("Wsw", written, missing)))["kind"].tolist() == [kind]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="maximum"):
        agreement_kinds(_agreements(("Wsw", "maximum", "")))


def test_counts_by_group_in_order_of_appearance() -> None:
    counts = kinds_by_group(
        _agreements(
            ("Wsw", "streefwaarde", "norm"),
            ("Groeien", "streefwaarde", ""),
            ("Wsw", "kwalitatief", ""),
            ("Groeien", "streefwaarde", ""),
            ("Groeien", "plafond", ""),
        )
    )
    assert list(counts.columns) == list(KINDS)
    assert counts.loc[["Wsw", "Groeien"]].to_numpy().tolist() == [[0, 0, 1, 1], [2, 1, 0, 0]]
    assert list(counts.index) == ["Wsw", "Groeien"]
