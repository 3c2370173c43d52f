"""Where figures come from besides a registry's own service."""
