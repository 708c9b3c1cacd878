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
