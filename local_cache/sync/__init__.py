"""From a registry to the cache: protocol messages, HTTP client, pull."""
