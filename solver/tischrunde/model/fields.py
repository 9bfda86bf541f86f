"""The small types that meeting and plan files share."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

__all__ = ["MOST", "MOST_ROUNDS", "Count", "Flag", "Id", "Liking", "Record", "RoundNumber", "Whole", "Wording"]

MOST = 1_000_000
"""The largest number a meeting may hold, so that sums of weighted terms stay far inside 64 bits."""

MOST_ROUNDS = 1_000

Id: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Wording: TypeAlias = Annotated[str, StringConstraints(max_length=1_000)]
Whole: TypeAlias = Annotated[int, Strict()]
Count: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=MOST)]
Liking: TypeAlias = Annotated[int, Strict(), Field(ge=-MOST, le=MOST)]
RoundNumber: TypeAlias = Annotated[int, Strict(), Field(ge=1)]
Flag: TypeAlias = Annotated[bool, Strict()]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
