"""One place, to be asked questions from a notebook: the same figures as on the pages.

>>> from sharedground.study import Study
>>> town = Study.demo()
>>> worst = town.worst(5)

A study never changes: what asks for other weights or another way of counting returns a new one.
`docs/python.md` has a worked example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import pandas as pd

from sharedground import demo, fair, partner_views, rounds, scenarios, sureness, what_if, workflow
from sharedground.access import Role, acting_as, local_actor, require
from sharedground.analysis import nearness
from sharedground.analysis.assessment import ALL, Assessment
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.analysis.evidence import Why
from sharedground.analysis.nearness import InReach
from sharedground.analysis.standing import Verdict, ranked, standing
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.fair import Fair
from sharedground.grounds import Ground, ground
from sharedground.model.counting import USUAL, Counting
from sharedground.model.scenario import Scenario
from sharedground.model.vision import Vision
from sharedground.partner_views import PartnerViews, Voice
from sharedground.scenarios import Effect, Present
from sharedground.store import database, loading, places
from sharedground.store.visions import version_of
from sharedground.sureness import PRIORS, Sureness
from sharedground.surroundings import area_labels, groups_of
from sharedground.views import View, view_for
from sharedground.vision_change import Compared, compared_in
from sharedground.what_if import Ask, Sites
from sharedground.words import say


@dataclass(frozen=True, eq=False)
class Study:
    """A place, a vision for it, and how it is counted.

    Parameters
    ----------
    view
        What may be seen of the place.
    vision
        By default the one in use: agreed last, else the latest saved, else a first draft.
    counting
        Every assumption.
    partners
        How partners share their points, as `rounds.partner_weights` returns it: by the id of the
        round that a vision's weights come from, and by "" where it was said by `partners_say`.
    """

    view: View
    vision: Vision = field(repr=False)
    counting: Counting = USUAL
    partners: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @classmethod
    def demo(cls) -> Self:
        """Return the demo town that comes with the product."""
        engine, place = demo.open_demo()
        return cls._of(view_for(loading.load(engine, place.place_id), Role.OFFICER))

    @classmethod
    def open(cls, place: str, *, database_url: str = "", for_everyone: bool = False) -> Self:
        """Return a place of one's own.

        Parameters
        ----------
        place
            Its name.
        database_url
            Where it is kept; by default where the app keeps it.
        for_everyone
            Work with what the public may see: a sensitive place stands in the middle of its
            square. Off, true positions are used, as officers see them.

        Raises
        ------
        NotFoundError
            If there is no such place.
        NotAllowedError
            If the person at this machine may not see what officers see.
        """
        with acting_as(local_actor()):
            engine = database.open_database(database_url or None)
            found = places.place_named(engine, place)
            role = Role.READER if for_everyone else Role.OFFICER
            require(role)
            opened = cls._of(view_for(loading.load(engine, found.place_id), role))
            if for_everyone:
                return opened
            visions = (opened.vision, *opened.view.holdings.visions)
            return replace(opened, partners={
                one.weights_from: rounds.partner_weights(engine, found.place_id, one)
                for one in visions if one.weights_from
            })  # fmt: skip

    @classmethod
    def _of(cls, view: View) -> Self:
        return cls(view, workflow.vision_in_use(view.holdings))

    def counted(self, **how: Any) -> Self:
        """Return this study counted otherwise, such as ``counted(detour=1.5, decay="fast")``.

        Parameters
        ----------
        how
            `detour` (1 to 2), `decay` ("slow", "fast", "smooth" or "one"), `streets`, `national`,
            `unstated_capacity`, `fresh_months`: the fields of `model.counting.Counting`.

        Raises
        ------
        pydantic.ValidationError
            If there is no such field, or it cannot have that value.
        """
        return replace(self, counting=Counting(**(self.counting.model_dump() | how)))

    def weighted(self, weights: Mapping[str, float]) -> Self:
        """Return this study with other weights, by the codes or names of outcomes.

        Outcomes that are not named keep their own. They are scaled to sum to 1.

        Raises
        ------
        NotFoundError
            If the vision has no such outcome.
        """
        known = {o.code: o.code for o in self.vision.outcomes}
        known |= {o.name: o.code for o in self.vision.outcomes}
        for name in weights:
            if name not in known:
                raise NotFoundError(
                    "outcome.unknown",
                    say("This vision has no outcome called {name}.", name=name),
                    outcome=name,
                )
        given = {known[name]: weight for name, weight in weights.items()}
        return replace(self, vision=self.vision.with_weights(
            given.get(o.code, o.weight) for o in self.vision.outcomes))  # fmt: skip

    def partners_say(self, points: Mapping[str, Mapping[str, float]]) -> Self:
        """Return this study with partners who share points so, instead of those of the round.

        Parameters
        ----------
        points
            For each partner's name its points by the code or name of an outcome.

        Raises
        ------
        NotFoundError
            If the vision has no such outcome.
        """
        return replace(self, partners={"": partner_views.weights_of(self.vision, points)})

    @property
    def heard(self) -> tuple[Voice, ...]:
        """How each partner weighs the outcomes; empty where nobody shared points by name."""
        table = self.partners.get("", self.partners.get(self.vision.weights_from))
        return () if table is None else partner_views.voices(self.vision, table)

    def as_partner(self, partner: str) -> Self:
        """Return this study with the weights of one partner, by its name or id.

        Raises
        ------
        NotFoundError
            "partner.unknown".
        SharedGroundError
            "partner.no_weights" when it gave no points to any outcome of the vision.
        """
        voice = partner_views.voice_of(self.heard, partner)
        return replace(self, vision=self.vision.with_weights(voice.weights.tolist()))

    def where_partners_differ(self, *, grouped: bool = False) -> PartnerViews:
        """Return who has which areas in the worst tenth, beside the weights of this study.

        `partner_views.as_table` makes a table of it, `partner_views_words.lines` sentences.
        """
        groups = self.groups if grouped else None
        return partner_views.views(self.assessment, self.heard, groups)

    def by_kind(self) -> Self:
        """Return the study with one outcome for each kind of place that serves the vision."""
        return replace(self, vision=vision_of_kinds(self.vision))

    @cached_property
    def assessment(self) -> Assessment:
        """The assets and gaps: arrays by area and outcome, and what stands behind them."""
        return workflow.assessment(self.view, self.vision, self.counting)

    @cached_property
    def ground(self) -> Ground:
        """Areas and assets in metres."""
        return ground(self.view, self.counting)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """How areas are called: `area_code`, `label`, `group` (ward or neighbourhood), `level`."""
        return area_labels(self.view.holdings)

    @property
    def groups(self) -> pd.Series:
        """The ward or neighbourhood of each area; one without any stands for itself."""
        return groups_of(self.labels)

    def gaps(self, outcome: str = ALL, *, grouped: bool = False) -> pd.DataFrame:
        """Return how each area, or each ward or neighbourhood, stands.

        Parameters
        ----------
        outcome
            Code or name of an outcome (of `by_kind`: of a kind of place); all by default.

        Returns
        -------
        pandas.DataFrame
            As `analysis.standing.standing`, the largest gap first, with `label`.
        """
        rows = standing(self.assessment, outcome, self.groups if grouped else None)
        names = rows["key"].map(self._names).fillna(rows["key"])
        return rows.assign(label=names).sort_values(
            ["gap", "need"], ascending=False, kind="stable", na_position="last", ignore_index=True
        )

    def worst(self, n: int = 5, outcome: str = ALL, *, grouped: bool = False) -> pd.DataFrame:
        """Return the n areas with the largest gap; areas without data are not among them."""
        rows = self.gaps(outcome, grouped=grouped)
        return rows[rows["gap"].notna()].head(n)

    def may_need_more(self, outcome: str = ALL, *, grouped: bool = False) -> pd.DataFrame:
        """Return the areas whose gap is above the place's average, the largest first."""
        return ranked(self.gaps(outcome, grouped=grouped), Verdict.FIRST)

    def nearest(self, outcome: str) -> pd.DataFrame:
        """Return how many places are in reach of each area, and how far the nearest is."""
        return nearness.nearest(self.assessment, outcome)

    def in_reach(self, outcome: str) -> InReach:
        """Return how many people have at least one place in reach."""
        return nearness.in_reach(self.assessment, outcome)

    def why(self, area_code: str, outcome: str) -> Why:
        """Return everything that went into one figure."""
        return self.assessment.why(area_code, outcome)

    def how_sure(
        self, weights: str = sureness.USUAL, *, grouped: bool = False, **how: Any
    ) -> Sureness:
        """Return how often each area stays among the worst tenth over many other weightings.

        Parameters
        ----------
        weights
            Which are tried: "near", "around" or "far" from those stated, or "any".
        how
            `draws`, `worst` and `seed` of `weightings.worst_shares`.

        Raises
        ------
        SharedGroundError
            "weights.unknown" for another word.
        """
        if weights not in PRIORS:
            known = ", ".join(PRIORS)
            raise SharedGroundError(
                "weights.unknown",
                say("There are no weights called {name}. Choose one of: {known}.", name=weights,
                    known=known),
                weights=weights,
            )  # fmt: skip
        groups = self.groups if grouped else None
        return sureness.sureness(self.assessment, PRIORS[weights], groups, **how)

    def other_ways(self, *, grouped: bool = False) -> pd.DataFrame:
        """Return who enters and leaves the worst tenth when it is counted in other ways.

        Returns
        -------
        pandas.DataFrame
            `way`, `stay`, `come` and `leave` (tuples of area codes or groups), `likeness`.
        """
        ways = sureness.other_ways(self.view, self.vision, self.counting)
        told = sureness.changes(
            self.assessment, ways, lambda other: replace(self, counting=other).assessment,
            self.groups if grouped else None,
        )  # fmt: skip
        return pd.DataFrame([vars(one) for one in told])

    def fair(self, outcome: str = "", kind: str = "") -> Fair:
        """Return whether people with more need have more or less in reach, and who covers whom."""
        return fair.look(self.view, self.vision, self.counting, outcome=outcome, kind=kind)

    def with_version(self, version: int) -> Self:
        """Return this study with a saved version of the vision.

        Raises
        ------
        NotFoundError
            If there is no such version.
        """
        return replace(self, vision=version_of(self.view.holdings.visions, version))

    def compared_with(self, before: Vision | int, *, grouped: bool = False) -> Compared:
        """Return what this study's vision changes against another, or against a saved version.

        Returns
        -------
        Compared
            `outcomes` (each with `fate` and `parts`), `ranking` (who comes into the worst tenth,
            who leaves it, how much of the order stays), `first_before` and `first_after`.
        """
        if isinstance(before, int):
            before = version_of(self.view.holdings.visions, before)
        groups = self.groups if grouped else None
        return compared_in(self.view, before, self.vision, self.counting, groups)

    @cached_property
    def present(self) -> Present:
        """The place as it is, which every scenario is compared with."""
        return Present(self.view, self.vision, self.counting, self.ground, self.assessment)

    def sites(self, kind: str, n: int = 3, **how: Any) -> Sites:
        """Return where n new places of a kind would bring most people into reach.

        Parameters
        ----------
        kind
            Code of a kind of place, such as "youth-space".
        how
            Further fields of `what_if.Ask`, such as ``where="buildings"`` or ``reach_m=800``.
        """
        return what_if.sites(self.present, Ask(category=kind, sites=n, **how))

    def closures(self, kind: str = "", reach_m: float | None = None) -> pd.DataFrame:
        """Return which closure would hurt most, as `what_if.closures`."""
        return what_if.closures(self.present, kind, reach_m)

    def effect(self, scenario: Scenario) -> Effect:
        """Return what a scenario would change, judged by the targets of today."""
        return scenarios.effect(self.present, scenario)

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(zip(self.labels["area_code"], self.labels["label"], strict=True))
