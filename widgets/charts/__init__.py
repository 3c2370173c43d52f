"""Charts of figures; values in, intentions out."""
