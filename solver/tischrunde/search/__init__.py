"""The search: where it begins, and how it goes on."""

from tischrunde.search.annealer import Annealer, Schedule, Shard, new_seats
from tischrunde.search.design import design_for, designed_seats
from tischrunde.search.fairness import fairer
from tischrunde.search.start import nearest_seats

__all__ = ["Annealer", "Schedule", "Shard", "design_for", "designed_seats", "fairer", "nearest_seats", "new_seats"]
