"""Tokens: what they allow, for how long, and that the secret stays secret."""

import stat
from pathlib import Path

import pytest
from itsdangerous import URLSafeSerializer

from components.server import tokens
from sharedground.access import Role
from sharedground.errors import NotAllowedError

NOON = 1_800_000_000.0
HALF_PAST = (NOON // tokens.HOUR) * tokens.HOUR + 1800


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")


def test_a_token_says_who_may_fetch_what() -> None:
    token = tokens.mint(Role.OFFICER, "gaps.csv", HALF_PAST)
    assert tokens.check(token, "gaps.csv", HALF_PAST) == (Role.OFFICER, "gaps.csv")


def test_the_address_stays_the_same_within_the_hour() -> None:
    first = tokens.mint(Role.READER, "gaps.csv", HALF_PAST)
    assert tokens.mint(Role.READER, "gaps.csv", HALF_PAST + 1700) == first
    assert tokens.mint(Role.READER, "gaps.csv", HALF_PAST + 1900) != first


@pytest.mark.parametrize(("after", "works"), [(0, True), (3600, True), (5399, True), (5400, False)])
def test_it_works_for_one_to_two_hours(after: int, works: bool) -> None:
    token = tokens.mint(Role.READER, "gaps.csv", HALF_PAST)
    if works:
        assert tokens.check(token, "gaps.csv", HALF_PAST + after).role is Role.READER
    else:
        with pytest.raises(NotAllowedError):
            tokens.check(token, "gaps.csv", HALF_PAST + after)


def test_a_token_for_one_thing_does_not_open_another() -> None:
    token = tokens.mint(Role.READER, "gaps.csv", HALF_PAST)
    with pytest.raises(NotAllowedError):
        tokens.check(token, "partners.csv", HALF_PAST)


def forged(*claims: object, secret: str = "another secret", salt: str = tokens.SALT) -> str:
    token = URLSafeSerializer(secret, salt=salt).dumps(list(claims))
    return str(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "." * 5000,
        "\x00",
        "WyJyZWFkZXIiXQ",
        forged("facilitator", "gaps.csv", 9e12),
        forged("facilitator", "gaps.csv", 9e12, secret="a secret for the tests", salt="other"),
        forged("officer", secret="a secret for the tests"),
        forged("king", "gaps.csv", 9e12, secret="a secret for the tests"),
        forged("officer", "gaps.csv", "never", secret="a secret for the tests"),
    ],
)
def test_what_we_did_not_sign_or_cannot_read_is_refused(token: str) -> None:
    with pytest.raises(NotAllowedError):
        tokens.check(token, "gaps.csv", HALF_PAST)


def test_a_changed_token_is_refused() -> None:
    token = tokens.mint(Role.READER, "gaps.csv", HALF_PAST)
    for place in range(len(token) - 1):  # the last letter of a signature has spare bits
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(NotAllowedError):
            tokens.check(token[:place] + other + token[place + 1 :], "gaps.csv", HALF_PAST)


def test_the_kept_secret_is_for_this_user_only_and_lasts(tmp_path: Path) -> None:
    first = tokens.kept_secret(tmp_path / "a")
    tokens.kept_secret.cache_clear()
    assert tokens.kept_secret(tmp_path / "a") == first
    assert tokens.kept_secret(tmp_path / "b") != first
    assert len(first) >= 40
    assert stat.S_IMODE((tmp_path / "a" / "secret").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["secret"]
