"""The small types that meeting and plan files share."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

__all__ = ["Count", "Flag", "Id", "Record", "RoundNumber", "Whole"]

Id: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Whole: TypeAlias = Annotated[int, Strict()]
Count: TypeAlias = Annotated[int, Strict(), Field(ge=0)]
RoundNumber: TypeAlias = Annotated[int, Strict(), Field(ge=1)]
Flag: TypeAlias = Annotated[bool, Strict()]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
