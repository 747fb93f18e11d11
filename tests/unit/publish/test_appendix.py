"""The list of used numbers at the end of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from analysis.publish.appendix import appendix
from analysis.sources.build import read_processed

pytestmark = pytest.mark.unit

NB = "\N{NO-BREAK SPACE}"


def _rows(markup: str) -> list[list[str]]:
    body = BeautifulSoup(markup, "html.parser").tbody
    assert body is not None
    return [[cell.text for cell in row.find_all(["th", "td"])] for row in body.find_all("tr")]


def _row(identifier: str) -> list[str]:
    (row,) = _rows(appendix([identifier]))
    return row


def test_a_fact_with_its_place() -> None:
    # D73-loonkosten of bijlage 2.
    cells = _row("D73-loonkosten")
    assert cells[:2] == ["D73-loonkosten", f"€{NB}200.377,01"]
    assert "DVO KonnecteD 2023, nr. 2023-589" in cells[4]
    assert "Bijlage 2" in cells[4]
    assert cells[5] == "bron"


def test_a_norm_says_that_it_is_one() -> None:
    assert _row("D18")[5] == "afspraak"


def test_an_assumption_has_its_interval_and_says_whose_judgement_it_is() -> None:
    cells = _row("A02")
    assert cells[1] == "0,852 (0,8 tot 0,9)"
    assert cells[4].startswith("Eigen oordeel van de makers.")
    assert cells[5] == "aanname"


def test_a_derived_number_says_what_it_was_computed_from() -> None:
    cells = _row("R01")
    assert cells[4].endswith("uit X01, N01-personen")
    assert cells[4].startswith("Berekend: 848 / 91.450")
    assert cells[5] == "afgeleid"


def test_a_source_that_is_not_the_owner_is_called_so() -> None:
    # X01 comes from a newspaper.
    assert "(secundair)" in _row("X01")[4]


def test_a_split_fact_is_followed_by_its_parts() -> None:
    rows = _rows(appendix(["D82"]))
    assert rows[0] == ["D82", "Bestaat uit:"]
    assert [row[0] for row in rows[1:]] == ["D82-clientkosten", "D82-fte", "D82-loonkosten"]


def test_a_table_is_named_by_its_title() -> None:
    assert _row("cijfers.csv")[2] == "Alle cijfers van het werkboek in één register"
    assert _row("organen.csv")[4] == "data/processed/organen.csv"


def test_numbers_stand_in_their_order_and_before_tables() -> None:
    ids = ["taken.csv", "D10", "K43", "D73-fte", "D02", "A01", "cijfers.csv"]
    rows = [row[0] for row in _rows(appendix([*ids, *ids]))]
    assert rows == ["A01", "D02", "D10", "D73-fte", "K43", "cijfers.csv", "taken.csv"]


@pytest.mark.parametrize("identifier", ["Z99", "D", "onbekend.csv", "", "../x.csv"])
def test_what_is_unknown_is_never_left_out_silently(identifier: str) -> None:
    with pytest.raises(KeyError):
        appendix([identifier])


def test_every_number_of_the_register_can_be_listed() -> None:
    register = read_processed(["cijfers"])["cijfers"]
    soup = BeautifulSoup(appendix(register["id"]), "html.parser")
    anchors = [tag["id"] for tag in soup.find_all("tr") if tag.get("id")]
    assert sorted(anchors) == sorted(f"c-{name}" for name in register["id"])
    for row in _rows(str(soup)):
        assert all(cell.lower() != "nan" for cell in row)
        assert row[1]
        assert row[4]


def _links(markup: str) -> list[Tag]:
    return BeautifulSoup(markup, "html.parser").find_all("a")


def test_addresses_are_links_that_tell_nothing_about_the_reader() -> None:
    (link,) = _links(appendix(["X01"]))
    assert str(link["href"]).startswith("https://www.deondernemer.nl/")
    assert link["rel"] == ["noreferrer", "noopener"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " https://x", "https://x y", "data:text/html,x", "ftp://x"]
)
def test_another_address_is_no_link(project_copy: Path, address: str) -> None:
    path = project_copy / "data" / "processed" / "bronnen.csv"
    table = read_processed(["bronnen"])["bronnen"].assign(adres=address)
    table.to_csv(path, index=False, lineterminator="\n")
    assert _links(appendix(["X01"])) == []


def test_what_the_data_say_is_text(project_copy: Path) -> None:
    payload = '"><script>alert(1)</script>'
    for name in ("bronnen", "cijfers"):
        path = project_copy / "data" / "processed" / f"{name}.csv"
        table = read_processed([name])[name]
        wanted = [c for c in ("titel", "adres", "grootheid", "vindplaats") if c in table]
        table.assign(**dict.fromkeys(wanted, f"http://{payload}")).to_csv(path, index=False)
    soup = BeautifulSoup(appendix(["X01", "R01", "A01"]), "html.parser")
    assert soup.script is None
    assert payload in soup.get_text()
