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


@pytest.mark.threat(49)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("MemorySwapMax", "0", id="no swap"),
        pytest.param("LimitCORE", "0", id="no core file"),
        pytest.param("NoNewPrivileges", "yes", id="no more rights than at the start"),
        pytest.param("CapabilityBoundingSet", "", id="no capability"),
        pytest.param("RuntimeDirectoryPreserve", "yes", id="the hour's keys outlive a restart"),
        pytest.param("UMask", "0077", id="files for the owner alone"),
        pytest.param("StateDirectoryMode", "0700", id="reports for the owner alone"),
        pytest.param("RuntimeDirectoryMode", "0700", id="keys for the owner alone"),
        pytest.param("ProtectProc", "invisible", id="nobody else's processes"),
        pytest.param("ProtectHome", "yes", id="nobody's home"),
        pytest.param("PrivateTmp", "yes", id="a temporary folder of its own"),
        pytest.param("PrivateDevices", "yes", id="no device"),
        pytest.param("DevicePolicy", "closed", id="nor one by its number"),
        pytest.param("PrivateIPC", "yes", id="no memory shared with others"),
        pytest.param("KeyringMode", "private", id="no keys of others"),
        pytest.param("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX", id="the network and nothing beside"),
        pytest.param("SystemCallArchitectures", "native", id="no second set of kernel calls"),
        pytest.param("RestrictNamespaces", "user net", id="no namespaces but those the decoder is shut into"),
    ],
)
def test_the_service_is_kept_small(name: str, value: str) -> None:
    assert unit()[name] == [value]


@pytest.mark.threat(49)
def test_the_service_starts_on_ground_that_sotto_accepts() -> None:
    """Its runtime folder is in /run, a tmpfs by systemd's own rule; the folders are private; swap is not allowed."""
    assert environment()["SOTTO_RUNTIME_DIR"].startswith("/run/")
    assert "SOTTO_ALLOW_SWAP" not in environment()
    assert unit()["LoadCredential"] == ["token:/etc/sotto/token"]
    assert unit()["Environment"] == ["TWILIO_AUTH_TOKEN_FILE=%d/token", "MALLOC_MMAP_THRESHOLD_=1048576"]


@pytest.mark.threat(2, 4)
def test_the_service_writes_to_the_journal_alone_and_nobody_turns_debugging_on() -> None:
    assert not {"StandardOutput", "StandardError", "LogLevelMax", "SyslogLevel"} & set(unit())
    assert unit()["ExecStart"] == ["/opt/sotto/.venv/bin/sotto serve"]
    told = "\n".join([*unit()["Environment"], *environment()])
    assert not re.search(r"PYTHON|FLASK|DEBUG|LOG", told)


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


@pytest.mark.threat(2)
def test_nginx_writes_down_nobody_who_came() -> None:
    servers = text("nginx.conf").split("server {")[1:]
    assert len(servers) == 2
    assert all("access_log off;" in server and "error_log  /dev/null crit;" in server for server in servers)
    assert re.findall(r"\b(?:access|error)_log\b[^;]*", text("nginx.conf")) == [
        "access_log off", "error_log  /dev/null crit",
    ] * 2  # fmt: skip
    assert not re.search(r"log_format|mirror|js_|lua_|perl|map\b|auth_request", text("nginx.conf"))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_no_proxy_hands_on_who_came(header: str) -> None:
    assert f'proxy_set_header {header} "";' in text("nginx.conf")
    assert f"header_up -{header.replace('IP', 'Ip')}" in text("Caddyfile")


@pytest.mark.threat(2)
def test_caddy_is_not_told_to_log_requests() -> None:
    everywhere, line = text("Caddyfile").split("line.example {")
    assert "exclude http.log.access http.log.error http.handlers.reverse_proxy" in everywhere
    assert not re.search(r"\b(log_append|log_name|tracing|debug|handle_errors|rewrite|vars)\b", everywhere + line)
    assert not re.search(r"(?m)^\tlog", text("Caddyfile").split("line.example {")[1])


@pytest.mark.threat(2)
@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_no_proxy_uses_what_stands_behind_the_question_mark(name: str) -> None:
    assert not re.search(r"\$(args|query_string|request_uri|request\b|is_args)|\{(query|uri)\}", text(name))


@pytest.mark.threat(16)
@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_no_proxy_puts_what_people_send_or_get_on_its_disk(name: str) -> None:
    spools = r"proxy_cache|proxy_store|client_body_in_file_only|proxy_buffering on|request_buffers|response_buffers"
    assert not re.search(spools, text(name))
    if name == "nginx.conf":
        assert "proxy_request_buffering off;" in text(name)
        assert "proxy_max_temp_file_size 0;" in text(name)


def test_an_unencrypted_webhook_is_refused_and_not_sent_on() -> None:
    plain = text("nginx.conf").split("listen 80;")[1]
    assert re.search(r"location /ivr/\s+\{ return 403; \}", plain)
    assert re.search(r"location /sms/\s+\{ return 403; \}", plain)


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_desk_and_the_counters_are_not_for_the_world(name: str) -> None:
    assert re.search(r"/desk\b.*404|@private path /desk /desk/\* /metrics", text(name))
