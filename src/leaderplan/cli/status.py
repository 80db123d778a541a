"""Exit statuses of the command line."""

from __future__ import annotations

OK, BROKEN, WRONG, OUT_OF_TIME, INTERRUPTED = 0, 1, 2, 3, 130
