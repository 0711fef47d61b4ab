"""Hotspot mode: from another machine only `/j` opens, until the passphrase is given."""

from __future__ import annotations

import base64
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.server import gate, hotspot
from components.server.join import guessing

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "K7FQ-M2PX"
ELSEWHERE = ("127.0.0.2", 50000)
STREAM = "ws://192.168.1.20/_stcore/stream"
SECRET_PATHS = (
    "/", "/map", "/healthz", "/assets/ui.css", "/download/x/gaps.csv", "/layers/a.bin",
    "/_stcore/health", "/_stcore/host-config", "/static/js/x.js", "/jx", "//j", "/J",
)  # fmt: skip


async def told(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"the app: {request.url.path}")


async def stream(socket_: WebSocket) -> None:
    await socket_.accept()
    await socket_.send_text("the app")
    await socket_.close()


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")
    monkeypatch.setenv(gate.SETTING, PASSPHRASE)


@pytest.fixture
def app() -> Starlette:
    everything = [
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", told, methods=["GET", "POST", "PUT"]),
    ]
    return Starlette(routes=everything, middleware=gate.middleware())


def visitor(app: Starlette, client: tuple[str, int] = ELSEWHERE, **more) -> TestClient:
    return TestClient(
        app, base_url="http://192.168.1.20", client=client, follow_redirects=False, **more
    )


def page_of(browser: TestClient, path: str = "/map"):
    return browser.get(path, headers={"Accept": "text/html"})


@pytest.mark.parametrize("path", SECRET_PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_from_elsewhere_nothing_is_told(app: Starlette, path: str, method: str) -> None:
    answer = visitor(app).request(method, path)
    assert answer.status_code in (401, 403)
    assert "the app" not in answer.text


def test_the_websocket_is_refused_from_elsewhere(app: Starlette) -> None:
    with pytest.raises(WebSocketDisconnect), visitor(app).websocket_connect(STREAM):
        pass
    with visitor(app, ("127.0.0.1", 1)).websocket_connect(STREAM) as here:
        assert here.receive_text() == "the app"


@pytest.mark.parametrize("path", ["/j", "/j/code", "/j/look-0.css"])
def test_phones_join_without_it(app: Starlette, path: str) -> None:
    assert visitor(app).get(path).text == f"the app: {path}"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_this_machine_needs_none(app: Starlette, host: str) -> None:
    assert visitor(app, (host, 1)).get("/map").text == "the app: /map"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_on_this_machine_is_not_this_machine(app: Starlette, header: str) -> None:
    assert visitor(app, ("127.0.0.1", 1)).get("/", headers={header: "127.0.0.1"}).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "192.168.1.20.evil.example"])
def test_a_name_that_another_site_points_at_us_is_refused(app: Starlette, host: str) -> None:
    answer = visitor(app, ("127.0.0.1", 1)).get("/", headers={"Host": host})
    assert answer.status_code == 421


def enter(browser: TestClient, given: str, after: str = "/map"):
    return browser.post("/enter", data={"passphrase": given, "next": after})


@pytest.mark.parametrize("given", [PASSPHRASE, "k7fqm2px", " K7FQ M2PX "])
def test_the_passphrase_lets_in_and_leads_on(app: Starlette, given: str) -> None:
    browser = visitor(app)
    door = page_of(browser, "/gaps?level=ward")
    assert door.status_code == 401
    assert "passphrase" in door.text
    assert 'value="/gaps?level=ward"' in door.text
    answer = enter(browser, given, "/gaps?level=ward")
    assert (answer.status_code, answer.headers["location"]) == (303, "/gaps?level=ward")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert browser.get("/map").text == "the app: /map"
    with browser.websocket_connect(STREAM) as here:
        assert here.receive_text() == "the app"
    assert gate.is_let_in(dict(browser.cookies))


@pytest.mark.parametrize("given", ["", "K7FQ", "K7FQ-M2PY", "é"])
def test_another_one_does_not(app: Starlette, given: str) -> None:
    browser = visitor(app)
    page_of(browser)
    answer = enter(browser, given)
    assert answer.status_code == 401
    assert "not the passphrase" in answer.text
    assert browser.get("/map").status_code == 401


@pytest.mark.parametrize(
    "after", ["https://evil.example", "//evil.example", "/\\evil", "javascript:alert(1)", "/a/../b"]
)
def test_it_leads_nowhere_else(app: Starlette, after: str) -> None:
    browser = visitor(app)
    page_of(browser)
    assert enter(browser, PASSPHRASE, after).headers["location"] == "/"


