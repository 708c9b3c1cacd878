"""Finding tickets, contacts and companies by what they say and what is known of them."""
