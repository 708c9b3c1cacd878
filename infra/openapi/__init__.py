"""The API told as an OpenAPI 3.1 document, made from the routes and what is declared beside them."""
