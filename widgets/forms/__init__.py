"""What is written and chosen by people."""
