"""The times of our own files: the system writes down when each was last changed, and that was when somebody called."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path


def blur(files: Iterable[Path], now: datetime) -> None:
    """Set the times of reading and writing of files to the beginning of the UTC day of `now` (aware).

    The third time, of the last change to these two, cannot be set; it becomes the time of this call, the same for all.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    for file in files:
        with suppress(OSError):  # gone meanwhile, or another user's: then it is not ours to set
            os.utime(file, (midnight, midnight))
