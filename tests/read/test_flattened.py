"""The layout of flattened records: which line is what, with and without each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from synthetic_trials import as_lines, assert_verbatim, invented, said

from kg.model import Skipped, Trial
from kg.read import read
from kg.read.flattened import read_record, read_text
from kg.read.record import Origin, RecordBuilder

SEEDS = Path(__file__).parents[2] / "seeds"
ORIGIN = Origin("x", "x", "flattened-text")
TITLE = "Drug A for Gout"
SUMMARY = "This trial tests whether drug A lowers uric acid. It is small."
CONDITIONS = "Gout|Hyperuricemia"
INTERVENTIONS = "DRUG: Drug A|BEHAVIORAL: Diet"
PRIMARY = "Serum urate, Measured in the morning., 12 weeks"
SECONDARY = "Flares, Number of flares., 24 weeks|Adverse events, 24 weeks"
DETAILS = "Background.\n\nThe drug is taken daily. Nothing else is changed."
ALL = [TITLE, SUMMARY, CONDITIONS, INTERVENTIONS, PRIMARY, SECONDARY, DETAILS]


def trial_of(*lines: str) -> Trial:
    found = read_record("\n".join(lines), RecordBuilder(ORIGIN, 0))
    assert isinstance(found, Trial), found
    assert_verbatim(found)
    return found


def fields(*lines: str) -> dict[str, str]:
    return {field.name: field.text for field in trial_of(*lines).fields}


def named(*without: str) -> dict[str, str]:
    names = [
        "title",
        "brief_summary",
        "conditions",
        "interventions",
        "primary_outcomes",
        "secondary_outcomes",
        "detailed_description",
    ]
    return {name: text for name, text in zip(names, ALL, strict=True) if name not in without}


def missing(*lines: str) -> list[str]:
    return [f.message.split(":")[0] for f in trial_of(*lines).findings if f.kind == "missing-field"]


def test_all_lines() -> None:
    assert fields(*ALL) == named()
    assert missing(*ALL) == []


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("number", [1, 2, 4, 5, 6])
def test_one_line_missing(number: int, blank: bool) -> None:
    lines = [*ALL[:number], *([""] if blank else []), *ALL[number + 1 :]]
    name = list(named())[number]
    if number == 4 and not blank:  # the only list of outcomes is then taken for the primary ones
        assert fields(*lines) == {**named(name, "secondary_outcomes"), "primary_outcomes": SECONDARY}
        assert missing(*lines) == ["secondary_outcomes"]
        return
    assert fields(*lines) == named(name)
    assert missing(*lines) == ([] if name == "detailed_description" else [name])


def test_long_summary_in_paragraphs() -> None:
    summary = "One.\n\nTwo: see below.\n* a\n* b\n\nThree."
    assert fields(TITLE, summary, *ALL[2:])["brief_summary"] == summary


@pytest.mark.parametrize(
    "primary",
    [
        "Pain, Visual analogue scale:\n- 0 is none\n- 10 is worst, 12 weeks",
        "Pain, Visual analogue scale.\n\nA higher score is worse., 12 weeks",
        "Pain, Two parts,\nsummed, 12 weeks|Sleep, 12 weeks",
    ],
)
def test_line_breaks_inside_a_cell(primary: str) -> None:
    found = fields(*ALL[:4], primary, SECONDARY, DETAILS)
    assert found == {**named(), "primary_outcomes": primary}


@pytest.mark.parametrize(
    ("primary", "secondary"),
    [
        # a description goes on after a full stop, and its time frame ends the list
        ("Urate, Read in the morning.\nA lower value is better., 12 weeks", SECONDARY),
        ("Urate, Read in the morning.\nThe device is old.\nIt is checked, 12 weeks", SECONDARY),
        ("Pain, 12 weeks|Urate, Read in the morning.\n\nTwice., 12 weeks|Sleep, 12 weeks", SECONDARY),
        # in the secondary ones
        (PRIMARY, "Flares, Number of flares.\nEach is counted once., 24 weeks|Adverse events, 24 weeks"),
        (PRIMARY, "Flares, Number of flares:\n0 = none\n1 = few\nMany are 2, 24 weeks"),
        (PRIMARY, "Flares, Any.\nCounted, 24 weeks|Sleep, Score.\n\nHigher is worse., 24 weeks"),
        # in both; and a primary one whose time frame is a sentence
        ("Urate, Read.\nTwice, 12 weeks", "Flares, Any.\nCounted once, 24 weeks|Adverse events, 24 weeks"),
        ("Urate, Read, up to week 12.", "Flares, 24 weeks|Sleep, Score.\nHigher is worse., 24 weeks"),
    ],
)
def test_line_breaks_after_a_sentence(primary: str, secondary: str) -> None:
    found = fields(*ALL[:4], primary, secondary, DETAILS)
    assert found == {**named(), "primary_outcomes": primary, "secondary_outcomes": secondary}


@pytest.mark.parametrize(
    "details",
    [
        "Visits:\nBaseline, 12 weeks\nEnd, 24 weeks",
        "Arms: A|B\nBoth are treated.",
        "The trial has parts.\nPart one is open, part two is blinded.",
    ],
)
def test_lists_in_the_description_stay_there(details: str) -> None:
    assert fields(*ALL[:6], details) == {**named(), "detailed_description": details}
    assert fields(*ALL[:5], "", details) == {**named("secondary_outcomes"), "detailed_description": details}


@pytest.mark.parametrize(
    "details",
    [
        "Patients are treated for 12 weeks.",
        "A prospective, randomized trial. Patients are seen at baseline, 4 weeks and 12 weeks. It ends at 1 year.",
        "Background: gout is common. It is treated with drug B, which was approved in 2009.\nMethods: a trial.",
    ],
)
def test_prose_is_not_taken_for_secondary_outcomes(details: str) -> None:
    assert fields(*ALL[:5], "", details) == {**named("secondary_outcomes"), "detailed_description": details}
    if "\n" not in details and ", 4 weeks" not in details:
        assert fields(*ALL[:5], details) == {**named("secondary_outcomes"), "detailed_description": details}


@pytest.mark.parametrize(
    "details",
    [
        "PRIMARY OBJECTIVE: I. Estimate the rate of flares. OUTLINE: Patients receive drug A. After it, patients are "
        "followed at 3 and 6 months, then every 6 months for 3 years, and then every year.",
        "Outline: Patients, who give consent, are followed every 6 months for 3 years, and then annually",
        "Gout is frequent. Patients receive drug A, and are seen at 3 months, 6 months and 12 months",
        "OBJECTIVES: I. Determine the dose. II. Compare the toxicity. After treatment, visits are every 3 months.",
        "Gout is a common disease, which drug B may cure. Visits are planned at baseline, 4 weeks and 12 weeks",
        "Outline: a dose-escalation study. Patients receive drug A for up to 6 cycles, then yearly for 5 years.",
        "Criteria for Evaluation: limits of bioequivalence Statistical Methods: as usual",
        "A randomized, double-blind, placebo-controlled study of drug A in gout",
        "A phase 2 trial of drug A, 12 weeks",
        "Trial title: drug A for gout",
        "PHASE: II/III",
    ],
)
def test_prose_that_ends_in_a_time_is_no_secondary_outcome(details: str) -> None:
    assert fields(*ALL[:5], details) == {**named("secondary_outcomes"), "detailed_description": details}


@pytest.mark.parametrize(
    "secondary",
    [
        "Flares, Number of flares in the year after the start. One at least counts., 24 weeks",
        "Tophi, at 1 year",
        "Phase angle of impedance, 1 year",
        "A change in urate of 10%, 12 weeks",
        "Number of participants who are alive, 12 weeks",
        "Objective response rate, By RECIST 1.1. Read centrally., 12 weeks",
        "Pain, The score is told by the patient. It is 0 to 10., baseline and 4 weeks",
        "Time until patients have recovered, 30 days",
        "T½, T½ is the time to half the peak. It is told in hours, Taken every hour. Each visit lasts about 3 hours.",
    ],
)
def test_a_lone_secondary_outcome_is_no_prose(secondary: str) -> None:
    assert fields(*ALL[:5], secondary) == {**named("detailed_description"), "secondary_outcomes": secondary}
    assert fields(*ALL[:5], secondary, DETAILS) == {**named(), "secondary_outcomes": secondary}


@pytest.mark.parametrize(
    "details",
    [
        "The study is conducted in two separate groups. Patients in Group I receive drug A for 32 days, then drug B.",
        "Cohorts of 16 patients receive 1 of 2 doses of drug A for 20 weeks.",
        "PRIMARY OBJECTIVES:\n\nI. Determine the dose of drug A.",
        "This is a crossover trial, with two periods. It ends early.",
        "This is a phase 2 study in which up to 18 patients are enrolled",
        "STUDY DESIGN",
        "The objective of this observational study is to assess the long-term course under drug A",
        "The proposed study utilizes a collagen matrix, implanted once",
        "In this study, 50 clinicians receive access to the program",
        "Gout, a disease of the joints, has many causes, principally diet.",
        "Visits at the clinic, with blood tests and a physical exam, are told from the record.",
        "See above",
    ],
)
def test_prose_below_the_interventions_is_no_outcome(details: str) -> None:
    got = fields(*ALL[:4], details)
    assert got.get("detailed_description") == details
    assert "primary_outcomes" not in got
    assert "secondary_outcomes" not in got


def test_an_outcome_that_ends_in_a_sentence_stays_the_primary_one() -> None:
    primary = (
        "Number of Participants Reporting a Rating, Participants report their discomfort on a scale from 0 to 10. Each "
        "of them reported it at least once. The level of pain is the mean of what was reported in one day of the study "
        "and of what the nurse wrote down on the same day, if she did so., 30 minutes after the block is administered "
        "then every 60 minutes until discharge. Desired outcome was a low rating."
    )
    details = "Fractures are frequent. They hurt."
    assert fields(*ALL[:4], primary, details)["primary_outcomes"] == primary


def test_a_measure_alone_takes_no_line_of_prose_that_ends_in_a_time() -> None:
    details = "Prior use was 40%, which is high.\n\nArm 1: drug A\nArm 2: drug B (50 mg weekly, 200 mg after loading)"
    primary = "Proportion of patients with urate < 6 at week 24"
    got = fields(TITLE, SUMMARY, CONDITIONS, INTERVENTIONS, primary, SECONDARY, details)
    assert (got["primary_outcomes"], got["secondary_outcomes"]) == (primary, SECONDARY)
    assert got["detailed_description"] == details


def test_only_interventions() -> None:
    assert fields(INTERVENTIONS) == {"interventions": INTERVENTIONS}


@pytest.mark.parametrize(
    ("line", "entries", "findings"),
    [
        ("DRUG: A|DEVICE: B", [("DRUG", "A"), ("DEVICE", "B")], []),
        ("DRUG:A | DEVICE:  B ", [("DRUG", "A"), ("DEVICE", "B")], []),
        ("DRUG: A|B", [("DRUG", "A"), ("", "B")], ["unknown-type"]),
        ("GENE_THERAPY: A", [("GENE_THERAPY", "A")], ["unknown-type"]),
        ("DRUG: A: the second|DRUG: ratio 1:1", [("DRUG", "A: the second"), ("DRUG", "ratio 1:1")], []),
        ("DRUG: A|DRUG: A", [("DRUG", "A"), ("DRUG", "A")], []),
        ("Drug: A|Dietary Supplement: B", [("DRUG", "A"), ("DIETARY_SUPPLEMENT", "B")], []),
        ("DRUG: A||DRUG: ", [("DRUG", "A")], ["missing-field"]),
        ("COMBINATION_PRODUCT: A + B (x|y)", [("COMBINATION_PRODUCT", "A + B (x"), ("", "y)")], ["unknown-type"]),
    ],
)
def test_interventions(line: str, entries: list[tuple[str, str]], findings: list[str]) -> None:
    found = trial_of(*ALL[:3], line, *ALL[4:])
    assert [(item.registry_type, item.name.text) for item in found.interventions] == entries
    assert [finding.kind for finding in found.findings] == findings
    assert [item.position for item in found.interventions] == list(range(len(entries)))


@pytest.mark.parametrize("separator", ["\n\n\n", "\n---\n", "\n=====\n", "\n\f\n", "\f"])
def test_several_records_in_one_file(separator: str, tmp_path: Path) -> None:
    records = [invented(n) for n in range(3)]
    (tmp_path / "x").write_text(separator.join(map(as_lines, records)))
    found = list(read(tmp_path / "x"))
    assert [item.source.position for item in found if isinstance(item, Trial)] == [0, 1, 2]
    alone = [read_record(as_lines(record), RecordBuilder(ORIGIN, 0)) for record in records]
    for one, other in zip(found, alone, strict=True):
        assert isinstance(one, Trial)
        assert isinstance(other, Trial)
        assert said(one) == said(other)
        assert one.key == other.key


def test_a_rule_or_gap_inside_a_description_is_no_separator() -> None:
    text = "\n".join(ALL) + "\n\n\nMore.\n---\nMore: still the same record."
    found = read_record(text, RecordBuilder(ORIGIN, 0))
    assert isinstance(found, Trial)
    assert found.detailed_description is not None
    assert found.detailed_description.text.endswith("same record.")


@pytest.mark.parametrize("between", [[], [""]])
@pytest.mark.parametrize("without", [(), ("brief_summary",), ("secondary_outcomes",), ("detailed_description",)])
def test_outcomes_below_conditions_will_do_where_a_trial_has_no_interventions(
    without: tuple[str, ...], between: list[str]
) -> None:
    kept = named("interventions", *without)
    lines = list(kept.values())
    below = list(kept).index("primary_outcomes")
    lines[below:below] = between
    assert fields(*lines) == kept
    assert sorted(missing(*lines)) == sorted(["interventions", *(set(without) - {"detailed_description"})])


@pytest.mark.parametrize("heading", ["BACKGROUND:", "OBJECTIVES: I. Follow gout for 5 years", "Study Design:"])
def test_the_heading_of_a_description_below_conditions_will_do_too(heading: str) -> None:
    found = fields(TITLE, SUMMARY, CONDITIONS, heading, "Gout is common, and was in June 1987")
    assert list(found) == ["title", "brief_summary", "conditions", "detailed_description"]
    assert found["detailed_description"].startswith(heading)


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, SUMMARY, PRIMARY],  # no conditions: the summary is a sentence
        [TITLE, "Gout", "Flares", "Adverse events", "OBJECTIVES: to count them"],  # outcomes without any time frame?
        [TITLE, "It hurts. It hurts much.", "Something else, and it is small. It ended in June 1987."],
        ["name,age", "Jo,3", "Al,4", "Mo,5"],
    ],
)
def test_a_record_that_cannot_be_told_from_other_text_says_what_was_expected(lines: list[str]) -> None:
    found = read_record("\n".join(lines), RecordBuilder(ORIGIN, 3))
    assert isinstance(found, Skipped)
    assert found.position == 3
    assert found.field.startswith("lines 1 to ")
    assert "DRUG: …" in found.message


def test_a_record_without_interventions_is_parted_from_others() -> None:
    text = "\n---\n".join("\n".join(lines) for lines in (ALL, [*ALL[:3], *ALL[4:]], ALL))
    found = list(read_text(text, ORIGIN))
    assert [isinstance(trial, Trial) and len(trial.interventions) for trial in found] == [2, 0, 2]


def test_seeds() -> None:
    found = list(read(SEEDS))
    assert len(found) == 5
    for trial in found:
        assert isinstance(trial, Trial)
        assert_verbatim(trial)
        assert not trial.findings
        assert [field.name for field in trial.fields] == list(named())
        text = (SEEDS / trial.source.path.split("/")[1]).read_text()
        assert "\n".join(field.text for field in trial.fields) == text.rstrip("\n")
        assert trial.key == f"r-{trial.source.sha256[:16]}"


@pytest.mark.parametrize("title", ["[Drug A] for Gout", "[177Lu]Drug A for Gout", "[18]F-FDG in Gout", "[1] A, B"])
def test_a_title_in_brackets_is_no_json(title: str, tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    path.write_text("\n".join([title, *ALL[1:]]), encoding="utf-8")
    (found,) = read([path])
    assert isinstance(found, Trial)
    assert found.title is not None
    assert found.title.text == title


@pytest.mark.parametrize(
    "paragraph",
    [
        "OBJECTIVES: I. Determine the response rate. II. Follow these people, for 5 years",
        "AZT has been found to inhibit the virus. It is given to many. Combining it is safe, and was in June 1987",
        "This 5-site trial is on walking. It is for people after an injury. They train 3 times a week, for 12 weeks",
        "It has been found that the drug prolongs life. It is given for short periods. It is well tolerated.",
    ],
)
def test_a_description_right_below_the_interventions_is_no_list_of_outcomes(paragraph: str) -> None:
    lines = [*ALL[:4], paragraph, "", "Nothing else is changed, for 12 weeks"]
    assert set(fields(*lines)) == set(named("primary_outcomes", "secondary_outcomes"))
    assert sorted(missing(*lines)) == ["primary_outcomes", "secondary_outcomes"]


@pytest.mark.parametrize(
    "measure",
    [
        "Number of people who are free of flares, Flares are counted. They are asked for by telephone., 12 weeks",
        "Primary objective: urate below 6 mg/dl, 12 weeks",
        "Flares. They are counted, week 12",
        "Flares, counted by the patients.",
        "A change of the design of the joint, 12 weeks",
        "Antibody. This is measured by ELISA and told in units. Final values are derived from the dilution, 6 months",
        "Effect (a) on urate. It is measured twice. The lower of both values is taken., by week 12",
        "Events are counted. They are graded. The study drug may have caused them., Up to 4 years",
        "Events are counted. They are graded. All are told., Through study completion, an average of 4 months",
    ],
)
def test_a_measure_in_sentences_is_an_outcome(measure: str) -> None:
    assert fields(*ALL[:4], measure, "", DETAILS)["primary_outcomes"] == measure
