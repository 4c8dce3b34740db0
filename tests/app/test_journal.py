"""Whatever dies, and however, the log has its name and none of its words."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys

import pytest

from app.journal import Fixed

NUMBER = "+14155550134"
DYING = f"""
import logging, threading
from app.journal import keep_journal
keep_journal()
def die(): raise ValueError("{NUMBER}")
thread = threading.Thread(target=die); thread.start(); thread.join()
logging.getLogger("app").error("%d calls", "{NUMBER}")
logging.getLogger("urllib3").critical("{NUMBER}", exc_info=ValueError("{NUMBER}"))
die()
"""


def test_a_thread_and_a_process_that_die_of_a_number_do_not_print_it() -> None:
    done = subprocess.run([sys.executable, "-c", DYING], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.count('"error": "ValueError"') == 2
    assert NUMBER not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.threat(9)
def test_a_line_has_its_day_and_no_hour() -> None:
    line = Fixed().format(logging.LogRecord("app", logging.ERROR, __file__, 1, "job failed", None, None))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", json.loads(line)["at"])
    assert not re.search(r"\d\d:\d\d|\dT\d", line)
