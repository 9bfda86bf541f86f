"""How good a plan is: its figures beside the best possible ones, and the verdict in one sentence. Draws nothing."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from tischrunde.documents.facts import Facts
from tischrunde.documents.fitting import made_for
from tischrunde.documents.printable import decimal
from tischrunde.errors import Reason
from tischrunde.figures import figures
from tischrunde.model import Meeting, Plan, Score
from tischrunde.words import Language, Text

__all__ = ["Quality", "Row", "counts", "rows", "scope", "term_called", "verdict"]


@dataclass(frozen=True)
class Row:
    """A figure of a plan beside the best possible one; ``reached`` when it is proven to be as good."""

    figure: Text
    here: str
    best: str
    reached: bool


@dataclass(frozen=True)
class Quality:
    """How good a plan is, as its seats bear it out: what a plan file says of itself is believed only so far.

    Attributes
    ----------
    rows : the figures; what is possible at best is left out where nothing proves it
    verdict : what is proven, in one sentence
    broken : the rules that are broken
    """

    rows: tuple[Row, ...]
    verdict: Text
    broken: tuple[Reason, ...]

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """Return how good a plan is."""
        meeting, plan, judgement = facts.meeting, facts.plan, facts.judgement
        score = _proven_score(facts)
        bounds = {name: term.bound for name, term in score.terms.items()} if score else {}
        assert plan.rounds is not None
        every = figures(meeting, plan.rounds, bounds, judgement=judgement)
        broken = judgement.violations
        if broken:
            said = Text.many("{count} rule is broken.", "{count} rules are broken.", len(broken))
        elif score is None:
            said = Text("The cost is {cost}; nothing is proven of how low it can be.", cost=judgement.cost)
        else:
            said = verdict(plan, score, meeting.language)
        told = rows(meeting, judgement.terms, every, bounds)
        if broken:  # what is possible at best holds for plans that keep the rules
            told = (replace(row, best="", reached=False) for row in told)
        return cls(tuple(told), said, broken)


def _proven_score(facts: Facts) -> Score | None:
    """Return the score of the plan file if it is that of this meeting and these seats."""
    score, judgement = facts.plan.score, facts.judgement
    if score is None or judgement.violations or not made_for(facts.meeting, facts.plan):
        return None
    values = {name: term.value for name, term in score.terms.items()}
    if values != judgement.terms or score.cost != judgement.cost or score.bound > score.cost:
        return None
    return None if facts.plan.status == "optimal" and score.bound != score.cost else score


def scope(meeting: Meeting) -> Text:
    """Return how large a meeting is, in one sentence."""
    people = Text.many("{count} person", "{count} people", len(meeting.people))
    tables = Text.many("{count} table", "{count} tables", len(meeting.tables))
    rounds = Text.many("{count} round", "{count} rounds", meeting.n_rounds)
    if not meeting.themes:
        return Text("{people}, {tables}, {rounds}.", people=people, tables=tables, rounds=rounds)
    themes = Text.many("{count} theme", "{count} themes", len(meeting.themes))
    return Text("{people}, {tables}, {themes}, {rounds}.", people=people, tables=tables, themes=themes, rounds=rounds)


def verdict(plan: Plan, score: Score, language: Language) -> Text:
    """Return what is proven about a plan, in one sentence."""
    if plan.status == "optimal":
        told = [term for name, term in score.terms.items() if name != "affinities" and term.weight]
        if any(term.value != term.bound for term in told):
            return Text("Proven: no better plan is possible; not all lines can be at their best at once.")
        return Text("Proven: no better plan is possible.")
    if score.bound > 0:
        percent = math.ceil(1000 * (score.cost - score.bound) / score.bound) / 10
        return Text(
            "At most {percent} % above the best possible: the cost is {cost}, and no plan is below {bound}.",
            percent=decimal(percent, language),
            cost=score.cost,
            bound=score.bound,
        )
    return Text("The cost is {cost}; no plan is below {bound}.", cost=score.cost, bound=score.bound)


def rows(
    meeting: Meeting, values: Mapping[str, int], figures: Mapping[str, Any], bounds: Mapping[str, int]
) -> Iterator[Row]:
    """Yield the figures of a plan that its meeting gives something to count.

    Parameters
    ----------
    meeting
        The meeting; its language is spoken.
    values
        Value of each term of the score.
    figures
        Further figures, as ``tischrunde.figures.figures`` gives them.
    bounds
        Least possible value of each term; where one is missing nothing is said of what is possible.
    """
    language = meeting.language
    for name, value in values.items():
        weighed = meeting.weights.mixing.get(name.removeprefix("mixing."), 0) > 0 and counts(meeting, name)
        if name == "reunions" or (name.startswith("mixing.") and weighed):
            bound = bounds.get(name)
            yield Row(term_called(name), str(value), "" if bound is None else str(bound), value == bound)
    wishes, company = figures.get("wishes", {}), figures.get("affinities", {})
    yield from _share(Text("First wishes met"), wishes.get("first"), language)
    yield from _share(Text("All wishes met"), wishes.get("all"), language)
    yield from _share(Text("Wanted company met"), company.get("wanted"), language)
    yield from _share(Text("Unwanted company met"), company.get("unwanted"), language)
    yield from _range(Text("People met, per person"), figures.get("distinct_contacts"), language)
    if meeting.themes:
        yield from _range(Text("Themes visited, per traveller"), figures.get("themes_per_traveller"), language)


def term_called(term: str) -> Text:
    """Return what a term of the score counts, in words."""
    if term == "reunions":
        return Text("Reunions: two people meet again")
    if term == "wishes":
        return Text("Wishes not met, in points")
    if term == "affinities":
        return Text("Company, wanted (below 0) and unwanted")
    attribute = term.removeprefix("mixing.")
    if attribute == "sector":
        return Text("Pairs at a table from one sector")
    if attribute == "organisation":
        return Text("Pairs at a table from one organisation")
    return Text("Pairs at a table with the same “{attribute}”", attribute=attribute)


def counts(meeting: Meeting, term: str) -> bool:
    """Return whether a meeting gives a term of the score anything to count."""
    if term == "wishes":
        return any(person.wishes for person in meeting.people)
    if term == "affinities":
        return bool(meeting.affinities)
    if term.startswith("mixing."):
        return any(person.value(term.removeprefix("mixing.")) is not None for person in meeting.people)
    return True


def _share(figure: Text, share: Mapping[str, int] | None, language: Language) -> Iterator[Row]:
    if share is not None and share["of"]:
        here = Text("{met} of {all}", met=share["met"], all=share["of"]).say(language)
        best = share.get("possible")
        yield Row(figure, here, "" if best is None else str(best), best == share["met"])


def _range(figure: Text, spread: Mapping[str, Any] | None, language: Language) -> Iterator[Row]:
    if spread is not None:
        best = spread["possible"]
        here, possible = _from_to(spread, language), _from_to(best, language)
        yield Row(figure, here, possible, here == possible)


def _from_to(spread: Mapping[str, Any], language: Language) -> str:
    if spread["min"] == spread["max"]:
        return str(spread["min"])
    return Text("{least} to {most}", least=spread["min"], most=spread["max"]).say(language)
