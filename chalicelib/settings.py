"""The only reader of os.environ: where things are, with harmless defaults so that importing never fails."""

import os
from collections.abc import Iterator
from functools import cache

from chalicelib.values import dataclass

# Requests of one API key; the gateway takes 50 a second of all of them, see infra/functions.py.
A_MINUTE = 3_000
QUEUES = ("inbound", "routing", "checks", "deliveries", "background", "poison")


@dataclass(frozen=True, slots=True)
class Settings:
    """Names and addresses of one stage; secrets are not here but in the two parameters named here.

    `rate` is how many requests a minute a key may make; `origins` are the web pages that may call the API from a browser.
    """

    stage: str
    region: str
    tickets_table: str
    seen_table: str
    people_table: str
    desk_table: str
    surveys_table: str
    ledger_table: str
    search_table: str
    raw_bucket: str
    files_bucket: str
    public_url: str
    mail_domain: str
    ses_configuration: str
    keys_parameter: str
    senders_parameter: str
    channel_urls: tuple[tuple[str, str], ...]
    providers_url: str
    log_level: str
    memory: int
    rate: int
    origins: tuple[str, ...]
    queue_urls: tuple[tuple[str, str], ...]

    def channel_url(self, name: str, default: str) -> str:
        """The base address of a provider's API: this channel's own, else below the one for all, else the provider's."""
        return dict(self.channel_urls).get(name) or (f"{self.providers_url}/{name}" if self.providers_url else default)

    def queue_url(self, name: str) -> str:
        return dict(self.queue_urls)[name]


@cache
def settings() -> Settings:
    """The settings of this process, read once; `settings.cache_clear()` reads them again."""
    stage = _read("STAGE", "local")
    return Settings(
        stage=stage,
        region=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-north-1",
        tickets_table=_read("TICKETS_TABLE", "vuoro-tickets"),
        seen_table=_read("SEEN_TABLE", "vuoro-seen"),
        people_table=_read("PEOPLE_TABLE", "vuoro-people"),
        desk_table=_read("DESK_TABLE", "vuoro-desk"),
        surveys_table=_read("SURVEYS_TABLE", "vuoro-surveys"),
        ledger_table=_read("LEDGER_TABLE", "vuoro-ledger"),
        search_table=_read("SEARCH_TABLE", "vuoro-search"),
        raw_bucket=_read("RAW_BUCKET", "vuoro-raw"),
        files_bucket=_read("FILES_BUCKET", "vuoro-files"),
        public_url=_read("PUBLIC_URL", "http://127.0.0.1:8600").rstrip("/"),
        mail_domain=_read("MAIL_DOMAIN", "help.example.com"),
        ses_configuration=_read("SES_CONFIGURATION", ""),
        keys_parameter=_read("KEYS_PARAMETER", f"/vuoro/{stage}/keys"),
        senders_parameter=_read("SENDERS_PARAMETER", f"/vuoro/{stage}/senders"),
        channel_urls=tuple(_channel_urls()),
        providers_url=_read("PROVIDERS_URL", "").rstrip("/"),
        log_level=_read("LOG_LEVEL", "INFO"),
        memory=int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") or 512),
        rate=max(int(_read("RATE", "") or A_MINUTE), 1),
        origins=tuple(origin.strip() for origin in _read("ORIGINS", "").split(",") if origin.strip()),
        queue_urls=tuple((name, _read(f"{name.upper()}_QUEUE_URL", "")) for name in QUEUES),
    )


def queue_name(name: str) -> str:
    """The queue's name as a trigger needs it at import; the packaged template replaces it by the queue's ARN."""
    return _read(f"{name.upper()}_QUEUE", f"vuoro-{name}")


def _channel_urls() -> Iterator[tuple[str, str]]:
    """VUORO_<CHANNEL>_URL of every channel that has one; which channels there are, is not known here."""
    others = {"PUBLIC", "PROVIDERS", *(f"{name.upper()}_QUEUE" for name in QUEUES)}
    for name, value in sorted(os.environ.items()):
        channel = name.removeprefix("VUORO_").removesuffix("_URL")
        if name == f"VUORO_{channel}_URL" and channel not in others:
            yield channel.lower(), value.rstrip("/")


def _read(name: str, default: str) -> str:
    return os.environ.get(f"VUORO_{name}", default)
