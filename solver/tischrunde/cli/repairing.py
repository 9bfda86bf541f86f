"""``tischrunde repair``: change a plan on the day, with as few new name tags as possible."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tischrunde.cli.arguments import STREAM, Arguments, meeting_argument
from tischrunde.cli.belonging import missing_plan, read_both
from tischrunde.cli.changing import changes_in, changes_of
from tischrunde.cli.helptext import Command
from tischrunde.cli.progress import ProgressLine
from tischrunde.cli.registration import ListOptions, takes_lists
from tischrunde.cli.saving import save
from tischrunde.cli.signals import ending
from tischrunde.cli.streams import answer, page, tell, tell_findings, tell_reasons
from tischrunde.documents import SUFFIXES
from tischrunde.errors import BadInput, Finding
from tischrunde.stop import Flag, MaxRuntime, any_of
from tischrunde.words import Language, Text, listed

if TYPE_CHECKING:
    from tischrunde.repair import Changed, Repair

__all__ = ["add_to"]

DONE, BAD_INPUT, INFEASIBLE, NO_PLAN = 0, 2, 3, 4
USUAL_SECONDS = "10"
MEETING_SUFFIXES = (".json", ".yaml", ".yml")
PLAN_SUFFIXES = (".json", ".xlsx")


@dataclass(frozen=True)
class _Wanted:
    """What is to be made of a repair.

    Attributes
    ----------
    targets : files for the new plan
    meeting : file for the changed meeting, ``None`` when nobody needs one
    only_changed : whether a ``.pdf`` holds the new name tags alone
    json : whether standard output is the answer as JSON
    """

    targets: Sequence[str] = ()
    meeting: str | None = None
    only_changed: bool = False
    json: bool = False


@dataclass
class _Saved:
    """Where everything is now.

    Attributes
    ----------
    plans, tags, meetings : files with the new plan, with new name tags alone, with the changed meeting
    problems : what could not be written
    """

    plans: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    meetings: list[str] = field(default_factory=list)
    problems: list[BadInput] = field(default_factory=list)


@dataclass(frozen=True)
class _Ways:
    """How a repair is made."""

    seconds: float
    seed: int
    at_most: int
    anew: bool
    flag: Flag = field(default_factory=Flag)


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the command to ``app``."""

    def option(help_text: Text, metavar: Text | None = None, *names: str) -> Any:
        told = None if metavar is None else metavar.say(language)
        return typer.Option(*names, metavar=told, help=help_text.say(language))

    person, person_round = Text("PERSON"), Text("PERSON@ROUND")

    @app.command(
        "repair",
        cls=Command,
        short_help=Text("Change a plan on the day, with few new name tags.").say(language),
        help=Text(
            "Change a plan because people stay away, come late or come as well, or tables are closed: as few name "
            "tags as possible change, and rounds that are played stay as they are. People are named by id or by full "
            "name; every change may be given repeatedly."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    @takes_lists(language)
    def repair(
        meeting: Annotated[str, meeting_argument(language)],
        plan: Annotated[
            str | None,
            typer.Argument(
                metavar=Text("[PLAN]").say(language),
                help=Text(
                    "The plan, a .json file or a workbook that holds it; - reads JSON from standard input. Not needed "
                    "when the meeting is a workbook that holds a plan."
                ).say(language),
                show_default=False,
            ),
        ] = None,
        absent: Annotated[
            list[str] | None, option(Text("This person comes to no round that is still to come."), person)
        ] = None,
        late: Annotated[
            list[str] | None, option(Text("This person comes from this round on, such as p05@2."), person_round)
        ] = None,
        leaves: Annotated[
            list[str] | None, option(Text("This person leaves after this round, such as p07@2."), person_round)
        ] = None,
        add: Annotated[
            list[str] | None,
            option(
                Text("Somebody comes as well: a .yaml or .json file with a person as in a meeting, or a list of them."),
                Text("FILE"),
            ),
        ] = None,
        close: Annotated[
            list[str] | None,
            option(
                Text("This table is closed from the next round on, or from a round such as T4@3."),
                Text("TABLE[@ROUND]"),
            ),
        ] = None,
        played: Annotated[
            str, option(Text("How many rounds are over; they stay as they are in the plan."), Text("NUMBER"))
        ] = "0",
        at_most: Annotated[
            str | None,
            option(Text("Let this many name tags change if that makes a better plan."), Text("NUMBER")),
        ] = None,
        anew: Annotated[
            bool, option(Text("Plan all rounds to come anew, however many name tags change."), None, "--anew")
        ] = False,
        out: Annotated[
            list[str] | None,
            option(
                Text(
                    "Save the new plan in this file; the ending chooses the format: .xlsx, .json, .csv, .pdf or "
                    ".html. May be given repeatedly."
                ),
                Text("FILE"),
                "--output",
                "-o",
            ),
        ] = None,
        meeting_out: Annotated[
            str | None,
            option(
                Text(
                    "Save the changed meeting in this .json or .yaml file. A workbook holds it already; beside a "
                    "plan.json it is saved as plan.meeting.json if you say nothing."
                ),
                Text("FILE"),
                "--meeting-out",
                "-m",
            ),
        ] = None,
        only_changed: Annotated[
            bool, option(Text("Print only the new name tags into a .pdf."), None, "--only-changed")
        ] = False,
        seed: Annotated[str, option(Text("Where chance begins; 0 if you say nothing."), Text("NUMBER"))] = "0",
        max_runtime: Annotated[
            str, option(Text("Stop after this time at the latest; 10 seconds if you say nothing."), Text("SECONDS"))
        ] = USUAL_SECONDS,
        json: Annotated[
            bool,
            option(
                Text("Write JSON to standard output: the plan, the changed meeting, and what was given up."),
                None,
                "--json",
            ),
        ] = False,
        *,
        people: ListOptions,
    ) -> int:
        arguments = Arguments()
        targets = list(dict.fromkeys(out or []))
        ways = _Ways(
            seconds=arguments.seconds("--max-runtime", max_runtime),
            seed=arguments.whole("--seed", seed, least=0),
            at_most=0 if at_most is None else arguments.whole("--at-most", at_most, least=0),
            anew=anew,
        )
        if anew and at_most is not None:
            arguments.alone("--anew", ["--at-most"])
        wanted = _Wanted(targets, meeting_out or _beside(targets), only_changed, json)
        _check_targets(arguments, wanted, meeting)
        arguments.one_stream([meeting, plan or ""])
        arguments.findings.extend(missing_plan(meeting, plan))
        typed = changes_of(arguments, absent=absent, late=late, leaves=leaves, add=add, close=close, played=played)
        the_meeting, the_plan = read_both(arguments, people, meeting, plan or meeting, language)
        changes = changes_in(arguments, typed, the_meeting)
        arguments.settle()
        assert the_meeting is not None
        assert the_plan is not None
        assert changes is not None

        from tischrunde.repair import changed, told

        after = changed(the_meeting, the_plan, changes)
        return _repair(after, list(told(the_meeting, changes)), language, ways, wanted)


def _beside(targets: Sequence[str]) -> str | None:
    """Return where the changed meeting goes that a ``.json`` plan needs."""
    plans = [target for target in targets if Path(target).suffix.lower() == ".json"]
    return str(Path(plans[0]).with_suffix(".meeting.json")) if plans else None


def _check_targets(arguments: Arguments, wanted: _Wanted, meeting: str) -> None:
    if STREAM in wanted.targets:
        hint = Text("Name a file, or use --json.")
        arguments.findings.append(Finding("-o", Text("Documents are not written to standard output."), hint))
    else:
        arguments.outputs(wanted.targets, kind="plan", suffixes=SUFFIXES, meeting=meeting)
    if wanted.meeting is not None:
        arguments.outputs([wanted.meeting], kind="meeting", suffixes=MEETING_SUFFIXES, meeting=meeting)
    if wanted.only_changed and not any(Path(target).suffix.lower() == ".pdf" for target in wanted.targets):
        message = Text("This is for files that end in .pdf, and none is asked for.")
        arguments.findings.append(Finding("--only-changed", message, Text("Add one, such as -o tags.pdf.")))


def _repair(after: "Changed", told: Sequence[Text], language: Language, ways: _Ways, wanted: _Wanted) -> int:
    from tischrunde.repair import Repair, plan_repair, to_options

    with ending(ways.flag), ProgressLine(sys.stderr, language) as line:
        result = plan_repair(
            after.meeting,
            to_options(after, at_most=ways.at_most, anew=ways.anew),
            stop=any_of(ways.flag, MaxRuntime(ways.seconds)),
            seed=ways.seed,
            on_progress=line.show,
            on_preparing=line.tell_preparing,
        )
    repaired = Repair(result, after.notes)
    saved = _save(repaired, language, wanted)
    _show(repaired, told, saved, language, json=wanted.json)
    for problem in saved.problems:
        tell_findings(problem, language)
    return BAD_INPUT if saved.problems else {"infeasible": INFEASIBLE, "unknown": NO_PLAN}.get(result.status, DONE)


def _save(repair: "Repair", language: Language, wanted: _Wanted) -> _Saved:
    """Save the new plan and its meeting; return where they are now, and what went wrong."""
    speaking = repair.meeting.language
    if repair.repaired is None:
        if wanted.targets:
            tell(Text("Nothing was written: there is no plan."), speaking)
        return _Saved()
    documents, tags = list(wanted.targets), list[str]()
    if wanted.only_changed:
        tags = [target for target in documents if Path(target).suffix.lower() == ".pdf"]
        documents = [target for target in documents if target not in tags]
    plans, problems = save(repair.meeting, repair.result.plan, documents, language)
    saved = _Saved(plans=plans, problems=problems)
    needed = {*(one.person for one in repair.repaired.changed), *repair.repaired.added}
    if tags and not needed:
        tell(Text("{files} was not written: no name tag changes.", files=listed(tags)), speaking)
    elif tags:
        more = save(repair.meeting, repair.result.plan, tags, language, parts=("name-tags",), people=needed)
        saved.tags, saved.problems = more[0], saved.problems + more[1]
    if wanted.meeting is not None:
        from tischrunde.io import write_meeting

        try:
            write_meeting(repair.meeting, wanted.meeting)
            saved.meetings.append(wanted.meeting)
        except BadInput as problem:
            saved.problems.append(problem)
    return saved


def _closing(saved: _Saved) -> Iterator[Text]:
    """Yield where everything is, and that the new plan is lost when it is in no file that can be read back."""
    if saved.plans:
        yield Text("The plan is in {files}.", files=listed([*saved.plans, *saved.meetings]))
    elif saved.meetings:
        yield Text("The changed meeting is in {files}.", files=listed(saved.meetings))
    if saved.tags:
        yield Text("The new name tags are in {files}.", files=listed(saved.tags))
    if not any(Path(file).suffix.lower() in PLAN_SUFFIXES for file in saved.plans):
        yield Text("The changed plan itself is not saved: add -o evening-now.xlsx; the next repair needs it.")


def _show(repair: "Repair", told: Sequence[Text], saved: _Saved, language: Language, *, json: bool) -> None:
    if json:
        from json import dumps

        answer(dumps(repair.plain(repair.meeting.language), ensure_ascii=False, indent=2))
        tell_reasons(repair.result.conflicts, language)
        return
    from tischrunde.report.repair import repair_page
    from tischrunde.report.result import report

    closing = [] if repair.repaired is None else list(_closing(saved))
    page(report(repair.result, saved=None))
    page(repair_page(repair.meeting, repair.repaired, repair.notes, told=told, closing=closing))
