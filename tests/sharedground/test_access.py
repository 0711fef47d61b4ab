"""Roles include one another, and nobody is more than a reader unless told so."""

from __future__ import annotations

import threading

import pytest

from sharedground.access import Actor, Role, acting_as, current, local_actor, require
from sharedground.errors import NotAllowedError


def test_each_role_may_do_what_the_ones_before_it_may() -> None:
    allowed = [[role.may(needed) for needed in Role] for role in Role]
    assert allowed == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


def test_without_a_word_a_run_is_a_visitor_who_reads() -> None:
    found: list[Role] = []
    thread = threading.Thread(target=lambda: found.append(current().role))
    thread.start()
    thread.join()
    assert found == [Role.READER]


def test_a_refusal_says_who_you_are_and_what_is_needed() -> None:
    with (
        acting_as(Actor(name="x", role=Role.PARTICIPANT)),
        pytest.raises(NotAllowedError, match=r"role of officer\. You are here as participant"),
    ):
        require(Role.OFFICER)


def test_the_role_ends_with_its_block() -> None:
    before = current()
    with acting_as(Actor(name="x", role=Role.OFFICER)):
        assert require(Role.OFFICER).name == "x"
    assert current() == before


def test_the_local_role_can_be_lowered_for_a_kiosk(monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_actor().role is Role.FACILITATOR
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    assert local_actor().role is Role.READER
