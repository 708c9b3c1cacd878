"""The fields of tickets, contacts and companies, from which clients build their forms."""

from infra.openapi.told import Asked, Declared, Told

TAG = "Fields"
KIND = Asked("type", "Only fields of this type.", example="default_status")
ROUTES: Declared = {
    "GET /ticket_fields": Told("[TicketField]", "List the fields of tickets", "The usual ones first, then the desk's own.", query=(KIND,)),
    "GET /admin/ticket_fields": Told("[AdminTicketField]", "List the fields of tickets with choices as objects", query=(KIND,)),
    "GET /admin/ticket_fields/{number}": Told("AdminTicketField", "View a field of tickets"),
    "GET /contact_fields": Told("[ContactField]", "List the fields of contacts", query=(KIND,)),
    "GET /company_fields": Told("[CompanyField]", "List the fields of companies", query=(KIND,)),
}
