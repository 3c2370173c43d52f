"""Reports: their figures read as the pages read them, their words chosen, their files written, and made anew."""
