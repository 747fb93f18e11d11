"""A headline number that is missing: its row, what a reader sees of it, and what a script gets."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
import pytest

from analysis import headlines
from analysis.cli_tables import print_headlines
from analysis.disclosure.gate import protect
from analysis.dutch import NBSP
from analysis.errors import PrivacyError
from analysis.headlines import ABSENT, COLUMNS, Headline, headline_table, headline_text
from analysis.parameters import Parameters
from analysis.provenance import Provenance, Quantity
from analysis.publish.index import render_index
from analysis.publish.records import State
from analysis.publish.runs import IndexEntry
from analysis.questions.plan_reality import DEFICIT, FORECAST, PlanReality, _differences
from analysis.questions.plans import State as LineState
from analysis.sources.workbook import open_with

pytestmark = pytest.mark.unit

PLAN, PHOTO = "02_plan_en_werkelijkheid", "01_organisatiefoto"
JUDGED = Provenance.of("aanname", ["X07", "A18"])
ITEMS = {
    PHOTO: [
        Headline("contract_fte", Quantity.exact(47.67, "fte", Provenance.of("bron", ["D82"])), "")
    ],
    PLAN: [
        Headline(
            "plan_subsidie_verschil", Quantity(-600_000, "eur", JUDGED, -1.2e6, -60_000.5), "2022"
        ),
        Headline("plan_tekort_verschil", None, "2017", "eur", ("G14",)),
        Headline("plan_resultaat_verschil", None, "2020", "eur", ("G12", "G14")),
    ],
}
ROWS = {
    "contract_fte": ["47.67", "47.67", "47.67", "fte", "", "bron", "D82"],
    "plan_subsidie_verschil": [
        "-600000.00", "-1200000.00", "-60000.50", "eur", "2022", "aanname", "A18;X07",
    ],
    "plan_tekort_verschil": ["ontbreekt", "", "", "eur", "2017", "", "G14"],
    "plan_resultaat_verschil": ["ontbreekt", "", "", "eur", "2020", "", "G12;G14"],
}  # fmt: skip


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of what the model gives: two numbers, and two that are missing."""
    monkeypatch.setattr(headlines, "headlines", lambda notebook, _: ITEMS[notebook])
    monkeypatch.setattr(headlines, "HEADLINE_NOTEBOOKS", tuple(ITEMS))


def _row(name: str) -> Mapping[str, str]:
    return dict(zip(COLUMNS[3:], ROWS[name], strict=True))


@pytest.mark.usefixtures("few")
def test_a_missing_number_keeps_its_row() -> None:
    table = pd.concat([headline_table(name, "proef", Parameters()) for name in ITEMS])
    assert list(table.columns) == list(COLUMNS)
    assert table.iloc[:, 3:].to_numpy().tolist() == list(ROWS.values())
    assert list(table["kerncijfer"]) == list(ROWS)


def test_the_word_is_part_of_the_contract_of_the_file() -> None:
    assert ABSENT == "ontbreekt"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contract_fte", (f"47,67{NBSP}fte", "")),
        (
            "plan_subsidie_verschil",
            (f"€{NBSP}-600.000", f"€{NBSP}-1.200.000 tot €{NBSP}-60.001"),
        ),
        ("plan_tekort_verschil", ("ontbreekt", "")),
    ],
)
def test_what_a_reader_sees(name: str, text: tuple[str, str]) -> None:
    assert headline_text(_row(name)) == text


@pytest.mark.usefixtures("few")
def test_the_command_says_that_a_number_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    print_headlines(Parameters(), as_json=False)
    assert capsys.readouterr().out.replace(NBSP, " ").splitlines() == [
        "01_organisatiefoto",
        "  Formatie van het contract: 47,67 fte (bron)",
        "02_plan_en_werkelijkheid",
        "  Rijkssubsidie naast het plan door die fout alleen: "
        "€ -600.000 (€ -1.200.000 tot € -60.001), 2022 (aanname)",
        "  Tekort naast de raming van 2016: ontbreekt, 2017",
        "  Resultaat naast het ondernemingsplan: ontbreekt, 2020",
    ]


