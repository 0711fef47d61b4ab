"""The address for phones: what the room can reach, and never localhost."""

import pytest
from streamlit import config

from components.server import address


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(address.SETTING, raising=False)


def bound_to(monkeypatch: pytest.MonkeyPatch, host: str, in_networks: tuple[str, ...]) -> None:
    options = {"server.address": host, "server.port": 8501, "server.baseUrlPath": ""}
    monkeypatch.setattr(address.st, "get_option", lambda name: options.get(name))
    monkeypatch.setattr(address, "_addresses", lambda _moment: in_networks)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_an_app_for_this_computer_only_has_no_address_for_phones(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    bound_to(monkeypatch, host, ("192.168.1.20",))
    assert address.join_address("token") is None
    assert address.short_address() == ""
    assert "./run --hotspot" in address.why_none()


def test_the_address_is_the_one_in_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    bound_to(monkeypatch, "0.0.0.0", ("192.168.1.20", "10.1.1.1"))
    assert address.join_address("token") == "http://192.168.1.20:8501/j/token"
    assert address.short_address() == "192.168.1.20:8501/j"
    assert address.network_addresses() == ("192.168.1.20", "10.1.1.1")
    assert address.why_none() == ""


def test_an_app_on_one_address_is_reached_there(monkeypatch: pytest.MonkeyPatch) -> None:
    bound_to(monkeypatch, "fd00::5", ("192.168.1.20",))
    assert address.base() == "http://[fd00::5]:8501"


def test_a_computer_in_no_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    bound_to(monkeypatch, "0.0.0.0", ())
    assert address.base() is None
    assert "in no network" in address.why_none()


@pytest.mark.parametrize(
    ("given", "short", "long"),
    [
        ("https://map.example.org/", "https://map.example.org/j", "https://map.example.org/j/t"),
        ("hall.local:8080", "hall.local:8080/j", "http://hall.local:8080/j/t"),
        ("http://10.0.0.5/town", "10.0.0.5/town/j", "http://10.0.0.5/town/j/t"),
    ],
)
def test_a_named_address_wins(
    monkeypatch: pytest.MonkeyPatch, given: str, short: str, long: str
) -> None:
    bound_to(monkeypatch, "127.0.0.1", ())
    monkeypatch.setenv(address.SETTING, given)
    assert (address.short_address(), address.join_address("t")) == (short, long)


def test_no_address_found_is_this_machine_alone() -> None:
    found = address._addresses(-1)
    assert not any(each.startswith("127.") for each in found)


def test_the_pages_config_keeps_the_app_to_this_computer() -> None:
    assert config.get_option("server.address") == "127.0.0.1"
    assert address.base() is None
