"""Tables that pass the gate together, and what happens when they can't."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure.gate import protect
from analysis.disclosure.relations import Relation
from analysis.errors import PrivacyError
from analysis.present.monitor_cohort_tables import matching_table, naive_table, path_table
from analysis.questions import monitor_candidate_gate, monitor_report
from analysis.questions.monitor import monitor
from analysis.questions.monitor_candidate_gate import (
    ReleasedCandidates,
    candidate_total,
    released_candidates,
)
from analysis.questions.monitor_cohorts import cohort_monitor
from analysis.questions.monitor_linked import (
    BESIDE,
    Linked,
    Within,
    called,
    joined,
    part_of,
    with_shared,
)
from analysis.questions.monitor_report import MonitorReport
from analysis.released import HIDDEN, Released
from analysis.sources.workbook import Workbook
from tests.monitor_example import with_tables

pytestmark = pytest.mark.unit


def one(count: int, column: str = "k") -> pd.DataFrame:
    return pd.DataFrame({column: [count]}, index=["r"])


def test_parts_keep_their_own_names() -> None:
    parts = {name: Linked({"t": one(count)}) for name, count in (("een", 30), ("twee", 42))}
    passed = joined(parts).released()
    assert set(passed) == {"een: t", "twee: t"}
    assert part_of(passed, "twee")["t"].value("r", "k") == 40


def test_what_is_in_the_whole_alone_is_guarded() -> None:
    # 33 and 30: apart both are shown, together the 3 of the one alone could be subtracted.
    parts = {"een": Linked({"t": one(33)}), "twee": Linked({"t": one(30)})}
    cells = [((called(name, "t"), "r", "k"),) for name in parts]
    linked = joined(parts, [Within(cells[0], cells[1])])
    assert linked.tables[BESIDE].to_numpy().tolist() == [[3]]
    passed = linked.released()
    assert set(passed) == {"een: t", "twee: t"}
    assert [passed[name].value("r", "k") for name in passed].count(None) == 1


def test_the_same_persons_are_shown_alike() -> None:
    tables = {"a": one(24), "b": one(24)}
    same = [Within((("a", "r", "k"),), (("b", "r", "k"),), same=True)]
    linked = with_shared(Linked(tables), same)
    assert BESIDE not in linked.tables
    assert {shown.value("r", "k") for shown in linked.released().values()} == {25}


def test_what_is_said_to_be_the_same_must_be() -> None:
    same = [Within((("a", "r", "k"),), (("b", "r", "k"),), same=True)]
    with pytest.raises(ValueError, match="telt niet op"):
        with_shared(Linked({"a": one(24), "b": one(25)}), same).released()


def refused() -> Linked:
    """20 and 15 were published; the 5 between them can't be hidden any more."""
    tables = {"geheel": one(20), "deel": one(15), "rest": one(5)}
    sums = [Relation((("geheel", "r", "k"),), (("deel", "r", "k"), ("rest", "r", "k")))]
    earlier = {name: protect(tables[name]) for name in ("geheel", "deel")}
    return Linked(tables, sums, earlier=earlier)


def test_what_cannot_be_protected_is_hidden_as_a_whole() -> None:
    with pytest.raises(PrivacyError):
        refused().released()
    assert refused().released_or_hidden()["rest"].texts.to_numpy().tolist() == [[HIDDEN]]


def test_withheld_tables_are_not_in_what_is_hidden() -> None:
    assert set(replace(refused(), withheld=("rest",)).hidden()) == {"geheel", "deel"}


@pytest.fixture
def cohorts_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate refuses all tables that hold a cohort."""
    released = Linked.released

    def refuse(linked: Linked) -> dict[str, Released]:
        if any(name.startswith("Groeien") for name in linked.tables):
            raise PrivacyError("niet te beschermen")
        return released(linked)

    monkeypatch.setattr(monitor_candidate_gate.Linked, "released", refuse)


@pytest.mark.usefixtures("cohorts_refused")
def test_cohorts_give_way_to_the_agreements() -> None:
    found = released_candidates(with_tables())
    assert found.systems["uitstroom"].value("2023-Q4", "MG1") is not None
    assert all(cohort.size is None for cohort in found.cohorts)
    assert len(found.cohorts) == len(candidate_total(with_tables()).cohorts)


@pytest.mark.usefixtures("cohorts_refused")
def test_hidden_cohorts_say_so_on_the_page() -> None:
    found = cohort_monitor(with_tables())
    for table in (path_table, matching_table, naive_table):
        assert HIDDEN in str(table(found)._repr_mimebundle_()["text/plain"])
    assert not monitor(with_tables()).now.empty


def test_agreements_and_cohorts_of_a_report_rest_on_one_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released: list[ReleasedCandidates] = []

    def once(book: Workbook) -> ReleasedCandidates:
        released.append(released_candidates(book))
        return released[-1]

    monkeypatch.setattr(monitor_report, "released_candidates", once)
    monkeypatch.delattr("analysis.questions.monitor_measures.released_candidates")
    monkeypatch.delattr("analysis.questions.monitor_cohorts.released_candidates")
    book = with_tables()
    report = MonitorReport(book)
    shown = report.agreements.now.set_index("id").loc["MG1", "waarde"]
    assert shown == released[0].systems["uitstroom"].value("2023-Q4", "MG1")
    assert [one.released for one in report.cohorts.cohorts] == list(released[0].cohorts)
    assert len(released) == 1
