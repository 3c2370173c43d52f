"""The page of validation studies, part by part: a study, the second reading of its records, what is read."""
