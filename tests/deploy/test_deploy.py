"""What is handed to an owner to run Sotto on a server keeps what the code promises."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config.setting import declared
from config.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"


def text(name: str) -> str:
    """Return a file without its comments."""
    return re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / name).read_text(encoding="utf-8"))


def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text("sotto.service").splitlines():
        name, equals, value = line.partition("=")
        if equals:
            found.setdefault(name, []).append(value)
    return found


def environment() -> dict[str, str]:
    return dict(line.split("=", 1) for line in text("sotto.env").splitlines() if "=" in line)


def test_the_environment_file_needs_only_the_account_to_be_filled_in(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("a token of the account", encoding="utf-8")
    account = {"TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN_FILE": str(token)}
    assert Settings.read(environment() | account).public_url == environment()["SOTTO_PUBLIC_URL"]


def test_the_environment_file_holds_no_secret() -> None:
    secret = {name for one in declared(Settings).values() if one.secret for name in one.names}
    assert not secret & set(environment())


def test_the_service_may_write_to_the_folders_of_its_settings_and_to_no_other() -> None:
    states = {f"/var/lib/{name}" for name in unit()["StateDirectory"][0].split()}
    assert states == {environment()["SOTTO_DATA_DIR"], environment()["SOTTO_SECRETS_DIR"]}
    assert environment()["SOTTO_RUNTIME_DIR"] == f"/run/{unit()['RuntimeDirectory'][0]}"
    assert unit()["ProtectSystem"] == ["strict"]
    assert "ReadWritePaths" not in unit()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("MemorySwapMax", "0", id="no swap"),
        pytest.param("LimitCORE", "0", id="no core file"),
        pytest.param("NoNewPrivileges", "yes", id="no more rights than at the start"),
        pytest.param("CapabilityBoundingSet", "", id="no capability"),
        pytest.param("RuntimeDirectoryPreserve", "yes", id="the hour's keys outlive a restart"),
        pytest.param("UMask", "0077", id="files for the owner alone"),
        pytest.param("RestrictNamespaces", "user net", id="no namespaces but those the decoder is shut into"),
    ],
)
def test_the_service_is_kept_small(name: str, value: str) -> None:
    assert unit()[name] == [value]


def test_the_decoder_may_shut_itself_in() -> None:
    allowed, *denied = unit()["SystemCallFilter"]
    assert {"@system-service", "seccomp", "landlock_create_ruleset", "landlock_restrict_self"} <= set(allowed.split())
    assert denied == ["~@privileged"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_every_line_of_the_service() -> None:
    run = subprocess.run(
        ["systemd-analyze", "verify", DEPLOY / "sotto.service"],  # noqa: S607 - found just above
        check=False,
        capture_output=True,
        text=True,
    )
    assert not re.search(r"Unknown|Failed to parse|Invalid", run.stderr), run.stderr


def test_nginx_writes_down_nobody_who_came() -> None:
    servers = text("nginx.conf").split("server {")[1:]
    assert len(servers) == 2
    assert all("access_log off;" in server and "error_log  /dev/null crit;" in server for server in servers)
    assert "log_format" not in text("nginx.conf")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_no_proxy_hands_on_who_came(header: str) -> None:
    assert f'proxy_set_header {header} "";' in text("nginx.conf")
    assert f"header_up -{header.replace('IP', 'Ip')}" in text("Caddyfile")


def test_caddy_is_not_told_to_log_requests() -> None:
    assert not re.search(r"(?m)^\tlog", text("Caddyfile").split("line.example {")[1])


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_no_proxy_uses_what_stands_behind_the_question_mark(name: str) -> None:
    assert not re.search(r"\$(args|query_string|request_uri|request\b|is_args)|\{(query|uri)\}", text(name))


def test_an_unencrypted_webhook_is_refused_and_not_sent_on() -> None:
    plain = text("nginx.conf").split("listen 80;")[1]
    assert re.search(r"location /ivr/\s+\{ return 403; \}", plain)
    assert re.search(r"location /sms/\s+\{ return 403; \}", plain)


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_desk_and_the_counters_are_not_for_the_world(name: str) -> None:
    assert re.search(r"/desk\b.*404|@private path /desk /desk/\* /metrics", text(name))
