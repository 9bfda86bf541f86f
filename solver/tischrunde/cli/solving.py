"""``tischrunde solve``: make a plan, save it, and say how good it is."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tischrunde.cli.arguments import STREAM, Arguments, meeting_argument
from tischrunde.cli.helptext import Command
from tischrunde.cli.plotting import draw_into, drawing_obstacles
from tischrunde.cli.progress import ProgressLine
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.saving import save
from tischrunde.cli.signals import ending
from tischrunde.cli.streams import answer, page, tell, tell_findings, tell_reasons
from tischrunde.documents import SUFFIXES
from tischrunde.errors import BadInput, Finding
from tischrunde.stop import Flag, MaxIterations, MaxRuntime, Stop, any_of
from tischrunde.words import Language, Text, listed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from tischrunde.model import Meeting, Plan
    from tischrunde.report.conflicts import Origin
    from tischrunde.result import Result

__all__ = ["Limits", "add_to", "plan_meeting"]

DONE, BAD_INPUT, INFEASIBLE, NO_PLAN = 0, 2, 3, 4
USUAL_SECONDS = 10.0
MOST_WORKERS = 256


@dataclass(frozen=True)
class Limits:
    """How a solve is to run.

    Attributes
    ----------
    workers : searches side by side; ``None`` for one, or on a cluster for as many as it can run at once
    cluster : address of a Dask cluster that does the work, ``None`` for this machine
    seconds, iterations : when to stop at the latest, ``None`` for no such limit
    """

    seed: int = 0
    workers: int | None = None
    cluster: str | None = None
    seconds: float | None = USUAL_SECONDS
    iterations: int | None = None

    def stop(self, *also: Stop) -> Stop:
        """Return the criterion for these limits; the time runs from now."""
        parts = list(also)
        if self.seconds is not None:
            parts.append(MaxRuntime(self.seconds))
        if self.iterations is not None:
            parts.append(MaxIterations(self.iterations))
        return any_of(*parts)


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    @app.command(
        "solve",
        cls=Command,
        short_help=Text("Make a plan for a meeting.").say(language),
        help=Text(
            "Make a plan for a meeting, show it, and say how good it is. Ends as soon as the plan is proven to be "
            "the best possible; Ctrl-C ends earlier with the best plan so far."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    @takes_lists(language)
    def solve(
        meeting: Annotated[
            str,
            meeting_argument(language),
        ],
        out: Annotated[
            list[str] | None,
            typer.Option(
                "--output",
                "-o",
                metavar=Text("FILE").say(language),
                help=Text(
                    "Save the plan in this file; the ending chooses the format: .json, .xlsx, .csv, .pdf or .html. May "
                    "be given repeatedly; - writes the plan to standard output."
                ).say(language),
            ),
        ] = None,
        seed: Annotated[
            str,
            typer.Option(
                metavar=Text("NUMBER").say(language),
                help=Text(
                    "Where chance begins: another number, another plan, often just as good; 0 if you say nothing."
                ).say(language),
            ),
        ] = "0",
        max_runtime: Annotated[
            str | None,
            typer.Option(
                metavar=Text("SECONDS").say(language),
                help=Text(
                    "Stop after this time at the latest; 10 seconds if you say nothing, no limit with --max-iterations."
                ).say(language),
            ),
        ] = None,
        max_iterations: Annotated[
            str | None,
            typer.Option(
                metavar=Text("NUMBER").say(language),
                help=Text(
                    "Stop after this many steps at the latest. With the same seed the plan is the same every time."
                ).say(language),
            ),
        ] = None,
        workers: Annotated[
            str | None,
            typer.Option(
                metavar=Text("NUMBER").say(language),
                help=Text("How many processor cores may work at the same time; 1 if you say nothing.").say(language),
            ),
        ] = None,
        cluster: Annotated[
            str | None,
            typer.Option(
                metavar=Text("ADDRESS").say(language),
                help=Text(
                    "Let the computers of a Dask cluster do the work, all of them if you don't give --workers; "
                    "ADDRESS is that of its scheduler, such as tcp://10.0.0.7:8786."
                ).say(language),
            ),
        ] = None,
        start: Annotated[
            str | None,
            typer.Option(
                metavar=Text("PLAN").say(language), help=Text("Begin from this plan and improve it.").say(language)
            ),
        ] = None,
        plot: Annotated[
            str | None,
            typer.Option(
                metavar=Text("FOLDER").say(language),
                help=Text(
                    "Draw pictures of the plan into this folder: who meets whom, the net of contacts, how each table "
                    "is mixed, how the plan was found; and write in words what they show."
                ).say(language),
            ),
        ] = None,
        json: Annotated[
            bool,
            typer.Option(
                "--json",
                help=Text("Write the plan as JSON to standard output, and nothing else there.").say(language),
            ),
        ] = False,
        *,
        people: ListOptions,
    ) -> int:
        targets = out or []
        arguments = Arguments()
        seconds = None if max_runtime is None else arguments.seconds("--max-runtime", max_runtime)
        iterations = None
        if max_iterations is not None:
            iterations = arguments.whole("--max-iterations", max_iterations, least=1)
        if seconds is None and iterations is None:
            seconds = USUAL_SECONDS
        limits = Limits(
            seed=arguments.whole("--seed", seed, least=0),
            workers=None if workers is None else arguments.whole("--workers", workers, least=1, most=MOST_WORKERS),
            cluster=cluster,
            seconds=seconds,
            iterations=iterations,
        )
        arguments.outputs(targets, kind="plan", suffixes=SUFFIXES, meeting=meeting)
        if plot is not None:
            arguments.findings.extend(drawing_obstacles(plot))
        arguments.one_stream([meeting, start or ""])
        arguments.settle()
        the_meeting, the_start = _read(arguments, people, meeting, start, language)
        return plan_meeting(
            the_meeting,
            language,
            limits=limits,
            start=the_start,
            targets=targets,
            plot=plot,
            json=json,
            origin=people.origin,
        )


def plan_meeting(
    meeting: "Meeting",
    language: Language,
    *,
    limits: Limits,
    start: "Plan | None" = None,
    targets: Sequence[str] = (),
    plot: str | None = None,
    json: bool = False,
    origin: "Origin | None" = None,
) -> int:
    """Plan a meeting, save and show the plan, and return the exit code.

    Parameters
    ----------
    meeting
        The meeting.
    language
        The language of messages; what is said about the plan is in the language of the meeting.
    limits
        How the solve is to run.
    start
        A plan with seats to begin from.
    targets
        Files to save the plan in, ``-`` for standard output.
    plot
        A folder to draw pictures into.
    json
        Whether standard output is the plan as JSON and nothing else.
    origin
        Where places in the meeting come from, if it was made from a list.
    """
    if start is not None and start.meeting_sha256 not in (None, meeting.sha256):
        tell(
            Text("The plan to begin from was made for another meeting, or for this one before it was changed."),
            language,
        )
    flag = Flag()
    with ending(flag), ProgressLine(sys.stderr, language) as line:
        result = _solve(meeting, start, limits, flag, line)
    saved, problems = _save(result, [target for target in targets if target != STREAM], language)
    _show(result, language, saved=saved, json=json or STREAM in targets, origin=origin)
    if plot is not None:
        problems += draw_into(plot, result, language)
    for problem in problems:
        tell_findings(problem, language)
    return BAD_INPUT if problems else {"infeasible": INFEASIBLE, "unknown": NO_PLAN}.get(result.status, DONE)


def _read(
    arguments: Arguments, people: ListOptions, source: str, start: str | None, language: Language
) -> "tuple[Meeting, Plan | None]":
    from tischrunde.io import read_plan

    meeting = people.read(arguments, source, language)
    begin = None if start is None else arguments.read(read_plan, start)
    if start is not None and begin is not None and begin.rounds is None:
        message = Text("This file holds no plan to begin from: nobody is seated in it.")
        hint = Text("Leave --start out, or name a plan with seats.")
        arguments.findings.append(Finding(start, message, hint))
    elif start is not None and begin is not None and meeting is not None and not _seats_anybody_of(begin, meeting):
        message = Text("This plan seats nobody who comes to this meeting.")
        arguments.findings.append(Finding(start, message, Text("Name a plan of this meeting, or leave --start out.")))
    arguments.settle()
    assert meeting is not None
    return meeting, begin


def _seats_anybody_of(plan: "Plan", meeting: "Meeting") -> bool:
    """Return whether any seat of the plan is that of a person and a table of the meeting."""
    people, tables = meeting.person_of.keys(), {table.id for table in meeting.tables}
    return not people or any(
        table in tables and not people.isdisjoint(seated)
        for sitting in plan.rounds or ()
        for table, seated in sitting.items()
    )


def _solve(meeting: "Meeting", start: "Plan | None", limits: Limits, flag: Flag, line: ProgressLine) -> "Result":
    from tischrunde.planning import solve

    with _computers(limits) as (executor, at_once):
        return solve(
            meeting,
            stop=limits.stop(flag),
            seed=limits.seed,
            workers=limits.workers or min(at_once, MOST_WORKERS),
            executor=executor,
            start=start,
            on_improvement=line.show,
            on_progress=line.show,
            on_preparing=line.tell_preparing,
        )


@contextmanager
def _computers(limits: Limits) -> Iterator["tuple[Executor | None, int]"]:
    """Give what does the work, ``None`` for this machine, and how many searches suit it."""
    if limits.cluster is None:
        yield None, 1
        return
    from tischrunde.portfolio.cluster import connected

    with connected(limits.cluster) as there:
        yield there


def _save(result: "Result", targets: Sequence[str], language: Language) -> tuple[list[str], list[BadInput]]:
    """Save the plan in every target; return where it is now, and what went wrong."""
    if result.rounds is not None:
        return save(result.meeting, result.plan, targets, language)
    return save(result.meeting, result.plan, [*_writable_without_seats(targets, language)], language)


def _writable_without_seats(targets: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the files that can say why there is no plan, and tell of the others."""
    documents = [target for target in targets if Path(target).suffix.lower() != ".json"]
    if documents:
        files = listed(documents, most=len(documents))
        told = Text.many(
            "{files} was not written: there is no plan.",
            "{files} were not written: there is no plan.",
            len(documents),
            files=files,
        )
        tell(told, language)
    for target in targets:
        if target in documents:
            continue
        if _holds_a_plan(target):
            tell(Text("{file} was left as it is: it holds a plan, and there is none now.", file=target), language)
        else:
            yield target


