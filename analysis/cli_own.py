"""What the commands share about own figures: which there are, who holds them, what may be told."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError, ReportError, WorkbookError
from analysis.paths import own_dir, own_figures, shown


def read_own(folder: Path) -> None:
    """Read a folder in, and print what came in and what the user should know.

    Raises `InputError` with everything that is wrong; then nothing has changed.
    """
    with no_values_told(), holding_own():
        from analysis.sources.own import own_notice, today
        from analysis.sources.reading_in import read_in

        changed, notices = read_in(folder, today())
        with own_figures(True):
            told = own_notice()
    for notice in notices:
        print(f"let op  {notice}")
    for path in changed:
        print(f"gemaakt  {shown(path)}")
    if not changed:
        print("niets gewijzigd")
    print(told)
    print("Rapporten maken: werkboek rapporten")


def renew_own(force: bool) -> bool:
    """Build the own data set again where that is needed, and say so; nothing when there is none."""
    from analysis.sources.own import renew
    from analysis.sources.readings import own_exists

    if not own_exists():
        return False
    with holding_own(), no_values_told():
        built = renew(force)
    if built:
        print("gemaakt  data/eigen/raw en data/eigen/processed, met de ingelezen cijfers")
    return built


def figures_for_reports(base: bool) -> contextlib.AbstractContextManager[None]:
    """Own figures when there are any, unless the base case was asked for."""
    from analysis.sources.readings import own_exists

    return figures(not base and own_exists())


def figures(own: bool) -> contextlib.AbstractContextManager[None]:
    """Own figures, or the base case whatever the environment says."""
    return own_data() if own else own_figures(False)


@contextlib.contextmanager
def own_data() -> Iterator[None]:
    """Own figures, brought up to date and held for this process, instead of the base case.

    Raises `InputError` when nothing was read in, and `OutputError` when another process is busy.
    """
    from analysis.sources.own import renew
    from analysis.sources.readings import own_exists

    if not own_exists():
        raise InputError("er zijn geen eigen cijfers; lees ze in met: werkboek inlezen MAP")
    with holding_own():
        if renew():
            print("bijgewerkt  data/eigen (het basisgeval of de ingelezen cijfers zijn gewijzigd)")
        with own_figures(True), no_values_told():
            yield


@contextlib.contextmanager
def holding_own() -> Iterator[None]:
    """Hold `data/eigen`; what this made there and is still empty at the end goes away again."""
    from analysis.publish.lock import single_writer

    folder = own_dir()
    try:
        with single_writer(folder):
            yield
    finally:
        for empty in (folder / "ingelezen", folder):
            with contextlib.suppress(OSError):
                empty.rmdir()


@contextlib.contextmanager
def no_values_told() -> Iterator[None]:
    """Keep an unexpected error from being told with its own words: they may hold a value.

    Raises `ReportError` that names only the kind of error and its place in the code.
    """
    try:
        yield
    except WorkbookError:
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        name = Path(place.filename).name
        told = f"onverwachte fout ({name}, regel {place.lineno}): {type(error).__name__}"
    else:
        return
    raise ReportError(told)
