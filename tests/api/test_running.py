"""The service as its operator sees it: what keeps it from starting is said, and what is started is ended cleanly."""

import os
import re
import resource
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.api.chaos.clients import meeting
from tests.api.chaos.service import Service
from tests.api.working import until
from tischrunde.cli import main
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text
from tischrunde_api.running import _where, opened, serve, settings_with, work
from tischrunde_api.store.addresses import shown
from tischrunde_api.web.keys import digest_of


def refusal(folder: Path, **settings: Any) -> Finding:
    """Return why a service does not start."""
    with pytest.raises(BadInput) as caught:
        serve(settings_with(folder=folder, **settings), announce=lambda sentence: None)
    (finding,) = caught.value.findings
    return finding


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        finding = refusal(tmp_path, port=port)
    assert (finding.place, str(port) in finding.say("en")) == ("--port", True)


def test_an_address_of_another_computer_is_said(tmp_path: Path) -> None:
    assert "192.0.2.1" in refusal(tmp_path, host="192.0.2.1").say("en")


def test_beyond_loopback_a_key_is_needed(tmp_path: Path) -> None:
    assert "tischrunde keys add" in refusal(tmp_path, host="0.0.0.0", port=0).say("en")  # noqa: S104
    finding = refusal(tmp_path, require_keys=True, port=0)
    assert finding.place == "TISCHRUNDE_REQUIRE_KEYS"
    assert "with the same TISCHRUNDE_... settings: tischrunde keys add NAME" in finding.say("en")


def test_a_folder_that_cannot_hold_a_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "folder").place == "TISCHRUNDE_FOLDER"


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    finding = refusal(tmp_path, database_url="postgresql://anna:hunter2@127.0.0.1:1/x")
    assert finding.place == "TISCHRUNDE_DATABASE_URL"
    assert "hunter2" not in finding.say("en")


def test_every_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TISCHRUNDE_SOLVES", "many")
    monkeypatch.setenv("TISCHRUNDE_LEASE", "-1")
    with pytest.raises(BadInput) as caught:
        settings_with()
    assert [finding.place for finding in caught.value.findings] == ["TISCHRUNDE_LEASE", "TISCHRUNDE_SOLVES"]


@pytest.mark.parametrize(("name", "value"), [("KEEP_DAYS", "inf"), ("KEEP_DAYS", "1e30"), ("MAX_RUNTIME", "inf")])
def test_nothing_lasts_for_ever(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TISCHRUNDE_{name}", value)
    with pytest.raises(BadInput) as caught:
        settings_with()
    assert [finding.place for finding in caught.value.findings] == [f"TISCHRUNDE_{name}"]


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [
        ("SOLVES", "many", "a whole number from 1 to 256"),
        ("MAX_PEOPLE", "1", "a whole number from 2 upwards"),
        ("LANGUAGE", "fr", "de or en"),
        ("REQUIRE_KEYS", "perhaps", "true or false"),
        ("LEASE", "0", "a number above 0"),
        ("KEEP_DAYS", "-1", "a number above 0, at most 36500"),
        ("MAX_WAIT", "-1", "a number from 0 upwards"),
    ],
)
def test_what_a_setting_may_be_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str, possible: str) -> None:
    monkeypatch.setenv(f"TISCHRUNDE_{name}", value)
    with pytest.raises(BadInput) as caught:
        settings_with()
    assert f"Possible here: {possible}." in caught.value.findings[0].say("en")


