"""A personal value leaves a fingerprint by which it is known again, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis import traces
from analysis.errors import PrivacyError
from analysis.paths import OWN_ON, OWN_SWITCH
from analysis.publish.scan import findings_in, put
from analysis.traces import Traces, keep, marked, read_traces

pytestmark = pytest.mark.unit

KEY = b"k" * 64
PEOPLE = [
    ("Canarie Wielewaalstra", True),
    ("Wielewaalstra", True),
    ("1961-04-09", False),
    ("Kwartelpad 12 b", False),
    ("7499 ZZ", False),
    ("K-0012345", False),
    ("Thérèse d'Ébène", True),
]


def known(*values: tuple[str, bool], ordinary: tuple[str, ...] = ()) -> Traces:
    return Traces(KEY, marked(values or PEOPLE, KEY, ordinary))


@pytest.mark.parametrize(
    "text",
    [
        *("Canarie Wielewaalstra", "WIELEWAALSTRA, Canarie", "mevrouw Canarie  Wielewaalstra."),
        *("'wielewaalstra'", "1961-04-09", "09-04-1961", "9 april 1961", "09/04/1961"),
        *(
            "Kwartelpad 12b",
            "kwartelpad 12 B",
            "K-0012345",
            "k0012345",
            "therese d'ebene",
            "7499ZZ",
        ),
        "THÉRÈSE D’ÉBÈNE",
    ],
)
def test_a_value_is_known_again_in_another_form(text: str) -> None:
    assert known().any_in(f"Er staat {text} in de tekst.")


@pytest.mark.parametrize(
    "text",
    [
        *("Canarie", "Kwartelpad 14", "12", "1961", "2023-04-09", "0012346", "12 b", "", "7499"),
        "Er zijn 1.961 personen in 2023",
    ],
)
def test_another_text_is_not(text: str) -> None:
    assert not known().any_in(text)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("12", False),
        ("2023", False),
        ("123456", False),
        ("Jansen", False),
        ("12345678", False),
        ("19610", True),
        ("Bos", True),
        ("", True),
    ],
)
def test_an_ordinary_number_or_word_leaves_no_trace(value: str, name: bool) -> None:
    assert len(marked([(value, name)], KEY)) == 0


def test_what_stood_there_before_is_no_trace() -> None:
    people = (("Deventer Olst", False), ("Deventer", True), ("Wielewaalstra", True))
    ordinary = "KonnecteD werkt voor Deventer, Olst en Wijhe."
    own = known(*people, ordinary=(ordinary,))
    assert not own.any_in(ordinary)
    assert own.any_in("Wielewaalstra")
    assert len(own.marks) == 1


def test_without_the_key_nothing_is_known_again() -> None:
    other = Traces(b"x" * 64, known().marks)
    assert not any(other.any_in(value) for value, _ in PEOPLE)


def test_traces_are_kept_and_read_in_own_mode_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERKBOEK_MAP", str(tmp_path))
    own = tmp_path / "data" / "eigen"
    own.mkdir(parents=True)
    (own / "sleutel").write_bytes(KEY)
    keep(marked(PEOPLE[:1], KEY))
    keep(marked(PEOPLE[1:], KEY))
    assert read_traces() is None
    monkeypatch.setenv(OWN_SWITCH, OWN_ON)
    read = read_traces()
    assert read is not None
    assert np.array_equal(read.marks, known().marks)
    content = (own / "sporen").read_bytes()
    assert len(content) == 8 * len(read.marks)
    assert not any(value.encode() in content for value, _ in PEOPLE)
    page = tmp_path / "rapport.html"
    with pytest.raises(PrivacyError, match="regel 2: lijkt een persoonsgegeven uit een ingelezen"):
        put(page, b"<p>een</p>\n<p>Kwartelpad&#32;12b</p>")
    assert not page.exists()


def test_the_scan_takes_no_fingerprints_for_the_base_case() -> None:
    assert list(findings_in("x.html", b"Kwartelpad 12 b")) == []
    assert traces.read_traces() is None
