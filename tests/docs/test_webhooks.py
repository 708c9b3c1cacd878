"""docs/webhooks.md says of each channel what its module says, and its example is a message."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.channels.message import Attachment, Handle, Outbound, Sending, WebhookCall
from chalicelib.channels.registry import CHANNELS, channel
from tests.channels.signing import NOW, SIGNERS

TEXT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")


def rows(second: str) -> Iterator[tuple[str, list[str]]]:
    """The channels and further cells of the table whose second column has this heading."""
    (block,) = [block for block in TEXT.split("\n\n") if block.startswith("| channel |") and block.split("|")[2].strip() == second]
    for line in block.strip().splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for name in re.findall(r"`(\w+)`", cells[0]):
            yield name, cells[1:]


@pytest.mark.parametrize(("name", "cells"), rows("longest text"))
def test_a_channel_carries_what_the_page_says(name: str, cells: list[str]) -> None:
    manners = channel(name).manners
    assert cells[0].partition(" ")[0].strip(",") == f"{manners.longest:,}"
    assert ("24 h" in cells[1]) is (manners.window == timedelta(hours=24))
    assert (cells[2] == "none") is not manners.receipts


@pytest.mark.parametrize(("name", "cells"), rows("at the provider"))
def test_the_secrets_are_called_as_the_page_says(name: str, cells: list[str]) -> None:
    wanted = set(SIGNERS[name].secrets) - {"jwks"}
    assert cells[1] == "as above" or wanted <= set(re.findall(r"`([a-z_]+)", cells[1]))


def test_each_channel_of_one_table_is_in_the_other() -> None:
    carried = {name for name, _ in rows("longest text")}
    assert carried == {name for name, _ in rows("at the provider")}
    assert carried <= set(CHANNELS)


def test_the_example_is_read_as_it_is_explained() -> None:
    example = next(block for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL) if '"type": "message"' in block)
    (message,) = channel("standard_webhooks").parse(WebhookCall(example.encode(), {}, NOW)).messages
    assert (message.external_id, message.subject, message.references) == ("evt_3581", "Invoice", ("evt_3570",))
    assert (message.sender, message.aliases) == (Handle("phone", "+358401234567", "Aino Virtanen"), (Handle("email", "aino@example.com"),))
    assert [Attachment(file.name, file.type, file.size, "") for file in message.attachments] == [Attachment("a.txt", "text/plain", 3, "")]


def test_a_reply_has_the_fields_of_the_page() -> None:
    shown = next(block for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL) if '"type": "reply"' in block)
    reply = Outbound("standard_webhooks", "shop", Handle("phone", "+358401234567", "Aino Virtanen"), "7-4", "We have corrected it.")
    sent = channel("standard_webhooks").compose(reply, Sending("https://crm.example"))
    assert json.loads(shown) == json.loads(sent.body)
