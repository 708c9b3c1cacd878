"""A second ticket of the same contact is offered for joining, never joined by itself."""

from tests.journeys.walks import state
from tests.world import World


def test_two_tickets_about_one_order_are_suggested_to_each_other(world: World) -> None:
    world.mail("aino@asiakas.example", "Tilaus 12345 myöhässä", "Missä se on?")
    world.settle()
    world.mail("aino@asiakas.example", "Paketti rikki", "Tilauksen 12345 paketti tuli rikkinäisenä.")
    world.mail("toinen@asiakas.example", "Tilaus 12345", "Sama numero, toinen ihminen.")
    world.settle()
    assert [state(number).suggested for number in (1, 2, 3)] == [(), (1,), ()]


def test_unlike_tickets_of_one_contact_are_left_alone(world: World) -> None:
    world.mail("aino@asiakas.example", "Keitin ei toimi", "Se ei lämpene.")
    world.settle()
    world.mail("aino@asiakas.example", "Uusi osoite", "Muutin Turkuun.")
    world.settle()
    assert state(2).suggested == ()
