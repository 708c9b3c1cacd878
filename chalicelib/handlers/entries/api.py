"""The function behind /api/v2, and what an exchange asks while a call rings."""

from chalice import Chalice

from chalicelib.handlers import calls
from chalicelib.handlers.api import BLUEPRINTS

app = Chalice(app_name="vuoro", configure_logs=False)
app.api.binary_types.append("multipart/form-data")

for blueprint in (*BLUEPRINTS, calls.exchange):
    app.register_blueprint(blueprint)
