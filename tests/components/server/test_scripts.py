"""The map's scripts: one file, kept for ever, in the order in which they must run."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server import scripts


def client() -> TestClient:
    """Return a browser of an app that has this route only."""
    return TestClient(Starlette(routes=scripts.script_routes()))


def test_the_scripts_come_whole_and_may_be_kept_for_ever() -> None:
    answer = client().get("/" + scripts.address())
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    plain = client().get("/" + scripts.address(), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
    begins = [answer.text.index(f"window.SharedGround{name} =")
              for name in ("Layer", "Background", "Own", "Map")]  # fmt: skip
    assert begins == sorted(begins)
    assert answer.text.index("Leaflet 1.9.4") < begins[0]


def test_an_address_of_other_scripts_is_not_answered_with_these() -> None:
    answer = client().get("/scripts/map-0123456789abcdef.js")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
