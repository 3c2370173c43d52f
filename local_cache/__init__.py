"""Everything that must be right, without Qt: cache, ledger, keys, expressions, synchronisation, results."""
