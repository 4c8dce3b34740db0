def test_try(office, ana):
    a = office.report("Fire at <b>mill</b>", danger="yes", category="violence")
    office.report("x", door="sms", graded=False)
    r = ana.get("/desk"); assert r.status_code == 200, r.text
    print(r.text[1500:6000])
    r = ana.get(f"/desk/reports/{a}"); assert r.status_code == 200, r.text
    print(r.text[2500:])
    r = ana.post(f"/desk/reports/{a}/claim"); assert r.status_code==303, r.text
    r = ana.get(r.headers["Location"]); assert r.status_code == 200, r.text
    for p in ("calls","live","password","login"):
        assert ana.get("/desk/"+p).status_code==200
