"""Let ``python -m tischrunde`` be the command line."""

import sys

from tischrunde.cli import main

if __name__ == "__main__":
    sys.exit(main())
