"""One run: deeds at random times until there were enough, then peace, then the account of every job."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from tests.api.chaos.clients import Clients, meeting
from tests.api.chaos.service import Service
from tischrunde.model import Meeting, Plan
from tischrunde.score import judge
from tischrunde_api.store.opening import open_store_at
from tischrunde_api.store.port import EventKind, State, Store

__all__ = ["Account", "run"]

SHARES = {"child": 4, "station": 4, "worker": 3, "web": 1}
"""How often each role is the victim."""

LEASE = 1.0
GROWN = 2.5
"""Seconds that a process has been alive before it is hit: one that only begins has nothing to lose."""

STARTING = 180.0
"""Seconds until the first plan at most; where nothing is compiled yet, that is done first."""


@dataclass
class Account:
    """What has become of all jobs.

    Attributes
    ----------
    deeds : kills and freezes, by role
    jobs : that were accepted
    condemned : failed because their workers were killed three times in a row, as the rules say
    lost : accepted, but never done
    double : requests that became several jobs, and jobs that ended more than once
    wrong : plans that break a rule, or are not what they say
    """

    deeds: Counter[str] = field(default_factory=Counter)
    jobs: int = 0
    seconds: float = 0.0
    condemned: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(number for deed, number in self.deeds.items() if deed.startswith("kill"))

    def __str__(self) -> str:
        parts = ("condemned", "lost", "double", "wrong")
        counts = ", ".join(f"{len(getattr(self, part))} {part}" for part in parts)
        done = ", ".join(f"{number} x {deed}" for deed, number in sorted(self.deeds.items()))
        return f"{self.jobs} jobs in {self.seconds:.0f} s, {self.kills} kills ({done}): {counts}"


def run(
    *,
    kills: int,
    freezes: int,
    seed: int = 0,
    gap: float = 1.5,
    callers: int = 3,
    roles: Mapping[str, int] = SHARES,
    database_url: str | None = None,
    unfenced: bool = False,
) -> Account:
    """Run a service under fire and return what has become of its jobs.

    Parameters
    ----------
    kills, freezes
        How many, in an order and at times that chance chooses.
    seed
        Of the deeds and the meetings; what is hit depends on the machine, too.
    gap
        Mean of the seconds between two deeds.
    callers
        How many ask for plans at the same time.
    roles
        Who is hit, and how often.
    database_url
        A database, empty; the embedded one of the service if not given.
    unfenced
        Whether workers may write to jobs that others hold.
    """
    account, began, chance = Account(), time.monotonic(), random.Random(seed)
    service = Service(lease=LEASE, database_url=database_url, unfenced=unfenced)
    try:
        service.keep_alive()
        _await_first_plan(service)
        with service.kept_alive():
            clients = Clients(service.address, seed=seed, callers=callers)
            _harm(service, account, _deeds(kills, freezes, chance), roles=roles, chance=chance, gap=gap)
            clients.stop()
            store = open_store_at(service.database)
            try:
                _settle(account, clients, store)
            finally:
                store.close()
        account.wrong += service.faults
    finally:
        service.stop()
        service.remove()
    account.seconds = time.monotonic() - began
    return account


def _deeds(kills: int, freezes: int, chance: random.Random) -> list[str]:
    deeds = ["kill"] * kills + ["freeze"] * freezes
    chance.shuffle(deeds)
    return deeds


def _harm(
    service: Service,
    account: Account,
    deeds: Sequence[str],
    *,
    roles: Mapping[str, int],
    chance: random.Random,
    gap: float,
) -> None:
    """Kill and freeze; a frozen process thaws when its lease is long over."""
    thaw: list[tuple[float, int]] = []
    for deed in deeds:
        until = time.monotonic() + chance.expovariate(1 / gap)
        while True:
            thaw = _thawed(thaw)
            role, pid = _victim(service, roles, chance, [frozen for _, frozen in thaw])
            if time.monotonic() >= until and pid is not None:
                break
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL if deed == "kill" else signal.SIGSTOP)
            account.deeds[f"{deed} {role}"] += 1
            if deed == "freeze":
                thaw.append((time.monotonic() + chance.uniform(1.5, 3) * LEASE, pid))
    while thaw:
        thaw = _thawed(thaw)
        time.sleep(0.05)


def _thawed(thaw: list[tuple[float, int]]) -> list[tuple[float, int]]:
    now = time.monotonic()
    for at, pid in thaw:
        if at <= now:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    return [(at, pid) for at, pid in thaw if at > now]


def _victim(
    service: Service, roles: Mapping[str, int], chance: random.Random, frozen: list[int]
) -> tuple[str, int | None]:
    alive = service.processes(age=GROWN)
    role = chance.choices(list(roles), list(roles.values()))[0]
    possible = [pid for pid in alive[role] if pid not in frozen]
    return role, chance.choice(possible) if possible else None


def _await_first_plan(service: Service) -> None:
    end = time.monotonic() + STARTING
    while True:
        with suppress(httpx.TransportError):
            answer = httpx.post(
                f"{service.address}/v1/plans",
                json=meeting(1),
                headers={"Prefer": "wait=10", "Idempotency-Key": "first"},
                timeout=30,
            )
            if answer.status_code == 200:
                return
            assert answer.status_code in (202, 500, 503), answer.text
        assert time.monotonic() < end, service.log_text()
        time.sleep(0.2)


def _settle(account: Account, clients: Clients, store: Store) -> None:
    """Wait for every job, then judge it."""
    account.jobs = len(clients.ids)
    first = 1  # there is that of the plan before the first deed, too
    for number, ids in clients.ids.items():
        name = f"meeting {number}"
        if len(ids) != 1:
            account.double.append(f"{name}: {len(ids)} jobs")
            continue
        resource = clients.resource(number)
        state, plan = resource.get("state"), resource.get("plan")
        ends = [event for event in store.events("", next(iter(ids)), after=0) if event.kind is EventKind.DONE]
        if len(ends) > 1:
            account.double.append(f"{name}: ended {len(ends)} times")
        if state == "failed" and resource["reason"] == "crashed":
            account.condemned.append(name)
        elif state != "done" or plan is None or len(ends) < 1:
            account.lost.append(f"{name}: {state} {resource.get('reason')}")
        elif (fault := _fault(Meeting.model_validate(meeting(number)), plan, resource["progress"]["cost"])) is not None:
            account.wrong.append(f"{name}: {fault}")
    there = sum(store.tally(now=time.time_ns() // 1_000_000).states.get(state, 0) for state in State)
    if there != account.jobs + first:
        account.double.append(f"{there} jobs in the store instead of {account.jobs + first}")


def _fault(meeting: Meeting, plain: dict[str, object], cost: int) -> str | None:
    """Return what is wrong with a plan, by the judge and by its own words."""
    plan = Plan.model_validate(plain)
    if plan.rounds is None or plan.score is None:
        return f"no seats: {plan.status}"
    judgement = judge(meeting, plan.rounds)
    if judgement.violations:
        return str(judgement.violations[0].message)
    if not judgement.cost == plan.score.cost == cost:
        return f"costs {judgement.cost}, says {plan.score.cost} and {cost}"
    if plan.meeting_sha256 != meeting.sha256:
        return "of another meeting"
    is_proved = plan.score.cost == plan.score.bound
    return None if (plan.status == "optimal") == is_proved else f"says {plan.status}"
