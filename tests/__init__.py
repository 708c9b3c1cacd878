"""The tests; the environment they run in is set here, before anything of ours is imported and reads it."""

import os

ACCOUNT = "123456789012"
REGION = "eu-north-1"
QUEUE_NAMES = ("inbound", "routing", "checks", "deliveries", "background", "poison")
# Before anything of ours is imported, because settings are read once.
os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        # Streams answer in process only without the account's own host name.
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "VUORO_PUBLIC_URL": "https://desk.kauppa.example",
        "VUORO_MAIL_DOMAIN": "kauppa.example",
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
        **{f"VUORO_{name.upper()}_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/vuoro-{name}" for name in QUEUE_NAMES},
    }
)
