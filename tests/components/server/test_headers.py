"""Headers on every answer, and the looser policy only in a component's frame."""

import base64
import hashlib
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.server import headers


def client(**settings: object) -> TestClient:
    async def answer(_request: object) -> PlainTextResponse:
        return PlainTextResponse("here")

    app = Starlette(
        routes=[Route("/{path:path}", answer)],
        middleware=[Middleware(headers.SecurityHeaders, **settings)],
    )
    return TestClient(app)


def sources(policy: str, directive: str) -> list[str]:
    for part in policy.split("; "):
        name, *values = part.split()
        if name == directive:
            return values
    message = f"no {directive} in {policy}"
    raise AssertionError(message)


def page_policy(path: str = "/", **settings: object) -> str:
    return client(**settings).get(path).headers["content-security-policy"]


def test_a_page_may_run_only_our_files_and_streamlits_own_inline_script() -> None:
    allowed = sources(page_policy(), "script-src")
    index = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    inline = index.split("<script>", 1)[1].split("</script>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert allowed == ["'self'", "blob:", f"'sha256-{digest}'"]


def test_nothing_may_be_loaded_from_another_site() -> None:
    policy = page_policy()
    assert sources(policy, "default-src") == ["'none'"]
    for part in policy.split("; "):
        for source in part.split()[1:]:
            assert source.startswith("'") or source in ("data:", "blob:"), part


@pytest.mark.parametrize("path", ["/component/streamlit_folium.st_folium/index.html"])
def test_a_component_frame_may_run_code_from_text(path: str) -> None:
    assert sources(page_policy(path), "script-src") == [
        "'self'", "'unsafe-inline'", "'unsafe-eval'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/", "/map", "/map/component/x", "/components/", "/component", "/x/component/y"]
)
def test_no_other_address_gets_the_looser_policy(path: str) -> None:
    assert "'unsafe-eval'" not in page_policy(path)


def test_a_base_path_moves_the_frames_with_it() -> None:
    settings = {"base_path": "/ground"}
    assert "'unsafe-eval'" in page_policy("/ground/component/x/index.html", **settings)
    assert "'unsafe-eval'" not in page_policy("/component/x/index.html", **settings)


def test_the_fixed_headers_are_on_every_answer() -> None:
    for path in ("/", "/component/x"):
        answer = client().get(path)
        for name, value in headers.FIXED.items():
            assert answer.headers[name] == value


def test_a_route_may_be_stricter_about_the_referrer() -> None:
    async def answer(_request: object) -> PlainTextResponse:
        return PlainTextResponse("here", headers={"Referrer-Policy": "no-referrer"})

    app = Starlette(routes=[Route("/", answer)], middleware=[Middleware(headers.SecurityHeaders)])
    assert TestClient(app).get("/").headers["referrer-policy"] == "no-referrer"


def test_only_named_sites_may_show_a_page_in_a_frame_and_only_one_without_menus() -> None:
    assert sources(page_policy("/?embed=true"), "frame-ancestors") == ["'self'"]
    hosts = headers.embedding_hosts(" https://www.example.gov.uk  https://*.example.org:8443 ")
    for path in ("/?embed=true", "/?place=x&embed=True", "/component/x?embed=true"):
        assert sources(page_policy(path, hosts=hosts), "frame-ancestors") == [
            "'self'", "https://www.example.gov.uk", "https://*.example.org:8443",
        ]  # fmt: skip
    for path in ("/", "/add-data", "/?embed=false", "/?embedded=true", "/?x=embed%3Dtrue"):
        assert sources(page_policy(path, hosts=hosts), "frame-ancestors") == ["'self'"]


@pytest.mark.parametrize(
    "setting", ["*", "https://a.example; script-src *", "javascript:x", "a.example", "https://a/b"]
)
def test_a_setting_that_is_not_a_site_stops_the_start(setting: str) -> None:
    with pytest.raises(ValueError, match="SHAREDGROUND_EMBED_HOSTS"):
        headers.embedding_hosts(setting)


def test_pictures_may_come_from_the_chosen_street_maps_and_only_in_the_maps_frame() -> None:
    chosen = {"street_sites": lambda: ("https://tiles.example.org",)}
    frame = sources(
        page_policy("/component/streamlit_folium.st_folium/index.html", **chosen), "img-src"
    )
    assert frame == [
        "'self'", "data:", "blob:", "https://tile.openstreetmap.org", "https://tiles.example.org",
    ]  # fmt: skip
    assert "https://tiles.example.org" not in page_policy("/map", **chosen)
