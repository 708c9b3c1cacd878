"""Where API Gateway's two functions enter: each has the routes of its own paths and loads nothing else; app.py has all."""
