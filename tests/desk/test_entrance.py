"""Signing in and out, and how long a session lasts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from privacy.vault import read_ticket
from store import vault as rows
from store.schema import vault
from tests.desk.office import Office, Operator, open_desk
from tests.plugins.site import PASSWORD, Site

FRESH = "a password of my own"


def boxes(site: Site) -> list[bytes]:
    """Return the ids of all boxes in the vault that hold a session."""
    with site.store.read() as connection:
        return list(connection.execute(select(vault.c.id)).scalars())


def test_name_and_password_open_the_queue(office: Office) -> None:
    one = office.browser()
    answer = one.sign_in()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert one.get("/desk").status_code == 200


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(office: Office) -> None:
    answers = [office.browser().sign_in(name, word) for name, word in (("ana", "wrong password"), ("bo", PASSWORD))]
    assert [answer.status_code for answer in answers] == [401, 401]
    alike = {answer.text.replace('value="ana"', "").replace('value="bo"', "") for answer in answers}
    assert len(alike) == 1
    assert all("Set-Cookie" not in answer.headers for answer in answers)


@pytest.mark.parametrize("name", ["", "\0", "ana\0", "' or 1=1 --", "é" * 5000, "ANA", "../ana"])
def test_odd_names_are_wrong_names(office: Office, name: str) -> None:
    assert office.browser().sign_in(name).status_code == 401


def test_the_key_lies_sealed_on_the_server_and_its_key_is_in_the_cookie_alone(office: Office) -> None:
    one = office.operator()
    ticket = read_ticket(one.ticket)
    with office.site.store.read() as connection:
        row = connection.execute(select(vault).where(vault.c.id == ticket.box)).one()
    held = office.site.operator
    for secret in (ticket.key, held.private, held.private.hex().encode(), *held.keys.values(), b"ana"):
        assert secret not in row.box


@pytest.mark.parametrize(("secure", "name"), [(False, "desk"), (True, "__Host-desk")])
def test_the_cookie_is_for_this_host_this_browser_session_and_no_script(site: Site, name: str, *, secure: bool) -> None:
    office = open_desk(site, secure=secure)
    set_cookie = office.browser().sign_in().headers["Set-Cookie"]
    first, *rest = set_cookie.split("; ")
    assert first.startswith(f"{name}=")
    assert set(rest) == {"HttpOnly", "Path=/", "SameSite=Strict"} | ({"Secure"} if secure else set())


def test_signing_in_again_gives_another_ticket_and_ends_the_session_before(office: Office) -> None:
    one = office.operator()
    before = one.ticket
    one.sign_in()
    assert one.ticket != before
    thief = office.browser()
    thief.client.set_cookie("desk", before)
    assert thief.get("/desk").status_code == 303
    assert len(boxes(office.site)) == 1


def test_signing_out_leaves_nothing_on_either_side(ana: Operator, office: Office) -> None:
    ticket = ana.ticket
    assert ana.post("/desk/sign-out").headers["Location"] == "/desk/login?why=ended"
    assert ana.ticket == ""
    assert boxes(office.site) == []
    thief = office.browser()
    thief.client.set_cookie("desk", ticket)
    assert thief.get("/desk").status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "A" * 64, "é", "=" * 64, "A" * 5000])
def test_a_ticket_that_is_none_leads_to_the_entrance(office: Office, cookie: str) -> None:
    one = office.browser()
    answer = one.get("/desk", headers={"Cookie": f"desk={cookie}"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/desk/login")


def test_half_an_hour_without_a_hand_ends_a_session(ana: Operator, office: Office) -> None:
    office.go(minutes=31)
    answer = ana.get("/desk")
    assert answer.headers["Location"] == "/desk/login?why=idle"
    assert "nothing was done" in ana.get(answer.headers["Location"]).text


def test_work_keeps_a_session_going_and_a_list_that_refreshes_itself_does_not(ana: Operator, office: Office) -> None:
    for _ in range(3):
        office.go(minutes=29)
        assert ana.get("/desk/calls").status_code == 200
    for _ in range(2):
        office.go(minutes=14)
        assert ana.get("/desk?auto=1").status_code == 200
    office.go(minutes=3)
    assert ana.get("/desk?auto=1").status_code == 303


def test_after_twelve_hours_a_session_ends_whatever_is_done(ana: Operator, office: Office) -> None:
    for _ in range(12 * 3 - 1):
        office.go(minutes=20)
        assert ana.get("/desk").status_code == 200
    office.go(minutes=20)
    assert ana.get("/desk").status_code == 303


def test_a_session_that_was_ended_is_not_brought_back_by_a_page_that_was_still_loading(
    ana: Operator, office: Office
) -> None:
    box = read_ticket(ana.ticket).box
    token = ana.token()
    ana.client.post("/desk/sign-out", data={"token": token})
    assert office.site.store.write(lambda connection: rows.keep(connection, box, 2**31)) is False
    assert boxes(office.site) == []


def test_what_was_typed_into_a_page_whose_session_ended_stands_there_to_be_copied(
    ana: Operator, office: Office
) -> None:
    report = office.report()
    token = ana.token()
    office.go(minutes=31)
    answer = ana.client.post(f"/desk/reports/{report}/reply", data={"token": token, "words": "Please <tell> more"})
    assert answer.status_code == 401
    assert "Please &lt;tell&gt; more</textarea>" in answer.text


def test_a_password_that_was_given_out_must_be_replaced_before_anything_else(office: Office) -> None:
    once = office.hire_today("bo")
    bo = office.operator("bo", once)
    for path in ("/desk", "/desk/calls", "/desk/live", f"/desk/reports/{'0' * 32}"):
        assert bo.get(path).headers["Location"] == "/desk/password"
    assert bo.post("/desk/duty", on="yes").headers["Location"] == "/desk/password"
    before = bo.ticket
    answer = bo.post("/desk/password", new=FRESH, again=FRESH)
    assert (answer.status_code, bo.get("/desk").status_code) == (303, 200)
    assert bo.ticket != before
    assert office.browser().sign_in("bo", once).status_code == 401
    assert office.browser().sign_in("bo", FRESH).status_code == 303


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"new": "short", "again": "short"}, "At least 12 characters"),
        ({"new": FRESH, "again": FRESH + "!"}, "not the same"),
        ({"new": FRESH, "again": FRESH, "old": "not this one"}, "password now is not right"),
        ({"new": FRESH, "again": FRESH}, "password now is not right"),
        ({}, "At least 12 characters"),
    ],
)
def test_a_new_password_that_cannot_be_taken_changes_nothing(ana: Operator, fields: dict[str, str], told: str) -> None:
    answer = ana.post("/desk/password", **fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert ana.sign_in().status_code == 303


def test_a_new_password_ends_every_other_session(ana: Operator, office: Office) -> None:
    elsewhere = office.operator()
    assert ana.post("/desk/password", old=PASSWORD, new=FRESH, again=FRESH).status_code == 303
    assert ana.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 303


def test_a_name_that_is_tried_again_and_again_waits_longer_and_is_let_in_all_the_same(office: Office) -> None:
    for _ in range(7):
        office.browser().sign_in("ana", "wrong password")
    assert office.slept == [0, 0, 0, 0.5, 1, 2, 4]
    office.browser().sign_in("bo", "wrong password")
    assert office.slept[-1] == 0
    assert office.operator().get("/desk").status_code == 200
    assert office.slept[-1] == 4
    office.operator()
    assert office.slept[-1] == 0


def test_a_crowd_at_the_entrance_is_sent_away_before_it_takes_every_thread(
    site: Site,
) -> None:
    answer = open_desk(site, room=0).browser().sign_in()
    assert answer.status_code == 503
    assert "Many people are signing in" in answer.text


@pytest.mark.parametrize(("tongue", "title"), [("es", "Iniciar sesión"), ("zh-CN", "登录"), ("xx", "Sign in")])
def test_the_entrance_speaks_the_language_that_is_asked_for(office: Office, tongue: str, title: str) -> None:
    assert title in office.browser().get(f"/desk/login?lang={tongue}").text
    assert title in office.browser().get("/desk/login", headers={"Accept-Language": tongue}).text


def test_the_language_chosen_at_the_desk_stays_for_the_session(ana: Operator) -> None:
    answer = ana.get("/desk/calls?lang=es&page=1&_scheme=javascript&_external=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/calls?page=1")
    assert '<html lang="es">' in ana.get("/desk").text
    assert ana.get("/desk?lang=klingon").status_code == 200
    assert '<html lang="es">' in ana.get("/desk").text
