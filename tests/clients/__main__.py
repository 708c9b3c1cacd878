"""make clients: fetch the clients, then run them."""

import sys

import pytest

from tests.clients.pins import fetch

fetch()
sys.exit(pytest.main(["-m", "clients", "tests/clients", *sys.argv[1:]]))
