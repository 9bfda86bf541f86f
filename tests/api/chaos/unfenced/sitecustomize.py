"""Loaded by every Python that has this folder on its path: workers write to jobs that others hold. For the control."""

from tischrunde_api.store import leases

assert hasattr(leases, "_held"), "there is a fence to take away"
leases._held = lambda _fence: ()  # type: ignore[assignment, return-value]
