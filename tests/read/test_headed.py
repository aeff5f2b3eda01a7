"""Records as text with headings, with bullets, with blank lines between all lines: as people paste them."""

from __future__ import annotations

from pathlib import Path

import pytest
from synthetic_trials import assert_verbatim

from kg.model import Skipped, Trial
from kg.read import read
from kg.read.flattened import read_text
from kg.read.headed import opens, sections
from kg.read.record import Origin
from kg.read.table import looks_like_download

ORIGIN = Origin("x", "x", "flattened-text")
TITLE = "Cream A in Adults With Vitiligo"
SUMMARY = "This trial tests whether cream A brings pigment back. It is small."
CONDITIONS = ["Vitiligo", "Depigmentation"]
INTERVENTIONS = ["DRUG: Cream A", "DRUG: Vehicle Cream"]
PRIMARY = ["Repigmentation, Area of the face, 24 weeks"]
SECONDARY = ["Body repigmentation, Area of the body, 24 weeks", "Adverse events, 52 weeks"]
DETAILS = "Background.\n\nCream A is put on twice daily. Nothing else is changed."


def joined(mark: str = "") -> list[str]:
    lists = (CONDITIONS, INTERVENTIONS, PRIMARY, SECONDARY)
    if mark:
        return ["\n".join(mark + item for item in listed) for listed in lists]
    return ["|".join(listed) for listed in lists]


NAMES = ("Title", "Brief Summary", "Conditions", "Interventions", "Primary Outcomes", "Secondary Outcomes",
         "Detailed Description")  # fmt: skip


def parts(mark: str = "") -> list[str]:
    return [TITLE, SUMMARY, *joined(mark), DETAILS]


def inline() -> str:
    return "\n".join(f"{name}: {part}" for name, part in zip(NAMES, parts(), strict=True))


def on_lines(upper: bool, colon: str, mark: str) -> str:
    names = [name.upper() if upper else name for name in NAMES]
    return "\n\n".join(f"{name}{colon}\n{part}" for name, part in zip(names, parts(mark), strict=True))


def markdown() -> str:
    below = "\n\n".join(f"## {name}\n\n{part}" for name, part in zip(NAMES[1:], parts("- ")[1:], strict=True))
    return f"# {TITLE}\n\n{below}\n"


def trials_of(text: str) -> list[Trial | Skipped]:
    found = list(read_text(text, ORIGIN))
    for trial in found:
        if isinstance(trial, Trial):
            assert_verbatim(trial)
    return found


def only(text: str) -> Trial:
    (trial,) = trials_of(text)
    assert isinstance(trial, Trial), trial
    return trial


def assert_all(trial: Trial) -> None:
    assert trial.title is not None
    assert trial.title.text == TITLE
    assert trial.brief_summary is not None
    assert trial.brief_summary.text == SUMMARY
    assert [item.name.text for item in trial.conditions] == CONDITIONS
    assert [(item.registry_type, item.name.text) for item in trial.interventions] == [
        ("DRUG", "Cream A"),
        ("DRUG", "Vehicle Cream"),
    ]
    assert [
        (item.role, item.position, item.measure.text, item.time_frame and item.time_frame.text)
        for item in trial.outcomes
    ] == [
        ("primary", 0, "Repigmentation", "24 weeks"),
        ("secondary", 0, "Body repigmentation", "24 weeks"),
        ("secondary", 1, "Adverse events", "52 weeks"),
    ]
    assert trial.detailed_description is not None
    assert trial.detailed_description.text == DETAILS
    assert trial.findings == ()