@pytest.mark.usefixtures("few")
def test_a_missing_number_is_null_for_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    print_headlines(Parameters(), as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [list(COLUMNS)] * 4
    assert [[row[name] for name in ("waarde", "laag", "hoog")] for row in rows] == [
        [47.67, 47.67, 47.67],
        [-600_000, -1_200_000, -60_000.5],
        [None, None, None],
        [None, None, None],
    ]
    assert [(row["basis"], row["bronnen"]) for row in rows[1:]] == [
        ("aanname", "A18;X07"),
        ("", "G14"),
        ("", "G12;G14"),
    ]


@pytest.mark.usefixtures("few")
def test_the_index_says_that_a_number_is_missing() -> None:
    entry = IndexEntry("plan", PLAN, "Plan", "plan.html", State.GEMAAKT, "", Parameters())
    page = render_index([entry], headline_table(PLAN, "plan", Parameters()), "2026-01-01").decode()
    body = page.partition("<caption>Plan — Deventer en Olst-Wijhe</caption>")[2]
    rows = body.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    assert len(rows) == 3
    # The badge of the basis stands beside the number that is there, and nowhere else.
    assert ["basis-" in row for row in rows] == [True, False, False]
    assert rows[1] == (
        '<tr><th scope="row">Tekort naast de raming van 2016</th><td class="getal">ontbreekt</td>'
        '<td class="getal"></td><td class="getal">2017</td><td></td>'
    )


def test_a_year_that_has_not_come_is_no_headline() -> None:
    # Its outcome is not missing either: there is nothing to ask for.
    nan = float("nan")
    columns = ["doeljaar", "stand", "waarde", "werkelijk", "gaten", "ids"]
    rows = [
        (2017, LineState.GEMETEN, 100.0, 130.0, "", "X03;RE091"),
        (2020, LineState.ONTBREEKT, 200.0, nan, "G14", "X04"),
        (2035, LineState.NIET_AF, 300.0, nan, "", "PL901"),
    ]
    lines = pd.DataFrame(rows, columns=columns).assign(
        plan=FORECAST, grootheid=DEFICIT, eenheid="eur", basis="bron"
    )
    lines["laag_werkelijk"] = lines["hoog_werkelijk"] = lines["werkelijk"]
    result = PlanReality(open_with(Parameters()), None, None, None)
    vars(result)["lines"] = lines
    measured, missing = _differences(result, FORECAST, DEFICIT, "plan_tekort_verschil")
    assert (measured.year, measured.quantity.value) == ("2017", 30)  # 130 - 100
    assert measured.quantity.provenance == Provenance.of("afgeleid", ["X03", "RE091"])
    assert (missing.year, missing.quantity, missing.gaps) == ("2020", None, ("G14",))


def test_a_number_on_guarded_persons_must_have_passed_the_gate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guarded = Provenance.of("bron", ["verzuim.csv"], guarded=True)
    passed = protect(pd.DataFrame({"k": [347]}, index=["r"])).shown("r", "k")
    assert passed is not None
    item = Headline("wsw_personen", Quantity.exact(passed, "pers", guarded), "2023")
    monkeypatch.setattr(headlines, "headlines", lambda *_: [item])
    assert headline_table(PHOTO, "proef", Parameters())["waarde"].tolist() == ["345"]
    for low, high in ((passed, 347), (347, passed)):
        raw = Headline("wsw_personen", Quantity(passed, "pers", guarded, low, high), "2023")
        monkeypatch.setattr(headlines, "headlines", lambda *_, raw=raw: [raw])
        with pytest.raises(PrivacyError, match="'wsw_personen'") as refused:
            headline_table(PHOTO, "proef", Parameters())
        assert "347" not in str(refused.value)
