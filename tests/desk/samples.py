"""A small desk.yaml whose lines tests replace one at a time."""

from datetime import date

from chalicelib.desk.model import Desk
from infra.deskfile import Reading, read

TODAY = date(2026, 11, 21)
SMALL = """\
desk: {name: Kukka Oy, language: fi, languages: [fi, sv]}
channels:
  - {channel: email, address: hei@kukka.example, group: Shop}
groups:
  - {name: Shop, lead: elli@kukka.example}
  - {name: Office}
agents:
  - {email: elli@kukka.example, name: Elli, groups: [Shop, Office], skills: [roses], shift: Days}
  - {email: otso@kukka.example, name: Otso, groups: [Shop]}
companies:
  - {name: Tukku Oy, domains: [tukku.example]}
  - {name: Torni Oy, domains: [torni.example]}
calendars:
  - name: Days
    time_zone: Europe/Helsinki
    week: {monday-friday: [08:00-12:00, 13:00-16:00]}
policies:
  - name: Everybody
    calendar: Days
    targets: {first_response: {low: 4h}}
    ladder: [{step: warn, at: 80%, tell: [agent]}]
reasons:
  - {name: Return, words: {fi: [palaut*]}}
routing:
  default_group: Shop
  rules:
    - {name: Roses, when: {keyword: [ruusu*]}, group: Shop, skills: [roses]}
    - {name: Returns, when: {reason: [Return]}, group: Office}
statuses:
  - {number: 8, name: Waiting on warehouse, category: hold}
texts:
  reply_footer: {fi: "{desk} {ticket}"}
survey: {active: true, delay: 1h}
"""


def changed(line: int, text: str) -> str:
    """The small desk with one line replaced, at the same indentation."""
    lines = SMALL.splitlines()
    old = lines[line - 1]
    lines[line - 1] = old[: len(old) - len(old.lstrip())] + text
    return "\n".join(lines)


def reading(source: str) -> Reading:
    return read(source, "desk.yaml", TODAY)


def desk(source: str) -> Desk:
    found = reading(source)
    assert found.desk, found.errors
    return found.desk
