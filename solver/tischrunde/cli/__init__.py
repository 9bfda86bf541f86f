"""The command line: ``tischrunde solve | check | diagnose | generate``.

Reads what was typed, calls the library, prints. What is heavy to load is loaded only when a command needs it.
"""

from tischrunde.cli.app import main

__all__ = ["main"]
