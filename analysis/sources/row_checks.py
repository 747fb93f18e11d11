"""What columns of the sound rows of a folder contradict, when other rows of it are wrong.

When all rows are right the whole data set is built and checked (`own.build`); here only what is
judged row by row, so that a wrong row elsewhere gives no false alarm. Only guarded tables: what
the ledger and the plans must satisfy goes by their sums.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.errors import Problem
from analysis.paths import raw_dir, shown
from analysis.sources.intake import Intake
from analysis.sources.monitor_checks import AGREEMENTS, monitor_problems
from analysis.sources.package import read_package
from analysis.sources.reader import read_table
from analysis.sources.validate import dangling


def row_problems(intake: Intake) -> list[Problem]:
    """Return what the rows that could be read say against each other or refer to in vain."""
    package = read_package()
    own = {
        name: incoming
        for name, incoming in intake.tables.items()
        if incoming.resource.guarded and not incoming.is_untouched
    }
    guarded = [resource for resource in package.tables if resource.guarded]
    referred = {key.reference.resource for one in guarded for key in one.schema_.foreign_keys}
    wanted = {AGREEMENTS, *referred, *(resource.name for resource in guarded)}
    tables = {name: read_table(package.resource(name))[0] for name in sorted(wanted)}
    tables |= {name: incoming.table for name, incoming in own.items()}
    found = [*monitor_problems(tables)]
    for name in own:
        found += dangling(package.resource(name), tables)
    places = {shown(raw_dir() / f"{name}.csv"): incoming.place for name, incoming in own.items()}
    return [replace(one, file=places[one.file]) for one in found if one.file in places]
