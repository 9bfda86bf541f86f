"""Plans without reunions that come from algebra, before anyone is given a place in them."""

from tischrunde.designs.fields import Field, field, prime_power
from tischrunde.designs.routes import Routes, cyclic_routes, extended, field_routes, is_without_reunions, routes

__all__ = [
    "Field",
    "Routes",
    "cyclic_routes",
    "extended",
    "field",
    "field_routes",
    "is_without_reunions",
    "prime_power",
    "routes",
]
