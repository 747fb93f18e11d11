"""Findings: what holds, what is off but known, and what is off and stops the data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from analysis.sources.findings import COLUMNS, blocking, collect_findings, last_day
from analysis.sources.validate import NUMBER_REGISTERS

pytestmark = pytest.mark.unit

FACTS = {
    "A": "100",
    "B": "2.5",
    "C": "250",
    "DAG": "2023-06-27",
    "KWARTAAL": "2023-Q1",
    "NAAM": "Sallcon",
}
CHECK = {
    "id": "C1",
    "soort": "bedrag",
    "onderwerp": "Proef",
    "formule": "[A] * [B]",
    "uitkomst": "C",
    "tolerantie": 0.005,
    "eenheid": "eur",
    "bekend_verschil": float("nan"),
    "ernst": "",
    "bevinding": "Een proef.",
}


def _tables(check: dict[str, Any] | None = None, **facts: str) -> dict[str, pd.DataFrame]:
    """Tables with one check and nothing else that is found."""
    numbers = FACTS | facts
    register = pd.DataFrame({"id": list(numbers), "waarde": list(numbers.values())})
    register["_regel"] = range(2, 2 + len(register))
    empty = register.head(0)
    nothing = pd.DataFrame({"waarde": pd.Series(dtype="float64"), "id": pd.Series(dtype="str")})
    others = [name for name in NUMBER_REGISTERS if name != "feiten"]
    tables = {name: nothing if name == "landelijke_reeksen" else empty for name in others}
    tables["afgeleid"] = tables["afgeleid"].rename(columns={"waarde": "uitkomst"})
    tables["aannames"] = tables["aannames"].rename(columns={"waarde": "midden"})
    checks = pd.DataFrame([check] if check else [], columns=list(CHECK))
    agreements = ["id", "afspraak", "feiten", "ontbreekt_soort", "ontbreekt"]
    contradictions = ["id", "onderwerp", "ernst", "lezing_a", "lezing_b", "keuze", "feiten"]
    return tables | {
        "feiten": register,
        "controles": checks,
        "resultaatafspraken": pd.DataFrame(columns=agreements),
        "tegenstrijdigheden": pd.DataFrame(columns=contradictions),
        "opmerkingen": pd.DataFrame(columns=["id", "ernst", "onderwerp", "bevinding", "feiten"]),
        "kostprijs_jaarrekening": pd.DataFrame(columns=["jaar", "post", "bedrag_eur", "basis"]),
        "kostprijs_bedragen": pd.DataFrame(columns=["jaar", "soort", "bedrag_eur"]),
    }


def _found(**changes: Any) -> dict[str, Any]:
    """The one finding of a check that differs from `CHECK`; facts are given in capitals."""
    facts = {name: changes.pop(name) for name in list(changes) if name.isupper()}
    findings = collect_findings(_tables(CHECK | changes, **facts))
    assert list(findings.columns) == COLUMNS
    assert len(findings) == 1
    return findings.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("printed", "tolerance", "severity", "difference"),
    [
        # Computed is 100 * 2.5 = 250; the difference is printed minus computed.
        ("250", 0.005, "klopt", 0),
        ("250.004", 0.005, "klopt", 0.004),
        ("250.005", 0.005, "klopt", 0.005),
        ("250.006", 0.005, "fout", 0.006),
        ("249", 1, "klopt", -1),
        ("248.9", 1, "fout", -1.1),
        ("0", 0.005, "fout", -250),
        # Without a stated tolerance nothing may differ.
        ("250.01", float("nan"), "fout", 0.01),
        ("250", float("nan"), "klopt", 0),
    ],
)
def test_a_difference_beyond_the_tolerance_is_a_fault(
    printed: str, tolerance: float, severity: str, difference: float
) -> None:
    found = _found(C=printed, tolerantie=tolerance)
    assert found["ernst"] == severity
    assert found["verschil"] == pytest.approx(difference, abs=1e-9)


def test_a_difference_within_the_rounding_gets_the_severity_of_its_row() -> None:
    assert _found(C="251", tolerantie=1, ernst="let_op")["ernst"] == "let_op"


def test_less_than_half_a_cent_is_no_finding() -> None:
    assert _found(C="250.004", tolerantie=1, ernst="let_op")["ernst"] == "klopt"


@pytest.mark.parametrize(
    ("printed", "severity"),
    [
        ("194391.85", "belangrijk"),  # 250,000 - 55,608.15
        ("194391.86", "fout"),  # the known difference is not quite this one
        ("250000", "fout"),  # what was known to be off is no longer off
        ("305608.15", "fout"),  # off the other way
    ],
)
def test_a_known_difference_is_told_and_any_other_is_a_fault(printed: str, severity: str) -> None:
    known = {"bekend_verschil": -55608.15, "ernst": "belangrijk"}
    assert _found(A="100000", C=printed, tolerantie=1, **known)["ernst"] == severity


def test_a_fault_tells_both_numbers_the_difference_and_the_tolerance() -> None:
    text = _found(C="260")["bevinding"].replace("\N{NO-BREAK SPACE}", " ")
    assert text == (
        "C is € 260,00, maar [A] * [B] geeft € 250,00: een verschil van +10,00 "
        "(bekend: +0,00, toegestaan: € 0,01). Een proef."
    )


def test_a_finding_names_every_id_that_it_rests_on() -> None:
    assert _found()["ids"] == "A;B;C"


@pytest.mark.parametrize(
    ("formula", "told"),
    [("[A] * [X99]", "geen getal bekend voor X99"), ("[NAAM]", "NAAM"), ("[A] +", "niet te")],
)
def test_a_check_that_can_not_be_computed_is_a_fault(formula: str, told: str) -> None:
    found = _found(formule=formula)
    assert found["ernst"] == "fout"
    assert told in found["bevinding"]


@pytest.mark.parametrize(
    ("formula", "outcome", "severity", "days"),
    [
        # The last day of the first quarter is 31 March: 88 days before 27 June.
        ("[KWARTAAL]", "DAG", "belangrijk", -88),
        ("[DAG]", "KWARTAAL", "klopt", 88),
        ("[DAG]", "DAG", "klopt", 0),
    ],
)
def test_a_moment_must_not_lie_before_the_decision_it_needs(
    formula: str, outcome: str, severity: str, days: int
) -> None:
    found = _found(soort="datum", formule=formula, uitkomst=outcome, ernst="belangrijk")
    assert (found["ernst"], found["verschil"], found["eenheid"]) == (severity, days, "dagen")


def test_a_date_check_tells_both_days() -> None:
    found = _found(soort="datum", formule="[KWARTAAL]", uitkomst="DAG", ernst="let_op")
    assert found["bevinding"] == (
        "Een proef. Uiterste dag 31 maart 2023, vergeleken met 27 juni 2023: 88 dagen eerder."
    )


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [("[X99]", "DAG"), ("[DAG]", "X99"), ("[NAAM]", "DAG"), ("[DAG]", "A"), ("[DAG] + [A]", "DAG")],
)
def test_a_date_check_without_two_dates_is_a_fault(formula: str, outcome: str) -> None:
    found = _found(soort="datum", formule=formula, uitkomst=outcome, ernst="let_op")
    assert found["ernst"] == "fout"


def test_a_date_check_that_states_no_severity_is_a_fault() -> None:
    found = _found(soort="datum", formule="[KWARTAAL]", uitkomst="DAG", ernst="")
    assert found["ernst"] == "fout"


@pytest.mark.parametrize(
    "text", ["", "x", "100", "2023-Q5", "2023-Q", "2023-13", "2023-02-30", "2020-2024"]
)
def test_what_is_no_moment_has_no_last_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        last_day(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-19", dt.date(2024, 11, 19)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2025-04", dt.date(2025, 4, 30)),
        ("2023-Q1", dt.date(2023, 3, 31)),
        ("2023-Q4", dt.date(2023, 12, 31)),
        ("2021", dt.date(2021, 12, 31)),
    ],
)
def test_the_last_day_of_a_moment(text: str, day: dt.date) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    ("missing", "found"), [("norm", 1), ("noemer", 1), ("definitie", 0), ("termijn", 0), ("", 0)]
)
def test_an_agreement_without_norm_or_denominator_is_found(missing: str, found: int) -> None:
    tables = _tables()
    row = ("W1", "Verzuim daalt", "D15", missing, "De omvang van 2021.")
    columns = tables["resultaatafspraken"].columns
    tables["resultaatafspraken"] = pd.DataFrame([row], columns=columns)
    findings = collect_findings(tables)
    assert len(findings) == found
    if missing == "noemer":
        assert findings.iloc[0][["id", "ernst", "bevinding", "ids"]].tolist() == [
            "RA-W1",
            "belangrijk",
            "Verzuim daalt: de noemer ontbreekt. De omvang van 2021.",
            "D15",
        ]


def test_findings_stand_gravest_first_and_then_by_id() -> None:
    tables = _tables(CHECK | {"id": "Z"}, C="1")
    columns = tables["opmerkingen"].columns
    rows = [("Q2", "let_op"), ("Q3", "belangrijk"), ("Q1", "let_op")]
    remarks = [(name, severity, "Proef", "Tekst.", "A") for name, severity in rows]
    tables["opmerkingen"] = pd.DataFrame(remarks, columns=columns)
    assert list(collect_findings(tables)["id"]) == ["Z", "Q3", "Q1", "Q2"]


def test_only_faults_stop_the_data() -> None:
    tables = _tables(CHECK, C="260")
    findings = collect_findings(tables)
    (problem,) = blocking(findings, tables)
    # C is the third fact, so row 4 of a spreadsheet.
    place = "data/raw/feiten.csv, regel 4, kolom 'waarde'"
    assert str(problem).startswith(f"{place}: controle C1: C is ")
    assert blocking(findings.assign(ernst="belangrijk"), tables) == []
