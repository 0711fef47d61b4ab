"""Rounds in the store: started, answered, closed, opened again; every answer is kept.

An answer that comes in bumps no revision and writes no journal: a full hall would otherwise have
every page worked out anew each second. Starting, closing and opening again do.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

import pandas as pd
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.rounds import (
    RESIDENT,
    Answer,
    Choice,
    Keys,
    Naming,
    Published,
    Round,
    RoundKind,
    RoundState,
    Speaker,
    one_line,
)
from sharedground.model.vision import Vision
from sharedground.store import schema
from sharedground.store.dialect import for_update
from sharedground.store.places import writing
from sharedground.words import say

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Of the codes: no I, L, O, U, 0 or 1, which are mistaken for one another, or make words."""

CODE_LENGTH: Final = 6
TOKEN_BYTES: Final = 16
MOST_OPEN: Final = 10
"""Rounds of one place that may be open at once."""

Publish = Callable[[Round, pd.DataFrame], Mapping[str, tuple[Published, ...]]]
"""Given a round and all its answers when it closes, says what is published from then on."""

LATEST_COLUMNS: Final = ("device", "speaker", "item", "seq", "number", "body", "at")


class Stored(StrEnum):
    """What became of an answer.

    `TAKEN`: in a round without names one phone speaks for a partner, and another one does already.
    """

    NEW = "new"
    AGAIN = "again"
    CLOSED = "closed"
    TAKEN = "taken"


class Found(NamedTuple):
    """An open round that somebody may join."""

    place_id: str
    place_name: str
    round: Round


class Answered(NamedTuple):
    """Who has answered so far, and not what.

    Parameters
    ----------
    phones
        How many phones speak for each partner, by its id; only partners with one or more.
    people
        Phones that answered, residents among them.
    residents
        Phones that answered for themselves.
    rows
        Filled-in forms that came in, earlier ones of the same phone among them.
    """

    phones: Mapping[str, int]
    people: int
    residents: int
    rows: int

    @property
    def speakers(self) -> frozenset[str]:
        """Ids of partners that somebody spoke for."""
        return frozenset(self.phones)


def start(
    engine: Engine,
    place_id: str,
    *,
    kind: RoundKind,
    title: str,
    naming: Naming = Naming.NAMED,
    vision: Vision | None = None,
    speakers: Iterable[Speaker] = (),
    residents: bool = True,
) -> Round:
    """Start a round and return it; `keys_of` has what lets people join.

    Parameters
    ----------
    vision
        Whose outcomes are asked for; a round of points needs one that has some.

    Raises
    ------
    SharedGroundError
        "round.title", "round.outcomes", "round.nobody" (no partner and no residents),
        "round.speakers" or "round.many".
    """
    told = _told(kind, title, naming, vision, tuple(speakers), residents)
    made = told.model_copy(update={"opened_by": require(Role.FACILITATOR).name})
    details: dict[str, Any] = {"round_id": made.round_id, "kind": kind.value, "title": made.title}
    with writing(
        engine, place_id, "start round", data=False, needs=Role.FACILITATOR, details=details
    ) as write:
        open_now = sum(one.is_open for one in read_rounds(write.connection, place_id))
        if open_now >= MOST_OPEN:
            raise SharedGroundError(
                "round.many", say("{n} rounds are open. Close one first.", n=open_now)
            )
        _insert(write.connection, place_id, made, _fresh_keys(write.connection))
    return made


