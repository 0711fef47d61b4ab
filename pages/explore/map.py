"""Find the places and groups near you, on a map and in a list."""

from functools import partial

import streamlit as st

from components import cached, frame, lacking, parts, session, weighed
from components.check import edit, last
from components.map import area as area_panel
from components.map import (
    asking,
    beside,
    card,
    cutting,
    embed,
    filters,
    layers,
    legend,
    listing,
    near,
    own,
    results,
    suggest,
    told,
    twins,
    under,
    where,
)
from components.map import colour as map_colour
from components.map import places as map_places
from components.session import Workspace
from sharedground.access import Role, require
from sharedground.analysis.walking import metres_within
from sharedground.words import say


def body(work: Workspace) -> None:
    message = session.take_message()
    if message:
        st.success(frame.plain_markdown(message))
    last.draw(work)
    if work.vision.outcomes:
        weighed.draw(work)
    view, detour = work.view, work.place.detour_factor
    labels = cached.area_labels(view)
    map_key = f"map-{work.place.place_id}"
    every = map_places.numbered(view)
    embedded = session.is_embedded()
    question = asking.ask(work, labels, every)
    asked, mine, spot, here = question.asked, question.mine, question.spot, question.here
    located = map_places.by_distance(every[every["lon"].notna()], here, detour)
    located = map_places.opened(view, located, asked.day, asked.part)
    assessed = cached.assessment(view, work.vision) if work.vision.outcomes else None
    colour = map_colour.colouring(view, asked.colour, assessed, cutting.chosen())
    only = legend.chosen(colour, asked)
    place, asked = asked, legend.narrowed(asked, colour, only, labels)
    legend.chip(colour, only)
    found = filters.matching(located, asked, work.vision, near=here is not None)
    inside = found[found["inside"]]
    chosen = place.rows(labels)
    results.none_found(work, labels, located, inside, asked, here=here is not None)
    left, right = st.columns([7, 5], gap="large")
    with right:
        listing.head(inside, asked, spot.name if spot else "")
        sentence = told.sentence(work, found, asked, spot)
        told.draw(sentence)
        if spot and question.far:
            listing.far_away(spot, view)
        with embed.out_of_sight("choose"):
            one = listing.choose(inside, every)
        picked = None if one is None else int(one["number"])
        if one is not None:
            card.draw(work, one, every)
            edit.beside(work, one)
        mark = None if embedded else suggest.draw(work, labels, map_key, every, picked)
    said = lacking.found(work)
    with left:
        named = where.named(view, labels, asked.words)
        layer = layers.Layer(
            places=found,
            chosen=chosen if here is None else chosen[:0],
            classes=colour.classes if colour else None,
            scale=colour.scale if colour else "need",
            only=only,
            here=None if question.far else here,
            reach_m=metres_within(asked.within, detour),
            look=where.box_around(named) if named else mine.look,
            picked=picked,
            streets=asked.streets,
            mark=mark,
            told=map_colour.described(sentence, colour, labels),
            outline=asked.own.outline if asked.own else None,
            sketch=mine.sketch,
            lacking=tuple(said[["lon", "lat"]].dropna().itertuples(index=False, name=None)),
        )
        points = suggest.on_click(work) or near.on_click(map_key)
        layers.draw(view, labels, layer, map_key, points=points, first=partial(own.on_map, labels))
        of_all_kinds = filters.matching(located, asked.of_every_kind, work.vision,
                                        near=here is not None)  # fmt: skip
        under.draw(colour, labels, of_all_kinds, found, asked, only, brief=embedded)
        lacking.legend(said)
    with right:  # after the map, which takes the browser longer
        results.draw(work, located, inside, asked, here=here is not None)
        if embedded:
            embed.foot(work, found, colour)
            return
        told.table(work, inside, sentence)
        embed.draw_away(work, layer, colour, asked, "" if spot else sentence)
    area_panel.draw(work, labels, place, located, assessed, said)
    twins.draw(work, labels, assessed, every, chosen)
    beside.draw(view, place)
    listing.without_location(every[every["lon"].isna()])


work = session.current()
require(Role.READER)
title = say("Find what is near you")
lede = say("Pick the kinds of places you want. The map and the list show the same things.")
if session.is_embedded():
    title, lede = work.place.name, ""
with frame.page(title, lede, place=work.place):
    if work.view.areas.empty:
        parts.empty_state(
            say("There is no map of {place} yet", place=work.place.name),
            say("A map needs the outlines of your areas. Then add lists of places."),
            [("add-data", say("Add data"))],
        )
    else:
        body(work)
