"""Whatever comes, in whatever order and however often, is answered, and never with the caller's number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rulebook import Rulebook
from store.database import open_store
from tests.conftest import Folders
from tests.ivr.phone import CALLER, Phone, new_sid, read
from tests.plugins.site import Site, make_site

ROUTES = ["call", "step", "dialled", "whisper", "accept", "fallback", "recording", "status"]
KEYS = st.text(alphabet="0123456789*#", max_size=20) | st.just("hangup")
REQUESTS = st.tuples(
    st.sampled_from(ROUTES),
    st.integers(0, 30),  # which of the states seen so far
    KEYS,
    st.sampled_from([None, 0, 3, 300]),  # the length of a recording
    st.sampled_from(["in-progress", "completed", "no-answer", "ringing"]),
    st.booleans(),  # whether it is the leg to an operator
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook) -> Iterator[Site]:
    """Return one line for all examples."""
    base: Path = tmp_path_factory.mktemp("site")
    folders = Folders(base / "data", base / "secrets", base / "runtime")
    for folder in (folders.data, folders.secrets, folders.runtime):
        folder.mkdir()
    store = open_store(f"sqlite:///{folders.data}/sotto.sqlite3")
    yield make_site(store, folders, rulebook)
    store.close()


@pytest.mark.threat(51)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(requests=st.lists(REQUESTS, min_size=1, max_size=25))
def test_every_request_is_answered(site: Site, requests: list[tuple[str, int, str, int | None, str, bool]]) -> None:
    phone = Phone(site)
    states, sids = [""], [new_sid("RE"), new_sid("RE")]
    for route, which, keys, seconds, status, operator in requests:
        fields = {"Digits": keys, "CallStatus": status, "DialCallStatus": status}
        if seconds is not None:
            fields |= {"RecordingSid": sids[which % 2], "RecordingDuration": str(seconds)}
        if operator:
            fields |= {"ParentCallSid": phone.sid, "Direction": "outbound-dial", "From": phone.ours, "To": CALLER}
        response = phone.post(f"/ivr/{route}{states[which % len(states)]}", **fields)
        assert response.status_code in {200, 204}
        if response.status_code == 200:
            heard = read(response.get_data(as_text=True))
            states += [f"?s={part.partition(chr(34))[0].partition('#')[0]}" for part in heard.xml.split("?s=")[1:2]]
            assert CALLER not in heard.xml
            assert CALLER[1:] not in heard.xml
            assert phone.sid not in heard.xml
