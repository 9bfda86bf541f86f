"""``tischrunde bench``: the planner against simpler ways to seat people, measured on this machine.

The measuring itself is no part of the installed package: it lies in the project's folder ``benchmarks``.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

import tischrunde
from tischrunde.cli.arguments import Arguments
from tischrunde.cli.helptext import Command
from tischrunde.cli.signals import ending
from tischrunde.cli.streams import answer, page, tell
from tischrunde.errors import BadInput, Finding
from tischrunde.stop import Flag, Progress
from tischrunde.words import Language, Text, listed

__all__ = ["Measuring", "add_to", "measure"]

USUAL_SUITE = "real"
WRITABLE = (".json", ".csv")
DRAWABLE = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class Measuring:
    """What is to be measured, and where the results go.

    Attributes
    ----------
    names : suites and meeting files
    solvers : names of solvers, none for all
    seconds : limit of every run
    targets, picture : files to write
    older : a results file to compare with
    """

    names: tuple[str, ...] = (USUAL_SUITE,)
    solvers: tuple[str, ...] = ()
    seconds: float = 10.0
    seeds: int = 1
    workers: int = 1
    machine: str | None = None
    targets: tuple[str, ...] = ()
    picture: str | None = None
    older: str | None = None
    json: bool = False


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    def number() -> str:
        return Text("NUMBER").say(language)

    def file() -> str:
        return Text("FILE").say(language)

    @app.command(
        "bench",
        cls=Command,
        short_help=Text("Measure the planner against simpler ways.").say(language),
        help=Text(
            "Measure how good and how fast the planner is on this machine, against simpler ways to seat people: "
            "annealing alone, a plain CP-SAT model, greedy, start and step by hand, and chance."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def bench(
        names: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=Text("[SUITE or FILES]").say(language),
                help=Text("real, golf, uneven, large, rules or short, or meeting files; real if you say nothing.").say(
                    language
                ),
            ),
        ] = None,
        max_runtime: Annotated[
            str,
            typer.Option(
                metavar=Text("SECONDS").say(language),
                help=Text("How long every solver may work at every meeting; 10 if you say nothing.").say(language),
            ),
        ] = "10",
        seeds: Annotated[
            str,
            typer.Option(
                metavar=number(),
                help=Text("How often, each time with another seed; 1 if you say nothing.").say(language),
            ),
        ] = "1",
        workers: Annotated[
            str,
            typer.Option(
                metavar=number(),
                help=Text("How many processor cores each solver may use; 1 if you say nothing.").say(language),
            ),
        ] = "1",
        solvers: Annotated[
            str | None,
            typer.Option(
                metavar=Text("NAMES").say(language),
                help=Text(
                    "Which to measure, such as tischrunde,greedy; all if you say nothing: "
                    "tischrunde, annealing, cp-sat, greedy, by-hand, random."
                ).say(language),
            ),
        ] = None,
        out: Annotated[
            list[str] | None,
            typer.Option(
                "--output",
                "-o",
                metavar=file(),
                help=Text("Save the results in this .json or .csv file; may be given several times.").say(language),
            ),
        ] = None,
        plot: Annotated[
            str | None,
            typer.Option(
                metavar=file(),
                help=Text("Draw performance profiles and convergence in this .png, .svg or .pdf file.").say(language),
            ),
        ] = None,
        compare: Annotated[
            str | None,
            typer.Option(
                metavar=file(), help=Text("Say what has changed since this .json file of results.").say(language)
            ),
        ] = None,
        machine: Annotated[
            str | None,
            typer.Option(
                metavar=Text("NAME").say(language),
                help=Text("What to call this machine in the results; its own name if you say nothing.").say(language),
            ),
        ] = None,
        json: Annotated[
            bool,
            typer.Option(
                "--json",
                help=Text("Write the results as JSON to standard output, and nothing else there.").say(language),
            ),
        ] = False,
    ) -> int:
        arguments = Arguments()
        asked = Measuring(
            names=tuple(names or (USUAL_SUITE,)),
            solvers=tuple(name.strip() for name in (solvers or "").split(",") if name.strip()),
            seconds=arguments.seconds("--max-runtime", max_runtime),
            seeds=arguments.whole("--seeds", seeds, least=1),
            workers=arguments.whole("--workers", workers, least=1),
            machine=machine,
            targets=tuple(dict.fromkeys(out or ())),
            picture=plot,
            older=compare,
            json=json,
        )
        return measure(asked, arguments, language)


def measure(asked: Measuring, arguments: Arguments, language: Language) -> int:
    """Measure what was asked for, save and show it, and return the exit code.

    Raises
    ------
    BadInput
        With every problem, before anything is measured.
    """
    from tischrunde.io import read_meeting
    from tischrunde.pictures import nothing_to_draw_with

    tools = _tools()
    arguments.outputs(asked.targets, kind="results", suffixes=WRITABLE)
    if asked.picture is not None:
        arguments.outputs([asked.picture], kind="picture", suffixes=DRAWABLE)
        arguments.findings.extend(nothing_to_draw_with("--plot"))
    older = None if asked.older is None else arguments.read(tools.runs.read_results, asked.older)
    cases, problems = tools.bench.find_cases(asked.names, read=lambda name: arguments.read(read_meeting, name))
    solvers, more = tools.bench.find_solvers(asked.solvers)
    arguments.findings.extend([*problems, *more])
    arguments.settle()
    jobs = tools.bench.jobs_of(cases, solvers, seeds=asked.seeds, limit=asked.seconds, workers=asked.workers)
    results = _results(tools, asked, jobs, language)
    _save(tools, asked, results)
    if asked.json:
        answer(tools.runs.json_text(results))
    else:
        page(tools.report.report(results, language))
        if older is not None:
            page(tools.compare.compare(older, results, language))
    files = [*asked.targets, *([asked.picture] if asked.picture else [])]
    if files:
        tell(Text("The results are in {files}.", files=listed(files)), language)
    return 0


@dataclass(frozen=True)
class _Tools:
    """The modules of the folder ``benchmarks``, which is no part of the package and so has no types here."""

    bench: Any
    runs: Any
    report: Any
    compare: Any
    plots: Any


def _tools() -> _Tools:
    """Return the modules that measure, from the project's folder."""
    project = Path(tischrunde.__file__).parents[2]
    if not (project / "benchmarks" / "bench.py").is_file():
        message = Text("The benchmarks are not part of the installed package.")
        hint = Text("Get the project's folder, run “make plan” in it once, and then .venv/bin/tischrunde bench.")
        raise BadInput([Finding("", message, hint)])
    if str(project) not in sys.path:
        sys.path.append(str(project))
    return _Tools(*(import_module(f"benchmarks.{name}") for name in ("bench", "runs", "report", "compare", "plots")))


