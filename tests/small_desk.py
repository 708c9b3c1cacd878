"""The desk most tests run against: two groups, four agents, office hours with a lunch break, one policy with two steps."""

from typing import Any

OFFICE = [{"start": "08:00:00", "end": "12:00:00"}, {"start": "13:00:00", "end": "16:00:00"}]
ALWAYS = [{"start": "00:00:00", "end": "00:00:00"}]
CLOCKS = ("first_response", "next_response", "resolution")


def _targets(first: int, following: int, full: int) -> list[dict[str, Any]]:
    return [
        {"clock": "first_response", "seconds": first},
        {"clock": "next_response", "seconds": following},
        {"clock": "resolution", "seconds": full, "pauses": ["pending", "hold"]},
    ]


def _ladder() -> list[dict[str, Any]]:
    warn = [{"name": "warn", "clock": clock, "percent": 80, "audience": ["agent"]} for clock in CLOCKS]
    breach = [{"name": "breach", "clock": clock, "percent": 100, "audience": ["agent", "lead"]} for clock in CLOCKS]
    return warn + breach


DOCUMENT: dict[str, Any] = {
    "name": "Kauppa Oy",
    "language": "fi",
    "languages": ["fi", "sv", "en"],
    "default_group": "Support",
    "accounts": [
        {"channel": "email", "address": "help@kauppa.example"},
        {"channel": "email", "address": "laskutus@kauppa.example", "group": "Billing"},
        {"channel": "whatsapp", "address": "10001", "number": "+358401234567"},
    ],
    "groups": [
        {"name": "Support", "lead": "liisa@talo.example", "manager": "mikko@talo.example"},
        {"name": "Billing", "lead": "ville@talo.example"},
    ],
    "agents": [
        {
            "email": "liisa@talo.example",
            "name": "Liisa",
            "groups": ["Support"],
            "languages": ["fi", "sv", "en"],
            "cap": 10,
            "role": "supervisor",
        },
        {"email": "aki@talo.example", "name": "Aki", "groups": ["Support"], "languages": ["fi", "en"], "cap": 10},
        {"email": "ville@talo.example", "name": "Ville", "groups": ["Billing"], "languages": ["fi", "sv", "en"], "cap": 2},
        {"email": "mikko@talo.example", "name": "Mikko", "groups": ["Support"], "languages": ["fi", "en"], "cap": 0, "role": "admin"},
    ],
    "companies": [{"name": "Tukku Oy", "domains": ["tukku.example"], "tier": "gold", "weight": 3}],
    "calendars": [
        {"name": "Office", "time_zone": "Europe/Helsinki", "week": [OFFICE] * 5 + [[], []], "closed": ["2026-12-06", "2026-12-24"]},
        {"name": "Always", "time_zone": "Europe/Helsinki", "week": [ALWAYS] * 7},
    ],
    "policies": [
        {
            "name": "gold",
            "calendar": "Always",
            "companies": ["Tukku Oy"],
            "targets": [[n, _targets(1800, 1800, 14_400)] for n in (1, 2, 3, 4)],
            "ladder": _ladder(),
        },
        {
            "name": "standard",
            "calendar": "Office",
            "ladder": _ladder(),
            "targets": [
                [1, _targets(14_400, 14_400, 72_000)],
                [2, _targets(7200, 7200, 36_000)],
                [3, _targets(3600, 3600, 18_000)],
                [4, _targets(900, 1800, 7200)],
            ],
        },
    ],
    "reasons": [
        {"name": "invoice", "words": ["lasku*", "faktura*", "invoice*"]},
        {"name": "return", "words": ["palautu*", "retur*", "return*"]},
    ],
    "rules": [
        {"name": "money to billing", "conditions": [{"kind": "reason", "values": ["invoice"]}], "group": "Billing", "priority": 2},
        {"name": "fire", "conditions": [{"kind": "keyword", "values": ["palaa", "brinner", "fire"]}], "group": "Support", "priority": 4},
    ],
    "survey": {"active": True, "delay": 3600, "throttle": 2_592_000, "expiry": 1_209_600},
}
