"""What the page of own records is made of, beside the page itself."""
