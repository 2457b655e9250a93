"""Floor 2, what government says: the catalogue, items from draft to withdrawal, and the log that keeps them honest."""
