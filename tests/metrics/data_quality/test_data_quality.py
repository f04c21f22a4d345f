"""Data quality, against counts made by hand on rows that a test spoils."""

from dataclasses import replace

import pandas as pd
import pytest
from run_files import Register, example_run

from qaanalysis import params
from qaanalysis.data import kept_rows, load
from qaanalysis.metrics.data_quality import accounts, completeness, consistency, drift, revisions

SECRET = b"a secret of the tests"
OWN = "Example Children’s Trust"
WHOSE = {"month": "2023-10", "organisation": OWN}


def loaded(folder, **changes):
    return load(params.read(example_run(folder, **changes)))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("example"))


def test_rows_in_are_accepted_and_rejected_and_what_does_not_add_up_is_told():
    counts = pd.DataFrame(
        {"read": [10, 5], "accepted": [8, 3], "rejected": [2, 1], "set_aside": [3, 0]},
        index=pd.Index(["audits", "actions"], name="table"),
    )
    assert accounts.sources(counts)["unaccounted"].tolist() == [0, 1]


def test_rejected_rows_are_counted_once_a_rule_with_their_numbers():
    faulty = {
        "audits": pd.DataFrame(
            [
                ("", 9, "team", "blank", ""),
                ("", 4, "team", "blank", ""),
                ("", 4, "due_on", "not a date", ""),
            ],
            columns=["file", "row", "column", "rule", "allowed"],
        )
    }
    found = accounts.rejected(faulty)
    assert found.loc[("audits", "team", "blank")].tolist() == [2, "4, 9"]
    assert found.loc[("audits", "due_on", "not a date")].tolist() == [1, "4"]
    assert accounts.rejected({}).empty


def test_rows_of_one_number_in_two_files_are_two():
    rows = [(f"{month}.xlsx", 2, "team", "blank", "") for month in ("may", "june")]
    faulty = pd.DataFrame(rows, columns=["file", "row", "column", "rule", "allowed"])
    found = accounts.rejected({"audits": faulty})
    assert found["rows"].tolist() == [2]
    assert found["row_numbers"].tolist() == ["2 of june.xlsx, 2 of may.xlsx"]


def test_contradictions_of_the_example_are_those_counted_row_by_row(example):
    tables = example.accepted
    scale = params.read("params/2023-11.yml").scale
    found = consistency.found(tables, scale=scale, limiting_domains=["Safety"])["rows"]
    audits = tables["audits"].set_index("audit_id")
    rank = {grade: i for i, grade in enumerate(reversed(scale.labels))}
    worse = set()
    for row in tables["domain_grades"].itertuples():
        own = audits.loc[row.audit_id, "auditor_grade"]
        if row.domain == "Safety" and own in rank and rank[own] > rank[row.grade]:
            worse.add(row.audit_id)
    assert found["audits", "graded better than the worst of: Safety"] == len(worse) > 0


def test_each_contradiction_is_found_where_it_is_planted(example):
    tables = {name: frame.copy() for name, frame in example.accepted.items()}
    audits = tables["audits"]
    waiting = audits.index[audits["returned_on"].isna() & audits["exempted_on"].isna()]
    moderations = tables["moderations"]
    moderations.loc[0, "audit_id"] = audits.loc[waiting[0], "audit_id"]
    moderations.loc[1, "moderated_on"] = pd.Timestamp("2020-01-01")
    tables["actions"].loc[[3, 5], "finding_id"] = float("nan")
    tables["actions"].loc[7, "finding_id"] = next(
        f.finding_id
        for f in tables["findings"].itertuples()
        if f.audit_id != tables["actions"].loc[7, "audit_id"]
    )
    tables["findings"].loc[2, "audit_id"] = audits.loc[waiting[1], "audit_id"]
    tables["re_audits"].loc[0, "done_on"] = pd.Timestamp("2020-01-01")
    scale = params.read("params/2023-11.yml").scale
    was = consistency.found(example.accepted, scale=scale)["rows"]
    found = consistency.found(tables, scale=scale)
    more = (found["rows"] - was).astype(int)
    assert more["moderations", "moderated, and the audit isn’t returned"] == 1
    assert more["moderations", "moderated before the audit was returned"] == 1
    assert more["re_audits", "done before the audit was returned"] == 1
    assert more["re_audits", "due before the audit was returned"] == 0
    assert more["actions", "an action without a finding"] == 2
    assert more["findings", "a finding of an audit that isn’t returned"] == 1
    # The finding that moved to another audit may have actions of its own.
    assert more["actions", "an action of one audit on a finding of another"] >= 1
    told = found.loc[("actions", "an action without a finding"), "references"]
    assert tables["actions"].loc[3, "action_id"] in told


