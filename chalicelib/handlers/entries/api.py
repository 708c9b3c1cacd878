"""The function behind /api/v2, and what an exchange asks while a call rings."""

from typing import Any

from chalice import Chalice

from chalicelib.handlers.daily import BLUEPRINTS


class Api(Chalice):
    """Starts with the routes of every day; the first question for a path or a verb that is not among them brings all others."""

    is_whole = False

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        asked = event.get("requestContext", {})
        if not self.is_whole and asked.get("httpMethod") not in self.routes.get(asked.get("resourcePath"), ()):
            self.complete()
        return super().__call__(event, context)

    def complete(self) -> None:
        from chalicelib.handlers.api import LATER
        from chalicelib.handlers.calls import exchange

        for blueprint in (*LATER, exchange):
            self.register_blueprint(blueprint)
        self.is_whole = True


app = Api(app_name="vuoro", configure_logs=False)
app.api.binary_types.append("multipart/form-data")

for blueprint in BLUEPRINTS:
    app.register_blueprint(blueprint)
