"""How far our messages got, by the word of those who carried them."""
