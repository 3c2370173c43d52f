"""Tables that can be passed on: right, masked where they must be, and traceable to where they came from."""