def listening(host: str) -> str:
    """Return where a service on some free port of an address is said to listen, with P for the port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        said = _where(settings_with(host=host), listener).say("en")
        return said.replace(str(listener.getsockname()[1]), "P")


def test_every_address_of_this_computer_is_said_as_such() -> None:
    for host in ("0.0.0.0", "::"):  # noqa: S104
        assert "on all addresses of this computer, port P;" in listening(host)
        assert host not in listening(host)
    assert "on http://127.0.0.1:P;" in listening("127.0.0.1")
    assert "on http://localhost:P;" in listening("localhost")


def test_a_worker_says_that_it_gets_ready_before_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tischrunde_api.worker.main.work_until_told", lambda *_: None)
    said = list[Text]()
    work(settings_with(folder=tmp_path, solves=3), announce=said.append)
    assert "is getting ready; then it takes jobs, up to 3 at once" in said[0].say("en")


def test_a_second_key_of_the_same_name_is_remarked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TISCHRUNDE_FOLDER", str(tmp_path))
    add = ["--language", "en", "keys", "add", "Ticket office"]
    assert main(add) == 0
    assert "already" not in capsys.readouterr().err
    assert main(add) == 0
    with opened(settings_with()) as store:
        first, second = store.keys()
        assert f"tischrunde keys revoke {first.id}" in capsys.readouterr().err
        store.revoke_key(first.id, now=1)
        store.revoke_key(second.id, now=1)
    assert main(add) == 0
    assert "already" not in capsys.readouterr().err


def test_keys_say_which_database_they_are_kept_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TISCHRUNDE_FOLDER", str(tmp_path))
    assert main(["--language", "en", "keys", "list"]) == 0
    assert str(tmp_path) in capsys.readouterr().err
    address = "postgresql://anna:hunter2@db.example.org/seats?password=hunter3"
    said = shown(settings_with(database_url=address)).say("en")
    assert said == "the database seats on db.example.org"


def test_a_key_is_shown_once_listed_and_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TISCHRUNDE_FOLDER", str(tmp_path))
    assert main(["--language", "en", "keys", "add", "Ticket office"]) == 0
    secret = capsys.readouterr().out.strip()
    with opened(settings_with()) as store:
        (key,) = store.keys()
        assert store.owner_of(digest_of(secret)) == key.id
    assert main(["--language", "en", "keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "Ticket office" in listed
    assert secret not in listed
    assert main(["--language", "en", "keys", "revoke", key.id]) == 0
    assert main(["--language", "en", "keys", "revoke", key.id]) == 2
    capsys.readouterr()
    assert main(["--language", "en", "keys", "list"]) == 0
    assert f"Ticket office, revoked on {time.strftime('%Y', time.gmtime())}-" in capsys.readouterr().out
    with opened(settings_with()) as store:
        assert store.owner_of(digest_of(secret)) is None


@pytest.mark.parametrize("typed", [["keys", "make"], ["keys", "add"], ["keys", "revoke"], ["keys", "list", "Anna"]])
def test_what_cannot_be_done_with_keys_is_said(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(typed) == 2
    assert capsys.readouterr().err


def test_a_service_plans_replaces_a_dead_worker_and_leaves_nothing_behind() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    service = Service(lease=1.0)
    try:
        service.keep_alive()
        until(lambda: planned(service), seconds=180)
        assert refuses_long_headers(service)
        every = [pid for pids in service.processes().values() for pid in pids]
        assert every
        assert not any(may_leave_core_files(pid) for pid in every)
        (station,) = service.processes()["station"]
        os.kill(station, signal.SIGKILL)
        until(lambda: service.processes()["station"] not in ([], [station]))
        assert planned(service)
        for process in service.started.values():
            process.terminate()
        began = time.monotonic()
        assert [process.wait(30) for process in service.started.values()] == [0, 0]
        assert time.monotonic() - began < 20  # ten, on a quiet machine
        until(lambda: not any(service.processes().values()), seconds=5)
        assert service.log_text().count("/docs") == 1
    finally:
        service.stop()
        service.remove()


def refuses_long_headers(service: Service) -> bool:
    """Return whether the service hangs up on somebody whose header goes on and on."""
    here = urlsplit(service.address)
    with socket.create_connection((here.hostname or "", here.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        with suppress(ConnectionError):
            connection.sendall(bytes(1 << 20).replace(b"\0", b"a"))
            return connection.recv(1024).startswith(b"HTTP/1.1 400")
    return True


def may_leave_core_files(pid: int) -> bool:
    """Return whether a process would write its memory to the disk when it crashes."""
    limits = Path(f"/proc/{pid}/limits").read_text()
    return re.search(r"Max core file size +0 ", limits) is None


def planned(service: Service) -> bool:
    """Return whether the service plans a meeting now."""
    with suppress(httpx.TransportError):
        answer = httpx.post(f"{service.address}/v1/plans", json=meeting(1), headers={"Prefer": "wait=20"}, timeout=60)
        assert answer.status_code < 400, answer.text
        return answer.status_code == 200
    return False
