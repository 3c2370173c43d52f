"""Tables of figures: models over values, and one calm way to show them."""
