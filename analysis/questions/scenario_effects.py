"""What each lever of a scenario does to the money, by draw and year.

On top of the kostprijsmodel, which knows no scenario. Amounts are euros at the price level of the
parameters, positive is an advantage for both municipalities together; arrays are (draws, years).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.questions.kostprijs_levers import INSIDE, SHARE
from analysis.questions.kostprijs_paths import BESCHUT, WSW
from analysis.questions.scenario_set import USUAL_VARIANT
from analysis.questions.scenario_world import (
    APPROACH,
    CARRIED,
    COMPANY,
    ENDING_ONCE,
    EXTRA_SERVICES,
    FEWER_BODIES,
    MORE_TURNOVER,
    OWN_SUPPORT,
    SHARING_ONCE,
    STAFF_TERMS,
    WITHIN,
    World,
)
from analysis.sources.scenarios import Scenario

Floats = NDArray[np.float64]


def effects(shared: World, scenario: Scenario) -> dict[str, Floats]:
    """Return what each lever that the scenario pulls brings, by its name, in the order given."""
    pulled = scenario.hefbomen.pulled
    return {
        name: EFFECTS[name](shared, scenario)
        for name in pulled
        if name in EFFECTS and pulled[name] != USUAL_VARIANT
    }


def _fewer_worktypes(shared: World, scenario: Scenario) -> Floats:
    return _posted(shared, scenario, "minder_werksoorten")


def _business(shared: World, scenario: Scenario) -> Floats:
    turnover = shared.drawn[MORE_TURNOVER][:, None] / 100 * shared.posted_turnover * shared.ramp
    since = shared.years.years > shared.start
    approach = shared.price * shared.drawn[APPROACH][:, None] * since
    return _posted(shared, scenario, "bedrijfsleven") + turnover - approach


def _posted(shared: World, scenario: Scenario, name: str) -> Floats:
    """The gain of posting the part of the people inside that this lever moves."""
    share = shared.moved_share(scenario, name)
    inside = shared.of_people("fte", (INSIDE,))
    return np.asarray(share[:, None] * shared.ramp * inside * shared.posting_gain)


def _region(shared: World, scenario: Scenario) -> Floats:
    """What is left after the municipality carries its part is shared with the region."""
    left = 1 - shared.drawn[CARRIED] if scenario.hefbomen.vorm == "dienst" else 1.0
    saved = (shared.drawn[SHARE] * left)[:, None] * shared.shareable * shared.ramp
    return np.asarray(saved - shared.price * shared.drawn[SHARING_ONCE][:, None] * shared.once)


def _end_joint_scheme(shared: World, scenario: Scenario) -> Floats:
    return shared.price * shared.drawn[FEWER_BODIES][:, None] * shared.ramp


def _end_company(shared: World, scenario: Scenario) -> Floats:
    return -shared.price * shared.drawn[ENDING_ONCE][:, None] * shared.once


def _form(shared: World, scenario: Scenario) -> Floats:
    if scenario.hefbomen.vorm == "bv":
        return -shared.price * shared.drawn[COMPANY][:, None] * shared.ramp
    staff = shared.guidance + shared.shareable
    dearer = shared.drawn[STAFF_TERMS][:, None] / 100 * staff
    carried = shared.drawn[CARRIED][:, None] * shared.shareable
    return np.asarray((carried - dearer) * shared.ramp)


def _other_municipality(shared: World, scenario: Scenario) -> Floats:
    """Extra services bring their contribution; going alone sheds support here and builds it there.

    The people and their own result go along, so that for both together only support moves. Their
    part of the Wsw stands for the whole.
    """
    if scenario.hefbomen.andere_gemeente == "extra_diensten":
        return shared.price * shared.drawn[EXTRA_SERVICES][:, None] * shared.ramp
    years = shared.years
    heads = years.ledger.people.groupby("groep")["fte"].sum()
    sheltered = sum(years.growth[name] * heads.get(name, 0.0) for name in (WSW, BESCHUT))
    leaving = (1 - years.share)[:, None] * sheltered / np.maximum(years.volume, 1e-9)
    costs = years.ledger.pool_costs(structural_only=True)
    scalable = float(costs @ years.ledger.pools["schaalbaar_midden"] / costs.sum())
    built = shared.drawn[OWN_SUPPORT][:, None]
    return np.asarray(shared.ramp * leaving * years.pools * (scalable - built))


def _optimise(shared: World, scenario: Scenario) -> Floats:
    part = shared.drawn[WITHIN] * shared.drawn[SHARE]
    saved = part[:, None] * shared.shareable * shared.ramp
    return _posted(shared, scenario, "optimaliseren") + saved


EFFECTS: Mapping[str, Callable[[World, Scenario], Floats]] = {
    "minder_werksoorten": _fewer_worktypes,
    "bedrijfsleven": _business,
    "overhead_regio": _region,
    "gr_opheffen": _end_joint_scheme,
    "bv_opheffen": _end_company,
    "vorm": _form,
    "andere_gemeente": _other_municipality,
    "optimaliseren": _optimise,
}
"""What each lever does to the money."""
