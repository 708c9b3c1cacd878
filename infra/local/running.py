"""The local desk in this process: everything that runs on this machine, started and stopped as one."""

import contextlib
import fcntl
import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from chalice.app import DynamoDBEventConfig

from infra.local import functions, provision
from infra.local.counting import Relay
from infra.local.emulator import ACCESS_KEY, REGION, Emulator
from infra.local.http_server import ApiServer
from infra.local.mailbox import Mailbox
from infra.local.outbox import Outbox
from infra.local.ownership import Ownership
from infra.local.ports import DeskBusyError, Ports, claim
from infra.local.provider_stub import ProviderStub
from infra.local.pumps import Pumps
from infra.local.seeding import Channels, seed
from infra.local.ses_door import SesDoor
from infra.local.shop import Shop
from infra.local.smtp_door import Intake, SmtpDoor
from infra.local.stream import StreamPump
from infra.local.window import Window

LOG = logging.getLogger("vuoro.local.desk")
WEBHOOK = "/hooks/whatsapp"
OPERATOR = "env $(cat {}/environment) python -m infra"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a client of the desk needs to know; written to desk.json, readable by its owner only."""

    api_url: str
    smtp_port: int
    mailbox_url: str
    whatsapp_url: str
    aws_url: str
    mail_domain: str
    mail_address: str
    whatsapp_number: str
    admin_key: str
    hooks: dict[str, dict[str, str]]
    whatsapp_token: str
    pid: int
    counts_url: str = ""


class RunningDesk:
    """One desk in this process; use as a context manager. A process can run one desk in its life."""

    def __init__(
        self, *, state: Path, config: Path, ports: Ports, domains: frozenset[str], say: Callable[[str], None], counted: bool = False
    ) -> None:
        self._relay = Relay(ports.aws, ports.ses) if counted else None
        self._state, self._config, self._ports, self._say = state.resolve(), config.resolve(), ports, say
        self._mail_domain = os.environ.get("VUORO_MAIL_DOMAIN", "help.example.com")
        self._ours = Ownership(domains | {self._mail_domain}, lambda: self._channels.addresses("email"))
        self._closing = contextlib.ExitStack()
        self._window = Window(self._url(ports.api))
        self.addresses: Addresses

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._closing.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.close()

    def _start(self) -> None:
        self._lock()
        self._tell_of_a_cut()
        for port in asdict(self._ports).values():
            claim(port)
        template = provision.packaged_template(self._state)
        emulator = Emulator(self._state / "aws", self._ports.aws)
        self._closing.callback(emulator.stop)
        emulator.start()
        cloud = provision.clients(emulator.url)
        outputs = provision.deploy(cloud, template, mail_domain=self._mail_domain)
        env = provision.handler_environment(
            outputs, public_url=self._url(self._ports.api), whatsapp_url=self._url(self._ports.whatsapp), mail_domain=self._mail_domain,
            wished=os.environ,
        )  # fmt: skip
        env |= self._aws_environment(emulator.url)
        os.environ.update(env)
        self._write("environment", "".join(f"{name}={value}\n" for name, value in sorted(env.items())))
        self._channels = Channels(cloud.dynamodb, env["VUORO_DESK_TABLE"])
        keys, senders = provision.secrets_of(cloud, env)
        if self._relay:
            self._count(self._relay)
        self._start_outside(cloud, env, keys, senders)
        admin_key = seed(self._config, self._kept_key())
        if self._relay:
            self._relay.begin_anew()
        self._start_application(cloud, env, template)
        self._window.key = admin_key
        self.addresses = self._write_addresses(admin_key, keys, senders)

    def _start_outside(self, cloud: provision.Clients, env: dict[str, str], keys: dict[str, Any], senders: dict[str, Any]) -> None:
        """What stands for the world around the desk: SES, the providers of chats, the recipients' mailbox."""
        outbox, topic = Outbox(self._state / "outbox"), provision.receipts_topic(cloud)
        intake = Intake(cloud.s3, cloud.sns, bucket=env["VUORO_RAW_BUCKET"], topic=topic, say=self._say)

        def publish(event: dict[str, Any]) -> None:
            cloud.sns.publish(TopicArn=topic, Subject="Amazon SES Email Event Notification", Message=json.dumps(event))

        ses = SesDoor(
            self._ports.ses,
            outbox=outbox,
            intake=intake,
            publish=publish,
            behind=self._url(self._ports.aws),
            ours=self._ours,
            say=self._say,
        )
        providers = ProviderStub(
            self._ports.whatsapp,
            outbox=outbox,
            senders=senders,
            hooks=keys["hooks"],
            webhooks=self._url(self._ports.api) + WEBHOOK.rpartition("/")[0],
            say=self._say,
        )
        for server in (ses, providers, Mailbox(self._ports.mailbox, outbox, ses.faults, self._window, Shop(self._url(self._ports.api)))):
            self._closing.callback(server.stop)
            server.start()
        self._smtp = SmtpDoor(self._ports.smtp, intake, self._ours)

    def _start_application(self, cloud: provision.Clients, env: dict[str, str], template: dict[str, Any]) -> None:
        app = functions.load_app()
        found = functions.limits_of(template)
        runner = functions.Functions(app, functions.by_name(app, found), self._say)

        def stream(source: DynamoDBEventConfig, state: Path) -> StreamPump:
            clients = (cloud.dynamodb, cloud.streams)
            table = env["VUORO_TICKETS_TABLE"]
            return StreamPump(runner, name=source.name, batch_size=source.batch_size, table=table, clients=clients, state=state)

        pumps = Pumps(app, runner, sqs=cloud.sqs, stream=stream, state=self._state)
        limits = found.get("apihandler", functions.Limits())
        api = ApiServer(app, self._ports.api, timeout=limits.timeout, memory=limits.memory)
        # Stopped in the opposite order: first the doors, then the pumps with what is still under way.
        for part in (pumps, api, self._smtp):
            self._closing.callback(part.stop)
            part.start()

    def _count(self, relay: Relay) -> None:
        """From here on the application's clients take the way through the relay; what the desk asks by itself does not."""
        self._closing.callback(relay.stop)
        relay.start()
        aws, ses = (self._url(port) for port in relay.ports)
        os.environ.update({"AWS_ENDPOINT_URL": aws, "AWS_ENDPOINT_URL_SES": ses, "AWS_ENDPOINT_URL_SESV2": ses})

    def _write_addresses(self, admin_key: str, keys: dict[str, Any], senders: dict[str, Any]) -> Addresses:
        addresses = Addresses(
            api_url=self._url(self._ports.api),
            smtp_port=self._ports.smtp,
            mailbox_url=self._url(self._ports.mailbox),
            whatsapp_url=self._url(self._ports.whatsapp),
            aws_url=self._url(self._ports.aws),
            mail_domain=self._mail_domain,
            mail_address=next(iter(self._channels.addresses("email")), f"support@{self._mail_domain}"),
            whatsapp_number=next(iter(self._channels.addresses("whatsapp")), ""),
            admin_key=admin_key,
            hooks=keys["hooks"],
            whatsapp_token=senders["whatsapp"]["access_token"],
            pid=os.getpid(),
            counts_url=self._relay.url if self._relay else "",
        )
        self._write("desk.json", json.dumps(asdict(addresses), indent=1))
        return addresses

    def _write(self, name: str, text: str) -> None:
        """Readable by its owner only, and never half written."""
        partial = self._state / f"{name}.partial"
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        partial.write_text(text)
        partial.replace(self._state / name)

    def _kept_key(self) -> str:
        path = self._state / "desk.json"
        return str(json.loads(path.read_text())["admin_key"]) if path.exists() else ""

    def _lock(self) -> None:
        self._state.mkdir(parents=True, exist_ok=True)
        lock = self._closing.enter_context((self._state / "lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise DeskBusyError(f"another desk runs on {self._state}") from fault

    def _tell_of_a_cut(self) -> None:
        """The emulator forgets its streams: what was written in the last moment before a crash was perhaps never announced."""
        marker = self._state / "running"
        known = [path.stat().st_mtime for path in self._state.glob("stream-*.json")]
        if marker.exists() and known:
            since = datetime.fromtimestamp(max(known), UTC) - timedelta(minutes=1)
            self._say(f"The last run was cut off. For its end: {OPERATOR.format(self._state)} announce --since {since:%Y-%m-%dT%H:%M:%SZ}")
        marker.touch()
        self._closing.callback(marker.unlink)

    def _aws_environment(self, url: str) -> dict[str, str]:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"):
            os.environ.pop(name, None)
        ses = self._url(self._ports.ses)
        return {
            "AWS_ENDPOINT_URL": url,
            "AWS_ENDPOINT_URL_SES": ses,
            "AWS_ENDPOINT_URL_SESV2": ses,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "POWERTOOLS_TRACE_DISABLED": "1",
        }

    @staticmethod
    def _url(port: int) -> str:
        return f"http://127.0.0.1:{port}"
