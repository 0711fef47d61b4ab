"""The map of a place as a picture, for everyone and for officers."""

from __future__ import annotations

import datetime as dt

import pytest

from sharedground import pictures, workflow
from sharedground.access import Role, acting_as
from sharedground.pictures import PictureForm, Wanted
from sharedground.store import loading
from sharedground.store.database import open_database
from sharedground.views import View, view_for
from tests.sharedground.secret_town import OFFICER, Secrets, fill

NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> tuple[View, View]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('pictures') / 'x.sqlite'}")
    place_id = fill(engine)
    with acting_as(OFFICER):
        return (view_for(loading.load(engine, place_id), Role.READER),
                workflow.officers_view(engine, place_id))  # fmt: skip


def wanted(view: View, **given: object) -> Wanted:
    places = view.assets.assign(inside=True)
    return Wanted(places=places, told="All places: 5 places.", **given)  # type: ignore[arg-type]


def drawn(view: View) -> str:
    return pictures.picture(view, wanted(view), PictureForm.SVG, NOON).content.decode()


def test_everyone_gets_a_square_for_a_sensitive_place_and_no_secret(
    views: tuple[View, View],
) -> None:
    public, officers = map(drawn, views)
    assert "Sensitive place: somewhere" in public
    assert "Sensitive place: somewhere" not in officers
    assert "For officers only" in officers
    assert "For officers only" not in public
    assert [secret for secret in Secrets().all() if secret in public] == []


def test_a_file_says_for_whom_it_is_and_of_which_day(views: tuple[View, View]) -> None:
    public, officers = (
        pictures.picture(view, wanted(view), PictureForm.PNG, NOON) for view in views
    )
    assert public.filename.endswith("-map-2026-11-28.png")
    assert officers.filename.endswith("-map-2026-11-28-officers.png")
    assert (public.media_type, public.content[:4]) == ("image/png", b"\x89PNG")


def test_an_area_that_is_asked_for_fills_the_picture(views: tuple[View, View]) -> None:
    view = views[0]
    figure = pictures.map_figure(
        view, wanted(view, title="Sale 001", chosen=view.areas.geometry.iloc[1]), NOON
    )
    assert figure.title.startswith("Sale 001, ")
    assert "Sale 001" in " ".join(figure.table["meaning"])
    assert "Made with Shared Ground on 28 November 2026." in " ".join(
        mark.words for mark in figure.marks if hasattr(mark, "words")
    )
