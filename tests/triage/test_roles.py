"""Who may do what."""

from __future__ import annotations

import pytest

from triage.roles import ALLOWED, Page, Role, may
from triage.states import Move


def test_every_move_and_page_says_who_is_allowed() -> None:
    assert set(ALLOWED) == {*Move, *Page}
    assert all(ALLOWED.values())


@pytest.mark.parametrize("move", sorted(set(Move) - {Move.LIFT_HOLD}))
def test_operators_may_do_everything_to_a_report_that_can_be_undone_and_admins_nothing(move: Move) -> None:
    assert may([Role.OPERATOR], move)
    assert not may([Role.ADMIN], move)


def test_only_supervisors_lift_a_hold_because_what_is_erased_then_does_not_come_back() -> None:
    assert [role for role in Role if may([role], Move.LIFT_HOLD)] == [Role.SUPERVISOR]


def test_admins_never_see_a_report() -> None:
    assert not may([Role.ADMIN], Page.REPORT)
    assert not may([Role.ADMIN], Page.QUEUE)
    assert may([Role.ADMIN], Page.JOBS)


def test_operators_keep_no_people() -> None:
    assert not may([Role.OPERATOR], Page.OPERATORS)
    assert may([Role.SUPERVISOR], Page.OPERATORS)


def test_several_roles_add_up_and_none_allows_nothing() -> None:
    assert may([Role.OPERATOR, Role.ADMIN], Page.REPORT)
    assert may([Role.OPERATOR, Role.ADMIN], Page.OPERATORS)
    assert not any(may([], what) for what in ALLOWED)
