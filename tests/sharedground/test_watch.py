"""Long work tells how far it is, stops when it is asked to, and hands its faults on."""

from __future__ import annotations

import threading

import pytest

from sharedground.access import Actor, Role, acting_as, current
from sharedground.errors import SharedGroundError
from sharedground.intake.read import read_file
from sharedground.watch import Job, StoppedError, Watch


def test_a_job_tells_how_far_it_is_and_returns_its_result() -> None:
    seen, go = threading.Event(), threading.Event()

    def work(watch: Watch) -> int:
        watch.tell("half way")
        watch.step(1, 2)
        seen.set()
        go.wait(10)
        return 42

    job = Job(work)
    assert seen.wait(10)
    assert (job.watch.words, job.watch.done, job.watch.of) == ("half way", 1, 2)
    assert not job.wait(0)
    go.set()
    assert job.result() == 42
    assert job.wait(0)


def test_a_stopped_job_ends_at_its_next_word() -> None:
    go = threading.Event()

    def work(watch: Watch) -> None:
        go.wait(10)
        watch.tell("never said")

    job = Job(work)
    job.watch.stop()
    go.set()
    with pytest.raises(StoppedError):
        job.result()
    assert job.watch.words == ""


def test_a_job_acts_for_the_person_who_started_it_and_hands_faults_on() -> None:
    with acting_as(Actor(name="Ada", role=Role.OFFICER)):
        assert Job(lambda _watch: current().name).result() == "Ada"

    def fails(_watch: Watch) -> None:
        raise SharedGroundError("a.code", "In words.")

    with pytest.raises(SharedGroundError, match="In words"):
        Job(fails).result()


def test_reading_is_stopped_together_with_its_child() -> None:
    watch = Watch()
    rows = b"name,n\n" + b"Hall,1\n" * 400_000
    job = Job(lambda _watch: read_file("large.csv", rows, watch=watch))
    assert not job.wait(0.2)
    watch.stop()
    assert job.wait(5)
    with pytest.raises(StoppedError):
        job.result()
