"""The shared parameters: everything unknown or odd is refused, with what is allowed."""

from __future__ import annotations

import math
import pathlib
from decimal import Decimal

import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.parameters import Choices, Parameters, check_parameters, parameters_in

pytestmark = pytest.mark.unit

CHOICES = Choices(
    areas=("samen", "deventer", "olst-wijhe"),
    codes={"GM0150": "deventer", "GM1773": "olst-wijhe"},
    scenarios=("basis", "krimp"),
    price_levels=(2022, 2023),
)


def _refusal(**given: object) -> str:
    with pytest.raises(UsageError) as refused:
        check_parameters(given, CHOICES)
    assert refused.value.exit_code == 2
    return str(refused.value)


def test_the_defaults_are_the_base_case() -> None:
    assert check_parameters({}, CHOICES) == Parameters(
        gebied="samen", scenario="basis", horizon=2040, prijspeil=2023, zaad=2040
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gebied", "olst-wijhe"),
        ("scenario", "krimp"),
        ("horizon", 2030),
        ("horizon", 2060),
        ("prijspeil", 2022),
        ("zaad", 0),
        ("zaad", 2**32 - 1),
    ],
)
def test_what_the_data_allow_is_accepted(name: str, value: object) -> None:
    assert getattr(check_parameters({name: value}, CHOICES), name) == value


@pytest.mark.parametrize("code", ["GM0150", "gm0150"])
def test_a_cbs_code_is_translated(code: str) -> None:
    assert check_parameters({"gebied": code}, CHOICES).gebied == "deventer"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert _refusal(gebeid="samen") == (
        "onbekende parameter 'gebeid'; toegestaan: gebied, scenario, horizon, prijspeil, zaad. "
        "Bedoelde u 'gebied'?"
    )


@pytest.mark.parametrize(
    "name", ["zaad=1; import os", "__class__", "os.system('x')", "gebied ", "Gebied", ""]
)
def test_a_name_that_is_code_or_almost_right_is_refused(name: str) -> None:
    assert f"onbekende parameter '{name}'" in _refusal(**{name: 1})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"gebied": "deventr"},
            "parameter 'gebied': 'deventr' mag niet (toegestaan: samen, deventer, olst-wijhe, "
            "GM0150, GM1773). Bedoelde u 'deventer'?",
        ),
        ({"gebied": "0150"}, "parameter 'gebied': '0150' mag niet"),
        ({"gebied": "GM9999"}, "parameter 'gebied': 'GM9999' mag niet"),
        ({"gebied": "../samen"}, "parameter 'gebied': '../samen' mag niet"),
        ({"gebied": "http://x/samen"}, "parameter 'gebied': 'http://x/samen' mag niet"),
        ({"gebied": "samen\n"}, "mag niet"),
        ({"gebied": ""}, "parameter 'gebied': '' mag niet"),
        (
            {"scenario": "basi"},
            "parameter 'scenario': 'basi' mag niet (toegestaan: basis, krimp). Bedoelde u 'basis'?",
        ),
        ({"horizon": 2029}, "'horizon': 2029 mag niet (toegestaan: 2030 tot en met 2060)."),
        ({"horizon": 2061}, "'horizon': 2061 mag niet (toegestaan: 2030 tot en met 2060)."),
        (
            {"prijspeil": 2021},
            "parameter 'prijspeil': 2021 mag niet (toegestaan: 2022, 2023).",
        ),
        ({"zaad": -1}, "'zaad': -1 mag niet (toegestaan: 0 tot en met 4294967295)."),
        ({"zaad": 2**32}, "'zaad': 4294967296 mag niet"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(given: dict[str, object], told: str) -> None:
    assert told in _refusal(**given)


@pytest.mark.parametrize(
    "value",
    ["2040", "1_000", "1,5", "no", 2040.0, 2040.5, math.nan, math.inf, True, None, [2040], b"1"],
)
def test_a_year_is_a_whole_number_and_nothing_that_looks_like_one(value: object) -> None:
    assert "parameter 'horizon': " in (text := _refusal(horizon=value))
    assert text.endswith("mag niet (toegestaan: een geheel getal).")


@pytest.mark.parametrize("value", [150, 0.5, None, True, ["samen"], b"samen", Decimal(1)])
def test_an_area_is_text(value: object) -> None:
    assert _refusal(gebied=value).endswith("mag niet (toegestaan: tekst).")


def test_everything_wrong_is_told_at_once() -> None:
    told = _refusal(gebiet="samen", horizn=2040)
    assert ["gebiet" in told, "horizn" in told] == [True, True]
    assert (
        len(_refusal(gebied="x", scenario="y", horizon=1, prijspeil=1, zaad=-1).splitlines()) == 5
    )


def test_an_unknown_name_does_not_hide_a_wrong_value() -> None:
    assert len(_refusal(gebiet="samen", horizon=1).splitlines()) == 2


def test_a_long_value_is_cut_off_in_the_message() -> None:
    assert len(_refusal(scenario="x" * 10_000)) < 200


def test_parameters_can_not_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Parameters().gebied = "deventer"


def test_a_namespace_gives_what_is_no_import() -> None:
    def helper() -> None:
        raise AssertionError

    namespace = {
        "gebied": "samen",
        "verkeerd": 3,
        "tabel": pd.DataFrame(),
        # What a notebook holds besides its parameters.
        "pd": pd,
        "Path": pathlib.Path,
        "helper": helper,
        "len": len,
        "_": 1,
        "__name__": "__main__",
        "_ih": [""],
        "In": [""],
        "Out": {},
        "get_ipython": helper,
        "exit": 1,
        "quit": 1,
        "open": 1,
    }
    assert sorted(parameters_in(namespace)) == ["gebied", "tabel", "verkeerd"]
