"""``tischrunde serve | worker | keys``: the HTTP service, a worker for it on another machine, and who may call it."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from tischrunde.cli.arguments import Arguments
from tischrunde.cli.helptext import Command
from tischrunde.cli.streams import answer, tell
from tischrunde.errors import BadInput, Finding
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from tischrunde_api.settings import Settings
    from tischrunde_api.store.port import Key, Store

__all__ = ["add_to"]

MOST_PORT = 65_535
MOST_LETTERS = 100


def add_to(app: typer.Typer, language: Language) -> None:
    """Add the commands to ``app``."""

    @app.command(
        "serve",
        cls=Command,
        short_help=Text("Run the HTTP service.").say(language),
        help=Text(
            "Run the HTTP service: other programs send meetings and fetch plans. Its page /docs says how. "
            "Everything else is set by environment variables, see docs/service.md."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def serve(
        host: Annotated[
            str | None,
            typer.Option(
                metavar=Text("ADDRESS").say(language),
                help=Text(
                    "The address to listen on; 127.0.0.1, this computer alone, if you say nothing. Beyond that callers "
                    "need a key, see “tischrunde keys”."
                ).say(language),
            ),
        ] = None,
        port: Annotated[
            str | None,
            typer.Option(
                metavar=Text("NUMBER").say(language),
                help=Text("The port to listen on; 8000 if you say nothing.").say(language),
            ),
        ] = None,
    ) -> int:
        arguments = Arguments()
        number = None if port is None else arguments.whole("--port", port, least=0, most=MOST_PORT)
        arguments.settle()

        from tischrunde_api.running import serve as run

        run(_settings(host=host, port=number), announce=lambda sentence: tell(sentence, language))
        return 0

    @app.command(
        "worker",
        cls=Command,
        short_help=Text("Run a worker that takes jobs from a service's database.").say(language),
        help=Text(
            "Run a worker that takes jobs from the database of a service, on this machine or another one. "
            "TISCHRUNDE_DATABASE_URL says which database."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def worker() -> int:
        from tischrunde_api.running import work

        work(_settings(), announce=lambda sentence: tell(sentence, language))
        return 0

    @app.command(
        "keys",
        cls=Command,
        short_help=Text("Say who may call the service.").say(language),
        help=Text(
            "Say who may call the service. “add NAME” makes a key and shows it, this once; “list” shows whose keys "
            "there are; “revoke ID” makes one worthless."
        ).say(language),
        options_metavar=Text("[OPTIONS]").say(language),
    )
    def keys(
        action: Annotated[
            str,
            typer.Argument(
                metavar=Text("ACTION").say(language), help=Text("What to do: add, list or revoke.").say(language)
            ),
        ],
        whose: Annotated[
            str | None,
            typer.Argument(
                metavar=Text("[NAME | ID]").say(language),
                help=Text("Who gets the key, or the id of the key to revoke.").say(language),
            ),
        ] = None,
    ) -> int:
        _check(action, whose)

        from tischrunde_api.running import opened
        from tischrunde_api.store.addresses import shown

        settings = _settings()
        with opened(settings) as store:
            tell(Text("Keys are kept in {database}.", database=shown(settings)), language)
            _do(store, action, whose or "", language)
        return 0


def _settings(**given: object) -> "Settings":
    from tischrunde_api.running import settings_with

    return settings_with(**given)


def _check(action: str, whose: str | None) -> None:
    if action not in ("add", "list", "revoke"):
        message = Text("“{action}” is not something that can be done with keys.", action=action)
        raise BadInput([Finding("", message, Text("Say add, list or revoke."))])
    if action == "list" and whose is not None:
        raise BadInput([Finding(whose, Text("“list” needs no name."), Text("Leave it out."))])
    if action == "add" and not 0 < len((whose or "").strip()) <= MOST_LETTERS:
        message = Text("A key needs a name of 1 to {most} letters, so that you know whose it is.", most=MOST_LETTERS)
        raise BadInput([Finding("", message, Text("Say, for example: {command}", command="tischrunde keys add Kasse"))])
    if action == "revoke" and not whose:
        message = Text("Which key is to be revoked?")
        raise BadInput(
            [Finding("", message, Text("Name its id; {command} shows all.", command="tischrunde keys list"))]
        )


def _do(store: "Store", action: str, whose: str, language: Language) -> None:
    if action == "add":
        from tischrunde_api.running import add_key

        _remark_on_namesakes(store, whose.strip(), language)
        key, secret = add_key(store, whose.strip())
        tell(
            Text("The key of {name} has the id {id}. Keep it well: it is shown only now.", name=key.name, id=key.id),
            language,
        )
        answer(secret)
    elif action == "list":
        known = store.keys()
        for key in known:
            answer(_line(key, language))
    elif store.revoke_key(whose, now=time.time_ns() // 1_000_000):
        tell(Text("The key {id} is worthless now.", id=whose), language)
    else:
        message = Text("There is no key with the id {id}, or it was revoked before.", id=whose)
        raise BadInput([Finding("", message, Text("{command} shows all.", command="tischrunde keys list"))])


def _remark_on_namesakes(store: "Store", name: str, language: Language) -> None:
    """Say which good keys have the same name: right while one takes the place of another, else easily confused."""
    known = store.keys()
    for key in known:
        if key.name == name and key.revoked_at is None:
            told = Text(
                "{name} has a key already, {id}, which stays good. If it is no longer used: {command}",
                name=name,
                id=key.id,
                command=f"tischrunde keys revoke {key.id}",
            )
            tell(told, language)


def _line(key: "Key", language: Language) -> str:
    since = time.strftime("%Y-%m-%d", time.gmtime(key.created_at / 1000))
    if key.revoked_at is None:
        return Text("{id}  {name}, since {day}", id=key.id, name=key.name, day=since).say(language)
    until = time.strftime("%Y-%m-%d", time.gmtime(key.revoked_at / 1000))
    return Text("{id}  {name}, revoked on {day}", id=key.id, name=key.name, day=until).say(language)
