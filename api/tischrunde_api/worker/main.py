"""The process of a worker: a station with its signals, alone or under the service that started it."""

import os
import signal
import sys
import threading
from types import FrameType

from tischrunde_api.settings import Settings
from tischrunde_api.store.opening import open_store
from tischrunde_api.store.port import Store
from tischrunde_api.worker.logs import log_to_stderr
from tischrunde_api.worker.station import Station

__all__ = ["main", "work_until_told"]

CLOSING = 5.0
"""Seconds to end in once told to; a store that is locked for longer must not keep the process."""


def main() -> None:
    """Be the worker of a service: standard input holds its settings, and ends when the service does."""
    log_to_stderr()
    settings = Settings.model_validate_json(sys.stdin.buffer.readline())
    stop = threading.Event()

    def outlive_nobody() -> None:
        while os.read(sys.stdin.fileno(), 1):  # no buffer of Python's: its lock would be in the way at the end
            pass
        stop.set()

    threading.Thread(target=outlive_nobody, daemon=True).start()
    work_until_told(open_store(settings), settings, stop)


def work_until_told(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Work until SIGTERM, SIGINT or ``stop``; running solves keep their best plan and are put back.

    Signals come to this, the main thread, which only waits: nothing the work does can keep them from being heard.
    """

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    station = Station(store, settings)
    work = threading.Thread(target=station.run, args=(stop,), daemon=True)
    work.start()
    while work.is_alive() and not stop.wait(1.0):
        pass
    work.join(CLOSING)
    if work.is_alive() or not stop.is_set():
        os._exit(1)  # late, or broken: the children end with their pipes, and leases with their time
    store.close()