SHAPES = {
    "headings before the text": inline(),
    "headings on lines of their own": on_lines(upper=False, colon="", mark=""),
    "upper case, colons": on_lines(upper=True, colon=":", mark=""),
    "bullets": on_lines(upper=False, colon=":", mark="- "),
    "numbers": on_lines(upper=False, colon="", mark="1. "),
    "one entry a line": on_lines(upper=False, colon=":", mark=" "),
    "bold": on_lines(upper=False, colon=":", mark="* ").replace("Title:", "**Title:**").replace("C\n", "C\n"),
    "markdown": markdown(),
    "a blank line between all": "\n\n".join(parts()),
    "tabs and trailing blanks": "\n".join(f"\t{part}  " for part in parts()[:-1]) + f"\n{DETAILS}",
    "interventions one a line": "\n".join([*parts()[:3], *INTERVENTIONS, *parts()[4:]]),
    "interventions with bullets": "\n".join([*parts()[:3], *(f"- {item}" for item in INTERVENTIONS), *parts()[4:]]),
    "a heading and bullets": "\n".join(
        [*parts()[:3], "Interventions:", *(f"* {item}" for item in INTERVENTIONS), *parts()[4:]]
    ),
    "interventions behind semicolons": "\n".join([*parts()[:3], "; ".join(INTERVENTIONS), *parts()[4:]]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_says_the_same(shape: str) -> None:
    assert_all(only(SHAPES[shape]))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("number", ["NCT01234567\n", "NCT Number: NCT01234567\n", "nct01234567\n\n"])
def test_a_number_above_names_the_trial(shape: str, number: str) -> None:
    if "Number" in number and "Title:" not in SHAPES[shape]:
        pytest.skip("a heading among lines that have none")
    trial = only(number + SHAPES[shape])
    assert trial.key == "NCT01234567"
    assert trial.title is not None
    assert trial.title.text == TITLE


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n---\n"])
def test_several_records_of_a_shape(shape: str, gap: str) -> None:
    if shape == "a blank line between all" and gap == "\n\n":
        pytest.skip("nothing tells where the second begins")
    if gap == "\n\n" and ("semicolons" in shape or "bullets" in shape or "tabs" in shape):
        pytest.skip("a blank line alone separates plain records only")
    first, second = trials_of(SHAPES[shape] + gap + SHAPES[shape].replace("Vitiligo", "Alopecia"))
    assert isinstance(first, Trial)
    assert isinstance(second, Trial)
    assert_all(first)
    assert second.conditions[0].name.text == "Alopecia"


def test_records_that_nothing_separates_are_told_of() -> None:
    text = "\n".join([*parts(), *parts()])
    trial = only(text)
    assert [finding.kind for finding in trial.findings if finding.kind == "several-records"] == ["several-records"]


def test_a_blank_line_in_a_description_separates_nothing() -> None:
    details = "Background.\n\nDrugs are given as follows\nFirst\nDrug: Cream A, twice daily"
    trial = only("\n".join([*parts()[:-1], details]))
    assert trial.detailed_description is not None
    assert trial.detailed_description.text == details


@pytest.mark.parametrize("words", ["OUTLINE: Patients receive cream A.", "AMENDED: the trial was prolonged."])
def test_two_blank_lines_and_a_word_with_a_colon_begin_no_record(words: str) -> None:
    trial = only("\n".join(parts()) + f"\n\n\nOBJECTIVES:\n\n{words}")
    assert trial.detailed_description is not None
    assert trial.detailed_description.text.endswith(words)


def test_time_frames_in_brackets_and_on_lines_of_their_own() -> None:
    text = (
        f"Title: {TITLE}\nConditions: Vitiligo\nInterventions: Drug: Cream A\nPrimary Outcome Measures:\n"
        "1. Repigmentation [Time Frame: 24 weeks]\n   Area of the face.\n2. Itch [ Time Frame: 4 weeks ]\n"
        "Secondary Outcome Measures:\nPain\nMeasure Description: Told by the patient.\nTime Frame: 2 weeks\n"
    )
    assert [
        (item.role, item.measure.text, item.description and item.description.text, item.time_frame.text)
        for item in only(text).outcomes
        if item.time_frame
    ] == [
        ("primary", "Repigmentation", "Area of the face.", "24 weeks"),
        ("primary", "Itch", None, "4 weeks"),
        ("secondary", "Pain", "Told by the patient.", "2 weeks"),
    ]


def test_more_parts_than_flattened_records_have() -> None:
    trial = only(
        f"{inline()}\nEligibility Criteria:\nAdults only.\nPhase: Phase 2\nAcronym: CREAM\nKeywords: skin|pigment"
    )
    assert trial.eligibility.criteria is not None
    assert trial.eligibility.criteria.text == "Adults only."
    assert [phase.text for phase in trial.design.phases] == ["Phase 2"]
    assert trial.acronym is not None
    assert trial.acronym.text == "CREAM"
    assert [word.text for word in trial.keywords] == ["skin", "pigment"]


def test_the_page_of_the_registry_as_it_is_copied() -> None:
    table = "Outcome Measure\tMeasure Description\tTime Frame\n"
    trial = only(
        "ClinicalTrials.gov ID NCT01234567\nSponsor Someone\nLast Update Posted 2023-04-12\n\nStudy Overview\n"
        f"Brief Summary\n{SUMMARY}\n\nOfficial Title\n{TITLE}\n\nConditions\nVitiligo\nDepigmentation\n\n"
        "Intervention / Treatment\nDrug: Cream A\nDrug: Vehicle Cream\n\nOther Study ID Numbers\nAB-1\n\n"
        "Study Start (Actual)\n2019-09-17\n\nEnrollment (Actual)\n330\n\nPhase\nPhase 3\n\nMasking\nDouble\n\n"
        f"Primary Outcome Measures\n{table}Repigmentation\tArea of the face\t24 weeks\n\n"
        f"Secondary Outcome Measures\n{table}Body repigmentation\tArea of the body\t24 weeks\n"
        f"Adverse events\t\t52 weeks\n\nDetailed Description\n{DETAILS}\n"
    )
    assert_all(trial)
    assert trial.key == "NCT01234567"
    assert [number.text for number in trial.secondary_ids] == ["AB-1"]
    said = (trial.start_date, trial.design.enrollment, trial.design.masking, trial.outcomes[0].description)
    assert [part and part.text for part in said] == ["2019-09-17", "330", "Double", "Area of the face"]


def test_what_is_not_read_is_told() -> None:
    trial = only(inline().replace("\nDetailed", "\nStudy Arms:\nCream A twice daily\nDetailed"))
    (finding,) = trial.findings
    assert finding.kind == "unread-part"
    assert "Study Arms" in finding.message
    assert "Cream A twice daily" in finding.message


def test_a_part_given_twice_is_told() -> None:
    trial = only(inline().replace("\nPrimary", "\nCondition: Eczema\nPrimary"))
    assert [item.name.text for item in trial.conditions] == CONDITIONS
    assert [finding.kind for finding in trial.findings] == ["repeated-field"]


@pytest.mark.parametrize("where", [1, 6])
def test_prose_with_headings_stays_prose(where: int) -> None:
    lines = parts()
    lines[where] += "\nInterventions: cream A.\nPrimary outcome: pigment.\nSecondary outcome: itch.\nSummary: none."
    trial = only("\n".join(lines))
    field = trial.brief_summary if where == 1 else trial.detailed_description
    assert field is not None
    assert field.text == lines[where]
    assert [item.name.text for item in trial.interventions] == ["Cream A", "Vehicle Cream"]


@pytest.mark.parametrize(
    "text",
    [
        "Title: x\nConditions: y",  # two parts are none
        "Dear all,\nmy summary: it is good.\nConditions apply.",
        "# My notes\n\n## Summary\nNothing.\n\n## Results\nNone.",
    ],
)
def test_other_text_is_no_record(text: str) -> None:
    (found,) = trials_of(text)
    assert isinstance(found, Skipped)
    assert "under its heading" in found.message


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("NCT Number;Study Title;Conditions;Interventions", "NCT01234567;A;Gout;DRUG: B"),
        ("nct_id,brief_title,condition,intervention", "NCT01234567,A,Gout,Drug: B"),
        ("Interventions\tConditions\tTitle\tNCT ID", "DRUG: B\tGout\tA\tNCT01234567"),
        ("NCT Number,Title,Brief Title,Conditions,Interventions", "NCT01234567,A,Other,Gout,DRUG: B"),
    ],
)
def test_tables_of_ones_own(head: str, row: str, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    (trial,) = read(tmp_path)
    assert isinstance(trial, Trial)
    assert (trial.key, trial.title and trial.title.text) == ("NCT01234567", "A")
    assert [item.name.text for item in trial.conditions] == ["Gout"]
    assert [(item.registry_type, item.name.text) for item in trial.interventions] == [("DRUG", "B")]


@pytest.mark.parametrize("head", ["a,b,c", "nct_id,name", "TrialID,Public title,Condition,Intervention"])
def test_tables_that_are_none(head: str) -> None:
    assert looks_like_download(head) is None


def _with_outcomes(primary: str, secondary: str) -> list[tuple[str, str, str | None, str | None]]:
    trial = only(
        f"Title: {TITLE}\nBrief Summary: {SUMMARY}\nConditions: Vitiligo\nInterventions: Drug: Cream A\n"
        f"Primary Outcomes\n{primary}\n\nSecondary Outcomes\n{secondary}\n"
    )
    assert_verbatim(trial)
    return [
        (each.role, each.measure.text, *(part and part.text for part in (each.description, each.time_frame)))
        for each in trial.outcomes
    ]


def test_outcomes_with_bullets_and_bars_between_their_fields() -> None:
    assert _with_outcomes(
        "- Repigmentation | Area of the face, by photograph | up to 24 weeks",
        "- Quality of life (DLQI) | | 12 weeks\n* Body repigmentation | From start to week 24 |\n3. Pain|told|1 year",
    ) == [
        ("primary", "Repigmentation", "Area of the face, by photograph", "up to 24 weeks"),
        ("secondary", "Quality of life (DLQI)", None, "12 weeks"),
        ("secondary", "Body repigmentation", "From start to week 24", None),
        ("secondary", "Pain", "told", "1 year"),
    ]


@pytest.mark.parametrize(
    ("listed", "count"),
    [
        ("- Repigmentation, face, 24 weeks | Pain, told, 12 weeks | Itch, told, 12 weeks", 3),  # whole outcomes
        ("- Repigmentation | Pain | Itch", 3),  # no time
        ("- Repigmentation | face at 24 weeks", 2),  # too few bars
        ("- Repigmentation | face | left | 24 weeks", 4),  # too many
        ("Repigmentation | Pain at 4 weeks | Itch at 8 weeks", 3),  # no bullet
        ("- Repigmentation | face | 24 weeks\nPain | told | 24 weeks", None),  # only some have one
    ],
)
def test_bars_that_part_outcomes(listed: str, count: int | None) -> None:
    found = [each for each in _with_outcomes(listed, "- Pain, told by the patient, 2 weeks") if each[0] == "primary"]
    assert count is None or len(found) == count
    assert count == 3 or not any(time == "24 weeks" for _, _, _, time in found)


def test_a_rule_parts_records_only_where_each_opens_like_one() -> None:
    assert len(trials_of(f"{inline()}\n---\n{inline().replace('Vitiligo', 'Psoriasis')}")) == 2
    inner = inline().replace("\nPrimary Outcomes", "\n---\nPrimary Outcomes")
    assert len(trials_of(inner)) == 1
    cut = inline().replace("\nConditions", "\n---\nConditions")  # four parts below the rule, none of them a title
    assert len(trials_of(cut)) == 1


@pytest.mark.parametrize("listed", ["DRUG: Cream A|DRUG: Vehicle", "Drug: Cream A", "DRUG: Cream A|and more"])
def test_a_list_of_interventions_outside_headings_makes_it_no_record_with_headings(listed: str) -> None:
    headed = f"Title: {TITLE}\nBrief Summary: {SUMMARY}\nConditions: Vitiligo"
    assert sections(f"{headed}\n{listed}\n") is None
    found = sections(f"{headed}\nInterventions: {listed}\n")
    assert found is not None
    assert [section.name for section in found] == ["title", "brief_summary", "conditions", "interventions"]


@pytest.mark.parametrize(
    ("first", "begins"),
    [(f"Title: {TITLE}", True), ("Conditions: Asthma", False), ("Interventions: DRUG: Aspirin", False)],
)
def test_a_record_begins_with_its_title_not_with_what_follows_it(first: str, begins: bool) -> None:
    rest = f"Brief Summary: {SUMMARY}\nConditions: Vitiligo\nInterventions: DRUG: Aspirin"
    found = sections(f"{first}\n{rest}\n")
    assert found is not None
    assert opens(found) is begins
