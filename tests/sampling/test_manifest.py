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
from qaanalysis.sampling.fingerprints import keyed, of_rows
from qaanalysis.sampling.manifest import manifest, side
from qaanalysis.sampling.verify import verified

SECRET = b"a secret of the organisation"
REGISTER = [audit(i, AUDITORS[i % 8], GRADES[i % 4], team="North") for i in range(24)]
CHANGES = {
    "auditor": "Somebody else",
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
