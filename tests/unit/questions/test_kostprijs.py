"""The kostprijsmodel on the workbook's ledger: what must tie, whatever the figures are."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from analysis.parameters import Parameters
from analysis.provenance import Basis
from analysis.questions import kostprijs, kostprijs_contract, kostprijs_levers
from analysis.questions.kostprijs_paths import BESCHUT, WSW
from analysis.questions.kostprijs_report import CostReport, cost_report, headlines
from analysis.sources.workbook import Workbook, open_with

pytestmark = pytest.mark.unit


@cache
def _book(**changes: object) -> Workbook:
    return open_with(Parameters.model_validate(changes))


@cache
def _report(**changes: object) -> CostReport:
    return cost_report(_book(**changes))


def _summed(kinds: tuple[str, ...]) -> float:
    amounts = _book().table(kostprijs.AMOUNTS)
    return float(amounts[amounts["soort"].isin(kinds)]["bedrag_eur"].sum())


def test_the_werksoorten_add_up_to_the_ledger_to_the_cent() -> None:
    income = _summed(("omzet", "subsidie"))
    costs = _summed(("inkoop", "begeleiding", "direct", "loonkosten", "toe te rekenen"))
    for method in kostprijs.METHODS:
        result = kostprijs.ledger(_book()).result(method)
        assert result["netto_resultaat"].sum() == pytest.approx(income - costs, abs=0.005)


def test_price_times_volume_is_what_turnover_and_subsidy_do_not_pay() -> None:
    rows = kostprijs.ledger(_book()).result()
    whole = rows["kostprijs_per_fte"] * rows["fte"]
    # The kostprijs leaves purchases out: they are in the added value already.
    left = whole + rows["inkoop"] - rows["omzet"] - rows["subsidie"]
    assert left.to_numpy() == pytest.approx(-rows["netto_resultaat"].to_numpy(), abs=0.005)


@pytest.mark.parametrize("method", kostprijs.METHODS)
def test_every_pool_is_borne_in_full(method: kostprijs.Method) -> None:
    ledger = kostprijs.ledger(_book())
    borne = ledger.allocation(method).groupby("pool", sort=False)["toegerekend_eur"].sum()
    assert borne[list(ledger.pools["pool"])].to_numpy() == pytest.approx(ledger.pool_costs())


def test_se_is_missing_where_some_people_have_none() -> None:
    rows = kostprijs.ledger(_book()).result().set_index("werksoort")
    # Begeleid werken is all Wsw (31.4 SE); inside work is Wsw and beschut werk together.
    assert rows["se"]["Begeleid werken"] == pytest.approx(31.4)
    assert np.isnan(rows["kostprijs_per_se"]["Beschut binnen"])


def test_another_price_level_scales_every_amount() -> None:
    # D70 / D71: 67,492.00 / 72,553.90 = 0.9302.
    now, then = kostprijs.ledger(_book()), kostprijs.ledger(_book(prijspeil=2022))
    ratio = then.amounts["bedrag_eur"] / now.amounts["bedrag_eur"]
    assert ratio.to_numpy() == pytest.approx(67_492 / 72_553.90)
    assert kostprijs.equity(_book(prijspeil=2022)) / kostprijs.equity(_book()) == pytest.approx(
        67_492 / 72_553.90
    )


def test_break_even_is_where_the_contribution_covers_the_pools() -> None:
    ledger = kostprijs.ledger(_book())
    assert ledger.break_even_fte() * ledger.contribution() == pytest.approx(
        ledger.pool_costs(structural_only=True).sum()
    )


def test_the_first_year_is_the_ledger_itself() -> None:
    years = _report().years
    income = _summed(("omzet", "subsidie"))
    costs = _summed(("inkoop", "begeleiding", "direct", "loonkosten", "toe te rekenen"))
    assert years.result[:, 0] == pytest.approx(income - costs)
    assert years.volume[:, 0] == pytest.approx(kostprijs.ledger(_book()).fte)
    assert years.remanent[:, 0] == pytest.approx(0, abs=1e-6)


def test_what_comes_once_does_not_come_back() -> None:
    years = _report().years
    assert years.one_off[0, 0] == 150_000  # KB: Leiding en staf, incidenteel
    assert not years.one_off[:, 1:].any()


def test_who_pays_adds_up_to_the_costs_in_every_draw() -> None:
    years = _report().years
    paid = np.sum(list(years.payers().values()), axis=0)
    assert paid == pytest.approx(years.costs[:, 1:], abs=0.01)


def _top_up() -> np.ndarray:
    paid = _report().years.payers()
    return np.sum([part for name, part in paid.items() if "aanvulling" in name], axis=0)


def test_the_municipalities_fill_only_what_own_capital_can_not() -> None:
    years = _report().years
    assert (_top_up() >= -1e-6).all()
    # Where a municipality pays, nothing is left of own capital.
    assert years.equity[:, 1:][_top_up() > 0.01] == pytest.approx(0)


def test_opening_result_and_top_up_make_closing() -> None:
    years = _report().years
    moved = years.result[:, 1:] + _top_up()
    assert np.diff(years.equity, axis=1) == pytest.approx(moved, abs=0.01)


def test_the_change_of_the_saldo_adds_up() -> None:
    change = _report().years.change(2029)
    moved = sum(item.value for name, item in change.items() if name not in ("begin", "eind"))
    assert change["begin"].value + moved == pytest.approx(change["eind"].value, abs=0.01)


def test_the_wsw_shrinks_beschut_grows_and_the_rest_stays() -> None:
    growth = _report().years.growth
    assert growth[WSW].mean(axis=0)[-1] < 0.5
    assert growth[BESCHUT].mean(axis=0)[-1] > 1.5
    assert (growth["Participatiewet"] == 1).all()


def test_stopping_splits_the_support_into_what_goes_and_what_stays() -> None:
    lever = kostprijs_levers.levers(_book())[kostprijs_levers.STOP]
    rows = kostprijs_levers.stopping(kostprijs.ledger(_book()), lever)
    assert (rows["meegedaald"] + rows["blijft"]).to_numpy() == pytest.approx(
        rows["toegerekend"].to_numpy()
    )
    assert rows["effect"].to_numpy() == pytest.approx(
        (rows["bespaard"] + rows["meegedaald"] - rows["gemist"]).to_numpy()
    )
    assert (rows["effect_laag"] < rows["effect"]).all()
    assert (rows["effect"] < rows["effect_hoog"]).all()


def test_posting_is_a_part_of_the_people_times_the_difference_per_fte() -> None:
    ledger = kostprijs.ledger(_book())
    lever = kostprijs_levers.levers(_book())[kostprijs_levers.MOVE]
    # Added value less guidance and direct costs per fte: 17,500 - 4,500 - 900 = 12,100 posted in a
    # group, 9,500 - 7,500 - 2,200 = -200 inside; 291.0 fte inside.
    assert kostprijs_levers.posting(ledger, lever)[1] == pytest.approx(0.06 * 291.0 * 12_300)


def test_sharing_is_a_part_of_three_pools() -> None:
    # 8% of 1,650,000 + 780,000 + 690,000.
    lever = kostprijs_levers.levers(_book())[kostprijs_levers.SHARE]
    saved = kostprijs_levers.sharing(kostprijs.ledger(_book()), lever)
    assert saved[1] == pytest.approx(0.08 * 3_120_000)


def test_the_annex_costs_the_same_under_each_reading() -> None:
    costs = kostprijs_contract.spread_overhead(_report().contract)
    totals = costs.groupby("lezing")["totaal"].sum()
    # Printed total 5,184,681.60 (D83); the lines add up to 0.46 more: rounding in the source.
    assert totals.to_numpy() == pytest.approx(5_184_682.06, abs=0.01)


def test_the_annex_per_exit() -> None:
    rows = kostprijs_contract.per_exit(_book(), _report().contract_costs).set_index("lezing")
    # (Matchen 494,297 + Groeien 2,598,172 + 31.25% of their wages 711,469) / 400 exits.
    assert rows["per_uitstroom"]["basis"] == pytest.approx(9_509.84, abs=0.01)


def test_every_headline_says_it_is_made_up() -> None:
    items = headlines(_report())
    assert [item.name for item in items] == [
        "remanent_2029",
        "remanent_2040",
        "reserve_leeg_jaar",
        "omslagpunt",
    ]
    for item in items:
        assert item.quantity is not None
        assert item.quantity.provenance.basis is Basis.VOORBEELD
        assert item.quantity.low <= item.quantity.value <= item.quantity.high


def test_the_area_changes_nothing() -> None:
    here, there = _report(), _report(gebied="olst-wijhe")
    assert here.years.result == pytest.approx(there.years.result)
