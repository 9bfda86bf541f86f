"""Advice to organisers: which numbers of tables let nobody meet twice, proved possible or impossible."""

from tischrunde.advice.advising import advise
from tischrunde.advice.hint import better_tables
from tischrunde.advice.shape import Advice, Question, Shape

__all__ = ["Advice", "Question", "Shape", "advise", "better_tables"]
