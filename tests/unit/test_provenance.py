"""What a result rests on: the weakest basis, marked norms, and the ids of all inputs."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.provenance import STRENGTH, Basis, Provenance, combine, provenance_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("weak", range(len(STRENGTH)))
@pytest.mark.parametrize("strong", range(len(STRENGTH)))
def test_the_weakest_basis_wins(weak: int, strong: int) -> None:
    # STRENGTH runs from weak to strong, so the lower place wins.
    result = Provenance(STRENGTH[weak]) | Provenance(STRENGTH[strong])
    assert result.basis is STRENGTH[min(weak, strong)]


def test_the_order_is_that_of_the_contract() -> None:
    # design.md par. 4: voorbeeld < aanname < afgeleid < bron
    assert [str(item) for item in STRENGTH] == ["voorbeeld", "aanname", "afgeleid", "bron"]


def test_ids_are_joined_once_and_sorted() -> None:
    left, right = Provenance.of("bron", ["D71", "D73-fte"]), Provenance.of("bron", ["A01", "D71"])
    assert (left | right).ids == ("A01", "D71", "D73-fte")


def test_a_norm_is_as_sure_as_a_source_and_stays_marked() -> None:
    norm = Provenance.of("afspraak", ["D18"])
    assert (norm.basis, norm.norm, norm.label) == (Basis.BRON, True, "afspraak")
    result = norm | Provenance.of("aanname", ["A01"])
    assert (result.basis, result.norm, result.label) == (Basis.AANNAME, True, "aanname")


def test_something_computed_from_a_norm_is_marked_but_derived() -> None:
    result = Provenance.of("afspraak", ["D18"]).derived()
    assert (result.label, result.norm) == ("afgeleid", True)


@pytest.mark.parametrize(
    ("basis", "after"),
    [
        ("bron", "afgeleid"),
        ("afgeleid", "afgeleid"),
        ("aanname", "aanname"),
        ("voorbeeld", "voorbeeld"),
    ],
)
def test_what_is_computed_is_never_printed_in_a_source(basis: str, after: str) -> None:
    assert Provenance.of(basis).derived().label == after


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="gemeten"):
        Provenance.of("gemeten")


def test_nothing_rests_on_nothing() -> None:
    assert combine([]) == Provenance(Basis.BRON, norm=False, ids=())


def test_a_table_rests_on_all_its_rows() -> None:
    table = pd.DataFrame({"basis": ["bron", "aanname"], "ids": ["D73;D71", "A01"]})
    assert provenance_of(table) == Provenance(Basis.AANNAME, norm=False, ids=("A01", "D71", "D73"))


def test_a_row_without_ids_adds_none() -> None:
    table = pd.DataFrame({"basis": ["bron", "bron"], "ids": ["", "D73"]})
    assert provenance_of(table).ids == ("D73",)
