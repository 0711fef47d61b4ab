"""Map layers: fetched once by a signed address, kept for ever, and never by strangers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server import layers
from components.server.layers import Shelf
from sharedground.access import Role

LAYER = b"SGL1" + bytes(range(200)) * 50


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> Iterator[TestClient]:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")
    with TestClient(Starlette(routes=layers.layer_routes(shelf))) as made:
        yield made


@pytest.fixture
def address(client: TestClient, shelf: Shelf) -> str:
    return "/" + layers.address(Role.READER, shelf.put(LAYER))


def test_a_layer_comes_packed_and_may_be_kept_for_ever(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.content == LAYER
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(LAYER)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = client.get(
        address, headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_plain_and_the_packed_answer_have_tags_of_their_own(
    client: TestClient, address: str
) -> None:
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.content == packed.content == LAYER
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        ("bytes=0-3", 206, f"bytes 0-3/{len(LAYER)}", LAYER[:4]),
        ("bytes=10000-", 206, f"bytes 10000-{len(LAYER) - 1}/{len(LAYER)}", LAYER[10_000:]),
        ("bytes=-5", 206, f"bytes {len(LAYER) - 5}-{len(LAYER) - 1}/{len(LAYER)}", LAYER[-5:]),
        ("bytes=4-999999", 206, f"bytes 4-{len(LAYER) - 1}/{len(LAYER)}", LAYER[4:]),
        ("bytes=999999-", 416, f"bytes */{len(LAYER)}", b""),
        ("bytes=9-3", 416, f"bytes */{len(LAYER)}", b""),
    ],
)
def test_a_part_can_be_asked_for(
    client: TestClient, address: str, asked: str, status: int, told: str, content: bytes
) -> None:
    answer = client.get(address, headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-range"]) == (status, told)
    assert answer.content == content


@pytest.mark.parametrize("asked", ["bytes=-", "lines=1-2", "bytes=0-1,5-6"])
def test_a_range_that_is_none_gives_the_whole(client: TestClient, address: str, asked: str) -> None:
    assert client.get(address, headers={"Range": asked}).content == LAYER


def test_without_a_good_token_nothing_is_told(client: TestClient, shelf: Shelf) -> None:
    sha, other = shelf.put(LAYER), shelf.put(b"another")
    token = layers.address(Role.READER, other).partition("?")[2]
    for path in (f"/layers/{sha}.bin", f"/layers/{sha}.bin?t=x", f"/layers/{sha}.bin?{token}",
                 "/layers/none.bin"):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store")


def test_a_layer_that_is_not_held_is_not_there(client: TestClient) -> None:
    assert client.get("/" + layers.address(Role.READER, "0" * 40)).status_code == 404


def test_the_least_used_layer_goes_first_when_there_are_too_many() -> None:
    size = len(LAYER) + len(gzip.compress(LAYER, 6, mtime=0)) + 40
    shelf = Shelf(most_bytes=2 * size)
    one, two = shelf.put(LAYER + b"1"), shelf.put(LAYER + b"2")
    assert shelf.put(LAYER + b"1") == one
    assert shelf.get(one) is not None
    three = shelf.put(LAYER + b"3")
    assert [shelf.get(sha) is not None for sha in (one, two, three)] == [True, False, True]
