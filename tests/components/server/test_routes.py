"""Routes: our own files, a sign of life, and downloads only with a good token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server import downloads, routes, tokens
from components.server.downloads import Download
from sharedground import demo, look
from sharedground.access import Role
from sharedground.errors import NotFoundError


def make_list(role: Role, _place_id: str) -> Download:
    return Download(f"for {role.value}".encode(), 'a"\r\nX: y/é list.csv', "text/csv")


def nothing_there(_role: Role, _place_id: str) -> Download:
    code = "place.unknown"
    raise NotFoundError(code, "There is no such place.")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")
    downloads = routes.download_routes({"list.csv": make_list, "gone.csv": nothing_there})
    with TestClient(Starlette(routes=[*routes.all_routes()[:3], *downloads])) as made:
        yield made


def test_letters_of_an_own_look_are_served_and_nothing_else(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert client.get("/look/text.woff2").status_code == 404
    letters = tmp_path / "own.woff2"
    letters.write_bytes(b"wOF2 and more")
    monkeypatch.setattr(look, "current", lambda: look.Look(page_letters={"text": letters}))
    answer = client.get("/look/text.woff2")
    assert (answer.content, answer.headers["content-type"]) == (b"wOF2 and more", "font/woff2")
    assert client.get("/look/heading.woff2").status_code == 404
    assert client.get("/look/..%2Flook.woff2").status_code == 404


def test_the_server_says_that_it_answers(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept", "kind"),
    [
        ("vendor/leaflet-1.9.4/leaflet.js", routes.FOREVER, "javascript"),
        (
            "fonts/bricolage-grotesque-5.3.0/bricolage-grotesque-latin-wght-normal.woff2",
            routes.FOREVER,
            "font/woff2",
        ),
        ("ui.css", routes.AN_HOUR, "text/css"),
    ],
)
def test_our_files_are_served_and_kept(client: TestClient, path: str, kept: str, kind: str) -> None:
    answer = client.get(f"/assets/{path}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == kept
    assert kind in answer.headers["content-type"]
    again = client.get(f"/assets/{path}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["", "vendor/", "missing.js", "../frame.py", "..%2fframe.py", "%2e%2e/frame.py"]
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/assets/{path}")
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers


def test_a_good_token_gives_the_file_for_its_role(client: TestClient) -> None:
    answer = client.get("/" + downloads.address(Role.OFFICER, "here", "list.csv"))
    assert answer.status_code == 200
    assert answer.content == b"for officer"
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="aXylist.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["list.csv", "unknown.csv"])
@pytest.mark.parametrize("token", [None, "", "nonsense", "old", "other", "elsewhere"])
def test_without_a_good_token_there_is_no_file(
    client: TestClient, name: str, token: str | None
) -> None:
    made = {
        "old": tokens.mint(Role.FACILITATOR, f"here/{name}", now=1_000_000_000),
        "other": tokens.mint(Role.FACILITATOR, "here/other.csv"),
        "elsewhere": tokens.mint(Role.FACILITATOR, f"elsewhere/{name}"),
    }
    params = {} if token is None else {"t": made.get(token, token)}
    answer = client.get(f"/download/here/{name}", params=params)
    assert answer.status_code == 403
    assert answer.headers["cache-control"] == "no-store"
    assert "for " not in answer.text.lower().replace("for it", "")


def test_a_signed_name_that_nobody_makes_is_not_found(client: TestClient) -> None:
    answer = client.get("/" + downloads.address(Role.READER, "here", "no.csv"))
    assert answer.status_code == 404


def test_what_cannot_be_made_is_said_in_words(client: TestClient) -> None:
    answer = client.get("/" + downloads.address(Role.READER, "here", "gone.csv"))
    assert (answer.status_code, answer.text) == (409, "There is no such place.")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_download_only_reads(client: TestClient, method: str) -> None:
    assert getattr(client, method)("/download/here/list.csv").status_code == 405


def test_the_gaps_of_the_demo_are_handed_over_and_those_of_no_place_are_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    _, town = demo.open_demo()
    with TestClient(Starlette(routes=routes.all_routes())) as client:
        answer = client.get("/" + downloads.address(Role.READER, town.place_id, "gaps.csv"))
        gone = client.get("/" + downloads.address(Role.READER, "no-such-place", "gaps.csv"))
    assert answer.text.lstrip("\ufeff").startswith(
        "area_code,area_name,outcome,need,access,target,gap,people"
    )
    assert answer.text.count(",ALL,") == 140
    assert gone.status_code == 409
    assert "no longer there" in gone.text
