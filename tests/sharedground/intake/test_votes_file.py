"""Votes in the layout of Polis' exports (compdemocracy/openData): nothing lost, nothing flipped."""

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.read import read_file
from sharedground.intake.votes_file import Votes, votes_of

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1,x,2,1,0,3,0,"Third, with a comma"
1,x,1,1,1,1,-1,Second
1,x,0,1,2,0,1,First <b>x</b>
1,x,3,1,0,0,1,
"""
PEOPLE = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2,7
0,0,3,3,2,1,1,1,-1,
1,1,0,3,1,2,1,-1,-1,
2,,0,1,0,1,,,-1,
2,,0,1,0,1,,,-1,
3,,0,0,0,0,,,,
4,,0,1,1,0,,,yes,1
"""
EACH = """timestamp,datetime,comment-id,voter-id,vote
5,x,0,0,-1
9,x,0,0,1
3,x,2,0,-1
3,x,2,1,-1
3,x,2,2,-1
3,x,0,1,1
3,x,0,,1
3,x,0,3,maybe
"""


def read(content: str, comments: str | None = COMMENTS, **given: object) -> Votes:
    told = None if comments is None else read_file("comments.csv", comments.encode())
    found = votes_of(read_file("votes.csv", content.encode()), told, **given)
    for report in (found.report, *([found.comments] if found.comments else [])):
        assert report.read == report.kept + report.merged + report.set_aside
    return found


def turned(content: str) -> str:
    """The same votes as Polis' own store has them: -1 for agree."""
    head, *rows = content.splitlines()
    swap = {"1": "-1", "-1": "1"}
    told = [r.split(",") for r in rows]
    return "\n".join([head, *(",".join([*r[:6], *(swap.get(c, c) for c in r[6:])]) for r in told)])


def by_statement(found: Votes) -> dict[str, list[int]]:
    rows = found.votes.groupby("statement")["vote"]
    return {name: sorted(votes) for name, votes in rows}


def test_one_row_for_each_person() -> None:
    found = read(PEOPLE)
    assert by_statement(found) == {"polis-0": [1, 1], "polis-2": [-1, -1, -1]}
    assert found.statements["polis-2"] == "Third, with a comma"
    assert found.records["fate"].tolist() == [
        "kept", "kept", "kept", "merged", "set aside", "set aside",
    ]  # fmt: skip


def test_statements_that_a_moderator_turned_down_are_set_aside_with_their_votes() -> None:
    found = read(PEOPLE)
    assert "polis-1" not in found.statements
    assert found.comments is not None
    assert found.comments.set_aside == 2
    rows = found.comment_records.set_index("row_number")["reason"]
    assert rows[3] == "A moderator turned this statement down."


def test_only_what_a_moderator_approved_where_that_is_asked() -> None:
    assert list(read(PEOPLE, approved_only=True).statements) == ["polis-0"]


def test_a_file_that_writes_minus_one_for_agree_is_turned_round_and_says_so() -> None:
    straight, other = read(PEOPLE), read(turned(PEOPLE))
    assert (straight.agree, other.agree) == (1, -1)
    assert by_statement(straight) == by_statement(other)
    assert any("writes -1 for agree" in text for text in other.report.sentences)


def test_what_a_person_says_of_the_sign_holds_and_a_contradiction_is_said() -> None:
    found = read(turned(PEOPLE), agree=1)
    assert found.agree == 1
    assert [fault.code for fault in found.report.faults][:1] == ["votes.sign"]
    assert read(turned(PEOPLE), agree=-1).report.sentences == read(PEOPLE).report.sentences


def test_one_row_for_each_vote_the_latest_counts() -> None:
    found = read(EACH)
    assert by_statement(found) == {"polis-0": [1, 1], "polis-2": [-1, -1, -1]}
    assert found.report.merged == 1
    assert [fault.code for fault in found.report.faults] == ["participant.none", "vote.unknown"]


def test_the_counts_of_statements_tell_the_sign_of_single_votes() -> None:
    flipped = EACH.replace(",1\n", ",x\n").replace(",-1\n", ",1\n").replace(",x\n", ",-1\n")
    assert read(flipped).agree == -1
    assert by_statement(read(flipped)) == by_statement(read(EACH))


def test_where_nothing_tells_the_sign_it_is_said() -> None:
    found = read(EACH, None)
    assert any("Nothing in the file tells" in text for text in found.report.sentences)
    assert found.statements == {"polis-0": "Statement 0", "polis-2": "Statement 2"}


def test_nobodys_number_is_kept_with_a_vote() -> None:
    devices = read(PEOPLE).votes["device"]
    assert devices.str.fullmatch(r"[0-9a-f]{40}").all()
    assert devices.nunique() == 3


def test_a_vote_that_is_none_is_left_out_and_named() -> None:
    (fault,) = read(PEOPLE).report.faults
    assert (fault.code, fault.row, fault.column, fault.value) == ("vote.unknown", 7, "2", "yes")


def test_long_statements_are_shortened_and_said() -> None:
    found = read(PEOPLE, COMMENTS.replace("First <b>x</b>", "word " * 100))
    assert len(found.statements["polis-0"]) <= 280
    assert "comment.long" in [fault.code for fault in found.comments.faults]


def test_other_layouts_are_refused_in_words() -> None:
    with pytest.raises(NothingUsableError, match="comment-id, voter-id and vote") as no:
        read("name,answer\nA,1\n")
    assert no.value.code == "votes.columns"
