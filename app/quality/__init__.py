"""The page of data quality, part by part: what there is to do, and a tab for each kind of thing that was found."""
