"""The shapes of answers that are made in the desk, to describe them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from tischrunde_api.settings import Settings

__all__ = ["AdviceReply", "CheckReply", "DiagnosisReply", "Examples", "Health", "Limits", "limits_of"]


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(_Out):
    """A sentence about rules."""

    message: str
    rules: Annotated[tuple[str, ...], Field(description="Their places in the meeting, such as `rules/3`.")]


class Term(_Out):
    """One term of the score."""

    value: int
    weight: int


class Claim(_Out):
    """Something a plan says about itself that is not so."""

    key: str
    claimed: Any
    actual: Any
    message: str


class CheckReply(_Out):
    """What a check found."""

    violations: Annotated[tuple[Sentence, ...], Field(description="Every broken rule.")]
    cost: int
    unfairness: int
    terms: dict[str, Term]
    claims: Annotated[tuple[Claim, ...], Field(description="What the plan says about itself that is not so.")]
    notes: tuple[str, ...]


class DiagnosisReply(_Out):
    """Whether a meeting is possible."""

    status: Literal["possible", "infeasible", "unknown"]
    conflicts: Annotated[tuple[Sentence, ...], Field(description="A smallest set of clashing rules, if infeasible.")]


class Size(_Out):
    """How many tables have so many people."""

    people: int
    tables: int


class Shape(_Out):
    """The answer for a number of tables."""

    tables: int
    sizes: tuple[Size, ...]
    status: Literal["possible", "open", "impossible"]
    fits: bool
    rounds_possible: int | None
    rounds_at_most: int | None
    best_known: int | None
    construction: str | None
    least_reunions: int | None
    spare_chairs: int
    reason: str


class AdviceReply(_Out):
    """For which numbers of tables nobody has to meet anybody twice."""

    people: int
    rounds: int
    table_sizes: Annotated[tuple[int, int], Field(description="The fewest and the most people at a table.")]
    tables: int | None
    hosts: bool
    themes: bool
    shapes: tuple[Shape, ...]


class Example(_Out):
    """A meeting to be tried."""

    name: str
    title: str
    language: Literal["de", "en"]
    people: int
    tables: int
    rounds: int
    href: str


class Examples(_Out):
    """The meetings to be tried."""

    examples: tuple[Example, ...]


class Health(_Out):
    """That the service is there."""

    status: Literal["ok"] = "ok"


PUBLISHED = ("max_", "default_", "keep_")

_fields: dict[str, Any] = {
    name: (about.annotation, Field(description=about.description))
    for name, about in Settings.model_fields.items()
    if name.startswith(PUBLISHED)
}

Limits: type[BaseModel] = create_model("Limits", __base__=_Out, __doc__="What the service allows.", **_fields)
"""The settings that callers need to know. Sizes are bytes, times seconds, unless said otherwise."""


def limits_of(settings: Settings) -> BaseModel:
    """Return what the service allows."""
    return Limits(**{name: getattr(settings, name) for name in Limits.model_fields})
