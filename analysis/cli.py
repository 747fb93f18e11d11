"""The command line: reads what the user typed, calls the rooms, and says in Dutch how it went.

Thin on purpose. Everything slow is imported inside a command: `werkboek rapporten` that has
nothing to do should say so at once.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from analysis.cli_words import DutchCommand, DutchGroup, is_usage_error, usage_text
from analysis.errors import UsageError, WorkbookError

INTERRUPTED, TERMINATED = 130, 143
MAX_WORKERS = 16

app = typer.Typer(
    name="werkboek",
    cls=DutchGroup,
    help="Werkboek over het sociaal ontwikkelbedrijf: gegevens, notebooks en rapporten.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _check_workers(number: int) -> int:
    if not 1 <= number <= MAX_WORKERS:
        raise UsageError(
            f"optie '--werkers': {number} mag niet (toegestaan: 1 tot en met {MAX_WORKERS})"
        )
    return number


AsJson = Annotated[bool, typer.Option("--json", help="Als JSON, voor een ander programma.")]
Workers = Annotated[
    int, typer.Option(help="Hoeveel tegelijk.", metavar="AANTAL", callback=_check_workers)
]
Notebooks = Annotated[
    list[str] | None,
    typer.Option(help="Alleen notebooks waarvan de naam zo begint, zoals 04.", metavar="NAAM"),
]
Reports = Annotated[
    list[str] | None, typer.Option(help="Alleen de rapporten met dit id.", metavar="ID")
]
RunsFile = Annotated[
    Path | None,
    typer.Option(
        help="Bestand dat de rapporten noemt (anders reports/runs.toml).", metavar="BESTAND"
    ),
]
Folder = Annotated[
    str | None, typer.Option(help="Map om in te schrijven (anders reports).", metavar="MAP")
]
Again = Annotated[bool, typer.Option("--opnieuw", help="Ook wat niet gewijzigd is.")]
BaseCase = Annotated[
    bool, typer.Option("--basis", help="Het basisgeval, ook als er eigen cijfers zijn.")
]
Own = Annotated[bool, typer.Option("--eigen", help="Met de eigen cijfers in data/eigen.")]
SingleFile = Annotated[bool, typer.Option("--los", help="Elk rapport als één los bestand.")]
TemplateFolder = Annotated[
    Path, typer.Argument(help="Map met de bestanden.", metavar="MAP", show_default=False)
]
Scenario = Annotated[str | None, typer.Option(help="Id van een scenario.", metavar="ID")]
Area = Annotated[
    str | None, typer.Option(help="Gebied, of een CBS-code zoals GM0150.", metavar="GEBIED")
]
Extra = Annotated[list[str] | None, typer.Argument(hidden=True, metavar="")]
"""Further names after `--alleen`, as in `--alleen a b`."""


@app.command(cls=DutchCommand)
def data() -> None:
    """Controleer data/raw en maak daarvan data/processed, en zo nodig de eigen cijfers opnieuw."""
    from analysis.cli_own import renew_own
    from analysis.paths import own_figures, shown
    from analysis.sources.build import build_processed

    with own_figures(False):
        changed = build_processed()
    for path in changed:
        print(f"{'gemaakt' if path.exists() else 'weggehaald'}  {shown(path)}")
    if not renew_own(bool(changed)) and not changed:
        print("niets gewijzigd")


@app.command(cls=DutchCommand)
def controle(as_json: AsJson = False) -> None:
    """Toon alle bevindingen over de invoer, de ernstigste eerst."""
    from analysis.cli_tables import print_findings
    from analysis.paths import own_figures
    from analysis.sources.findings import all_findings

    with own_figures(False):
        findings = all_findings()
    if print_findings(findings, as_json):
        raise typer.Exit(3)


@app.command(cls=DutchCommand)
def sjablonen(map: TemplateFolder) -> None:
    """Schrijf Excel-bestanden om eigen cijfers in te vullen."""
    from analysis.paths import shown
    from analysis.sources.templates import write_templates

    for path in write_templates(map):
        print(f"gemaakt  {shown(path)}")


@app.command(cls=DutchCommand)
def inlezen(map: TemplateFolder) -> None:
    """Lees ingevulde sjablonen en CSV-bestanden in data/eigen; alles of niets."""
    from analysis.cli_own import read_own

    read_own(map)


@app.command(cls=DutchCommand)
def notebooks(alleen: Notebooks = None, extra: Extra = None, werkers: Workers = 2) -> None:
    """Voer de notebooks opnieuw uit, met hun standaardwaarden, op hun plaats."""
    from analysis.cli_tables import print_rerun
    from analysis.paths import own_figures
    from analysis.publish.basecase import chosen, rerun
    from analysis.publish.checked import checked_choices

    names = chosen(_named(alleen, extra))
    with own_figures(False):
        checked_choices()
        raise typer.Exit(rerun(names, werkers, print_rerun))


@app.command(cls=DutchCommand)
def rapporten(
    runs: RunsFile = None,
    uit: Folder = None,
    alleen: Reports = None,
    extra: Extra = None,
    werkers: Workers = 2,
    opnieuw: Again = False,
    los: SingleFile = False,
    basis: BaseCase = False,
) -> None:
    """Maak de rapporten, met eigen cijfers als die er zijn; ongewijzigde worden overgeslagen."""
    from analysis.cli_own import figures_for_reports
    from analysis.paths import reports_dir
    from analysis.publish.checked import checked_choices
    from analysis.publish.output import output_folder
    from analysis.publish.progress import make_progress
    from analysis.publish.render import render_reports
    from analysis.publish.runs import read_runs, select

    with figures_for_reports(basis):
        folder, wanted = output_folder(uit), _named(alleen, extra)
        configured = read_runs(runs or reports_dir() / "runs.toml", checked_choices())
        chosen = select(configured, wanted)
        summary = render_reports(
            chosen, folder, werkers, opnieuw, los, make_progress(), configured=configured
        )
    print(summary.text())
    if not summary.interrupted:
        print(summary.index)
    raise typer.Exit(summary.exit_code)


@app.command(cls=DutchCommand)
def kerncijfers(
    scenario: Scenario = None, gebied: Area = None, as_json: AsJson = False, eigen: Own = False
) -> None:
    """Toon de kerncijfers, zonder een notebook uit te voeren."""
    from analysis.cli_own import figures
    from analysis.cli_tables import print_headlines
    from analysis.parameters import check_parameters
    from analysis.publish.checked import checked_choices

    given = {"scenario": scenario, "gebied": gebied}
    named = {name: value for name, value in given.items() if value is not None}
    with figures(eigen):
        print_headlines(check_parameters(named, checked_choices()), as_json)


def main() -> NoReturn:
    """Run the command line; the exit code says how it went."""
    signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know every letter
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; what went wrong is on stderr, in Dutch."""
    try:
        result: Any = app(list(arguments) or ["--help"], "werkboek", standalone_mode=False)
    except WorkbookError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:  # `werkboek controle | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _failed(error)
    return (result if isinstance(result, int) else 0) if arguments else UsageError.exit_code


def _failed(error: Exception) -> int:
    if is_usage_error(error):
        print(f"{usage_text(error)}\nUitleg: werkboek --help", file=sys.stderr)
        return UsageError.exit_code
    if type(error).__name__ == "Abort":  # what typer makes of Ctrl-C
        return _interrupted()
    traceback.print_exc()
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = Path(place.filename).name
    print(f"onverwachte fout ({name}, regel {place.lineno}): {error}", file=sys.stderr)
    return 1


def _named(chosen: list[str] | None, extra: list[str] | None) -> list[str]:
    """The names after `--alleen`, also when several follow one option or commas part them."""
    if extra and not chosen:
        raise UsageError(f"onverwacht argument: {extra[0]}")
    names = [*(chosen or []), *(extra or [])]
    return [part for name in names for part in name.split(",") if part]


def _interrupted() -> int:
    print("onderbroken", file=sys.stderr)
    return INTERRUPTED


def _terminate(_number: int, _frame: FrameType | None) -> None:
    print("onderbroken", file=sys.stderr)
    sys.exit(TERMINATED)


if __name__ == "__main__":
    main()
