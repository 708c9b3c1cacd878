"""An agent asks for work."""

from tests.handlers.client import Client


def test_the_most_urgent_waiting_ticket_is_handed_out(api: Client) -> None:
    for priority in (1, 4, 2):
        api.opened(priority=priority)
        number = api.get("/tickets").body[0]["id"]
        api.put(f"/tickets/{number}", {"group_id": next(one["id"] for one in api.get("/groups").body if one["name"] == "Support")})
    aki = api.of("Aki")
    told = aki.post("/line/next")
    assert (told.status, told.body["id"], told.body["responder_id"], told.body["description_text"]) == (200, 2, api.agent("Aki"), "Apua")
    assert [aki.post("/line/next").body["id"] for _ in range(2)] == [3, 1]
    assert aki.post("/line/next").status == 204


def test_a_repeated_request_hands_out_one_ticket(api: Client) -> None:
    group = next(one["id"] for one in api.get("/groups").body if one["name"] == "Support")
    for _ in range(2):
        api.opened(group_id=group)
    told = [api.of("Aki").post("/line/next", Idempotency_Key="k").body["id"] for _ in range(2)]
    assert told == [1, 1]


def test_who_takes_no_tickets_is_given_none(api: Client) -> None:
    assert [caller.post("/line/next").status for caller in (api.of("Aki", role="light"), api.of("Aki"))] == [403, 204]
