"""Pictures of a plan, and what each shows in words: who meets whom, how tables are mixed, how the plan was found.

Drawing needs matplotlib, the extra ``[plot]``; the words do not. Nothing here judges a plan.
"""

from tischrunde.pictures.convergence import Moment, convergence
from tischrunde.pictures.matrix import matrix
from tischrunde.pictures.mixing import mixing
from tischrunde.pictures.network import network
from tischrunde.pictures.picture import Picture, nothing_to_draw_with

__all__ = ["Moment", "Picture", "convergence", "matrix", "mixing", "network", "nothing_to_draw_with"]
