"""The DVO monitor as one result: agreements, cohorts, routes, absence and the own Wsw counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.headlines import Headline
from analysis.model.agreement_verdicts import Verdict
from analysis.provenance import Provenance, Quantity, combine
from analysis.questions.monitor import Monitor, monitor
from analysis.questions.monitor_absence import AbsenceMonitor, absence_monitor
from analysis.questions.monitor_candidate_gate import ReleasedCandidates, released_candidates
from analysis.questions.monitor_cohorts import GROWING, CohortMonitor, cohort_monitor
from analysis.questions.monitor_routes import RouteMonitor, route_monitor
from analysis.questions.monitor_wsw import WswCount, wsw_count
from analysis.sources.package import Resource, read_package
from analysis.sources.workbook import Workbook

OUTFLOW = "MG1"
"""The agreement of which the number of persons is a headline."""

HEADLINE_VERDICTS = {
    "monitor_gehaald": Verdict.MET,
    "monitor_niet_gehaald": Verdict.MISSED,
    "monitor_onzeker": Verdict.OPEN,
    "monitor_niet_te_beoordelen": Verdict.UNMEASURABLE,
}
GAPS = {
    "G02": ("wsw_personen",),
    "G03": ("verzuim",),
    "G04": ("werkstap_plannen",),
    "G05": ("enquetes",),
    "G06": ("trajecten", "traject_aantallen"),
    "G07": ("kwartaalrealisaties",),
    "G08": ("kwartaalrealisaties",),
    "G22": (),
    "G27": ("wsw_personen",),
    "G28": ("wsw_uitstroom",),
}
"""The missing figures and the tables that are made for them; of G22 no table has all."""

OUTFLOW_GAPS = ("G06", "G07")
"""The missing figures that the outflow waits for."""


@dataclass(frozen=True)
class MonitorReport:
    """All results of the monitor; each is made when asked for."""

    book: Workbook

    @cached_property
    def candidates(self) -> ReleasedCandidates:
        """What of candidates passed the gate: for the agreements and the cohorts alike."""
        return released_candidates(self.book)

    @cached_property
    def agreements(self) -> Monitor:
        """The 41 agreements by quarter."""
        return monitor(self.book, self.candidates)

    @cached_property
    def cohorts(self) -> CohortMonitor:
        """What has left of each year's inflow."""
        return cohort_monitor(self.book, self.candidates)

    @cached_property
    def routes(self) -> RouteMonitor | None:
        """The werkleerroutes; None without figures."""
        return route_monitor(self.book)

    @cached_property
    def absence(self) -> AbsenceMonitor | None:
        """Absence in the Wsw by month; None without figures."""
        return absence_monitor(self.book)

    @cached_property
    def wsw(self) -> WswCount:
        """The own counts of the Wsw."""
        return wsw_count(self.book)

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The tables that hold the organisation's own figures on this report."""
        return tuple(one for one in read_package().tables if one.guarded)

    @cached_property
    def provenance(self) -> Provenance:
        """What the whole rests on."""
        known = [part.provenance for part in (self.routes, self.absence) if part is not None]
        whole = (self.agreements, self.cohorts, self.wsw)
        return combine([*known, *(part.provenance for part in whole)])

    @property
    def made_up(self) -> bool:
        """Whether any of it is made up."""
        return self.provenance.made_up

    @property
    def assumption_ids(self) -> tuple[str, ...]:
        """The assumptions among what it rests on, those of the Wsw estimate left to its report."""
        return self.book.assumptions_among(self.provenance.ids)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The missing figures that own tables would fill: those that are still made up."""
        return tuple(name for name, tables in GAPS.items() if not any(map(self._own, tables)))

    def _own(self, table: str) -> bool:
        """Whether a table holds figures of the organisation and none that are made up."""
        filled = len(self.book.table(table)) > 0
        return filled and not self.book.provenance(table).made_up

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The facts among it."""
        return self.book.facts_among(self.provenance.ids)


def headlines(result: MonitorReport) -> list[Headline]:
    """Return the headline numbers of the monitor, all of what passed the privacy gate."""
    found = result.agreements
    year = found.quarter[:4]
    counts = [
        Headline(name, _count(found, verdict), found.quarter)
        for name, verdict in HEADLINE_VERDICTS.items()
    ]
    return [*counts, _outflow(found, year), *_cohorts(result.cohorts)]


def _count(found: Monitor, verdict: Verdict) -> Quantity:
    rows = found.now[[one is verdict for one in found.now["oordeel"]]]
    return Quantity.exact(found.count(rows), "aantal", found.provenance)


def _outflow(found: Monitor, year: str) -> Headline:
    """Persons that left benefits, with the margin of the rounding."""
    name, row = "monitor_uitstroom", found.now[found.now["id"] == OUTFLOW].iloc[0]
    if row["waarde"] is None:
        return Headline(name, None, year, "pers", OUTFLOW_GAPS)
    ends = [row[end] if row[end] is not None else row["waarde"] for end in ("laag", "hoog")]
    return Headline(name, Quantity(row["waarde"], "pers", found.provenance, ends[0], ends[1]), year)


def _cohorts(found: CohortMonitor) -> list[Headline]:
    """What share of each cohort of Groeien had left at its last point, unless that is early."""
    shown = []
    for cohort in found.of(GROWING):
        if cohort.latest is None or cohort.latest.share is None or cohort.latest.early:
            continue
        share = cohort.latest.share
        number = Quantity(share.value, "pct", found.provenance, share.low, share.high)
        shown.append(Headline("monitor_cohort", number, str(cohort.released.year)))
    return shown
