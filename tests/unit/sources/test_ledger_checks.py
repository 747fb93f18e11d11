"""The ledger of the kostprijsmodel against itself and against the annual accounts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.sources.findings import Severity, collect_findings
from analysis.sources.ledger_checks import (
    ACCOUNTS,
    AMOUNTS,
    INDICES,
    INTERVALS,
    LEVER_NAMES,
    LEVERS,
    PEOPLE,
    POOLS,
    SHARES,
    ledger_problems,
    ledger_totals,
)
from analysis.sources.validate import read_raw
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit


def _ends(rows: list[tuple[Any, ...]], name: str, key: str) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[key, *INTERVALS[name]])
    return table.assign(_regel=range(2, 2 + len(table)))


def _tables(**changes: Any) -> dict[str, pd.DataFrame]:
    """One werksoort, one pool, accounts that tie."""
    parts = {
        # Turnover 100 + subsidy 50; wages 60, to be allocated 70: result 20.
        "amounts": [
            ("Groen", "omzet", 100.0),
            ("Groen", "subsidie", 50.0),
            ("Groen", "loonkosten", 60.0),
            ("Pand", "toe te rekenen", 70.0),
        ],
        "shares": [("Pand", "Groen", 1.0)],
        "people": [("Groen", 2025)],
        "accounts": [
            ("Omzet", 100.0),
            ("Subsidies en bijdragen", 50.0),
            ("Loonkosten doelgroep", 60.0),
            ("Overige lasten", 70.0),
            ("Resultaat", 20.0),
            ("Eigen vermogen op 1 januari", 5.0),
            ("Eigen vermogen op 31 december", 25.0),
        ],
        "basis": "bron",
        "fte": 2.0,
        "pools": [("Pand", 0.1, 0.2, 0.4)],
        "indices": [("omzet", -0.5, 0.0, 0.5)],
        "levers": [(name, 0.1, 0.2, 0.3) for name in LEVER_NAMES],
    } | changes
    amounts = pd.DataFrame(parts["amounts"], columns=["plaats", "soort", "bedrag_eur"])
    shares = pd.DataFrame(parts["shares"], columns=["van", "naar", "aandeel"])
    accounts = pd.DataFrame(parts["accounts"], columns=["post", "bedrag_eur"])
    return {
        AMOUNTS: amounts.assign(jaar=2025, _regel=range(2, 2 + len(amounts))),
        SHARES: shares.assign(_regel=range(2, 2 + len(shares))),
        PEOPLE: pd.DataFrame(parts["people"], columns=["werksoort", "jaar"]).assign(
            fte=parts["fte"]
        ),
        POOLS: _ends(parts["pools"], POOLS, "pool"),
        INDICES: _ends(parts["indices"], INDICES, "soort"),
        LEVERS: _ends(parts["levers"], LEVERS, "knop"),
        ACCOUNTS: accounts.assign(jaar=2025, basis=parts["basis"]),
    }


def test_a_ledger_that_ties_has_no_faults() -> None:
    assert not ledger_problems(_tables())
    assert ledger_totals(_tables())["klopt"].all()


def test_shares_that_do_not_sum_to_one_name_the_pool() -> None:
    tables = _tables(shares=[("Pand", "Groen", 0.6), ("Pand", "Schoon", 0.3)])
    (fault,) = ledger_problems(tables)
    assert (fault.line, fault.column) == (3, "aandeel")
    assert "'Pand' zijn samen 0.9" in fault.text


def test_an_amount_without_people_names_the_werksoort() -> None:
    faults = ledger_problems(_tables(people=[("Groen", 2024)]))
    # Its three amounts have nobody in 2025; the pool needs no people.
    assert [fault.line for fault in faults] == [2, 3, 4]
    fault = faults[0]
    assert (fault.line, fault.column) == (2, "plaats")
    assert "'Groen' in 2025" in fault.text


@pytest.mark.parametrize(
    ("post", "printed", "difference"),
    [("Omzet", 103.0, 3.0), ("Resultaat", 18.0, -2.0), ("Overige lasten", 68.5, -1.5)],
)
def test_a_total_that_does_not_tie_is_found(post: str, printed: float, difference: float) -> None:
    accounts = dict(_tables()[ACCOUNTS][["post", "bedrag_eur"]].itertuples(index=False, name=None))
    rows = ledger_totals(_tables(accounts=list((accounts | {post: printed}).items())))
    row = rows.set_index("post").loc[post]
    assert not row["klopt"]
    assert row["verschil"] == pytest.approx(difference)
    assert f"{post} 2025: jaarrekening" in row["tekst"]


def test_a_difference_of_a_euro_is_rounding() -> None:
    accounts = [("Omzet", 101.0)]
    rows = ledger_totals(_tables(accounts=accounts)).set_index("post")
    assert rows["klopt"]["Omzet"]


def test_a_post_that_is_missing_says_so_and_does_not_tie() -> None:
    rows = ledger_totals(_tables(accounts=[("Omzet", 100.0)])).set_index("post")
    assert not rows["klopt"]["Resultaat"]
    assert "jaarrekening ontbreekt" in rows["tekst"]["Resultaat"]


def test_closing_capital_is_opening_plus_result() -> None:
    rows = ledger_totals(_tables()).set_index("post")
    assert rows["som"]["Eigen vermogen op 31 december"] == 25  # 5 + 20


def test_an_example_says_so_in_the_finding() -> None:
    rows = ledger_totals(_tables(basis="voorbeeld"))
    assert (rows["onderwerp"] == "Aansluiting kostprijsmodel (voorbeeld)").all()


def test_the_workbooks_own_ledger_ties() -> None:
    findings = collect_findings(read_raw())
    own = findings[findings["id"].str.startswith("KR")]
    assert len(own) == 6
    assert (own["ernst"] == Severity.KLOPT).all()


def test_a_share_in_the_file_that_is_off_stops_the_data(raw: Raw) -> None:
    raw.edit(
        "kostprijs_verdeling.csv", "Vervoer,Werken op locatie,0.45", "Vervoer,Werken op locatie,0.4"
    )
    with pytest.raises(InputError, match=r"kostprijs_verdeling\.csv.*'Vervoer' zijn samen 0\.95"):
        read_raw()


def _told(**changes: Any) -> list[tuple[str, int, str]]:
    return [(f.column, f.line, f.text) for f in ledger_problems(_tables(**changes))]


def test_an_amount_without_fte_to_bear_it_is_refused() -> None:
    # Never infinity, and never in silence: turnover, subsidy and wages each.
    faults = _told(fte=0.0)
    assert [(column, line) for column, line, _ in faults] == [
        ("bedrag_eur", row) for row in (2, 3, 4)
    ]
    assert "geen fte" in faults[0][2]


def test_a_pool_that_is_not_described_would_lose_its_costs() -> None:
    ((column, line, text),) = _told(pools=[])
    assert (column, line) == ("plaats", 5)
    assert "'Pand' staat niet in kostprijs_pools.csv" in text


def test_a_pool_that_serves_nobody_is_refused() -> None:
    two = [("Pand", 0.1, 0.2, 0.4), ("Vervoer", 0.1, 0.2, 0.4)]
    ((column, line, text),) = _told(pools=two)
    assert (column, line) == ("pool", 3)
    assert "'Vervoer' heeft geen aandelen" in text


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("pools", ("Pand", 0.3, 0.2, 0.4), "schaalbaar_laag"),
        ("indices", ("omzet", -0.5, 0.6, 0.5), "laag"),
        ("indices", ("omzet", float("nan"), 0.0, 0.5), "laag"),
    ],
)
def test_an_interval_out_of_order_is_refused(name: str, row: tuple[Any, ...], column: str) -> None:
    ((found, line, text),) = _told(**{name: [row]})
    assert (found, line) == (column, 2)
    assert "in die volgorde" in text


def test_a_known_figure_needs_no_interval() -> None:
    assert not _told(pools=[("Pand", 0.2, 0.2, 0.2)])


def test_a_lever_or_closing_capital_that_is_missing_is_named() -> None:
    levers = [(name, 0.1, 0.2, 0.3) for name in LEVER_NAMES[1:]]
    ((column, line, text),) = _told(levers=levers)
    assert (column, line) == ("knop", 0)
    assert LEVER_NAMES[0] in text
    ((column, _, text),) = _told(accounts=[("Omzet", 100.0)])
    assert column == "post"
    assert "'Eigen vermogen op 31 december' ontbreekt" in text