def test_a_made_up_note_or_one_of_another_passphrase_does_not_let_in(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visitor(app)
    page_of(browser)
    enter(browser, PASSPHRASE)
    note = browser.cookies[gate.COOKIE]
    assert gate.is_let_in({gate.COOKIE: note})
    assert not gate.is_let_in({gate.COOKIE: f"{note[:-2]}xx"})
    assert not gate.is_let_in({})
    monkeypatch.setenv(gate.SETTING, "another")
    assert not gate.is_let_in({gate.COOKIE: note})
    monkeypatch.delenv(gate.SETTING)
    assert not gate.is_let_in({gate.COOKIE: note})


def test_tries_are_limited_by_browser(app: Starlette) -> None:
    browser = visitor(app)
    page_of(browser)
    for _ in range(guessing.MOST_WRONG):
        assert enter(browser, "wrong").status_code == 401
    assert enter(browser, PASSPHRASE).status_code == 429
    other = visitor(app)
    page_of(other)
    assert enter(other, PASSPHRASE).status_code == 303


def test_tries_of_all_browsers_together_are_slowed_down(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "PATIENCE_S", 0.0)
    codes = []
    with TestClient(app, client=ELSEWHERE, base_url="http://192.168.1.20") as one:
        for _ in range(70):
            one.cookies.clear()
            page_of(one)
            codes.append(enter(one, "wrong").status_code)
    assert codes[:60] == [401] * 60
    assert codes[-1] == 429


def test_a_form_of_another_site_and_a_large_one_are_refused(app: Starlette) -> None:
    browser = visitor(app)
    page_of(browser)
    there = {"Origin": "https://evil.example"}
    assert browser.post("/enter", data={"passphrase": PASSPHRASE}, headers=there).status_code == 403
    assert enter(browser, "x" * 20_000).status_code == 413


def test_without_a_passphrase_there_is_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gate.SETTING)
    assert gate.middleware() == []


def test_hotspot_mode_makes_a_passphrase_of_its_own_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(gate.SETTING)
    first, second = hotspot.set_up([]), hotspot.set_up(["--server.port", "9000"])
    assert first[gate.SETTING] != second[gate.SETTING]
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", first[gate.SETTING])
    assert first["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"
    assert second["STREAMLIT_SERVER_PORT"] == "9000"
    monkeypatch.setenv(gate.SETTING, "our own words")
    assert hotspot.set_up([])[gate.SETTING] == "our own words"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    """Start the app as `./run --hotspot` does; give its port and what it printed."""
    folder = tmp_path_factory.mktemp("hall")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "SHAREDGROUND_DATABASE_URL": f"sqlite:///{folder / 'hall.sqlite'}",
        "SHAREDGROUND_PASSPHRASE": PASSPHRASE,
        "SHAREDGROUND_ADDRESS": "",
    }
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "components.server.hotspot", "--server.port", str(port),
             "--server.headless", "true"],
            cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    for _ in range(400):
        try:
            if _ask(port, "/healthz", source="127.0.0.1")[0] == 200:
                break
        except OSError:
            pass
        time.sleep(0.1)
    yield port, log.read_text("utf-8")
    process.terminate()
    process.wait(20)


def _ask(port: int, path: str, source: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    there = http.client.HTTPConnection("127.0.0.1", port, 10, source_address=(source, 0))
    there.request("GET", path, headers={name.replace("_", "-"): v for name, v in headers.items()})
    answer = there.getresponse()
    body = answer.read().decode("utf-8", "replace")
    there.close()
    return answer.status, body, dict(answer.getheaders())


def test_a_running_app_opens_to_another_address_only_by_the_passphrase(
    running: tuple[int, str],
) -> None:
    """127.0.0.2 is another machine to the app, and loops back all the same."""
    port, printed = running
    assert PASSPHRASE in printed
    assert "external IP" not in printed, "no other site was asked for our address"
    assert _ask(port, "/", "127.0.0.1")[0] == 200
    for path in ("/", "/map", "/healthz", "/assets/ui.css", "/_stcore/health"):
        status, body, headers = _ask(port, path, "127.0.0.2", Accept="text/html")
        assert status == 401, path
        assert "This map belongs to a meeting" in body
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src")
    status, body, _ = _ask(port, "/j", "127.0.0.2")
    assert status == 200
    for style in re.findall(r'(?:href|src)="(/j/[^"]+)"', body):
        assert _ask(port, style, "127.0.0.2")[0] == 200
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
               "Sec_WebSocket_Key": base64.b64encode(b"16 random bytes.").decode()}  # fmt: skip
    assert _ask(port, "/_stcore/stream", "127.0.0.2", **upgrade)[0] == 403
    assert _ask(port, "/_stcore/stream", "127.0.0.1", **upgrade)[0] == 101
