"""Companies through the API: those of desk.yaml and those made here are one list."""

from tests.handlers.client import Client


def test_a_company_is_made_and_viewed(api: Client) -> None:
    made = api.post("/companies", {"name": "Kaleva Oy", "domains": ["Kaleva.example"], "note": "Iso", "custom_fields": {"cf_vat": "FI1"}})
    number = made.body["id"]
    assert (made.status, made.headers["Location"]) == (201, f"https://desk.kauppa.example/api/v2/companies/{number}")
    assert made.body == {
        "id": number, "name": "Kaleva Oy", "description": None, "note": "Iso", "domains": ["kaleva.example"], "health_score": None,
        "account_tier": None, "renewal_date": None, "industry": None, "custom_fields": {"cf_vat": "FI1"}, "org_company_id": None,
        "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
    }  # fmt: skip
    assert api.get(f"/companies/{number}").body == made.body


def test_configured_and_made_companies_are_one_list_by_name(api: Client) -> None:
    api.post("/companies", {"name": "Kaleva Oy"})
    assert [row["name"] for row in api.get("/companies").body] == ["Kaleva Oy", "Tukku Oy"]
    assert api.get("/companies/autocomplete?name=tuk").body == {
        "companies": [{"id": api.get("/companies").body[1]["id"], "name": "Tukku Oy"}]
    }


def test_a_new_company_takes_new_contacts_of_its_domain(api: Client) -> None:
    company = api.post("/companies", {"name": "Kaleva Oy", "domains": ["kaleva.example"]}).body["id"]
    api.world.mail("kaija@kaleva.example", "Hei", "Apua")
    api.world.settle()
    assert (api.get("/tickets/1").body["company_id"], api.opened(email="kalle@kaleva.example")["company_id"]) == (company, company)


def test_a_configured_company_may_be_told_more_about(api: Client) -> None:
    number = api.get("/companies").body[0]["id"]
    told = api.put(f"/companies/{number}", {"note": "Soita aamulla", "name": "Tukku Oy"})
    assert (told.status, told.body["note"], told.body["domains"]) == (200, "Soita aamulla", ["tukku.example"])
    assert api.put(f"/companies/{number}", {"industry": "Tukku"}).body["note"] == "Soita aamulla"


def test_names_and_domains_belong_to_one_company(api: Client) -> None:
    told = [api.post("/companies", body) for body in ({"name": "tukku oy"}, {"name": "Toinen", "domains": ["tukku.example"]})]
    assert [(one.status, one.faults) for one in told] == [(409, [("name", "duplicate_value")]), (409, [("domains", "duplicate_value")])]


def test_a_company_keeps_its_name(api: Client) -> None:
    number = api.get("/companies").body[0]["id"]
    told = api.put(f"/companies/{number}", {"name": "Muu"})
    assert (told.status, told.faults) == (400, [("name", "readonly_field")])


def test_only_supervisors_make_companies(api: Client) -> None:
    told = [api.of(name).post("/companies", {"name": "Kaleva Oy"}).status for name in ("Aki", "Liisa")]
    assert told == [403, 201]


def test_a_company_that_is_taken_away_leaves_its_contacts_and_tickets(api: Client) -> None:
    company = api.post("/companies", {"name": "Kaleva Oy", "domains": ["kaleva.example"]}).body["id"]
    api.world.mail("kaija@kaleva.example", "Hei", "Apua")
    api.world.settle()
    kaija = api.get("/tickets/1").body["requester_id"]
    bo = api.post("/contacts", {"name": "Bo", "email": "bo@x.example", "other_companies": [{"company_id": company}]}).body
    assert bo["other_companies"] == [{"company_id": company, "view_all_tickets": False}]
    assert api.delete(f"/companies/{company}").status == 204
    api.world.after(seconds=10)
    assert (api.get(f"/companies/{company}").status, api.delete(f"/companies/{company}").status) == (404, 404)
    assert [api.get(f"/contacts/{one}").body["company_id"] for one in (kaija, bo["id"])] == [None, None]
    assert api.get(f"/contacts/{bo['id']}").body["other_companies"] == []
    assert (api.get("/tickets/1").body["id"], api.world.failures) == (1, [])
    other = api.post("/companies", {"name": "Kaleva Uusi", "domains": ["kaleva.example"]})
    assert (other.status, api.opened(email="kalle@kaleva.example")["company_id"]) == (201, other.body["id"])
    assert api.opened(email="kaija@kaleva.example")["company_id"] is None


def test_whoever_came_to_a_new_company_of_the_same_name_stays(api: Client) -> None:
    company = api.post("/companies", {"name": "Kaleva Oy"}).body["id"]
    kaija = api.post("/contacts", {"name": "Kaija", "email": "kaija@x.example", "company_id": company}).body["id"]
    api.delete(f"/companies/{company}")
    api.later(seconds=1)
    assert api.post("/companies", {"name": "Kaleva Oy"}).body["id"] == company
    assert api.put(f"/contacts/{kaija}", {"company_id": company}).status == 200
    api.world.after(seconds=10)
    assert (api.get(f"/contacts/{kaija}").body["company_id"], api.get(f"/companies/{company}").status) == (company, 200)


def test_whoever_is_changed_while_a_company_is_taken_away_leaves_it_too(api: Client) -> None:
    company = api.post("/companies", {"name": "Kaleva Oy"}).body["id"]
    kaija = api.post("/contacts", {"name": "Kaija", "email": "kaija@x.example", "company_id": company}).body["id"]
    api.delete(f"/companies/{company}")
    api.later(seconds=1)
    assert api.put(f"/contacts/{kaija}", {"address": "Kuja 1"}).status == 200
    api.world.after(seconds=10)
    told = api.get(f"/contacts/{kaija}").body
    assert (told["company_id"], told["address"]) == (None, "Kuja 1")
    assert api.opened(email="kaija@x.example")["company_id"] is None


def test_a_company_that_the_configuration_knows_stays(api: Client) -> None:
    told = api.delete(f"/companies/{api.get('/companies').body[0]['id']}")
    assert (told.status, "desk.yaml" in told.body["description"] + str(told.body)) == (409, True)


def test_a_domain_that_is_let_go_is_free_for_others(api: Client) -> None:
    company = api.post("/companies", {"name": "Kaleva Oy", "domains": ["kaleva.example", "kaleva2.example"]}).body["id"]
    assert api.put(f"/companies/{company}", {"domains": ["kaleva.example"]}).body["domains"] == ["kaleva.example"]
    assert api.post("/companies", {"name": "Toinen Oy", "domains": ["kaleva2.example"]}).status == 201
    assert api.post("/companies", {"name": "Kolmas Oy", "domains": ["kaleva.example"]}).status == 409


def test_a_renewal_is_an_instant_and_can_be_taken_back(api: Client) -> None:
    made = api.post("/companies", {"name": "Kaleva Oy", "renewal_date": "2027-01-31"}).body
    assert made["renewal_date"] == "2027-01-31T00:00:00Z"
    assert api.put(f"/companies/{made['id']}", {"renewal_date": None}).body["renewal_date"] is None
    assert api.put(f"/companies/{made['id']}", {"renewal_date": "soon"}).faults == [("renewal_date", "invalid_value")]
