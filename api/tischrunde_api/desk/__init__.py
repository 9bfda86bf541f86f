"""Short work that is too long for the web process: reading meetings, checking plans, making documents."""

from tischrunde_api.desk.pool import Broken, Busy, Desk, TooSlow

__all__ = ["Broken", "Busy", "Desk", "TooSlow"]
