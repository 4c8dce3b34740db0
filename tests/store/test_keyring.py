"""Keys are made once, found again, and gone on time."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import folder
from store.keyring import Keyring
from tests.conftest import Folders
from tests.plugins.site import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyring(folders: Folders, clock: Clock) -> Keyring:
    return Keyring(folders.secrets, folders.runtime, secrets.token_bytes, clock)


def again(folders: Folders, clock: Clock) -> Keyring:
    """Return the keyring of another process."""
    return Keyring(folders.secrets, folders.runtime, secrets.token_bytes, clock)


def everything(folders: Folders) -> bytes:
    places = (folders.secrets, folders.runtime)
    return b"".join(file.read_bytes() for place in places for file in place.iterdir())


def test_all_processes_have_the_same_keys(keyring: Keyring, folders: Folders, clock: Clock) -> None:
    other = again(folders, clock)
    assert keyring.pepper() == other.pepper()
    assert keyring.day_keys() == other.day_keys()
    assert keyring.hour_keys() == other.hour_keys()
    assert keyring.pipeline() == other.pipeline()
    assert keyring.erase() == other.erase()


def test_of_many_who_make_a_key_at_once_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: folder.read_or_make(tmp_path / "key", secrets.token_bytes(32)), range(64)))
    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.threat(7)
def test_a_day_key_is_looked_up_tomorrow_and_dead_the_day_after(
    keyring: Keyring, folders: Folders, clock: Clock
) -> None:
    today = keyring.day_keys()[0]
    clock.go(days=1)
    assert keyring.day_keys()[1] == today != keyring.day_keys()[0]
    clock.go(days=1)
    keyring.forget_old()
    assert today not in keyring.day_keys()
    assert today not in everything(folders)
    assert today not in again(folders, clock).day_keys()


@pytest.mark.threat(7)
def test_an_hour_key_is_destroyed_within_two_hours(keyring: Keyring, folders: Folders, clock: Clock) -> None:
    now = keyring.hour_keys()[0]
    clock.go(hours=1)
    assert keyring.hour_keys()[1] == now
    clock.go(hours=1)
    assert now not in keyring.hour_keys()
    keyring.forget_old()
    assert now not in everything(folders)


def test_an_erase_key_lives_for_thirty_days(keyring: Keyring, folders: Folders, clock: Clock) -> None:
    day, pair = keyring.day(), keyring.erase()
    assert pair is not None
    clock.go(days=30)
    keyring.forget_old()
    assert keyring.erase(day) == pair
    clock.go(days=1)
    keyring.forget_old()
    assert keyring.erase(day) is None
    assert pair.private not in everything(folders)


def test_a_destroyed_pipeline_key_does_not_come_back(keyring: Keyring, folders: Folders, clock: Clock) -> None:
    day, pair = keyring.day(), keyring.pipeline()
    clock.go(days=1)
    keyring.destroy_pipeline(day)
    assert keyring.pipeline(day) is None
    assert keyring.pipeline_days() == []
    assert pair is not None
    assert pair.private not in everything(folders)


def test_a_lost_runtime_folder_means_new_keys_and_no_crash(keyring: Keyring, folders: Folders, clock: Clock) -> None:
    before = keyring.day_keys()
    for file in folders.runtime.iterdir():
        file.unlink()
    assert again(folders, clock).day_keys() != before


def test_one_key_destroyed_by_many_at_once_is_gone_and_nobody_stumbles(tmp_path: Path) -> None:
    for number in range(40):
        path = tmp_path / f"key{number}"
        folder.read_or_make(path, secrets.token_bytes(32))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(folder.destroy, [path] * 4))
    assert list(tmp_path.iterdir()) == []


def test_keys_are_neither_read_nor_made_where_everybody_may_put_a_file(tmp_path: Path) -> None:
    folder.read_or_make(tmp_path / "key", b"k" * 32)
    tmp_path.chmod(0o777)
    with pytest.raises(folder.NotOurs):
        folder.read_or_make(tmp_path / "key", b"k" * 32)
    tmp_path.chmod(0o700)
    assert folder.read_or_make(tmp_path / "key", b"n" * 32) == b"k" * 32


def test_keys_are_not_kept_in_a_folder_that_another_user_made_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path.stat().st_uid
    if owner == 0:
        os.chown(tmp_path, 4711, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(folder.NotOurs):
        folder.read_or_make(tmp_path / "key", b"k" * 32)
