"""What a process may have of memory."""

from __future__ import annotations


def rationed() -> bool:
    """Whether the process may have only so much memory.

    A second thread of the solver that gets none ends the process; one alone says so.
    """
    try:
        import resource
    except ImportError:  # there is no such limit on Windows
        return False
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
