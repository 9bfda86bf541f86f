"""Loaded by every Python that has this folder on its path: workers write to jobs that others hold. For the control."""

from tischrunde_api.store import leases

leases._held = lambda _fence: ()  # type: ignore[assignment, return-value]
