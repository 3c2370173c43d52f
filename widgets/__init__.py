"""What is drawn and edited: values in, intentions out; no data access."""
