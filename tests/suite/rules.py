"""Rules of our own for our own source: what is logged, what becomes XML, where an address comes from.

Read off the syntax tree, so that a line of text in a comment is no finding and a line broken in two is one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.journal import FIELDS

_LEVELS = {"debug", "info", "warning", "warn", "error", "critical", "exception", "log", "fatal"}
_LOGGERS = re.compile(r"_?log(ger)?|getlogger|logging|current_app", re.IGNORECASE)
_SAFE_ATTRIBUTES = {"kind", "reason", "code", "__name__"}
_SAFE_CALLS = {"len", "where", "type"}
_LOUD = {"pprint", "print_exc", "print_exception", "format_exc", "format_exception", "print_stack", "basicConfig"}
_TAG = re.compile(r"(?<![/P])</?[A-Za-z!?]")  # neither a route's /<part> nor a pattern's (?P<name>
_ESCAPES = {"escape", "quoteattr", "_escaped", "join", "redirect"}
_MARKUP = {
    "verbs", "messages", "inner", "opening", "attributes", "tell",  # markup made by the functions beside it
    "url", "whisper", "callback", "events", "spoken_as",  # our own addresses and tables
    "recording", "silence", "ring", "key", "digit",  # seconds of a line
}  # fmt: skip
_CLIENTS = re.compile(r"_?(requests|session|http|client|rest|pool|urllib3|httpx)")
_FETCHES = {"urlopen", "Request", "urljoin", "HTTPConnection", "HTTPSConnection", "create_connection", "redirect"}
_GIVEN = {"form", "fields", "environ", "args"}
_LINKS = re.compile(r"(Recording|Media)Url\d*")


@dataclass(frozen=True, slots=True)
class Finding:
    """A line that breaks a rule."""

    rule: str
    line: int


def value_in_log(tree: ast.Module) -> Iterator[int]:
    """Find log lines that are not one literal sentence with fields of fixed words."""
    for call in _calls(tree):
        func = call.func
        if not isinstance(func, ast.Attribute) or func.attr not in _LEVELS or not _LOGGERS.fullmatch(_last(func.value)):
            continue
        if (
            len(call.args) != 1
            or not _is_sentence(tree, call.args[0])
            or not all(_is_fields(keyword) for keyword in call.keywords)
        ):
            yield call.lineno


def value_said_aloud(tree: ast.Module) -> Iterator[int]:
    """Find what speaks past the log: print, tracebacks, standard output, a warning that is no literal."""
    for call in _calls(tree):
        name = _last(call.func)
        stream = (
            isinstance(call.func, ast.Attribute) and name == "write" and _last(call.func.value) in {"stdout", "stderr"}
        )
        warns = name == "warn" and not all(isinstance(each, ast.Constant | ast.Name) for each in call.args)
        if name in _LOUD or (isinstance(call.func, ast.Name) and name == "print") or stream or warns:
            yield call.lineno


def text_in_xml(tree: ast.Module) -> Iterator[int]:
    """Find markup put together with a text that is not escaped on the spot and is no markup already."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and _has_tag(node):
            parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            sides = (node.left, node.right)
            parts = [side for side in sides if not isinstance(side, ast.Constant)] if _is_tagged(*sides) else []
        elif isinstance(node, ast.Call) and _last(node.func) == "format":
            tagged = _is_tagged(getattr(node.func, "value", node))
            parts = [*node.args, *(keyword.value for keyword in node.keywords)] if tagged else []
        elif isinstance(node, ast.Call) and _last(node.func) == "Markup":
            parts = [each for each in node.args if not isinstance(each, ast.Constant)]
        else:
            continue
        if not all(_is_markup(part) for part in parts):
            yield node.lineno


def url_from_request(tree: ast.Module) -> Iterator[int]:
    """Find a fetch, or a redirect, whose address holds something that came with a request."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "flask"]
    given = _GIVEN | {name.name for node in imports for name in node.names if name.name == "request"}
    tainted = _tainted(tree, given)
    for call in _calls(tree):
        inside = [*call.args, *(keyword.value for keyword in call.keywords)]
        client = isinstance(call.func, ast.Attribute) and _CLIENTS.fullmatch(_last(call.func.value))
        if (client or _last(call.func) in _FETCHES) and any(_mentions(part, tainted) for part in inside):
            yield call.lineno


RULES: dict[str, Callable[[ast.Module], Iterator[int]]] = {
    rule.__name__: rule for rule in (value_in_log, value_said_aloud, text_in_xml, url_from_request)
}


def findings(source: str) -> list[Finding]:
    """Return every line of a module that breaks a rule."""
    tree = ast.parse(source)
    return [Finding(name, line) for name, rule in RULES.items() for line in rule(tree)]


def sources(root: Path, packages: tuple[str, ...]) -> Iterator[Path]:
    """Return the modules of packages."""
    for package in packages:
        yield from sorted((root / package).rglob("*.py"))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _last(node: ast.AST) -> str:
    """Return the last name of a dotted one."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _last(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def _is_fields(keyword: ast.keyword) -> bool:
    """Return whether this is `extra` with allowed names and values that can be no text of anybody's."""
    table = keyword.value
    if keyword.arg != "extra" or not isinstance(table, ast.Dict):
        return False
    names = [key.value if isinstance(key, ast.Constant) else "" for key in table.keys]
    return all(name in FIELDS for name in names) and all(map(_is_fixed, table.values))


def _is_fixed(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return _is_fixed(value.body) and _is_fixed(value.orelse)
    if isinstance(value, ast.Call):
        return _last(value.func) in _SAFE_CALLS
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Attribute) and value.attr in _SAFE_ATTRIBUTES)


def _is_sentence(tree: ast.Module, said: ast.expr) -> bool:
    """Return whether a log line's sentence is a literal, or a function's first argument that is one in every call."""
    if isinstance(said, ast.Constant):
        return isinstance(said.value, str)
    givers = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and said in list(_first_uses(node))]
    calls = [call for call in _calls(tree) if givers and _last(call.func) == givers[-1].name]
    return bool(calls) and all(call.args and isinstance(call.args[0], ast.Constant) for call in calls)


def _first_uses(function: ast.FunctionDef) -> Iterator[ast.Name]:
    first = function.args.args[0].arg if function.args.args else None
    return (node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == first)


def _is_tagged(*nodes: ast.AST) -> bool:
    return any(isinstance(node, ast.Constant | ast.JoinedStr) and _has_tag(node) for node in nodes)


def _has_tag(*nodes: ast.AST) -> bool:
    texts = (node.value for each in nodes for node in ast.walk(each) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and _TAG.search(text) for text in texts)


def _is_markup(part: ast.expr) -> bool:
    if isinstance(part, ast.Subscript):
        return _is_markup(part.value)
    if isinstance(part, ast.Call):
        return _last(part.func) in _ESCAPES
    return isinstance(part, ast.Constant | ast.JoinedStr) or _last(part) in _MARKUP


def _tainted(tree: ast.Module, given: set[str]) -> set[str]:
    """Return the names that hold something of a request, through any chain of assignments in the module."""
    known = set(given)
    pairs = [
        (target.id, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    while more := {name for name, value in pairs if name not in known and _mentions(value, known)}:
        known |= more
    return known


def _mentions(node: ast.AST, names: set[str]) -> bool:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id in names:
            return True
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and _LINKS.fullmatch(each.value):
            return True
    return False
