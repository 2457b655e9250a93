"""Floor 4, looking down: figures counted from the records below, and the reports made of them."""
