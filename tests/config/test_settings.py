"""What the environment may say, and what is refused, in words that never repeat a value."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from config.faults import SettingsFaults
from config.setting import declared
from config.settings import ELSEWHERE, Settings
from config.table import as_text, describe
from config.values import Bind, Speech

TOKEN = "f0e1d2c3b4a5968778695a4b3c2d1e0f"
ENOUGH = {
    "TWILIO_ACCOUNT_SID": "AC" + "0a" * 16,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "SOTTO_PUBLIC_URL": "https://line.example",
}
# Setting a variable for a library that reads it on import is no reading.
READING = re.compile(r"os\.environ\b(?!\[[^]]+\] = )|\bgetenv\b|from os import .*environ")
SECRETS = [one.name for one in declared(Settings).values() if one.secret]


def faults_of(**more: str) -> dict[str, str]:
    with pytest.raises(SettingsFaults) as caught:
        Settings.read(ENOUGH | more)
    return {fault.name: fault.wrong for fault in caught.value.faults}


def test_three_settings_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.read(ENOUGH)
    assert settings.bind == Bind("127.0.0.1", 8000)
    assert settings.api_url == "https://api.twilio.com"
    assert settings.data_dir == tmp_path / "var"
    assert settings.secrets_dir == tmp_path / "var" / "secrets"
    assert settings.database_url.reveal() == f"sqlite:///{tmp_path}/var/sotto.sqlite3"
    assert settings.runtime_dir.parent == Path("/dev/shm")  # noqa: S108 - where it is by design
    assert settings.speech == Speech("sphinx")
    assert (settings.desk_bind, settings.config_dir, settings.smtp_url, settings.metrics_token) == (None,) * 4
    assert not settings.allow_swap


def test_two_installations_of_one_user_do_not_share_keys_in_memory() -> None:
    one, other = (Settings.read(ENOUGH | {"SOTTO_DATA_DIR": place}) for place in ("/srv/one", "/srv/other"))
    assert one.runtime_dir != other.runtime_dir
    assert Settings.read(ENOUGH | {"SOTTO_DATA_DIR": "/srv/one"}).runtime_dir == one.runtime_dir


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsFaults) as caught:
        Settings.read({"SOTTO_BIND": "8000", "SOTTO_SPEECH": "cloud", "SOTTO_ALLOW_SWAP": "perhaps"})
    names = {fault.name for fault in caught.value.faults}
    assert names == set(ENOUGH) | {"SOTTO_BIND", "SOTTO_SPEECH", "SOTTO_ALLOW_SWAP"}
    assert all(name in str(caught.value) for name in names)


@pytest.mark.threat(17)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("TWILIO_ACCOUNT_SID", "PN" + "0a" * 16, id="a number's id for an account's"),
        pytest.param("TWILIO_AUTH_TOKEN", "one,two,three", id="three tokens"),
        pytest.param("TWILIO_AUTH_TOKEN", "one,", id="a comma too many"),
        pytest.param("TWILIO_PROFILE", "Twilio", id="a profile in capitals"),
        pytest.param("TWILIO_PROFILE", "signalwire", id="a profile without an address of its own"),
        pytest.param("TWILIO_API_URL", "http://api.example", id="an interface that is not encrypted"),
        pytest.param("SOTTO_PUBLIC_URL", "http://line.example", id="an origin that is not encrypted"),
        pytest.param("SOTTO_PUBLIC_URL", "http://127.evil.example", id="a name that begins like loopback"),
        pytest.param("SOTTO_PUBLIC_URL", "https://line.example/sotto", id="an origin with a path"),
        pytest.param("SOTTO_PUBLIC_URL", "https://me:secret@line.example", id="an origin with a password"),
        pytest.param("SOTTO_PUBLIC_URL", "https://line.example?a=b", id="an origin with a query"),
        pytest.param("SOTTO_PUBLIC_URL", "https://line.example:port", id="a port that is no number"),
        pytest.param("SOTTO_PUBLIC_URL", "https://[::1", id="half a bracket"),
        pytest.param("SOTTO_PUBLIC_URL", "line.example", id="an origin without a scheme"),
        pytest.param("SOTTO_BIND", "127.0.0.1:0", id="port 0"),
        pytest.param("SOTTO_BIND", "127.0.0.1:65536", id="a port beyond the last"),
        pytest.param("SOTTO_BIND", "127.0.0.1:80²", id="a port with a digit that is none"),
        pytest.param("SOTTO_BIND", "line.example:8000", id="a name to listen on"),
        pytest.param("SOTTO_DESK_BIND", "127.0.0.1:8000", id="the desk on the doors' port"),
        pytest.param("SOTTO_DATA_DIR", "/dev/null", id="a file for the data folder"),
        pytest.param("SOTTO_DATABASE_URL", "mysql://a:hunter2@b/c", id="a database we do not know"),
        pytest.param("SOTTO_DATABASE_URL", "sqlite:///relative.db", id="a database that moves with the folder"),
        pytest.param("SOTTO_SECRETS_DIR", "/srv/sotto", id="keys among what is backed up"),
        pytest.param("SOTTO_RUNTIME_DIR", "/srv/sotto/run", id="passing keys among what is kept"),
        pytest.param("SOTTO_CONFIG_DIR", "/nowhere/at/all", id="an owner's folder that is not there"),
        pytest.param("SOTTO_SPEECH", "whisper", id="an engine without its model"),
        pytest.param("SOTTO_SPEECH", "google", id="somebody else's recogniser"),
        pytest.param("SOTTO_SPEECH", "sphinx:/tmp", id="a model for an engine that takes none"),
        pytest.param("SOTTO_SPEECH", "vosk:/nowhere/at/all", id="a model that is not there"),
        pytest.param("SOTTO_SMTP_URL", "https://mail.example", id="a web address for a mail server"),
        pytest.param("SOTTO_METRICS_TOKEN", "hunter2", id="a token that can be guessed"),
        pytest.param("SOTTO_METRICS_TOKEN", "with a blank in the middle", id="a token that no header can carry"),
        pytest.param("SOTTO_ALLOW_SWAP", "ja", id="neither yes nor no"),
        pytest.param("SOTTO_PUBLIC_ULR", "https://line.example", id="a name that is misspelled"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_not_repeated(name: str, value: str) -> None:
    faults = faults_of(**{"SOTTO_DATA_DIR": "/srv/sotto", name: value})
    assert list(faults) == ["TWILIO_API_URL" if value == "signalwire" else name]
    assert value not in "".join(faults.values())


def test_a_misspelled_name_is_answered_with_the_right_one() -> None:
    with pytest.raises(SettingsFaults, match="SOTTO_PUBLIC_ULR is no setting; allowed: SOTTO_PUBLIC_URL"):
        Settings.read(ENOUGH | {"SOTTO_PUBLIC_ULR": "https://line.example"})


def test_what_one_command_reads_for_itself_is_no_misspelling() -> None:
    assert Settings.read(ENOUGH | dict.fromkeys(ELSEWHERE, "anything")).bind == Settings.read(ENOUGH).bind


@pytest.mark.parametrize(
    ("value", "host"),
    [("0.0.0.0:80", "0.0.0.0"), ("localhost:80", "localhost"), ("[::1]:80", "::1"), ("[::]:80", "::")],
)
def test_listening_takes_numeric_addresses_of_both_kinds(value: str, host: str) -> None:
    bind = Settings.read(ENOUGH | {"SOTTO_BIND": value}).bind
    assert bind == Bind(host, 80)
    assert str(bind) == value


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_a_rehearsal_on_this_machine_needs_no_encryption(url: str) -> None:
    settings = Settings.read(ENOUGH | {"SOTTO_PUBLIC_URL": url + "/", "TWILIO_API_URL": url + "/api/"})
    assert settings.public_url == url
    assert settings.api_url == url + "/api"


def test_two_tokens_are_taken_while_one_follows_the_other() -> None:
    tokens = Settings.read(ENOUGH | {"TWILIO_AUTH_TOKEN": f"{TOKEN}, second"}).auth_tokens
    assert [token.reveal() for token in tokens] == [TOKEN, "second"]


@pytest.mark.parametrize(
    ("profile", "account", "api"),
    [
        ("twilio", "AC" + "0a" * 16, "https://api.twilio.com"),
        ("somleng", "6" * 8 + "-1234" * 3 + "-" + "a" * 12, "https://api.somleng.org"),
    ],
)
def test_a_profile_brings_its_interface(profile: str, account: str, api: str) -> None:
    settings = Settings.read(ENOUGH | {"TWILIO_PROFILE": profile, "TWILIO_ACCOUNT_SID": account})
    assert settings.api_url == api


def test_postgresql_is_reached_by_the_driver_that_is_installed_with_it() -> None:
    settings = Settings.read(ENOUGH | {"SOTTO_DATABASE_URL": "postgresql://sotto:hunter2@db.example/sotto"})
    assert settings.database_url.reveal() == "postgresql+psycopg://sotto:hunter2@db.example/sotto"


def test_a_model_is_taken_from_a_folder_that_is_there(tmp_path: Path) -> None:
    assert Settings.read(ENOUGH | {"SOTTO_SPEECH": f"whisper:{tmp_path}"}).speech == Speech("whisper", tmp_path)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    value = "postgresql://a:b@c/d" if name == "SOTTO_DATABASE_URL" else "smtps://long-enough-for-a-token"
    file = tmp_path / "secret"
    file.write_text(value + "\n", encoding="utf-8")
    env = {key: text for key, text in ENOUGH.items() if key != name}
    assert Settings.read(env | {f"{name}_FILE": str(file)}) == Settings.read(env | {name: value})


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"], ids=["missing", "empty", "blank", "not UTF-8"])
def test_a_secrets_file_that_gives_nothing_is_a_fault(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    assert list(faults_of(TWILIO_AUTH_TOKEN="", TWILIO_AUTH_TOKEN_FILE=str(file))) == ["TWILIO_AUTH_TOKEN"]


def test_a_secret_set_twice_is_a_fault() -> None:
    assert faults_of(TWILIO_AUTH_TOKEN_FILE="/dev/null") == {"TWILIO_AUTH_TOKEN": "is set twice"}


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_setting_is_one_that_is_not_set(value: str) -> None:
    assert Settings.read(ENOUGH | {"SOTTO_BIND": value, "SOTTO_SMTP_URL": value}) == Settings.read(ENOUGH)


def test_no_secret_has_a_default() -> None:
    tokens = [one for one in declared(Settings).values() if one.secret and one.name != "SOTTO_DATABASE_URL"]
    assert tokens
    assert not any(one.default or one.otherwise for one in tokens)


def test_settings_never_show_a_secret_and_cannot_be_changed() -> None:
    marked = dict.fromkeys(SECRETS, "needle-needle-needle") | {
        "SOTTO_DATABASE_URL": "postgresql://a:needle@c/d",
        "SOTTO_SMTP_URL": "smtps://a:needle@mail.example",
    }
    settings = Settings.read(ENOUGH | marked)
    shown = [repr(settings), str(settings), as_text(describe(ENOUGH | marked)), repr(describe(ENOUGH | marked))]
    assert not any("needle" in text for text in shown)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.bind = Bind("::", 1)  # type: ignore[misc]


def test_nobody_but_app_and_the_table_reads_the_environment() -> None:
    root = Path(__file__).parents[2]
    readers = {
        file.relative_to(root).as_posix()
        for package in root.glob("*/__init__.py")
        for file in package.parent.rglob("*.py")
        if READING.search(file.read_text(encoding="utf-8"))
    }
    assert {reader for reader in readers if not reader.startswith("app/")} == {
        "config/__main__.py",
        "store/base_backup.py",  # hands it on to a program of the database's own
    }
