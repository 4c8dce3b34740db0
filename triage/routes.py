"""Where a report can be transferred: the owner's table of receivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.grade import Grade
from triage.reading import Table, reading


class RouteKind(StrEnum):
    """How a report reaches its receiver."""

    DESK = "desk"  # another desk of this house
    FILE = "file"  # an encrypted file
    PAGE = "page"  # a page that opens once, with a passphrase
    PHONE = "phone"  # read out on the telephone
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Route:
    """One receiver. Empty `categories` mean every category; `desk` is set for routes to a desk of this house."""

    name: str
    kind: RouteKind
    label: Mapping[str, str]
    categories: tuple[str, ...]
    at_least: Grade
    desk: str | None


def parse_routes(text: str, name: str, categories: tuple[str, ...]) -> Mapping[str, Route]:
    """Read the table of routes; `categories` are the names a route may mention. Raises RuleFaults."""
    with reading(text, name) as top:
        return {key: _route(key, table, categories) for key, table in top.tables(needed=False)}


def suggested(routes: Mapping[str, Route], category: str | None, grade: Grade) -> tuple[Route, ...]:
    """Return the routes a report of this category and grade may take, in the owner's order."""
    return tuple(
        route
        for route in routes.values()
        if grade >= route.at_least and (not route.categories or category in route.categories)
    )


def _route(name: str, table: Table, categories: tuple[str, ...]) -> Route:
    kind = RouteKind(table.choice("kind", tuple(RouteKind)))
    return Route(
        name=name,
        kind=kind,
        label=table.by_language("label"),
        categories=table.choices("categories", categories, ()),
        at_least=Grade(table.choice("at_least", tuple(map(str, Grade)), str(Grade.LOW))),
        desk=table.text("desk") if kind is RouteKind.DESK else None,
    )
