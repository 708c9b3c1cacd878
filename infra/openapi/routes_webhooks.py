"""Systems elsewhere that are told of events as they happen, signed as Standard Webhooks 1.0 has it."""

from chalicelib.handlers.bodies_webhooks import NEW_WEBHOOK, REDELIVERY, WEBHOOK
from infra.openapi.told import Declared, Told, one_of

TAG = "Webhooks"
ROUTES: Declared = {
    "GET /webhooks": Told("[Webhook]", "List webhooks", paged=True),
    "POST /webhooks": Told(
        "Webhook",
        "Make a webhook",
        "The answer has the signing secret, which is never shown again. It begins with what happens from now on, or behind `after`.",
        status=201,
        body=NEW_WEBHOOK,
        example={"url": "https://crm.example/hooks/vuoro", "types": ["ticket.opened", "status.changed"]},
        faults=(409,),
    ),
    "GET /webhooks/{number}": Told("Webhook", "View a webhook"),
    "PUT /webhooks/{number}": Told(
        "Webhook",
        "Change a webhook",
        "With `rotate_secret` the answer has a new secret; the one before it goes on signing for a day.",
        body=WEBHOOK,
        example={"active": True},
    ),
    "DELETE /webhooks/{number}": Told(summary="Delete a webhook"),
    "GET /webhooks/{number}/deliveries": Told(
        "[WebhookDelivery]",
        "List the last hundred attempts, newest first",
        "With `status=dead` what was given up after a day.",
        paged=True,
        query=(one_of("status", "Only what was given up.", "dead"),),
    ),
    "POST /webhooks/{number}/redeliver": Told(
        "Webhook",
        "Tell events once more",
        "Everything behind `cursor`, or what was given up: all of it or the events named.",
        status=202,
        body=REDELIVERY,
        example={"dead_letters": True},
    ),
    "POST /webhooks/{number}/ping": Told("Webhook", "Send a test", "What came of it is among the deliveries a moment later.", status=202),
}
