"""What people here say about single records, and how it reaches the registry."""
