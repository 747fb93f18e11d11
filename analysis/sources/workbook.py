"""What a notebook opens: validated tables, the register of numbers, and checked parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.errors import nearest
from analysis.frames import rows_of
from analysis.parameters import Choices, Parameters, check_parameters, parameters_in
from analysis.provenance import Basis, Provenance, Quantity, combine
from analysis.sources.build import check_processed, read_processed
from analysis.sources.package import read_package
from analysis.sources.scenarios import Scenario, read_scenarios
from analysis.sources.validate import SPLIT_ID


@dataclass(frozen=True)
class Workbook:
    """Everything that the calls in a notebook work on; tables are copies, nothing here changes."""

    parameters: Parameters
    scenario: Scenario
    tables: Mapping[str, pd.DataFrame]
    guarded_tables: frozenset[str] = frozenset()

    def in_area(self, area: str) -> Workbook:
        """The same workbook for another area."""
        return replace(self, parameters=self.parameters.model_copy(update={"gebied": area}))

    def table(self, name: str) -> pd.DataFrame:
        """Return a copy of a processed table."""
        return self.tables[name].copy()

    def guarded(self, name: str) -> bool:
        """Whether numbers of persons in a table are shown through the privacy gate only."""
        return name in self.guarded_tables

    def provenance(self, *names: str) -> Provenance:
        """What tables rest on as a whole: the weakest basis of their rows, and whether guarded.

        Each is named as a file (`verzuim.csv`); an empty table rests on nothing but that.
        """
        return combine(self._provenance(name) for name in names)

    def _provenance(self, name: str) -> Provenance:
        files, guarded = [f"{name}.csv"], self.guarded(name)
        whole = Provenance(Basis.BRON, ids=tuple(files), guarded=guarded)
        bases = self.tables[name]["basis"].unique()
        return combine([whole, *(Provenance.of(basis, files, guarded) for basis in bases)])

    @cached_property
    def _register(self) -> pd.DataFrame:
        return self.tables["cijfers"].set_index("id")

    def number(self, identifier: str) -> Quantity:
        """Return a number of the register; an assumption comes with its interval and scenario.

        Raises `KeyError` for an unknown id and `ValueError` for a fact that is no number.
        """
        if identifier not in self._register.index:
            raise KeyError(
                f"'{identifier}' staat niet in het "
                f"register.{nearest(identifier, self._register.index)}"
            )
        row = rows_of(self._register.loc[[identifier]])[0]
        value = self.scenario.aannames.get(identifier, row["getal"])
        if pd.isna(value):
            raise ValueError(
                f"'{identifier}' is geen getal: {row['waarde'] or 'geen waarde bekend'}"
            )
        low, high = (value, value) if pd.isna(row["laag"]) else (row["laag"], row["hoog"])
        provenance = Provenance.of(row["basis"], [identifier])
        return Quantity(float(value), row["eenheid"], provenance, float(low), float(high))

    def area_of(self, identifier: str) -> str:
        """Return the area that a number of the register is about."""
        return str(self._register.loc[identifier, "gebied"])

    def members(self, area: str | None = None) -> tuple[str, ...]:
        """Return the municipalities of an area (default: that of the parameters) or itself."""
        name = self.parameters.gebied if area is None else area
        joined = self.tables["gebieden"].set_index("id")["leden"][name]
        return tuple(str(joined).split(";")) if joined else (name,)

    def text(self, identifier: str) -> str:
        """Return a value as the register prints it, for dates and names."""
        return str(self._register.loc[identifier, "waarde"])

    def series(self, name: str, area: str = "nederland") -> pd.DataFrame:
        """Return one national series as columns periode, getal, eenheid, basis, bron and ids."""
        rows = self.tables["cijfers"]
        hit = (rows["grootheid"] == name) & (rows["gebied"] == area)
        return rows.loc[hit & (rows["tabel"] == "landelijke_reeksen")].assign(ids=lambda t: t["id"])

    def formula(self, identifier: str) -> str:
        """Return how the register says that a derived number was computed: `952 / 3`.

        Raises `KeyError` for an unknown id and `ValueError` for a number that was not derived.
        """
        row = rows_of(self._register.loc[[identifier]])[0]
        if row["tabel"] != "afgeleid":
            raise ValueError(f"'{identifier}' is niet afgeleid en heeft geen formule")
        return str(row["vindplaats"])

    def assumptions_among(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """Return which of these ids are assumptions, in the order given."""
        known = set(self.tables["aannames"]["id"])
        return tuple(name for name in identifiers if name in known)

    def facts_among(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """Return which of these ids are no assumptions, in the order given."""
        judged = set(self.tables["aannames"]["id"])
        return tuple(name for name in identifiers if name not in judged)

    def rows(self, identifiers: tuple[str, ...]) -> pd.DataFrame:
        """Return the register's rows for these ids; a split fact may be named as a whole."""
        register = self.tables["cijfers"]
        whole = register["id"].str.partition(SPLIT_ID)[0]
        return register[register["id"].isin(identifiers) | whole.isin(identifiers)]


def open_workbook(namespace: Mapping[str, object]) -> Workbook:
    """Open the workbook in a notebook: `open_workbook(globals())` as its first call.

    Every name in `namespace` that is no import is taken for a parameter, so that an unknown one is
    refused also when plain papermill set it. Raises `UsageError` for a wrong parameter and
    `InputError` when the processed data are missing, damaged or older than the raw data.
    """
    check_processed()
    return open_with(check_parameters(parameters_in(namespace), choices()))


def open_with(parameters: Parameters) -> Workbook:
    """Open the workbook with parameters that were checked already."""
    guarded = frozenset(resource.name for resource in read_package().tables if resource.guarded)
    scenario = _scenarios()[parameters.scenario]
    return Workbook(parameters, scenario, read_processed(), guarded)


def choices() -> Choices:
    """Return what the data allow as parameters."""
    tables = read_processed(("gebieden", "prijspeilen"))
    areas = tables["gebieden"].query("keuze == 'ja'")
    codes = {code: area for code, area in zip(areas["cbs_code"], areas["id"], strict=True) if code}
    return Choices(
        areas=tuple(areas["id"]),
        codes=codes,
        scenarios=tuple(_scenarios()),
        price_levels=tuple(int(year) for year in tables["prijspeilen"]["jaar"]),
    )


def area_name(area: str) -> str:
    """The name of an area as a reader knows it; a `KeyError` for an unknown one."""
    areas = read_processed(("gebieden",))["gebieden"]
    return str(areas.set_index("id")["naam"][area])


def peildatum() -> str:
    """The date of the data (ISO): the date on which the raw data were last put together."""
    return read_package().created[:10]


def _scenarios() -> dict[str, Scenario]:
    return read_scenarios(read_processed(("aannames",))["aannames"])
