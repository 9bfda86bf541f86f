"""Plans without reunions that come from algebra, before anyone is given a place in them."""

from tischrunde.designs.catalogue import catalogue, most_rounds
from tischrunde.designs.fields import Field, field, prime_power
from tischrunde.designs.routes import Routes, cyclic_routes, extended, field_routes, is_without_reunions, routes
from tischrunde.designs.timetable import Timetable, is_schedule, of_groups
from tischrunde.designs.uneven import largest_first, with_comers, without_leavers

__all__ = [
    "Field",
    "Routes",
    "Timetable",
    "catalogue",
    "cyclic_routes",
    "extended",
    "field",
    "field_routes",
    "is_schedule",
    "is_without_reunions",
    "largest_first",
    "most_rounds",
    "of_groups",
    "prime_power",
    "routes",
    "with_comers",
    "without_leavers",
]
