"""Changes on the day: the meeting after them, and a plan for it that changes as few name tags as possible.

``changes`` says what may change, ``changing`` makes the new meeting, ``search`` looks for the seats, ``repairing`` puts
them together, ``telling`` says the changes back. Method and proofs: docs/repair.md.
"""

from tischrunde.repair.changes import Changes, changes_from
from tischrunde.repair.changing import Changed, changed
from tischrunde.repair.repairing import Repair, plan_repair, repair, to_options
from tischrunde.repair.telling import told

__all__ = ["Changed", "Changes", "Repair", "changed", "changes_from", "plan_repair", "repair", "to_options", "told"]