def test_nothing_is_looked_for_that_is_noticed_already(example):
    scale = params.read("params/2023-11.yml").scale
    told = consistency.found(example.accepted, scale=scale, limiting_domains=["Safety"])
    noticed = set(example.notices["rule"])
    assert not noticed & set(told.index.get_level_values("looked_for"))
    assert {"exempted without a reason", "no due date"} <= noticed


def test_without_other_tables_there_is_nothing_to_contradict(example):
    scale = params.read("params/2023-11.yml").scale
    found = consistency.found({"audits": example["audits"]}, scale=scale, limiting_domains=["x"])
    assert found.empty


def test_completeness_counts_only_rows_that_should_have_a_value(example):
    audits = example["audits"]
    found = completeness.by_column(example.accepted).loc[("audits", "child_feedback")]
    back = [a for a in audits.itertuples() if pd.notna(a.returned_on)]
    blank = [a for a in back if pd.isna(a.child_feedback)]
    assert (found["rows"], found["blank"]) == (len(back), len(blank))
    assert found["filled_share"] == pytest.approx(1 - len(blank) / len(back))
    assert ("audits", "returned_on") not in completeness.by_column(example.accepted).index


def test_columns_that_the_register_does_not_have_are_told_once_and_count_nowhere(example):
    tables = {name: frame.copy() for name, frame in example.accepted.items()}
    for column in ("immediate_concern", "plan_type", "case_holder"):
        tables["audits"][column] = None
    tables["actions"]["owner"] = None
    # A reason is asked of exempted audits only: nobody was exempted, so that none is missing.
    tables["audits"][["exempted_on", "exemption_reason"]] = None
    assert completeness.unrecorded(tables) == {
        "audits": ["plan_type", "case_holder", "immediate_concern"],
        "actions": ["owner"],
    }
    assert completeness.unrecorded(example.accepted) == {}
    columns = completeness.by_column(tables)
    assert ("audits", "plan_type") not in columns.index
    assert ("audits", "child_feedback") in columns.index
    without = completeness.by_team(tables["audits"])
    dropped = tables["audits"].drop(columns=["immediate_concern", "plan_type", "case_holder"])
    assert without["cells"].equals(completeness.by_team(dropped)["cells"])


def test_an_action_lacks_a_finding_only_where_findings_are_recorded(example):
    scale = params.read("params/2023-11.yml").scale
    tables = dict(example.accepted)
    kind = ("actions", "an action without a finding")
    assert kind in consistency.found(tables, scale=scale).index
    without = {name: frame for name, frame in tables.items() if name != "findings"}
    assert kind not in consistency.found(without, scale=scale).index
    unlinked = {**tables, "actions": tables["actions"].assign(finding_id=None)}
    assert kind not in consistency.found(unlinked, scale=scale).index


def test_completeness_by_team_adds_up_to_that_by_column(example):
    teams = completeness.by_team(example["audits"])
    columns = completeness.by_column({"audits": example["audits"]})
    assert teams["blank"].sum() == columns["blank"].sum()
    assert teams["audits"].sum() == len(example["audits"])
    assert teams["filled_share"].is_monotonic_increasing


def test_words_new_in_the_month_and_gone_since_three_are_told():
    months = [f"2023-{m:02d}" for m in (7, 8, 9, 10) for _ in range(2)]
    teams = ["A", "Old", "A", "Old", "A", "Old", "A", "New"]
    audits = pd.DataFrame(
        {
            "audit_id": [f"Q{i}" for i in range(8)],
            "month": pd.PeriodIndex(months, freq="M"),
            "team": pd.Categorical(teams),
        }
    )
    found = drift.words({"audits": audits}, month=pd.Period("2023-10", "M"))
    assert found["change"].to_dict() == {
        ("audits", "team", "New"): "new",
        ("audits", "team", "Old"): "gone",
    }
    assert str(found.loc[("audits", "team", "Old"), "last_month"]) == "2023-09"
    first = drift.words({"audits": audits}, month=pd.Period("2023-07", "M"))
    assert first.empty