def _told(
    kind: RoundKind,
    title: str,
    naming: Naming,
    vision: Vision | None,
    speakers: tuple[Speaker, ...],
    residents: bool,
) -> Round:
    title = one_line(title)
    if not 1 <= len(title) <= 120:
        raise SharedGroundError("round.title", say("Give the round a title of 1 to 120 letters."))
    if kind is RoundKind.STATEMENTS:  # people vote, not partners
        speakers, residents = (), True
    outcomes = vision.outcomes if vision else ()
    if kind is RoundKind.POINTS and not outcomes:
        raise SharedGroundError(
            "round.outcomes", say("There is nothing to share points between. Add outcomes first.")
        )
    if not speakers and not residents:
        raise SharedGroundError(
            "round.nobody", say("Nobody could answer. Choose partners, or let residents answer.")
        )
    try:
        return Round(
            round_id=str(uuid.uuid4()),
            kind=kind,
            title=title,
            naming=naming if kind is RoundKind.POINTS else Naming.UNATTRIBUTED,
            vision_version=vision.version if vision else 0,
            outcomes=tuple(Choice(code=o.code, name=o.name, why=o.why) for o in outcomes),
            speakers=speakers,
            residents=residents,
            opened_at=dt.datetime.now(dt.UTC),
        )
    except ValidationError as error:
        raise SharedGroundError(
            "round.speakers",
            say("This round cannot start: a partner is named twice, or there are too many."),
        ) from error


def keep_closed(
    engine: Engine, place_id: str, told: Round, answers: Sequence[Answer], *, publish: Publish,
    statements: Sequence[tuple[str, str]] = (), reason: str = "",
) -> Round:  # fmt: skip
    """Keep a round that was answered elsewhere, such as in a spreadsheet; it is closed.

    Parameters
    ----------
    statements
        Of a round of statements: id and text of each, as the answers name them.
    publish
        What is published, as for `close`.
    """
    now = dt.datetime.now(dt.UTC)
    closed = {"state": RoundState.CLOSED, "closed_at": now, "closings": 1,
              "opened_by": require(Role.OFFICER).name}  # fmt: skip
    made = told.model_copy(update=closed)
    details = {"round_id": made.round_id, "kind": made.kind.value, "source": made.source}
    with writing(
        engine, place_id, "bring in round", data=False, reason=reason, details=details
    ) as write:
        connection = write.connection
        _insert(connection, place_id, made, None)
        for number, (statement_id, text) in enumerate(statements, start=1):
            connection.execute(
                schema.statement.insert().values(
                    place_id=place_id, round_id=made.round_id, statement_id=statement_id,
                    number=number, text=text, state="approved", by="facilitator", at=now,
                )
            )  # fmt: skip
        rows = [_answer_row(place_id, one, number, now) for number, one in _numbered(answers)]
        if rows:
            connection.execute(schema.answer.insert(), rows)
        published = publish(made, read_answers(connection, place_id, made.round_id))
        _update(connection, place_id, made.round_id, published=_plain(published))
    return made.model_copy(update={"published": dict(published)})


def _numbered(answers: Iterable[Answer]) -> Iterable[tuple[int, Answer]]:
    once = {one.answer_id: one for one in answers}
    return enumerate(once.values(), start=1)


def close(engine: Engine, place_id: str, round_id: str, *, publish: Publish) -> Round:
    """Take no more answers; the code and the link stop working. Closing twice changes nothing.

    `sharedground.rounds.close` calls this with its rule of what is published.
    """
    with writing(
        engine, place_id, "close round", data=False, needs=Role.FACILITATOR,
        details={"round_id": round_id},
    ) as write:  # fmt: skip
        found = _locked(write.connection, place_id, round_id)
        if not found.is_open:
            write.unchanged = True
            return found
        published = publish(found, read_answers(write.connection, place_id, round_id))
        now = dt.datetime.now(dt.UTC)
        changes = {"state": RoundState.CLOSED, "closed_at": now, "closings": found.closings + 1}
        _update(
            write.connection, place_id, round_id, code=None, token=None,
            published=_plain(published), **changes,
        )  # fmt: skip
        return found.model_copy(update={**changes, "published": dict(published)})


