"""Midnight may strike between any two looks at the clock: what is sealed then still names the key that opens it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake import putting
from intake.options import Intake
from privacy.arguments import open_argument
from privacy.items import open_item
from privacy.seal import new_pair
from privacy.secret import Secret
from store.keyring import Keyring
from tests.plugins.site import Site
from work.reading import sealed

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@contextmanager
def striking(site: Site, after: int) -> Iterator[Intake]:
    """Give an intake whose clock strikes midnight after so many looks at it."""
    looks = iter(range(1000))

    def now() -> datetime:
        return MIDNIGHT + timedelta(seconds=0 if next(looks) >= after else -1)

    keyring = Keyring(site.folders.secrets, site.folders.runtime, secrets.token_bytes, now)
    yield replace(site.intake, keyring=keyring, now=now)


@pytest.mark.threat(52)
@pytest.mark.parametrize("after", range(6))
def test_a_job_names_the_key_that_its_argument_is_sealed_to(site: Site, after: int) -> None:
    report = secrets.token_bytes(16)
    with striking(site, after) as intake:
        code = putting.code_job(intake, report, Secret("1234"), new_pair().private)
    with striking(site, after) as intake:
        fetch = putting.fetch_job(intake, report, b"f" * 16, {"kind": "recording"}, 5)
    with striking(site, after) as intake:
        erase = putting.erase_job(intake, report, "call", Secret("CA1"), b"e" * 16)
    for job in (code, fetch, erase):
        use, _, day = (job.key or "").partition(":")
        pair = site.intake.keyring.erase(day) if use == "erase" else site.intake.keyring.pipeline(day)
        assert pair is not None
        assert open_argument(job.argument, pair)


@pytest.mark.threat(52)
@pytest.mark.parametrize("after", range(6))
def test_an_item_names_the_pipeline_that_reads_it(site: Site, after: int) -> None:
    line = site.intake.lines.by_name["public"]
    with striking(site, after) as intake:
        told = putting.sealed(intake, line, b"r" * 16, "story", b"smoke")
    with striking(site, after) as intake:
        fetched = sealed(
            replace(site.work(), keyring=intake.keyring), line.name, b"r" * 16, "file", b"smoke", keep=True
        )
    for item in (told, fetched):
        [reader] = [name for name in item.wraps if name.startswith("pipeline:")]
        pair = site.intake.keyring.pipeline(reader.removeprefix("pipeline:"))
        assert pair is not None
        assert open_item(item, reader, pair) == b"smoke"
