"""A Dask cluster as an executor: connect, check that it can do the work, and leave it as it was."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["connected", "release"]

PATIENCE = 10.0  # seconds for the scheduler to answer
ADDRESS = re.compile(r"((tcp|tls|wss?)://)?(\[[0-9a-fA-F:]+\]|[^\s/:\[\]]+):[0-9]{1,5}")


def release() -> str:
    """Return what must be the same everywhere for the same plan: the version of this package."""
    return version("tischrunde")


@contextmanager
def connected(address: str, *, patience: float = PATIENCE) -> Iterator[tuple[Executor, int]]:
    """Within the block, give an executor on a Dask cluster, and how many errands it runs at once.

    Parameters
    ----------
    address :
        of the scheduler, such as ``tcp://10.0.0.7:8786``
    patience :
        seconds for the scheduler to answer

    Raises
    ------
    BadInput
        when Dask is not installed, nobody answers, or the workers there cannot do the work
    """
    try:
        from distributed import Client
    except ImportError as error:
        message = Text("A cluster needs Dask, which is not installed.")
        raise _refused(message, Text("Install it: {command}", command="pip install 'tischrunde[cluster]'")) from error
    hint = Text("Give the address that “dask scheduler” shows, such as tcp://10.0.0.7:8786.")
    if not ADDRESS.fullmatch(address):
        raise _refused(Text("“{address}” is not the address of a Dask cluster.", address=address), hint)
    with _quiet():
        try:
            client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, RuntimeError) as error:
            raise _refused(Text("No Dask cluster answers at {address}.", address=address), hint) from error
        with client:
            yield client.get_executor(pure=False), _errands_at_once(client, address)


def _errands_at_once(client: "Client", address: str) -> int:
    """Return how many threads all workers have together, after looking what is installed there."""
    threads = sum(client.nthreads().values())
    if not threads:
        message = Text("The cluster at {address} has no workers.", address=address)
        raise _refused(message, Text("Start some: {command}", command=f"dask worker {address}"))
    for worker, there in client.run(release, on_error="return").items():
        if there != release():
            message = Text(
                "The worker {worker} of the cluster does not have tischrunde {version}.",
                worker=worker,
                version=release(),
            )
            hint = Text("Install the same version on every computer of the cluster.")
            raise _refused(message, hint)
    return int(threads)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log to itself: what an organiser can do about it is said in our own words."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _refused(message: Text, hint: Text) -> BadInput:
    return BadInput([Finding("--cluster", message, hint)])
