"""Hiring, changing and letting go: agents and groups as the administrator keeps them."""

from chalicelib.handlers import bodies_fields, bodies_staff
from infra.openapi.told import Declared, Told

TAG = "People"
_CONFIGURATION = "This makes a new version of the configuration, as activating a file does."
ROUTES: Declared = {
    "POST /agents": Told(
        "Agent",
        "Add an agent",
        _CONFIGURATION,
        status=201,
        body=bodies_staff.NEW_AGENT,
        example={"email": "otso@kauppa.example", "name": "Otso Oras", "ticket_scope": 2},
        faults=(409,),
    ),
    "PUT /contacts/{number}/make_agent": Told(
        "ContactAgent",
        "Make an agent of a contact",
        "The contact stays, with its tickets; its first mail address becomes the agent's. " + _CONFIGURATION,
        operation="make_agent_of_contact",
        body=bodies_staff.MAKE_AGENT,
        example={"ticket_scope": 2},
        faults=(409,),
    ),
    "PUT /agents/{number}": Told(
        "Agent",
        "Change an agent",
        "Availability, and with `hand_over` giving the open tickets back. Agents may change their own `signature`, `job_title`, `phone`, "
        "`mobile`, `language` and `time_zone`; all else is the administrator's. " + _CONFIGURATION,
        operation="update_agent",
        body=bodies_staff.AGENT,
        example={"available": False, "hand_over": True},
        faults=(409,),
    ),
    "DELETE /agents/{number}": Told(
        summary="Remove an agent",
        about="The open tickets find other owners and the keys end. " + _CONFIGURATION,
        faults=(409,),
    ),
    "POST /groups": Told(
        "Group",
        "Add a group",
        _CONFIGURATION,
        status=201,
        body=bodies_staff.NEW_GROUP,
        example={"name": "Warehouse", "description": "Looks at the shelves"},
        faults=(409,),
    ),
    "PUT /groups/{number}": Told(
        "Group",
        "Change a group",
        "`agent_ids` are all its members; a new name is taken over wherever the old one stands. " + _CONFIGURATION,
        operation="update_group",
        body=bodies_staff.GROUP,
        example={"description": "Orders, products and returns"},
        faults=(409,),
    ),
    "DELETE /groups/{number}": Told(
        summary="Remove a group",
        about="Refused while rules, channels or policies name it; its open tickets go to the default group. " + _CONFIGURATION,
        faults=(409,),
    ),
    "GET /admin/groups": Told("[Group]", "List groups", "The same as `/groups`.", paged=True),
    "GET /admin/groups/{number}": Told("Group", "View a group", "The same as `/groups`."),
    "POST /admin/groups": Told(
        "Group", "Add a group", "The same as `/groups`.", status=201, body=bodies_staff.NEW_GROUP, example={"name": "Yard"}, faults=(409,)
    ),
    "PUT /admin/groups/{number}": Told(
        "Group",
        "Change a group",
        "The same as `/groups`.",
        operation="update_admin_group",
        body=bodies_staff.GROUP,
        example={"description": "Orders, products and returns"},
        faults=(409,),
    ),
    "DELETE /admin/groups/{number}": Told(summary="Remove a group", about="The same as `/groups`.", faults=(409,)),
    "POST /admin/ticket_fields": Told(
        "AdminTicketField",
        "Declare a field of tickets",
        "Its name is made of the label: `cf_order_number`. " + _CONFIGURATION,
        operation="add_ticket_field",
        status=201,
        body=bodies_fields.NEW_FIELD,
        example={"label": "Shelf", "type": "custom_dropdown", "choices": [{"value": "Upper"}, {"value": "Lower"}]},
        faults=(409,),
    ),
    "PUT /admin/ticket_fields/{number}": Told(
        "AdminTicketField",
        "Change a field of tickets",
        "`choices` are all of them. Of fields that every ticket has, `required_for_agents` and `required_for_closure` of type, reason, "
        "group and agent can be said, and the choices of the type. " + _CONFIGURATION,
        operation="update_ticket_field",
        body=bodies_fields.FIELD,
        example={"required_for_closure": True},
        faults=(409,),
    ),
    "DELETE /admin/ticket_fields/{number}": Told(
        summary="Take a field of tickets back",
        about="What tickets hold in it stays with them. " + _CONFIGURATION,
        operation="remove_ticket_field",
        faults=(409,),
    ),
}
