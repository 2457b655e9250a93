"""What we ask of sites that are not ours: bounded requests, the platform's interface, reading its pages. Nothing here knows the ledger."""
