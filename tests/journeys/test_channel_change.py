"""A customer who changes channel is recognised by what a provider vouches for, and by nothing less."""

from chalicelib.channels.message import Handle
from chalicelib.contacts import actions as contacts
from tests.journeys.walks import context, state
from tests.world import World

PHONE = Handle("phone", "+358401112222")


def know_phone(world: World, contact: int) -> None:
    with world.time():
        contacts.change_contact(contact, {}, (PHONE,), context(world), "agent:1")


def test_a_whatsapp_from_a_number_on_somebodys_card_is_theirs_and_suggests_their_open_ticket(world: World) -> None:
    world.mail("aino@tukku.example", "Tilaus 12345 myöhässä", "Missä se on?")
    world.settle()
    know_phone(world, state(1).contact)
    world.whatsapp("358401112222", "Tilaus 12345, tuleeko se tänään?")
    world.settle()
    assert (state(2).contact, state(2).company, state(2).suggested) == (state(1).contact, "Tukku Oy", (1,))
    handles = [(handle.kind, handle.value) for handle in contacts.contact(state(1).contact).handles]
    assert handles == [("phone", "+358401112222"), ("email", "aino@tukku.example"), ("whatsapp", "358401112222")]
    assert contacts.contact_by(Handle("whatsapp", "358401112222")) == contacts.contact(state(1).contact)


def test_the_same_order_from_an_unknown_number_is_another_person(world: World) -> None:
    world.mail("aino@asiakas.example", "Tilaus 12345 myöhässä", "Missä se on?")
    world.settle()
    world.whatsapp("358401112222", "Aino tässä, tilaus 12345, tuleeko se tänään?")
    world.settle()
    assert (state(2).contact == state(1).contact, state(2).suggested) == (False, ())


def test_the_first_contact_that_has_a_number_keeps_it(world: World) -> None:
    world.whatsapp("358401112222", "Hei, onko liike auki?")
    world.settle()
    before = contacts.contact(state(1).contact)
    world.whatsapp("358401112222", "Ja huomenna?")
    world.settle()
    assert contacts.contact(state(1).contact) == before
