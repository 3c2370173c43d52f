"""`python -m app` is the command `egnetall`."""

from app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
