"""The Chalice application: a table of contents, no logic."""

from chalice import Chalice

from chalicelib.handlers import agenda, api, background, calls, checks, deliveries, fan_out, inbound, routing, survey_pages, web, webhooks

app = Chalice(app_name="vuoro", configure_logs=False)
app.api.binary_types.append("multipart/form-data")

for blueprint in (
    web.web,
    webhooks.hooks,
    survey_pages.survey,
    inbound.triggers,
    fan_out.triggers,
    routing.triggers,
    checks.triggers,
    deliveries.triggers,
    background.triggers,
    agenda.triggers,
    calls.exchange,
    *api.BLUEPRINTS,
):
    app.register_blueprint(blueprint)
