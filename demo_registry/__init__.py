"""A complete small registry service, the reference for the protocol."""
