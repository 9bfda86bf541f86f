"""Made-up meetings for trying, testing and measuring the planner: same arguments, same meeting, on every machine.

Every meeting made here is possible.
"""

from tischrunde.generator.plain import generate
from tischrunde.generator.realistic import realistic

__all__ = ["generate", "realistic"]
