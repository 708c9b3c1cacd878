"""What it costs to be found, each played once through the real handlers: the index kept up, its drawers emptied, pages searched."""

from bench.acts import LINE, fill_line, resolve
from bench.routes import ask, meet
from bench.stage import Play, Stage, expect
from bench.vocabulary import FOLDED, said_by
from bench.volume import EVERYWHERE
from chalicelib.codec import to_json
from chalicelib.search.sheets import MANY, MANY_ON_TOP, TOP, below, depth_of
from chalicelib.storage import tickets as rows
from chalicelib.storage.search import find_card, lying, put_entries, put_sheets
from chalicelib.tickets.subscriptions import Announcement

# Numbers behind those of any volume.
NOBODYS = 1_000_000
FIRST, FURTHER = "words put together", "words put further down"


def message_indexed(stage: Stage) -> str:
    """What a customer's first message of eighty words costs to be found by."""
    stage.hand("inbound", stage.write())
    number = stage.stored + 1
    with stage.measured():
        stage.hand("background", to_json(Announcement(number, 1, ("message.received",))).decode())
    expect(bool(find_card(rows.ticket_key(number)).card.words), "nothing was indexed")
    return "on_background"


def change_indexed(stage: Stage) -> str:
    state = stage.open()
    stage.world.after(seconds=5)
    resolve(stage, state)
    with stage.measured():
        stage.hand("background", to_json(Announcement(state.number, stage.newest().version, ("status.changed",))).decode())
    return "on_background"


def words_put_together(stage: Stage) -> str:
    """The first drawer is full: what sixty-four messages said is parted among the drawers below it."""
    _fill(TOP, MANY_ON_TOP)
    with stage.measured():
        stage.read("search.actions.put_together", TOP)
    expect(len(lying(TOP)) == 0, "the first drawer is not empty")
    return "on_background, after one message in sixty-four"


def words_put_further_down(stage: Stage) -> str:
    """A drawer below it is full."""
    drawer = below(TOP)[0]
    _fill(drawer, MANY)
    for lower in below(drawer):
        _fill(lower, MANY // 2)
    with stage.measured():
        stage.read("search.actions.put_together", drawer)
    expect(len(lying(drawer)) == 0, "the drawer is not empty")
    return "on_background, after that, twice"


def _fill(drawer: str, full: int) -> None:
    """Up to so many sheets, of the words of tickets that nobody has stored."""
    size = FOLDED[depth_of(drawer)]
    runs = [(first + 1, first + size) for first in range(NOBODYS + full * size, NOBODYS, -size)]
    for sheet in said_by(runs[len(lying(drawer)) :], drawer, EVERYWHERE):
        put_sheets({drawer: sheet})


def search_by_word_and_status(stage: Stage) -> str:
    """Two lists that are long everywhere, so that the page, the leaps and the count all have their full length."""
    state = stage.open()
    stage.world.after(seconds=5)
    key = meet(stage, state.agent)
    with stage.measured():
        told = ask(stage, key, "GET /api/v2/search/tickets?query=%22text:'kahvinkeitin'%20AND%20status:4%22")
    expect(stage.stored == 0 or len(told["results"]) == LINE, "no full page")
    return "GET /search/tickets"


def page_of_a_view(stage: Stage) -> str:
    state = fill_line(stage, stage.open())
    stage.world.after(seconds=5)
    for number in range(state.number, state.number + LINE):
        put_entries(number, 3, ["status=2", f"agent={state.agent}"])
    key = meet(stage, state.agent)
    with stage.measured():
        told = ask(stage, key, "GET /api/v2/views/2/tickets")
    expect(len(told) == LINE, f"{len(told)} tickets instead of a full page")
    return "GET /views/{number}/tickets"


OPERATIONS: tuple[tuple[str, Play], ...] = (
    ("message indexed", message_indexed),
    ("status change indexed", change_indexed),
    (FIRST, words_put_together),
    (FURTHER, words_put_further_down),
    ("search by a word and a status", search_by_word_and_status),
    ("30 tickets of a view", page_of_a_view),
)
