"""What a fresh local desk has to show: people, a product's tickets with what was said on them, answers ready to send, an article.

Everything goes in by the doors that clients and customers use. Each step is done once: which ones are, is kept in the state
folder, and a step that was cut off is repeated with the key it began with.
"""

import base64
import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.running import Addresses
from infra.local.send import compose, send_mail

DONE = "seeds.json"
ADMIN = "/agents/me"
Answer = dict[str, Any]


class SeedError(Exception):
    """The desk refused what it should have taken; the message says what."""


class Sower:
    """One run over the steps of STEPS; `found` has what earlier steps made, by name."""

    def __init__(self, addresses: Addresses, state: Path) -> None:
        self.addresses, self._path = addresses, state / DONE
        self.found: dict[str, Any] = json.loads(self._path.read_text()) if self._path.exists() else {}
        self._key = base64.b64encode(f"{addresses.admin_key}:X".encode()).decode()
        self._step, self._calls = "", 0

    def run(self) -> int:
        """Do what was not done yet; how many steps that were."""
        missing = [(name, step) for name, step in STEPS if name not in self.found]
        for name, step in missing:
            self._step, self._calls = name, 0
            self.found[name] = step(self)
            self._path.write_text(json.dumps(self.found))
        return len(missing)

    def get(self, path: str) -> Any:
        return self._ask("GET", path)

    def post(self, path: str, **body: Any) -> Answer:
        answer: Answer = self._ask("POST", path, body)
        return answer

    def put(self, path: str, **body: Any) -> Answer:
        answer: Answer = self._ask("PUT", path, body)
        return answer

    def ticket(self, requester: str, subject: str, text: str, **fields: Any) -> int:
        made = self.post("/tickets", requester_id=self.found["contacts"][requester], subject=subject, description=text, **fields)
        return int(made["id"])

    def _ask(self, method: str, path: str, body: Answer | None = None) -> Any:
        self._calls += 1
        headers = {"Authorization": f"Basic {self._key}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = f"seed-{self._step}-{self._calls}"
        raw = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(f"{self.addresses.api_url}/api/v2{path}", raw, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as told:
                return json.loads(told.read() or b"null")
        except urllib.error.HTTPError as refusal:
            raise SeedError(f"{method} {path}: {refusal.code} {refusal.read().decode()[:500]}") from refusal


def _company(sower: Sower) -> int:
    """One that desk.yaml does not name."""
    known = {row["name"]: row["id"] for row in sower.get("/companies?per_page=100")}
    name = "Valo ja Varjo Oy"
    made = known.get(name) or sower.post("/companies", name=name, domains=["valo.example"], industry="Retail")["id"]
    return int(made)


def _contacts(sower: Sower) -> dict[str, int]:
    people = (
        {"name": "Aino Virtanen", "email": "aino.virtanen@asiakas.example", "language": "fi", "phone": "+358401000001"},
        {"name": "Bo Berg", "email": "bo.berg@kund.example", "language": "sv"},
        {"name": "Carol Smith", "email": "carol.smith@customer.example", "language": "en", "tags": ["vip"]},
        {"name": "Valtteri Valo", "email": "valtteri@valo.example", "language": "fi", "company_id": sower.found["company"]},
    )
    return {str(person["name"]): _contact(sower, person) for person in people}


def _contact(sower: Sower, person: Answer) -> int:
    known = sower.get(f"/contacts?email={person['email']}")
    made = known[0] if known else sower.post("/contacts", **person)
    return int(made["id"])


def _canned(sower: Sower) -> list[int]:
    shelf = sower.post("/canned_response_folders", name="Usual answers")["id"]
    answers = (
        ("We are looking into it", "<p>Hello, we have your message and are looking into it.</p>"),
        ("On its way", "<p>Hello, your parcel left us today.</p>"),
    )
    return [int(sower.post("/canned_responses", title=title, content_html=html, folder_id=shelf)["id"]) for title, html in answers]


def _article(sower: Sower) -> int:
    category = sower.post("/solutions/categories", name="Ohjeet", description="How things are done")["id"]
    folder = sower.post(f"/solutions/categories/{category}/folders", name="Palautukset")["id"]
    text = "<h2>Näin palautat</h2><ol><li>Pane tuote laatikkoon.</li><li>Vie laatikko postiin.</li></ol>"
    made = sower.post(
        f"/solutions/folders/{folder}/articles", title="Tuotteen palauttaminen", description=text, status=2, tags=["palautus"]
    )
    sower.post(f"/solutions/articles/{made['id']}/sv", title="Att returnera en vara", description="<p>Lägg varan i en låda.</p>", status=2)
    return int(made["id"])


def _answered(sower: Sower) -> int:
    """A whole conversation, resolved."""
    product = next((row["id"] for row in sower.get("/products")), None)
    number = sower.ticket(
        "Aino Virtanen", "Keitin ei lämpene", "Uusi keitin ei lämpene, vaikka valo palaa.", priority=2, tags=["takuu"], product_id=product
    )
    sower.post(f"/tickets/{number}/reply", body="<p>Hei Aino, lähetämme uuden huomenna.</p>")
    sower.post(f"/tickets/{number}/notes", body="Varastolla on yksi kappale.")
    sower.put(f"/tickets/{number}", status=4)
    return number


def _rating(sower: Sower) -> int:
    return int(
        sower.post(f"/tickets/{sower.found['answered']}/satisfaction_ratings", ratings={"default_question": 103}, feedback="Kiitos!")["id"]
    )


def _time(sower: Sower) -> int:
    return int(
        sower.post(f"/tickets/{sower.found['answered']}/time_entries", time_spent="00:20", note="Soitin varastolle", billable=True)["id"]
    )


def _open(sower: Sower) -> list[int]:
    """Work for each group, one of it waiting for the customer."""
    waiting = sower.ticket("Carol Smith", "Wrong size", "The coat is too small. Can I get a larger one?", priority=1)
    sower.post(f"/tickets/{waiting}/reply", body="<p>Hello Carol, which size would you like?</p>")
    sower.put(f"/tickets/{waiting}", status=6)
    return [
        waiting,
        sower.ticket("Bo Berg", "Fel faktura", "Fakturan har fel summa, kan ni rätta den?", priority=3),
        sower.ticket("Valtteri Valo", "Toimitus myöhässä", "Missä lähetyksemme on?", priority=4, company_id=sower.found["company"]),
    ]


def _mail(sower: Sower) -> str:
    """A customer whom nobody knows yet writes by mail."""
    sender, subject = "Dina Dahl <dina.dahl@customer.example>", "Is the kettle in stock?"
    try:
        mail = compose(sender=sender, to=sower.addresses.mail_address, subject=subject, text="Hello, is the kettle in stock?")
        send_mail(sower.addresses, mail)
    except smtplib.SMTPException as refusal:
        raise SeedError(f"mail to {sower.addresses.mail_address}: {refusal}") from refusal
    return subject


Step = Callable[[Sower], Any]
STEPS: tuple[tuple[str, Step], ...] = (
    ("company", _company),
    ("contacts", _contacts),
    ("canned", _canned),
    ("article", _article),
    ("answered", _answered),
    ("time", _time),
    ("open", _open),
    ("mail", _mail),
    ("rating", _rating),
)
