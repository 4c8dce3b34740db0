"""Every package that we stand on is declared, explained and locked by hash."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
EXTRAS = PROJECT["optional-dependencies"]
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"tests", "bench"}
# Imported by the code for a better recogniser alone, which says so when they are missing.
NOT_INSTALLED = {"faster_whisper", "soundfile", "vosk"}
TYPES_ALONE = {"_typeshed"}  # known to the type checker and to nobody else


def name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower()


def declared(*extras: str) -> set[str]:
    return {name(text) for text in [*PROJECT["dependencies"], *(one for extra in extras for one in EXTRAS[extra])]}


def test_every_direct_dependency_has_a_lower_bound() -> None:
    texts = [*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
    assert [text for text in texts if ">=" not in text] == []


def test_every_direct_dependency_is_explained_and_nothing_else_is() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip().lower() for line in page.splitlines() if line.startswith("|")]
    assert {row for row in rows if row not in {"package", "---"}} == declared(*EXTRAS)


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        pytest.param("requirements.lock", (), id="what runs"),
        pytest.param("requirements-postgres.lock", ("postgres",), id="on PostgreSQL"),
        pytest.param("requirements-dev.lock", ("dev",), id="what works on it"),
    ],
)
def test_every_direct_dependency_is_locked(lock: str, extras: tuple[str, ...]) -> None:
    locked = {name(line) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if "==" in line}
    assert declared(*extras) <= locked


@pytest.mark.threat(50)
@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_everything_and_names_no_place_to_fetch_it(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z])", re.sub(r"(?m)^ *#.*\n", "", lock.read_text(encoding="utf-8")))
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"(?m)://|^-|--(?!hash=)", "\n".join(entries))


@pytest.mark.threat(50)
def test_what_is_installed_is_checked_by_its_hash() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"(?m)^LOCKED := .*--no-deps --require-hashes --only-binary :all:", rules)
    assert all("$(LOCKED)" in line for line in rules.splitlines() if "pip install" in line or "$(PIP) install" in line)


def test_the_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for package, version in re.findall(r"(?m)^([\w.-]+)==([^ ]+)", lock.read_text(encoding="utf-8")):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_only_what_is_declared_is_imported() -> None:
    distributions = packages_distributions()
    imported = {module for package in OURS for file in (ROOT / package).rglob("*.py") for module in roots(file)}
    foreign = imported - set(sys.stdlib_module_names) - OURS - NOT_INSTALLED - TYPES_ALONE
    undeclared = {
        module
        for module in foreign
        if not {one.lower().replace("_", "-") for one in distributions.get(module, [])} & declared(*EXTRAS)
    }
    assert undeclared == set()


def roots(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    whole = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {module.partition(".")[0] for module in plain | whole}
