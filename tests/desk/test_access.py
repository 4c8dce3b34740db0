"""Who gets to which route: the table holds for every route of the application, whoever asks and however."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from desk.access import MOVES, NEEDS, Open
from desk.door import Desk
from desk.doorman import Doorman
from desk.headers import CONTENT_POLICY
from desk.routes import desk
from tests.desk.office import Office, Operator, open_desk
from tests.plugins.site import CHEAP, Site
from triage.roles import Role, may

NOBODY = "0" * 32
ROLES: tuple[tuple[str, ...], ...] = ((), *((str(role),) for role in Role), tuple(map(str, Role)))
UNSAFE = [
    "/desk/sign-out", "/desk/duty", "/desk/password", f"/desk/live/{NOBODY}", f"/desk/live/{NOBODY}/read-out",
    *(f"/desk/reports/{NOBODY}/{move}" for move in MOVES),
]  # fmt: skip


def rules(app: Flask) -> list[Rule]:
    """Return every route of the desk."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")]


def address(office: Office, rule: Rule) -> str:
    """Return an address that this route answers, of a report where it is about one."""
    wanted = {"id_": NOBODY, "item": NOBODY, "draft": NOBODY, "filename": "desk.css", "rest": "nothing"}
    with office.app.test_request_context():
        built = office.app.url_map.bind("localhost").build(
            rule.endpoint, {name: wanted[name] for name in rule.arguments}, method=next(iter(methods(rule)))
        )
    return str(built)


def methods(rule: Rule) -> list[str]:
    """Return how this route may be asked."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_says_what_it_needs_and_nothing_else_does(office: Office) -> None:
    assert {rule.endpoint for rule in rules(office.app)} == set(NEEDS)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(roles) or "no role")
def test_every_route_lets_in_whom_its_role_allows_and_nobody_else(office: Office, roles: tuple[str, ...]) -> None:
    office.hire("bo", *roles)
    for rule in rules(office.app):
        need = NEEDS[rule.endpoint]
        allowed = isinstance(need, Open) or may([Role(role) for role in roles], need)
        for method in methods(rule):
            one = office.operator("bo")
            data = {"token": one.token()} if method == "POST" else None
            answer = one.client.open(address(office, rule), method=method, data=data, buffered=True)
            assert (answer.status_code == 403) is not allowed, (rule.endpoint, method, answer.status_code)


def test_without_signing_in_nothing_opens_but_the_entrance_and_its_looks(office: Office) -> None:
    for rule in rules(office.app):
        for method in methods(rule):
            answer = office.browser().client.open(address(office, rule), method=method, buffered=True)
            if NEEDS[rule.endpoint] is Open.EVERYBODY:
                assert answer.status_code in {200, 401}
            else:
                closed = (answer.status_code, answer.headers.get("Location")) == (303, "/desk/login")
                assert closed or (method == "POST" and answer.status_code == 401), rule.endpoint


def test_a_route_that_nobody_thought_of_is_closed_to_everybody(site: Site) -> None:
    app = Flask("sotto", static_folder=None)
    routes = desk(Desk(site.intake, CHEAP, secure=False, doorman=Doorman(1, site.intake.random, lambda _: None)))
    routes.add_url_rule("/new-idea", "new_idea", lambda: "open")
    app.register_blueprint(routes)
    ana = Operator(app.test_client())
    ana.sign_in()
    assert ana.get("/desk/new-idea").status_code == 403


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("token", [None, "", "x", "é", "other"])
def test_a_form_that_is_not_of_this_session_changes_nothing(office: Office, path: str, token: str | None) -> None:
    ana, other = office.operator(), office.operator()
    sent = {} if token is None else {"token": other.token() if token == "other" else token}
    answer = ana.client.post(path, data=sent)
    assert answer.status_code == 403
    assert "too old" in answer.text
    assert ana.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_a_form_sent_from_somewhere_else_is_refused_with_the_right_token_too(
    ana: Operator, headers: dict[str, str]
) -> None:
    assert ana.client.post("/desk/duty", data={"token": ana.token(), "on": "yes"}, headers=headers).status_code == 403
    assert ana.client.post("/desk/login", data={"name": "ana"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {"Origin": "null"}],
    ids=str,
)
def test_a_form_of_our_own_page_is_taken(ana: Operator, headers: dict[str, str]) -> None:
    answer = ana.client.post("/desk/duty", data={"token": ana.token(), "on": "yes"}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.threat(42)
def test_every_answer_tells_the_browser_to_keep_nothing_and_to_load_nothing_from_elsewhere(office: Office) -> None:
    ana, report = office.operator(), office.report()
    paths = ["/desk", "/desk/login", f"/desk/reports/{report}", f"/desk/reports/{NOBODY}", "/desk/nothing",
             "/desk/static/desk.css", "/desk/static/no.css", "/desk/calls?page=x"]  # fmt: skip
    for answer in (*(ana.get(path) for path in paths), ana.client.post("/desk/duty"), office.browser().get("/desk")):
        assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in CONTENT_POLICY
    assert "'none'" in CONTENT_POLICY


def test_no_page_holds_a_script_or_style_of_its_own_or_anything_from_elsewhere(office: Office) -> None:
    ana, report = office.operator(), office.report(danger="yes")
    draft = office.call()
    for path in ("/desk", f"/desk/reports/{report}", "/desk/calls", "/desk/live", f"/desk/live/{draft}", "/desk/login"):
        page = ana.get(path).text
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page
        assert page.count("<script") == page.count('<script src="/desk/static/')


def test_duty_is_switched_for_oneself_alone(ana: Operator, office: Office) -> None:
    office.hire("bo", "operator")
    ana.post("/desk/duty", on="yes", name="bo")
    page = ana.get("/desk").text
    assert "On duty" in page
    assert "On duty" not in office.operator("bo").get("/desk").text
    ana.post("/desk/duty", on="no")
    assert "Go on duty" in ana.get("/desk").text


def test_who_reads_no_reports_starts_at_the_call_log(office: Office) -> None:
    office.hire("bo", "admin")
    bo = office.browser()
    assert bo.sign_in("bo").headers["Location"] == "/desk/calls"
    assert "/desk/live" not in bo.get("/desk/calls").text


def test_a_form_that_is_too_large_is_refused_by_a_page(ana: Operator, office: Office) -> None:
    report = office.report()
    answer = ana.post(f"/desk/reports/{report}/note", words="x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "more than a form of the desk can hold" in answer.text


def test_when_the_database_is_away_a_page_says_so_and_no_error_tells_what_was_asked(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    office = open_desk(site)
    ana = office.operator()
    token = ana.token()
    site.store.close()
    answer = ana.client.post("/desk/duty", data={"token": token, "on": "yes", "words": "a secret"})
    assert answer.status_code >= 500
    assert "a secret" not in answer.text + caplog.text
