"""The Chalice application: a table of contents, no logic."""

from chalice import Chalice

from chalicelib.handlers import agenda, api, background, checks, deliveries, fan_out, inbound, routing, survey_pages, webhooks

app = Chalice(app_name="vuoro", configure_logs=False)

for blueprint in (
    webhooks.hooks,
    survey_pages.survey,
    inbound.triggers,
    fan_out.triggers,
    routing.triggers,
    checks.triggers,
    deliveries.triggers,
    background.triggers,
    agenda.triggers,
    *api.BLUEPRINTS,
):
    app.register_blueprint(blueprint)
