"""Floor 3, what people ask: applications for information and citizen requests, each on its lawful clock."""
