"""Which reports exist: `reports/runs.toml` read into runs, every fault told before anything starts.

What a run is and what it is called belongs here; carrying it out belongs to `render`.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.errors import UsageError, nearest
from analysis.parameters import Choices, Parameters, check_parameters
from analysis.paths import notebooks_dir, shown

RUN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED_IDS = frozenset({"index", "kerncijfers", "con", "nul", "aux", "prn"})
"""Names that the reports folder uses itself, or that Windows does not allow as a file name."""

MAX_RUNS = 500
"""A typing error in a list of years multiplies out; nobody reads more reports than this."""

MAX_ID_LENGTH = 100
OWN_KEYS = ("id", "notebook")


@dataclass(frozen=True)
class Run:
    """One report to make: a notebook with one choice of parameters."""

    id: str
    notebook: str
    parameters: Parameters

    @property
    def file(self) -> str:
        """Name of the page inside the reports folder."""
        return f"{self.id}.html"


@dataclass(frozen=True)
class PageInfo:
    """What a page says about itself besides its contents; `peildatum` is the date of the data."""

    run_id: str
    notebook: str
    parameters: Parameters
    peildatum: str


@dataclass(frozen=True)
class IndexEntry:
    """One line of the index.

    `state` is `gemaakt`, `mislukt` or `overgeslagen`. It is never `ongewijzigd`: the index would
    then differ between a first and a second run on the same input. `file` is empty when no report
    was ever made; with `mislukt` it is the page of the last run that succeeded.
    """

    run_id: str
    notebook: str
    title: str
    file: str
    state: str
    reason: str
    parameters: Parameters


class _Described(BaseModel):
    """One `[[rapport]]` as written; the parameters are checked apart, after multiplying out."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    id: str = Field(max_length=MAX_ID_LENGTH)
    notebook: str


def read_runs(path: Path, choices: Choices) -> list[Run]:
    """Return the runs that `path` describes, in file order.

    Raises `UsageError` with every fault of the file at once.
    """
    place = shown(path)
    described = _tables(_parsed(path), place)
    faults: list[str] = []
    runs: list[Run] = []
    for number, table in enumerate(described, start=1):
        where = f"{place}, rapport {number}"
        try:
            runs += _runs_of(table, choices)
        except UsageError as error:
            faults += [f"{where}: {line}" for line in str(error).splitlines()]
    faults += [f"{place}: {fault}" for fault in _collisions(runs)]
    if len(runs) > MAX_RUNS:
        faults.append(f"{place}: {len(runs)} rapporten; toegestaan: ten hoogste {MAX_RUNS}.")
    if faults:
        raise UsageError("\n".join(faults))
    return runs


def notebook_names() -> list[str]:
    """Return the names of the notebooks (without `.ipynb`), sorted."""
    return sorted(path.stem for path in notebooks_dir().glob("[!._]*.ipynb"))


def slug(value: object) -> str:
    """Return `value` as part of a file name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def select(runs: Sequence[Run], wanted: Iterable[str]) -> list[Run]:
    """Return the runs with these ids (all of them when none is named); refuse an unknown id."""
    names = list(wanted)
    known = [run.id for run in runs]
    if unknown := [name for name in names if name not in known]:
        raise UsageError("\n".join(_unknown("rapport", name, known) for name in unknown))
    return [run for run in runs if not names or run.id in names]


def _parsed(path: Path) -> dict[str, object]:
    place = shown(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(f"{place} bestaat niet; dit bestand noemt de rapporten") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{place}: geen UTF-8 (byte {error.start})") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{place}{_toml_place(str(error))}: geen geldige TOML") from None
    except OSError as error:
        raise UsageError(f"{place} is niet te lezen ({error.strerror})") from None


def _toml_place(message: str) -> str:
    found = re.search(r"at line (\d+), column (\d+)", message)
    return f", regel {found[1]}, teken {found[2]}" if found else ", laatste regel"


def _tables(parsed: Mapping[str, object], place: str) -> list[dict[str, object]]:
    unknown = [key for key in parsed if key != "rapport"]
    if unknown:
        hint = nearest(unknown[0], ["rapport"])
        raise UsageError(f"{place}: onbekend onderdeel '{unknown[0]}'; toegestaan: rapport.{hint}")
    tables = parsed.get("rapport", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{place}: 'rapport' hoort een lijst te zijn: schrijf [[rapport]]")
    if not tables:
        raise UsageError(f"{place}: geen enkel [[rapport]]")
    return tables


def _runs_of(table: Mapping[str, object], choices: Choices) -> Iterator[Run]:
    """Multiply one `[[rapport]]` out; the lists come in the order in which the file has them."""
    described = _described(table)
    names = notebook_names()
    if described.notebook not in names:
        raise UsageError(_unknown("notebook", described.notebook, names))
    given = {name: value for name, value in table.items() if name not in OWN_KEYS}
    lists = [value if isinstance(value, list) else [value] for value in given.values()]
    if empty := [name for name, values in zip(given, lists, strict=True) if not values]:
        raise UsageError(f"'{empty[0]}' is een lege lijst")
    for combination in itertools.islice(itertools.product(*lists), MAX_RUNS + 1):
        parameters = check_parameters(dict(zip(given, combination, strict=True)), choices)
        yield Run(_run_id(described.id, parameters), described.notebook, parameters)


def _described(table: Mapping[str, object]) -> _Described:
    allowed = (*OWN_KEYS, *Parameters.model_fields)
    if unknown := [key for key in table if key not in allowed]:
        raise UsageError("\n".join(_unknown("veld", key, allowed) for key in unknown))
    try:
        described = _Described.model_validate(dict(table))
    except ValidationError as error:
        faults = [_key_fault(str(item["loc"][0]), table) for item in error.errors()]
        raise UsageError("\n".join(faults)) from None
    if not RUN_ID.fullmatch(described.id) or described.id in RESERVED_IDS:
        raise UsageError(
            f"id '{described.id}' mag niet (toegestaan: kleine letters, cijfers en koppeltekens; "
            f"niet {', '.join(sorted(RESERVED_IDS))})"
        )
    return described


def _key_fault(key: str, table: Mapping[str, object]) -> str:
    if key not in table:
        return f"'{key}' ontbreekt"
    value = repr(table[key])[:60]
    return f"'{key}': {value} mag niet (toegestaan: tekst, ten hoogste {MAX_ID_LENGTH} tekens)"


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    return f"onbekend {kind} '{name}'; toegestaan: {', '.join(known)}.{nearest(name, known)}"


def _run_id(report: str, parameters: Parameters) -> str:
    """The report's id, followed by each value that is not the default."""
    default = Parameters()
    varying = [
        slug(value)
        for name, value in parameters.model_dump().items()
        if value != getattr(default, name)
    ]
    return "-".join([report, *varying])


def _collisions(runs: Sequence[Run]) -> list[str]:
    ids = [run.id for run in runs]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    return [f"twee rapporten zouden '{name}' heten; geef ze een ander id" for name in twice]
