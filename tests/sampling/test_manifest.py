"""What a manifest may hold, and that verifying it finds one changed row among all."""

import hashlib
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moderation_registers import (
    AUDITORS,
    GRADES,
    audit,
    audits,
    moderations,
    moderators,
    plan,
    plans,
    rows,
)

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.provenance import canonical_json
from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.fingerprints import keyed, of_rows, of_units
from qaanalysis.sampling.given import of_pair
from qaanalysis.sampling.manifest import manifest, side
from qaanalysis.sampling.side_rows import drawn
from qaanalysis.sampling.verify import verified

SECRET = b"a secret of the organisation"
REGISTER = [audit(i, AUDITORS[i % 8], GRADES[i % 4], team="North") for i in range(24)]
CHANGES = {
    "auditor": "Somebody else",
    "auditor_team": "South",
    "auditor_grade": "Good",
    "team": "South",
    "service_area": "Leaving Care",
    "month": pd.Period("2023-10", "M"),
    "returned_on": pd.Timestamp("2023-11-21"),
    "late": True,
    "auditor_due": False,
}


def frame_of(register=REGISTER, asked=None, done=()):
    return moderation_sample.frame(audits(register), moderations(done), plan=asked or plan())


def files(frame, asked=None):
    draw = moderation_sample.drawn(frame, moderators(), plan=asked or plan())
    text = manifest(draw)
    return text, side(draw, text, secret=SECRET)


@pytest.fixture(scope="module")
def recorded():
    return files(frame_of())


def test_keyed_fingerprints_are_hmac_sha256():
    # RFC 2104 written out: H(K ⊕ opad, H(K ⊕ ipad, text)).
    block = SECRET.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + b"row\0text").digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner)
    assert keyed(SECRET, "row", "text") == outer.hexdigest()


@settings(max_examples=10, deadline=None)
@given(rows(), plans(), st.randoms())
def test_an_unchanged_frame_in_any_order_is_confirmed(register, asked, random):
    frame = frame_of(register, asked)
    order = list(range(len(frame)))
    random.shuffle(order)
    found = verified(*files(frame, asked), frame.iloc[order], SECRET)
    assert found.ok, found.sentences
    assert len(found.sentences) == 1


@pytest.mark.parametrize("column", CHANGES)
def test_one_changed_cell_is_found_and_its_row_named(recorded, column):
    frame = frame_of()
    frame[column] = frame[column].astype(object)
    row = frame.index[frame["audit_id"] == "QA006"][0]
    assert frame.at[row, column] != CHANGES[column]
    frame.at[row, column] = CHANGES[column]
    if column == "auditor_grade":
        frame[column] = pd.Categorical(frame[column], dtype=frame_of()[column].dtype)
    found = verified(*recorded, frame.astype({"late": bool, "auditor_due": bool}), SECRET)
    assert not found.ok
    assert found.changed == ("QA006",)
    assert any("1 row was changed since the draw: QA006." in text for text in found.sentences)


def test_a_changed_audit_in_the_register_is_named_whatever_it_was():
    asked = plan()
    for i in (0, 7, 23):
        register = list(REGISTER)
        register[i] = (*register[i][:4], "East", *register[i][5:])
        found = verified(*files(frame_of()), frame_of(register, asked), SECRET)
        assert found.changed == (f"QA{i:03d}",)


def test_an_added_row_is_named(recorded):
    found = verified(*recorded, frame_of([*REGISTER, audit(99, "New")]), SECRET)
    assert not found.ok
    assert found.added == ("QA099",)
    assert found.changed == found.missing == ()


def test_a_missing_row_is_named_if_its_identifier_is_known_and_placed_if_not(recorded):
    gone = frame_of([row for row in REGISTER if row[0] != "QA006"])
    known = verified(*recorded, gone, SECRET, identifiers=[row[0] for row in REGISTER])
    assert known.missing == ("QA006",)
    assert "1 row of the draw is missing: QA006." in known.sentences
    draw = moderation_sample.drawn(frame_of(), moderators(), plan=plan())
    was = draw.audits.set_index("audit_id").loc["QA006"]
    unknown = verified(*recorded, gone, SECRET)
    assert unknown.missing == (f"number {was['number']} of {was['stratum']}",)


PEOPLE = moderators(4, ["North", "South", None, None])


def shared_out(people=PEOPLE, register=REGISTER):
    frame = frame_of(register)
    draw = moderation_sample.drawn(frame, people, plan=plan())
    text = manifest(draw)
    return draw, (text, side(draw, text, secret=SECRET, given=draw.given))


@settings(max_examples=5, deadline=None)
@given(st.randoms())
def test_an_allocation_made_again_from_any_order_is_confirmed(random):
    draw, recorded = shared_out()
    order = list(range(4))
    random.shuffle(order)
    found = verified(*recorded, frame_of(), SECRET, people=PEOPLE.iloc[order])
    assert found.ok, found.sentences
    [said] = found.sentences
    assert f"{len(draw.sample)} cases, each with the person that comes out again" in said


