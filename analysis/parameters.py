"""The parameters that every notebook shares, and the check that refuses anything else.

Unknown names and values are refused before anything runs, whether they come from `runs.toml`, the
command line or plain papermill: papermill itself runs an unknown parameter with the default and
ends with exit code 0.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import UsageError, nearest

ParameterValue = str | int
FIRST_HORIZON, LAST_HORIZON = 2030, 2060
LAST_SEED = 2**32 - 1

IPYTHON_NAMES = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open"})


class Parameters(BaseModel):
    """One choice of parameters; the contract of the `parameters` cell.

    `gebied` is an id of the register of areas (a CBS code is translated), `scenario` an id of the
    scenario register, `horizon` and `prijspeil` calendar years, `zaad` the seed of every draw.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    gebied: str = "samen"
    scenario: str = "basis"
    horizon: int = 2040
    prijspeil: int = 2023
    zaad: int = 2040


@dataclass(frozen=True)
class Choices:
    """What the data allow: ids of areas, CBS codes by area, scenarios and price levels."""

    areas: tuple[str, ...]
    codes: Mapping[str, str]
    scenarios: tuple[str, ...]
    price_levels: tuple[int, ...]


def check_parameters(given: Mapping[str, object], choices: Choices) -> Parameters:
    """Return the parameters, defaults filled in.

    Raises `UsageError` that names each wrong parameter and what is allowed.
    """
    faults = [
        f"onbekende parameter '{name}'; toegestaan: {', '.join(Parameters.model_fields)}."
        f"{nearest(str(name), Parameters.model_fields)}"
        for name in given
        if name not in Parameters.model_fields
    ]
    known = {name: value for name, value in given.items() if name in Parameters.model_fields}
    known = {
        name: _area(value, choices) if name == "gebied" else value for name, value in known.items()
    }
    try:
        parameters = Parameters.model_validate(known)
    except ValidationError as error:
        faults += [_type_fault(item["loc"][0], item["input"]) for item in error.errors()]
    else:
        faults += _value_faults(parameters, choices)
    if faults:
        raise UsageError("\n".join(faults))
    return parameters


def parameters_in(namespace: Mapping[str, object]) -> dict[str, object]:
    """Return what a notebook's namespace holds besides imports: the parameters, wrong ones too."""
    ignored = (types.ModuleType, type, Callable)
    return {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") and name not in IPYTHON_NAMES and not isinstance(value, ignored)  # type: ignore[arg-type]
    }


def _area(value: object, choices: Choices) -> object:
    return choices.codes.get(value.upper(), value) if isinstance(value, str) else value


def _type_fault(name: object, value: object) -> str:
    kind = "tekst" if Parameters.model_fields[str(name)].annotation is str else "een geheel getal"
    return f"parameter '{name}': {_short(value)} mag niet (toegestaan: {kind})."


def _value_faults(parameters: Parameters, choices: Choices) -> list[str]:
    areas = (*choices.areas, *choices.codes)
    return [
        fault
        for fault in (
            _not_in("gebied", parameters.gebied, choices.areas, areas),
            _not_in("scenario", parameters.scenario, choices.scenarios, choices.scenarios),
            _not_between("horizon", parameters.horizon, FIRST_HORIZON, LAST_HORIZON),
            _not_in("prijspeil", parameters.prijspeil, choices.price_levels, choices.price_levels),
            _not_between("zaad", parameters.zaad, 0, LAST_SEED),
        )
        if fault
    ]


def _not_in(
    name: str, value: ParameterValue, allowed: Iterable[object], shown: Iterable[object]
) -> str:
    if value in allowed:
        return ""
    words = [str(word) for word in shown]
    return (
        f"parameter '{name}': {_short(value)} mag niet (toegestaan: {', '.join(words)})."
        f"{nearest(str(value), words)}"
    )


def _not_between(name: str, value: int, first: int, last: int) -> str:
    if first <= value <= last:
        return ""
    return f"parameter '{name}': {_short(value)} mag niet (toegestaan: {first} tot en met {last})."


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