def _holds_a_plan(target: str) -> bool:
    from tischrunde.io import read_plan

    try:
        return Path(target).exists() and read_plan(target).rounds is not None
    except BadInput:
        return False


def _show(result: "Result", language: Language, *, saved: Sequence[str], json: bool, origin: "Origin | None") -> None:
    if json:
        from tischrunde.io import plan_json

        answer(plan_json(result.plan))
        tell_reasons(result.conflicts, language)
    else:
        from tischrunde.report.result import report

        page(report(result, saved=saved, advice=_advice(result), origin=origin))
    if saved and (json or result.rounds is None):
        tell(Text("The answer is in {files}.", files=listed(saved)), language)
    if result.status == "unknown":
        tell(_what_next(result), language)


def _advice(result: "Result") -> Text | None:
    """Return which other tables would spare everybody the reunions of this plan."""
    if result.score is None or not result.score.terms["reunions"].value:
        return None
    from tischrunde.advice import better_tables

    return better_tables(result.meeting)


def _what_next(result: "Result") -> Text:
    seconds = result.plan.run.seconds if result.plan.run is not None else 0.0
    return Text(
        "No plan was found, but nothing shows that there is none. Give it more time with --max-runtime {more}, "
        "or ask “tischrunde diagnose” what stands in the way.",
        more=max(60, round(10 * seconds)),
    )
