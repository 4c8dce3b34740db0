"""Our own rules have no finding in our own source, and find each thing they are there for when it is planted."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.suite.rules import RULES, findings, sources

ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = tuple(_PROJECT["tool"]["importlinter"]["root_packages"])
EXEMPT = {
    ("config/__main__.py", "value_said_aloud"): "the table of settings, secrets masked, is what this command is for",
    ("privacy/redaction/chinese.py", "text_in_xml"): "patterns: what looks like a tag is a look behind",
    ("rehearsal/control/guard.py", "url_from_request"): "back to the page that was asked for, on this machine",
}
PLANTED = {
    "value_in_log": (
        'log.info("from %s", number)',
        "_LOG.error(f'{number} called')",
        "_LOG.error('called ' + number)",
        "_LOG.error(words)",
        "def note(words):\n    _LOG.error(words)\nnote(request.form['Body'])",
        "_LOG.exception('failed')\n_LOG.error('failed', exc_info=error)",
        "logging.getLogger(__name__).warning('x', extra={'number': 'a'})",
        "_LOG.warning('x', extra={'reason': str(error)})",
        "_LOG.warning('x', extra={'reason': request.form['From']})",
        "_LOG.warning('x', extra=facts)",
        "current_app.logger.error('%s', body)",
    ),
    "value_said_aloud": (
        "print(number)",
        "sys.stderr.write(body)",
        "traceback.print_exc()",
        "warnings.warn(f'{number} is odd')",
        "logging.basicConfig(level=10)",
    ),
    "text_in_xml": (
        "f'<Say>{words}</Say>'",
        "f'<Say voice=\"{escape(voice)}\">{text}</Say>'",
        "'<Say>' + words",
        "'<Dial>%s</Dial>' % number",
        "'<Dial>{}</Dial>'.format(number)",
        "Markup(words)",
        "Markup(f'<b>{words}</b>')",
    ),
    "url_from_request": (
        "from flask import request\nrequests.get(request.args['url'])",
        "session.get(form['RecordingUrl'])",
        "urlopen(fields.get('MediaUrl0'))",
        "url = fields['x']\nfull = url + '.wav'\nsession.request('GET', full)",
        "from flask import request\nredirect(request.args.get('next'))",
        "rest.get(environ['HTTP_X'])",
    ),
}
INNOCENT = (
    '_LOG.error("request failed", extra={"error": type(error).__name__, "reason": refused.reason})',
    "def stumbled(what, error):\n    _LOG.error(what, extra={'error': type(error).__name__})\nstumbled('no job', e)",
    "f'<Say>{escape(words)}</Say>'",
    "f'<Play>{url}</Play>'",
    "f'{words} < {other}'",
    "session.get(f'{base}/Recordings/{sid}.wav')",
    "headers.get('RecordingUrl')\nfields.get('Body')",
    "console.print(table)",
)


def all_findings() -> list[tuple[str, str, int]]:
    return [
        (str(file.relative_to(ROOT)), found.rule, found.line)
        for file in sources(ROOT, PACKAGES)
        for found in findings(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.threat(50)
def test_our_source_breaks_none_of_our_rules() -> None:
    assert [each for each in all_findings() if each[:2] not in EXEMPT] == []


def test_every_exemption_is_needed() -> None:
    assert {each[:2] for each in all_findings()} == set(EXEMPT)


@pytest.mark.threat(50)
@pytest.mark.parametrize(("rule", "source"), [(rule, source) for rule, found in PLANTED.items() for source in found])
def test_what_is_planted_is_found(rule: str, source: str) -> None:
    assert rule in {found.rule for found in findings(source)}
    assert set(PLANTED) == set(RULES)


@pytest.mark.parametrize("source", INNOCENT)
def test_what_is_right_is_no_finding(source: str) -> None:
    assert findings(source) == []


@pytest.mark.threat(43)
def test_no_template_takes_a_text_for_markup() -> None:
    pages = [page for package in PACKAGES for page in (ROOT / package).rglob("*.html")]
    assert pages
    assert [page.name for page in pages if re.search(r"\|\s*safe\b|autoescape\s+false", page.read_text("utf-8"))] == []


@pytest.mark.threat(50)
def test_bandit_finds_nothing_in_our_packages_and_what_is_planted(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("import subprocess\nsubprocess.call(words, shell=True)\n", encoding="utf-8")
    line = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r"]
    ours = subprocess.run([*line, *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ours.returncode, ours.stdout.strip()) == (0, ""), ours.stdout
    planted = subprocess.run([*line, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (planted.returncode, "B602" in planted.stdout) == (1, True)
