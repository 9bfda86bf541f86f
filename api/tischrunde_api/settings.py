"""What can be set, from the environment (``TISCHRUNDE_...``): the table that code, limits and docs are made from."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings", "settings"]


class Settings(BaseSettings):
    """Everything an operator may set. Sizes are bytes, times seconds, unless said otherwise."""

    model_config = SettingsConfigDict(env_prefix="TISCHRUNDE_", extra="ignore", frozen=True, allow_inf_nan=False)

    host: str = Field("127.0.0.1", description="Address to listen on; beyond loopback, API keys are required.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    folder: Path = Field(
        Path("tischrunde-service"), description="Folder of the embedded database, made when the service starts."
    )
    database_url: SecretStr | None = Field(
        None, description="Database, such as postgresql+psycopg://user@host/name; SQLite in the folder if not set."
    )
    require_keys: bool = Field(False, description="Ask for an API key on loopback, too.")
    forwarded_allow_ips: str = Field("127.0.0.1", description="Proxies whose X-Forwarded headers are believed.")
    language: str = Field("de", pattern="^(de|en)$", description="Language of messages when a request names none.")

    solves: int = Field(2, ge=1, le=256, description="Solves at once in one worker.")
    solve_memory: int = Field(4 << 30, ge=1 << 29, description="Memory limit of one solve.")
    cluster: str | None = Field(None, description="Dask scheduler whose machines share the searches of a solve.")
    lease: float = Field(10.0, gt=0, description="How long a worker that says nothing keeps its job.")
    keep_days: float = Field(30.0, gt=0, le=36_500, description="Days until a plan is erased.")

    max_body: int = Field(5 << 20, ge=1024, description="Most bytes of a JSON request.")
    max_upload: int = Field(10 << 20, ge=1024, description="Most bytes of a spreadsheet, as it is sent.")
    max_unpacked: int = Field(100 << 20, ge=1024, description="Most bytes of a spreadsheet, unpacked.")
    max_people: int = Field(5_000, ge=2, description="Most people of a meeting.")
    max_tables: int = Field(1_000, ge=1, description="Most tables of a meeting.")
    max_rounds: int = Field(50, ge=1, description="Most rounds of a meeting.")
    max_rules: int = Field(5_000, ge=0, description="Most rules, and most pairs of history and affinities.")
    body_seconds: float = Field(30.0, gt=0, description="Longest that the body of a request may take to arrive.")
    default_runtime: float = Field(10.0, gt=0, description="Seconds a solve takes at most if a request says nothing.")
    max_runtime: float = Field(300.0, gt=0, description="Most seconds a request may ask for.")
    max_wait: float = Field(60.0, ge=0, description="Longest that Prefer: wait is honoured.")
    max_queued: int = Field(200, ge=1, description="Most jobs that wait or run, in all.")
    max_queued_per_key: int = Field(20, ge=1, description="Most jobs that wait or run, of one key.")
    max_streams: int = Field(500, ge=1, description="Most event streams that are open, in all.")
    max_streams_per_key: int = Field(50, ge=1, description="Most event streams that are open, of one key.")
    export_seconds: float = Field(60.0, gt=0, description="Longest that making a document may take.")


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
