"""A sentence with numbers: held by assertions, never typed by hand, honest when made up."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from analysis.present.claim import Claim, Number, StaleClaim
from analysis.present.display import MIME
from analysis.provenance import Provenance, Quantity

pytestmark = pytest.mark.unit

NB = "\N{NO-BREAK SPACE}"
Make = Callable[..., Quantity]


def test_the_numbers_are_filled_in(quantity: Make) -> None:
    claim = Claim("In 2016 werkten er {n}.", n=Number(quantity(), (848, 848)))
    assert claim.text() == f"In 2016 werkten er 848{NB}personen."


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({}, f"588{NB}personen"),
        ({"decimals": 1}, f"588,3{NB}personen"),
        ({"bare": True}, "588"),
        ({"bare": True, "decimals": 2}, "588,31"),
        ({"band": True}, f"514 tot 661{NB}personen"),
    ],
)
def test_how_a_number_is_written(quantity: Make, changes: dict[str, object], written: str) -> None:
    number = Number(quantity(588.31, low=514, high=661), (0, 1000), **changes)
    assert number.written() == written


@pytest.mark.parametrize("value", [847.9, 848.1, -848, float("nan")])
def test_a_number_that_left_its_bounds_stops_the_sentence(quantity: Make, value: float) -> None:
    with pytest.raises(StaleClaim, match=r"'n' is .* ligt niet tussen 848 en 848: de zin klopt"):
        Claim("Er werkten {n}.", n=Number(quantity(value), (848, 848)))


@pytest.mark.parametrize("value", [847, 848, 849])
def test_the_bounds_themselves_are_within(quantity: Make, value: float) -> None:
    assert Claim("Er werkten {n}.", n=Number(quantity(value), (847, 849))).text()


@pytest.mark.parametrize(
    "sentence",
    [
        "Er werken 848 mensen.",
        "Een daling van 5,4% per jaar.",
        "Nog 3 jaar.",
        "€ 12 per uur.",
        "Een verschil van -12 mensen.",
        "Een saldo van −12.",
        "12 mensen.",
        "Er zijn 20.000 mensen.",
        "Er zijn 190 mensen.",
        "De helft (50%) vertrekt.",
    ],
)
def test_a_digit_typed_by_hand_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="met de hand in de zin getypt"):
        Claim(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2040 is het zover.",
        "De prognose uit 2018/19 en de jaren 2025-2029.",
        "De nota K43 en cijfer D73 noemen niets.",
    ],
)
def test_years_and_names_may_be_typed(sentence: str) -> None:
    assert Claim(sentence).text() == sentence


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Er werken {n}.", []),
        ("Er werkt iemand.", ["n"]),
        ("Er werken {n} en {m}.", ["n"]),
        ("Er werken {n}.", ["n", "m"]),
        ("Er werken {n.quantity}.", ["n"]),
    ],
)
def test_sentence_and_numbers_must_match(quantity: Make, sentence: str, names: list[str]) -> None:
    with pytest.raises(ValueError, match="zin en getallen passen niet"):
        Claim(sentence, **{name: Number(quantity(), (0, 1000)) for name in names})


def test_a_made_up_number_needs_the_word(quantity: Make) -> None:
    number = Number(quantity(basis="voorbeeld"), (0, 1000))
    with pytest.raises(ValueError, match="zonder het woord voorbeeld"):
        Claim("Er werken {n}.", n=number)
    assert Claim("Voorbeeld: er werken {n}.", n=number).provenance.label == "voorbeeld"


def test_words_that_rest_on_something_made_up_need_the_word_too() -> None:
    with pytest.raises(ValueError, match="zonder het woord voorbeeld"):
        Claim("Er werkt iemand.", Provenance.of("voorbeeld", ["A09"]))


def test_a_sentence_rests_on_its_numbers_and_its_words(quantity: Make) -> None:
    number = Number(quantity(basis="aanname"), (0, 1000))
    data = Claim("Er werken {n}.", Provenance.of("bron", ["K47"]), n=number).payload()
    assert (data["basis"], data["ids"]) == ("aanname", ["K47", "X01"])
    assert data["delen"] == [
        {"tekst": "Er werken "},
        {"tekst": f"848{NB}personen", "basis": "aanname", "ids": ["X01"]},
        {"tekst": "."},
    ]


def test_a_sentence_without_numbers_has_no_origin() -> None:
    bundle = Claim("Er is niets bekend.")._repr_mimebundle_()
    assert bundle["text/plain"] == "Er is niets bekend."
    assert bundle[MIME]["basis"] == ""


def test_the_bundle_survives_json(quantity: Make) -> None:
    bundle = Claim("Er werken {n}.", n=Number(quantity(), (848, 848)))._repr_mimebundle_()
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle
    assert bundle["text/plain"].endswith("Basis: bron · herkomst: X01")
