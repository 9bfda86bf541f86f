"""A child process that does what the title of a meeting says: crash, take all memory, hear nothing; or solve."""

import json
import os
import signal
import time
from collections.abc import Callable

from tischrunde.stop import Flag, Stop
from tischrunde_api.worker import child
from tischrunde_api.worker.solving import Ended, Order, Standing, work

MODULE = "tests.api.unruly"


def main() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child.warm = lambda: None
    child.work = unruly  # type: ignore[attr-defined]
    child.main()


def unruly(order: Order, *, stop: Stop, tell: Callable[[Standing], None]) -> Ended:
    title = json.loads(order.meeting).get("title", "")
    if "plan" in title:
        enough = Flag()

        def tell_once(standing: Standing) -> None:
            tell(standing)
            if standing.plan is not None:
                enough.set()

        work(order, stop=enough, tell=tell_once)
    if "crash" in title:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    if "greedy" in title:
        bytearray(1 << 40)
    if "abort" in title:
        os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
        os.abort()
    while "deaf" in title:
        time.sleep(0.01)
    if "wrong" in title:
        raise AssertionError("Erika Mustermann")
    return work(order, stop=stop, tell=tell)
