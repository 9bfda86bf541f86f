"""Plans without reunions that come from algebra, before anyone is given a place in them."""

from tischrunde.designs.fields import Field, field, prime_power
from tischrunde.designs.routes import Routes, cyclic_routes, extended, field_routes, is_without_reunions, routes
from tischrunde.designs.timetable import Timetable, is_schedule, of_groups

__all__ = [
    "Field",
    "Routes",
    "Timetable",
    "cyclic_routes",
    "extended",
    "field",
    "field_routes",
    "is_schedule",
    "is_without_reunions",
    "of_groups",
    "prime_power",
    "routes",
]
