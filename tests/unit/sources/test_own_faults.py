"""What an extract can be wrong in: told with file, sheet, row, column and what is allowed.

Each fault comes in twice, in a template of Excel and as CSV; each time no byte changes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.own_files import ROWS, Row, csv_bytes, rows_of, write_book, write_csv
from tests.unit.sources.conftest import Raw

pytestmark = pytest.mark.unit

Rows = list[dict[str, object]]
TEST_BSN = "111222333"
"""A number for testing: it passes the eleven-test and belongs to nobody."""


def put(line: int, **cells: object) -> Callable[[Rows], Rows]:
    """Change cells of the row that a spreadsheet shows as `line`."""

    def change(rows: Rows) -> Rows:
        rows[line - 2] |= cells
        return rows

    return change


def renamed(old: str, new: str) -> Callable[[Rows], Rows]:
    return lambda rows: [
        {new if name == old else name: cell for name, cell in row.items()} for row in rows
    ]


def without(column: str) -> Callable[[Rows], Rows]:
    return lambda rows: [{k: v for k, v in row.items() if k != column} for row in rows]


def again(rows: Rows) -> Rows:
    return [*rows, dict(rows[0])]


FAULTS: dict[str, tuple[str, Callable[[Rows], Rows], int, str, str]] = {
    # name: table, what is done to it, the row and column that are told, and what is told
    "negatief": ("wsw_personen", put(3, pers=-2), 3, "pers", "0 en hoger"),
    "onbekende code": ("wsw_personen", put(2, gemeente="raalte"), 2, "gemeente", "olst-wijhe"),
    "andere hoofdletter": ("verzuim", put(2, groep="wsw"), 2, "groep", "toegestaan: Wsw"),
    "spatie": ("verzuim", put(2, id="V1 "), 2, "id", "spatie"),
    "sleutel dubbel": ("verzuim", put(3, id="v1"), 3, "id", "komt vaker voor"),
    "sleutel leeg": ("verzuim", put(3, id=""), 3, "id", "ontbreekt"),
    "zelfde rij": ("wsw_personen", put(3, leeftijdsklasse="40-44"), 3, "werkvorm", "staat er al"),
    "tekst voor getal": ("wsw_personen", put(4, pers="veel"), 4, "pers", "geheel getal"),
    "gebroken mens": ("wsw_personen", put(4, pers=2.5), 4, "pers", "geheel getal"),
    "datum bestaat niet": ("wsw_personen", put(2, peildatum="2024-02-30"), 2, "peildatum", "datum"),
    "datum dag eerst": ("trajecten", put(2, instroom="01-02-2024"), 2, "instroom", "2024-11-19"),
    "peildatum verschilt": ("wsw_personen", put(3, peildatum="2024-12-30"), 3, "peildatum", "gel"),
    "peildatum later": ("werkstap_plannen", put(2, peildatum="2999-12-31"), 2, "peildatum", "toe"),
    "maand": ("verzuim", put(2, maand="2024-13"), 2, "maand", "vorm"),
    "kwartaal": ("kwartaalrealisaties", put(2, kwartaal="2024-Q5"), 2, "kwartaal", "vorm"),
    "totaalregel": ("verzuim", put(4, id="Totaal"), 4, "id", "totaalregel"),
    "totaal zonder naam": (
        "verzuim",
        put(4, dagen_verzuim=3003, dagen_beschikbaar=24000, pers=800),
        4,
        "dagen_verzuim",
        "som van de rijen erboven",
    ),
    "deel boven geheel": ("enquetes", put(2, zeven_of_hoger=61), 2, "zeven_of_hoger", "deelnemers"),
    "meer dan gevraagd": ("enquetes", put(2, deelnemers=101), 2, "deelnemers", "uitgenodigd"),
    "meer plannen": ("werkstap_plannen", put(2, met_plan=501), 2, "met_plan", "medewerkers"),
    "meer dan naar werk": ("werkleerroutes", put(2, naar_werk=21), 2, "naar_werk", "gestart"),
    "meer ingevuld": ("registratie", put(2, ingevuld=101), 2, "ingevuld", "totaal"),
    "meer verzuim": ("verzuim", put(2, dagen_verzuim=12001), 2, "dagen_verzuim", "beschikbaar"),
    "afspraak onbekend": ("kwartaalrealisaties", put(2, afspraak="Z9"), 2, "afspraak", "onbekend"),
    "teller boven noemer": (
        "kwartaalrealisaties",
        put(2, eenheid="pct", waarde="", teller=11, noemer=10),
        2,
        "teller",
        "noemer",
    ),
    "noemer ontbreekt": (
        "kwartaalrealisaties",
        put(2, eenheid="pct", waarde="", teller=11),
        2,
        "noemer",
        "ontbreekt",
    ),
    "twee waarden": ("kwartaalrealisaties", put(3, kwartaal="2024-Q1"), 3, "kwartaal", "al"),
    "cijfer te hoog": ("enquetes", put(2, gemiddeld_cijfer=76), 2, "gemiddeld_cijfer", "10"),
    "eerder weg dan gekomen": (
        "trajecten",
        put(2, uitstroom="2023-11-14"),
        2,
        "uitstroom",
        "vanaf de instroom",
    ),
    "na de peildatum": ("trajecten", put(3, plandatum="2025-01-01"), 3, "plandatum", "peildatum"),
    "reden ontbreekt": ("trajecten", put(2, reden=""), 2, "reden", "ontbreekt"),
    "reden zonder einde": ("trajecten", put(3, reden="werk"), 3, "reden", "leeg"),
    "kwartalen verkeerd om": (
        "traject_aantallen",
        put(2, uitstroomkwartaal="2024-Q1"),
        2,
        "uitstroomkwartaal",
        "vanaf het instroomkwartaal",
    ),
    "voorbeeld ertussen": ("verzuim", put(3, basis="voorbeeld"), 3, "basis", "voorbeeldregels weg"),
    "bsn als pseudoniem": ("trajecten", put(3, pseudoniem=TEST_BSN), 3, "pseudoniem", "burgerserv"),
    "bsn in tekst": (
        "kwartaalrealisaties",
        put(2, toelichting=f"zie {TEST_BSN}"),
        2,
        "toelichting",
        "burgerservicenummer",
    ),
    "e-mail": (
        "kwartaalrealisaties",
        put(2, toelichting="vraag jan@voorbeeld.nl"),
        2,
        "toelichting",
        "e-mailadres",
    ),
    "telefoon": ("enquetes", put(2, vraag="bel 06-12345678"), 2, "vraag", "telefoonnummer"),
    "iban": ("enquetes", put(2, vraag="NL91 ABNA 0417 1643 00"), 2, "vraag", "IBAN"),
    "kolom ontbreekt": ("verzuim", without("pers"), 1, "", "kolom ontbreekt: pers"),
    "kolom onbekend": ("verzuim", renamed("pers", "mensen"), 1, "", "onbekende kolom: kolom F"),
    "kolom dubbel": ("verzuim", renamed("pers", "id"), 1, "", "kolom"),
    "bron onbekend": ("enquetes", put(2, bron="nergens"), 2, "bron", "onbekend in bronnen"),
}

SECRET = (TEST_BSN, "jan@voorbeeld.nl", "12345678", "ABNA", "kandidaat")
"""What no message may repeat."""


def state(raw: Raw) -> dict[str, bytes]:
    """Every file and folder of the project."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in raw.root.rglob("*")}


