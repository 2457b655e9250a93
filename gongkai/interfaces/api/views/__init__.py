"""The doors, one a module: the JSON of this house, and the listing shape of the provincial platform."""
