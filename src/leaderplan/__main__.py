"""``python -m leaderplan``: the command line."""

from __future__ import annotations

import sys

from leaderplan.cli import main

if __name__ == "__main__":
    sys.exit(main())