def _results(tools: _Tools, asked: Measuring, jobs: Sequence[Any], language: Language) -> Any:
    flag, load = Flag(), tools.bench.load_average()
    with ending(flag), _progress(jobs, language) as on_begin:
        runs = tools.bench.bench(jobs, on_begin=on_begin, is_over=lambda: flag(Progress()) is not None)
    if len(runs) < len(jobs):
        told = Text("Stopped on request: {done} of {all} runs were measured.", done=len(runs), all=len(jobs))
        tell(told, language)
    conditions = tools.bench.conditions(
        limit=asked.seconds, seeds=asked.seeds, workers=asked.workers, load_before=load, machine=asked.machine
    )
    return tools.runs.Results(conditions=conditions, runs=runs)


def _save(tools: _Tools, asked: Measuring, results: Any) -> None:
    for target in asked.targets:
        tools.runs.write_results(results, target)
    if asked.picture is not None:
        tools.plots.draw(results, asked.picture)


@contextmanager
def _progress(jobs: Sequence[Any], language: Language) -> Iterator[Any]:
    """Show on a terminal how many runs are done, and which one is under way; nothing anywhere else."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("", total=len(jobs), completed=-1)

        def on_begin(job: Any) -> None:
            told = Text("{solver} at {meeting}", solver=job.solver, meeting=job.case.name)
            bars.update(bar, advance=1, description=told.say(language))

        yield on_begin
