"""The page of corrections, part by part: the worklist, the record in its form, what stands beside it."""
