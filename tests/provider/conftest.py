"""The strict provider on a loopback socket, and our side of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provider.rest import Rest
from tests.provider.fake import Fake, rest_at


@pytest.fixture
def fake() -> Iterator[Fake]:
    provider = Fake()
    yield provider
    provider.close()


@pytest.fixture
def rest(fake: Fake) -> Rest:
    return rest_at(fake.url)
