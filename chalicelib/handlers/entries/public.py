"""The function behind the paths that anybody may call; it has neither the rights nor the routes of the API."""

from chalice import Chalice

from chalicelib.handlers import survey_pages, web, webhooks
from chalicelib.handlers.verbs import shaped

app = Chalice(app_name="vuoro", configure_logs=False)
app.register_middleware(shaped, event_type="http")

for blueprint in (web.web, webhooks.hooks, survey_pages.survey):
    app.register_blueprint(blueprint)