def test_that_nobody_was_there_to_compare_the_allocation_with_is_said():
    found = verified(*shared_out()[1], frame_of(), SECRET)
    assert found.ok
    assert found.sentences[0].endswith("wasn't compared, as nobody was there to compare with.")


def tampered(recorded, change):
    kept = json.loads(recorded[1])
    change(kept)
    return recorded[0], canonical_json(kept)


def test_an_audit_given_to_somebody_else_is_named():
    draw, recorded = shared_out()
    audit_id = draw.sample["audit_id"].iloc[0]
    other = next(m for m in PEOPLE["moderator"] if m != draw.sample["moderator"].iloc[0])

    def give(kept):
        prints = of_units([audit_id], SECRET, kept["seed"])
        row = next(row for row in kept["rows"] if row["unit"] in prints)
        row["given"] = of_pair(audit_id, other, SECRET, kept["seed"])

    found = verified(*tampered(recorded, give), frame_of(), SECRET, people=PEOPLE)
    assert not found.ok
    assert found.sentences[0].startswith("The draw is confirmed: 24 rows")
    assert found.sentences[1:] == (
        f"1 row isn't with whom it goes to when shared out again: {audit_id}.",
    )


def test_two_audits_whose_moderators_are_swapped_in_the_side_file_are_named():
    draw, recorded = shared_out()
    one, other = (draw.sample[draw.sample["moderator"] == f"Moderator {i}"] for i in (2, 3))
    ids = sorted([one["audit_id"].iloc[0], other["audit_id"].iloc[0]])

    def swap(kept):
        prints = of_units(ids, SECRET, kept["seed"])
        first, second = (next(r for r in kept["rows"] if r["unit"] == p) for p in prints)
        first["given"], second["given"] = second["given"], first["given"]

    found = verified(*tampered(recorded, swap), frame_of(), SECRET, people=PEOPLE)
    assert found.sentences[1].endswith(f"when shared out again: {', '.join(ids)}.")


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (
            PEOPLE.assign(team=["North", "South", "East", None]),
            "1 row of the table moderators was changed since the draw: 3.",
        ),
        (
            pd.concat([PEOPLE, moderators(1).assign(moderator="New")], ignore_index=True),
            "1 row of the table moderators wasn't there at the draw: 5.",
        ),
        (PEOPLE.iloc[1:], "1 of those in the table moderators at the draw can't be found."),
        (PEOPLE.iloc[:0], "4 of those in the table moderators at the draw can't be found."),
    ],
)
def test_another_table_of_moderators_is_told_by_its_rows_and_never_by_name(people, said):
    found = verified(*shared_out()[1], frame_of(), SECRET, people=people)
    assert not found.ok
    assert said in found.sentences
    assert not any("Moderator" in text or "New" in text for text in found.sentences)


def test_an_audit_without_a_moderator_is_confirmed_as_such():
    register = [*REGISTER, audit(90, "Moderator 0", "Inadequate", team="West")]
    people = moderators(2, ["North", "West"])
    draw, recorded = shared_out(people, register)
    assert draw.sample["moderator"].isna().any()
    found = verified(*recorded, frame_of(register), SECRET, people=people)
    assert found.ok, found.sentences


def test_the_side_file_of_an_allocation_names_nobody_and_shows_no_ones_load():
    draw, (text, kept) = shared_out()
    for name in PEOPLE["moderator"]:
        assert name not in text
        assert name not in kept
    prints = [row["given"] for row in json.loads(kept)["rows"] if row["given"]]
    assert len(set(prints)) == len(prints) == len(draw.sample)


def test_the_side_file_keeps_each_probability():
    draw, (_, kept) = shared_out()
    found = drawn(kept, draw.audits["audit_id"], unit="audit_id", secret=SECRET)
    expected = pd.concat([draw.sample, draw.reserves]).set_index("audit_id")
    expected["role"] = expected["place"]
    for column in ("inclusion_probability", "stratum", "number", "role"):
        assert found.set_index("audit_id")[column].to_dict() == expected[column].to_dict()
    unknown = drawn(kept, [], unit="audit_id", secret=SECRET)
    assert unknown["audit_id"].iloc[0].startswith("number 1 of ")
    with pytest.raises(DataError, match="secret: found another"):
        drawn(kept, [], unit="audit_id", secret=b"another organisation's secret")


def test_a_row_that_stands_twice_is_named(recorded):
    frame = frame_of()
    found = verified(*recorded, pd.concat([frame, frame.iloc[[3]]]), SECRET)
    assert found.sentences == ("1 row stands more than once: QA003.",)
    assert not found.ok


