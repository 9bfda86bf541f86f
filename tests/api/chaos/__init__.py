"""The service under fire: processes are killed and frozen at random, and no job may be lost, doubled or wrong.

``python -m tests.api.chaos --kills 500 --seed 7`` for a longer run than the tests make.
"""