@pytest.fixture(params=["xlsx", "csv"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_is_told_at_its_place_and_no_byte_changes(
    raw: Raw, tmp_path: Path, kind: str, name: str
) -> None:
    table, change, line, column, told = FAULTS[name]
    rows = change(rows_of(table))
    write = write_book if kind == "xlsx" else write_csv
    path = write(tmp_path / "in", table, rows)
    before = state(raw)
    outcome = raw.command("inlezen", str(path.parent))
    assert (outcome.code, outcome.out) == (3, ""), outcome
    place = path.as_posix() + (f", blad '{table}'" if kind == "xlsx" else "")
    place += f", regel {line}" + (f", kolom '{column}'" if column else "")
    lines = [text for text in outcome.err.splitlines() if text.startswith(place + ":")]
    assert any(told in text for text in lines), outcome.err
    assert not any(secret in outcome.err for secret in SECRET)
    assert state(raw) == before


BYTES: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    # What only a CSV file can be: its bytes, the row that is told, and what is told.
    "tab": (lambda data: data.replace(b",", b"\t"), 1, "scheidingsteken is 'tab'"),
    "cp1252": (lambda data: data.replace(b"V2", "Vë".encode("cp1252")), 3, "codering = 'cp1252'"),
    "utf-16": (lambda data: data.decode().encode("utf-16"), 0, "UTF-16"),
    "afgekapt": (lambda data: data[:-3], 0, "afgekapt"),
    "leeg": (lambda data: b"", 0, "leeg"),
    "alleen kop": (lambda data: data[: data.index(b"\n") + 1], 0, "alleen een kopregel"),
    "lange rij": (lambda data: data.replace(b"\nV2,", b"\nV2,,"), 3, "9 velden in plaats van 8"),
    "korte rij": (lambda data: data.replace(b"\nV2,", b"\n"), 3, "7 velden in plaats van 8"),
    "zonder kop": (lambda data: data[data.index(b"\n") + 1 :], 1, "kopregel ontbreekt"),
    "aanhaling": (lambda data: data.replace(b"V2", b'"V2'), 3, "aanhalingsteken"),
    "decimale komma": (lambda data: data.replace(b"1502", b'"1502,5"'), 3, "geheel getal"),
    "duizendpunt": (lambda data: data.replace(b"12000", b"12.000"), 2, "geheel getal"),
    "werkmap": (lambda data: b"PK\x03\x04\0\0", 0, "sla het op als CSV UTF-8"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_of_another_shape_is_named(raw: Raw, tmp_path: Path, name: str) -> None:
    change, line, told = BYTES[name]
    path = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"])
    path.write_bytes(change(path.read_bytes()))
    before = state(raw)
    outcome = raw.command("inlezen", str(path.parent))
    assert outcome.code == 3
    place = path.as_posix() + (f", regel {line}" if line else "")
    assert any(text.startswith(place) and told in text for text in outcome.err.splitlines()), (
        outcome.err
    )
    assert state(raw) == before


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ('scheiding = ";"', "scheiding", "scheidingsteken"),
        ('decimaalteken = ";"', "decimaalteken", "toegestaan: '.', ','"),
        ('[verzuimen]\ncodering = "cp1252"', "verzuimen", "'verzuim'"),
        ("codering = cp1252", "", "geen geldige TOML"),
    ],
)
def test_a_wrong_declaration_is_named(
    raw: Raw, tmp_path: Path, text: str, column: str, told: str
) -> None:
    path = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"])
    (path.parent / "invoer.toml").write_text(text, encoding="utf-8")
    before = state(raw)
    outcome = raw.command("inlezen", str(path.parent))
    assert outcome.code == 3
    assert "invoer.toml" in outcome.err
    assert column in outcome.err
    assert told in outcome.err
    assert state(raw) == before


@pytest.mark.parametrize("name", ["personeel.csv", "trajecten.pkl", "verzuim.xls", "afas.xlsx"])
def test_a_file_that_nothing_reads_is_named(raw: Raw, tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / "in", "verzuim", ROWS["verzuim"])
    (path.parent / name).write_bytes(b"x")
    outcome = raw.command("inlezen", str(path.parent))
    assert outcome.code == 3
    assert f"{name}: onbekend bestand" in outcome.err


def test_all_faults_of_all_files_are_told_at_once_and_at_most_fifty(
    raw: Raw, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    rows: list[Row] = [{**ROWS["verzuim"][0], "id": f"V{n}", "pers": -1 - n} for n in range(60)]
    write_csv(folder, "verzuim", rows)
    write_csv(folder, "enquetes", put(2, onderzoek="buren")(rows_of("enquetes")))
    outcome = raw.command("inlezen", str(folder))
    lines = outcome.err.splitlines()
    assert outcome.code == 3
    assert "enquetes.csv, regel 2, kolom 'onderzoek'" in lines[0]
    assert len(lines) == 51
    assert lines[-1] == "… en nog 11 fouten"


def test_a_table_that_comes_in_twice_is_refused(raw: Raw, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_book(folder, "enquetes", ROWS["enquetes"])
    write_csv(folder, "enquetes", ROWS["enquetes"])
    outcome = raw.command("inlezen", str(folder))
    assert outcome.code == 3
    assert "staat ook in enquetes.xlsx" in outcome.err


def test_small_groups_in_the_ledger_and_the_outcomes_are_refused(raw: Raw, tmp_path: Path) -> None:
    header, *rows = raw.content("kostprijs_personen.csv").decode().splitlines()
    cells = [row.split(",") for row in rows]
    for row in cells:
        row[7] = "bron"
    cells[1][4] = "9"
    folder = tmp_path / "in"
    folder.mkdir()
    text = "\n".join([header, *(",".join(row) for row in cells)]) + "\n"
    (folder / "kostprijs_personen.csv").write_text(text, encoding="utf-8")
    before = state(raw)
    outcome = raw.command("inlezen", str(folder))
    assert outcome.code == 3
    assert "regel 3, kolom 'pers': minder dan 10 personen: voeg groepen samen" in outcome.err
    assert state(raw) == before


def test_csv_bytes_have_the_columns_of_the_table(raw: Raw) -> None:
    for table, rows in ROWS.items():
        assert csv_bytes(rows).split(b"\n")[0] == raw.content(f"{table}.csv").split(b"\n")[0]