def test_what_changed_since_the_run_before_is_told_by_month_and_column(tmp_path, example):
    register = Register(tmp_path)
    rows = register.rows("audits")
    may, later = rows[0], rows[-1]
    assert register.value("audits", may, "Audit month") != register.value(
        "audits", later, "Audit month"
    )
    register.put("audits", may, "Team", "Another team")
    ref = register.value("audits", may, "Audit ref")
    gone = register.value("audits", later, "Audit ref")
    register.sheet("audits").delete_rows(later)
    after = loaded(tmp_path, sources={"audits": register.save()["audits"]})
    kept = tmp_path / "outputs" / "2023-10" / "20231103-090000-abc"
    kept.mkdir(parents=True)
    kept_rows.write(example, kept, secret=SECRET, **WHOSE)
    before = kept_rows.before(tmp_path / "outputs", after, organisation=OWN)
    assert (before.run, before.month) == (kept.name, "2023-10")
    changes = revisions.changed(before.tables, kept_rows.fingerprints(after, secret=SECRET))
    assert changes["change"].tolist() == ["removed", "edited"]
    month_of = example["audits"].set_index("audit_id")["month"].astype(str)
    assert changes["month"].tolist() == [month_of[gone], month_of[ref]]
    by_column = revisions.by_column(changes, kept_rows.names(after.accepted))
    assert by_column.loc[("audits", "team")].tolist() == [1, ref]
    assert revisions.by_month(changes).sum().tolist() == [0, 1, 1]
    early = revisions.of_reported(changes, "2023-10")
    assert len(early) == sum(month <= "2023-10" for month in changes["month"])


def test_a_run_made_again_on_the_same_files_is_passed_over(tmp_path, example):
    for run in ("20231103-090000-abc", "20231103-100000-abc"):
        folder = tmp_path / "2023-10" / run
        folder.mkdir(parents=True)
        kept_rows.write(example, folder, secret=SECRET, **WHOSE)
    assert kept_rows.before(tmp_path, example, organisation=OWN) is None
    assert kept_rows.before(tmp_path / "nothing", example, organisation=OWN) is None


@pytest.mark.parametrize("spoil", ["about.json", "audits.parquet"])
def test_rows_kept_by_another_version_or_damaged_are_passed_over(tmp_path, example, spoil):
    folder = tmp_path / "2023-10" / "20231103-090000-abc"
    folder.mkdir(parents=True)
    kept_rows.write(example, folder, secret=SECRET, **WHOSE)
    other = replace(example, fingerprint={"other.xlsx": "0"})
    assert kept_rows.before(tmp_path, other, organisation=OWN) is not None
    (folder / "kept-rows" / spoil).write_bytes(b"[]")
    assert kept_rows.before(tmp_path, other, organisation=OWN) is None
    pd.DataFrame({"key": [1]}).to_parquet(folder / "kept-rows" / "audits.parquet")
    assert kept_rows.before(tmp_path, other, organisation=OWN) is None


def test_rows_of_another_organisation_in_the_same_outputs_are_no_earlier_state(tmp_path, example):
    for day, whose in (("03", OWN), ("04", "Another Council")):
        folder = tmp_path / "2023-10" / f"202311{day}-090000-abc"
        folder.mkdir(parents=True)
        kept_rows.write(example, folder, secret=SECRET, **{**WHOSE, "organisation": whose})
    other = replace(example, fingerprint={"other.xlsx": "0"})
    assert kept_rows.before(tmp_path, other, organisation=OWN).run.startswith("20231103")
    about = kept_rows.about_before(tmp_path, other.fingerprint, organisation="another  council")
    assert about.parents[1].name.startswith("20231104")
    assert kept_rows.before(tmp_path, other, organisation="A third") is None


def test_kept_rows_hold_no_text_of_the_register(tmp_path, example):
    kept_rows.write(example, tmp_path, secret=SECRET, **WHOSE)
    held = b"".join(p.read_bytes() for p in (tmp_path / "kept-rows").iterdir())
    for column in ("child_id", "auditor", "audit_id", "team"):
        for value in example["audits"][column].astype(str).unique()[:50]:
            assert value.encode() not in held
    other = kept_rows.fingerprints(example, secret=b"another")["audits"]
    same = kept_rows.fingerprints(example, secret=SECRET)["audits"]
    assert not (other["its key"] == same["its key"]).any()


def test_the_order_of_rows_is_no_change(example):
    now = kept_rows.fingerprints(example, secret=SECRET)
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in now.items()}
    assert revisions.changed(now, turned).empty