def test_a_row_that_moved_into_the_frame_is_found_by_its_place(recorded):
    found = verified(*recorded, frame_of(done=[("QA006", "2023-11-28")]), SECRET)
    assert not found.ok
    assert "QA006" in found.displaced


def test_another_plan_than_the_one_recorded_is_found(recorded):
    other = json.loads(recorded[0])
    other["plan"]["target"] = 9
    found = verified(canonical_json(other), recorded[1], frame_of(), SECRET)
    assert found.sentences == ("The manifest isn't the one that this side file was made with.",)


def test_another_draws_side_file_is_found(recorded):
    theirs = files(frame_of(), plan(target=9))[1]
    assert not verified(recorded[0], theirs, frame_of(), SECRET).ok


def test_another_secret_compares_nothing(recorded):
    found = verified(*recorded, frame_of(), b"another organisation's secret")
    assert not found.ok
    assert found.sentences[0].startswith("The secret isn't the one of the side file")


def test_line_ends_and_spacing_of_the_files_do_not_count(recorded):
    text = json.dumps(json.loads(recorded[0]), indent=4).replace("\n", "\r\n")
    assert verified(text, recorded[1], frame_of(), SECRET).ok


def test_other_numbers_than_at_the_draw_are_found(recorded, monkeypatch):
    monkeypatch.setattr("qaanalysis.sampling.verify.check", lambda seed: {})
    found = verified(*recorded, frame_of(), SECRET)
    assert any("The hash gives other numbers" in text for text in found.sentences)


def test_a_kind_of_draw_nobody_knows_is_said(recorded, monkeypatch):
    monkeypatch.setattr("qaanalysis.sampling.verify.REDRAW", {})
    found = verified(*recorded, frame_of(), SECRET)
    assert any("can't be made again by this version" in text for text in found.sentences)


def test_the_same_draw_has_the_same_bytes(recorded):
    again = files(frame_of().sample(frac=1, random_state=1))
    assert again == recorded


def test_the_manifest_holds_no_identifier_and_no_hash_of_one(recorded):
    text = recorded[0]
    frame = frame_of()
    people = {*frame["audit_id"], *frame["auditor"], *moderators()["moderator"]}
    assert not any(person in text for person in people)
    for person in people:
        for kind in ("sha256", "md5", "sha1"):
            assert hashlib.new(kind, person.encode()).hexdigest()[:12] not in text
    seed = json.loads(text)["seed"]
    assert seed == "Trust/moderation/2023-11"


def test_the_side_file_holds_no_identifier_and_no_plain_hash(recorded):
    frame = frame_of()
    for person in {*frame["audit_id"], *frame["auditor"]}:
        assert person not in recorded[1]
        assert hashlib.sha256(person.encode()).hexdigest() not in recorded[1]


def test_the_same_audit_has_another_fingerprint_in_another_draw():
    one, other = (
        {row["unit"] for row in json.loads(files(frame_of(), asked)[1])["rows"]}
        for asked in (plan(), plan(seed="other", seed_reason="test"))
    )
    assert len(one) == len(other) == 24
    assert one.isdisjoint(other)


def test_the_manifest_counts_every_step(recorded):
    held = json.loads(recorded[0])
    assert [step["step"] for step in held["steps"]] == [
        "returned",
        "eligible",
        "frame",
        "sample",
        "reserves",
    ]
    assert [step["n"] for step in held["steps"][:3]] == [24, 24, 24]
    assert {"qaanalysis", "pandas", "python"} <= set(held["versions"])
    assert held["numbers"]["key"] == "first 16 hex digits of SHA-256 of the seed"


def test_a_missing_value_has_a_fingerprint_unlike_any_text():
    frame = pd.DataFrame({"team": ["nan", None, float("nan"), "None", ""]}, dtype=object)
    found = of_rows(frame, ["team"], SECRET, "draw")
    assert found[1] == found[2]
    assert len(set(found)) == 4


@pytest.mark.parametrize("secret", [b"short", "a text, not bytes at all", b""])
def test_a_weak_secret_is_refused(secret):
    with pytest.raises(StatisticsError, match=r"^secret: found .*needed: 16 bytes or more"):
        keyed(secret, "row", "text")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "isn't JSON"),
        ("[]", "found no format"),
        ('{"format": "qaanalysis draw 9"}', "found qaanalysis draw 9; needed"),
        ('{"format": "qaanalysis draw 1"}', "found no columns, kind, numbers, plan"),
    ],
)
def test_what_is_no_manifest_is_refused_in_a_sentence(recorded, text, message):
    with pytest.raises(DataError, match=message):
        verified(text, recorded[1], frame_of(), SECRET)


def test_a_frame_without_a_column_is_refused(recorded):
    with pytest.raises(DataError, match="frame: found no column team"):
        verified(*recorded, frame_of().drop(columns="team"), SECRET)
