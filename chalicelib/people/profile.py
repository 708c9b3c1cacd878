"""What agents say of themselves: it stands before the configuration, and no rule reads it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.desk.model import Agent

FIELDS = ("signature", "job_title", "phone", "mobile", "language", "time_zone")
Profile = Mapping[str, Any]


def profiled(agent: Agent, profile: Profile) -> Agent:
    """The agent as they describe themselves; what they never said is as configured."""
    return replace(agent, **{name: profile[name] for name in FIELDS if name in profile})
