"""The cast and the scenes of the day; scenes run beside each other, the last one takes longest."""

from infra.demo.story import chats, everyday, mails, work
from infra.demo.story.cast import CAST

SCENES = (*mails.SCENES, *chats.SCENES, *everyday.SCENES, *work.SCENES)

__all__ = ["CAST", "SCENES"]
