"""Floor 5, the doors: commands, the public portal, the staff desk, and bulk exchange."""
