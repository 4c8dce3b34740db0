"""The threads behind the doors: one that stumbles goes on, for nobody would notice that it was gone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app import serve
from app.bell import Bell
from app.serve import Pipeline
from tests.plugins.site import Site


def gone(path: Path, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return not path.exists()


def test_keys_still_die_after_a_sweep_that_stumbled(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_SWEEP", 0.01)
    site.intake.keyring.day_keys()
    key = site.folders.runtime / f"day-{site.intake.keyring.day()}"
    stone = site.folders.runtime / "day-2020-01-01"
    stone.mkdir()  # a folder where a key should be cannot be overwritten
    site.clock.go(days=3)
    pipeline = Pipeline(site.work(), Bell())
    pipeline.start()
    try:
        time.sleep(0.1)
        stone.rmdir()
        assert gone(key)
    finally:
        pipeline.stop()
