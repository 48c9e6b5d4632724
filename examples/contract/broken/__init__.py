"""Applications that are broken on purpose, and what the suite says of them."""