def reopen(engine: Engine, place_id: str, round_id: str) -> Round:
    """Take answers again, by a new code and link; what was said before stays.

    Raises
    ------
    SharedGroundError
        "round.source" when its answers came from a file.
    """
    details: dict[str, Any] = {"round_id": round_id}
    with writing(
        engine, place_id, "reopen round", data=False, needs=Role.FACILITATOR, details=details
    ) as write:
        found = _locked(write.connection, place_id, round_id)
        if found.source:
            raise SharedGroundError(
                "round.source",
                say("The answers came from the file {file}. Start a new round to ask the room.",
                    file=found.source),
            )  # fmt: skip
        if found.is_open:
            write.unchanged = True
            return found
        details["closed_at"] = found.closed_at.isoformat() if found.closed_at else ""
        keys = _fresh_keys(write.connection)
        _update(
            write.connection, place_id, round_id, code=keys.code, token=keys.token,
            state=RoundState.OPEN, closed_at=None,
        )  # fmt: skip
        return found.model_copy(update={"state": RoundState.OPEN, "closed_at": None})


def keys_of(engine: Engine, place_id: str, round_id: str) -> Keys | None:
    """Return what lets people join, for the facilitator's screen; None once it is closed."""
    require(Role.FACILITATOR)
    table = schema.asked
    query = sa.select(table.c.code, table.c.token).where(_is(table, place_id, round_id))
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise _gone()
    return None if row.code is None else Keys(code=row.code, token=row.token)


def open_by_code(engine: Engine, code: str) -> Found | None:
    """Return the open round with this code; what letters may be mistaken for is forgiven."""
    return _open_by(engine, schema.asked.c.code == tidy(code))


def open_by_token(engine: Engine, token: str) -> Found | None:
    """Return the open round with this token."""
    return _open_by(engine, schema.asked.c.token == token)


def tidy(code: str) -> str:
    """Return a code as it was meant: capital letters, without spaces and dashes."""
    return "".join(c for c in code.upper() if c.isalnum())[: CODE_LENGTH + 1]


def _open_by(engine: Engine, condition: sa.ColumnElement[bool]) -> Found | None:
    table, place = schema.asked, schema.place
    query = (
        sa.select(table, place.c.name.label("place_name"))
        .join(place, place.c.place_id == table.c.place_id)
        .where(condition, table.c.state == RoundState.OPEN.value)
    )
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Found(row["place_id"], row["place_name"], _round(row))


def record(engine: Engine, answers: Sequence[tuple[str, Answer]]) -> list[Stored]:
    """Keep answers of any rounds, all in one transaction; say what became of each.

    An answer that is there already is not kept twice, so a phone may send it again as often as it
    likes. Needs no role: whoever holds a round's code or token may answer.

    Parameters
    ----------
    answers
        Pairs of `place_id` and answer, in the order in which they came.
    """
    if not answers:
        return []
    with engine.execution_options(writes=True).begin() as connection:
        open_rounds = _open_among(connection, {(p, a.round_id) for p, a in answers})
        there = _known_ids(connection, answers)
        number = {pair: _last_number(connection, *pair) for pair in open_rounds}
        speaks = {pair: _speaking(connection, *pair) for pair in open_rounds if open_rounds[pair]}
        rows, stored = [], []
        now = dt.datetime.now(dt.UTC)
        for place_id, answer in answers:
            pair = (place_id, answer.round_id)
            this = (*pair, answer.answer_id)
            if this in there:
                stored.append(Stored.AGAIN)
            elif pair not in open_rounds:
                stored.append(Stored.CLOSED)
            elif pair in speaks and not _may_speak(speaks[pair], answer):
                stored.append(Stored.TAKEN)
            else:
                there.add(this)
                number[pair] += 1
                rows.append(_answer_row(place_id, answer, number[pair], now))
                stored.append(Stored.NEW)
        if rows:
            connection.execute(schema.answer.insert(), rows)
    return stored


