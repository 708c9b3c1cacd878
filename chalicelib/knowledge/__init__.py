"""What the desk knows and tells: articles in folders in categories, in several languages."""