def _open_among(connection: Connection, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Return which rounds are open, and whether one phone alone speaks for a partner there.

    Each is locked so that it cannot be closed meanwhile.
    """
    table = schema.asked
    found = {}
    for place_id, round_id in sorted(pairs):
        query = sa.select(table.c.state, table.c.body).where(_is(table, place_id, round_id))
        row = connection.execute(for_update(query)).one_or_none()
        if row is not None and row.state == RoundState.OPEN.value:
            kind, naming = RoundKind(row.body["kind"]), Naming(row.body["naming"])
            found[place_id, round_id] = kind is RoundKind.POINTS and naming is Naming.UNATTRIBUTED
    return found


def _speaking(connection: Connection, place_id: str, round_id: str) -> dict[str, str]:
    """Return for whom each phone speaks, by its last answer."""
    table = schema.answer
    query = (
        sa.select(table.c.device, table.c.speaker)
        .where(_is(table, place_id, round_id))
        .order_by(table.c.seq, table.c.number)
    )
    return {row.device: row.speaker for row in connection.execute(query)}


def _may_speak(speaks: dict[str, str], answer: Answer) -> bool:
    """Say whether no other phone speaks for this partner, and note who does from now on."""
    taken = any(
        speaker == answer.speaker and device != answer.device for device, speaker in speaks.items()
    )
    if taken and answer.speaker != RESIDENT:
        return False
    speaks[answer.device] = answer.speaker
    return True


def _known_ids(
    connection: Connection, answers: Sequence[tuple[str, Answer]]
) -> set[tuple[str, str, str]]:
    table = schema.answer
    ids = [answer.answer_id for _, answer in answers]
    found: set[tuple[str, str, str]] = set()
    for first in range(0, len(ids), 500):
        query = sa.select(table.c.place_id, table.c.round_id, table.c.answer_id).where(
            table.c.place_id.in_({place_id for place_id, _ in answers}),
            table.c.round_id.in_({answer.round_id for _, answer in answers}),
            table.c.answer_id.in_(ids[first : first + 500]),
        )
        found |= {(row[0], row[1], row[2]) for row in connection.execute(query)}
    return found


def _last_number(connection: Connection, place_id: str, round_id: str) -> int:
    table = schema.answer
    query = sa.select(sa.func.max(table.c.number)).where(_is(table, place_id, round_id))
    return int(connection.execute(query).scalar() or 0)


def _answer_row(place_id: str, answer: Answer, number: int, now: dt.datetime) -> dict[str, Any]:
    return {
        "place_id": place_id, "round_id": answer.round_id, "answer_id": answer.answer_id,
        "number": number, "device": answer.device, "item": answer.item, "seq": answer.seq,
        "speaker": answer.speaker, "body": answer.body, "at": now,
    }  # fmt: skip


def answered(engine: Engine, place_id: str, round_id: str) -> Answered:
    """Return who has answered so far, cheaply: a screen asks every two seconds."""
    table = schema.answer
    turn = sa.func.row_number().over(
        partition_by=table.c.device, order_by=(table.c.seq.desc(), table.c.number.desc())
    )
    inner = sa.select(table.c.speaker, turn.label("turn")).where(_is(table, place_id, round_id))
    latest_ = inner.subquery()
    people = (
        sa.select(latest_.c.speaker, sa.func.count())
        .where(latest_.c.turn == 1)
        .group_by(latest_.c.speaker)
    )
    rows = sa.select(sa.func.count()).select_from(table).where(_is(table, place_id, round_id))
    with engine.connect() as connection:
        count = {str(speaker): int(n) for speaker, n in connection.execute(people)}
        every = int(connection.execute(rows).scalar() or 0)
    phones = {speaker: n for speaker, n in count.items() if speaker != RESIDENT}
    return Answered(phones, sum(count.values()), count.get(RESIDENT, 0), every)


def latest(engine: Engine, place_id: str, round_id: str) -> pd.DataFrame:
    """Return what counts: the last answer of each device for each item, as `LATEST_COLUMNS`."""
    return latest_of(answers_of(engine, place_id, round_id))


def answers_of(engine: Engine, place_id: str, round_id: str) -> pd.DataFrame:
    """Return every answer of a round, as `LATEST_COLUMNS`, in the order in which they came."""
    with engine.connect() as connection:
        return read_answers(connection, place_id, round_id)


def read_answers(connection: Connection, place_id: str, round_id: str) -> pd.DataFrame:
    """Return every answer of a round in an open transaction."""
    table = schema.answer
    columns = [table.c[name] for name in LATEST_COLUMNS]
    query = sa.select(*columns).where(_is(table, place_id, round_id)).order_by(table.c.number)
    return pd.DataFrame.from_records(connection.execute(query).all(), columns=list(LATEST_COLUMNS))


def latest_of(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the last answer of each device for each item, of the answers given.

    A phone speaks for one partner at a time: the one it named last holds for all that it said.
    """
    ordered = answers.sort_values(["seq", "number"], kind="stable")
    last = ordered.drop_duplicates(["device", "item"], keep="last")
    speaker = ordered.drop_duplicates("device", keep="last").set_index("device")["speaker"]
    last = last.assign(speaker=last["device"].map(speaker))
    return last.sort_values("number", ignore_index=True)


def own(engine: Engine, place_id: str, round_id: str, device: str) -> dict[str, dict[str, Any]]:
    """Return what a phone said last, by item: `speaker`, `seq` and `body` of each."""
    table = schema.answer
    query = (
        sa.select(table.c.item, table.c.speaker, table.c.seq, table.c.body)
        .where(_is(table, place_id, round_id), table.c.device == device)
        .order_by(table.c.seq, table.c.number)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return {row["item"]: {name: row[name] for name in ("speaker", "seq", "body")} for row in rows}


def read_rounds(connection: Connection, place_id: str) -> tuple[Round, ...]:
    """Return every round of a place, oldest first."""
    table = schema.asked
    query = (
        sa.select(table)
        .where(table.c.place_id == place_id)
        .order_by(table.c.opened_at, table.c.round_id)
    )
    return tuple(_round(row) for row in connection.execute(query).mappings())


def round_of(engine: Engine, place_id: str, round_id: str) -> Round:
    """Return one round.

    Raises
    ------
    NotFoundError
        "round.gone".
    """
    table = schema.asked
    query = sa.select(table).where(_is(table, place_id, round_id))
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise _gone()
    return _round(row)


def _locked(connection: Connection, place_id: str, round_id: str) -> Round:
    query = for_update(sa.select(schema.asked).where(_is(schema.asked, place_id, round_id)))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise _gone()
    return _round(row)


def _gone() -> NotFoundError:
    return NotFoundError("round.gone", say("This round is not there any more."))


def _round(row: RowMapping) -> Round:
    return Round.model_validate(
        {
            **row["body"],
            "round_id": row["round_id"], "state": row["state"], "opened_at": _utc(row["opened_at"]),
            "closed_at": _utc(row["closed_at"]), "opened_by": row["opened_by"],
            "closings": row["closings"], "published": row["published"],
        }
    )  # fmt: skip


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    """SQLite gives times back without their zone."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC)


_IN_COLUMNS: Final = frozenset(
    {"round_id", "state", "opened_at", "closed_at", "opened_by", "closings", "published"}
)


def _insert(connection: Connection, place_id: str, made: Round, keys: Keys | None) -> None:
    connection.execute(
        schema.asked.insert().values(
            place_id=place_id, round_id=made.round_id, state=made.state.value,
            body=made.model_dump(mode="json", exclude=set(_IN_COLUMNS)),
            code=keys.code if keys else None, token=keys.token if keys else None,
            opened_at=made.opened_at, closed_at=made.closed_at,
            opened_by=made.opened_by or current().name, closings=made.closings,
            published=_plain(made.published),
        )
    )  # fmt: skip


def _update(connection: Connection, place_id: str, round_id: str, **values: Any) -> None:
    table = schema.asked
    connection.execute(table.update().where(_is(table, place_id, round_id)).values(**values))


def _plain(published: Mapping[str, Iterable[Published]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [one.model_dump(mode="json") for one in several]
        for name, several in published.items()
    }


def _is(table: sa.Table, place_id: str, round_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.place_id == place_id, table.c.round_id == round_id)


def _fresh_keys(connection: Connection) -> Keys:
    table = schema.asked
    for _ in range(100):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        query = sa.select(table.c.round_id).where(table.c.code == code)
        if connection.execute(query).scalar() is None:
            return Keys(code=code, token=secrets.token_urlsafe(TOKEN_BYTES))
    raise SharedGroundError("round.code", say("No free code was found. Please try again."))
