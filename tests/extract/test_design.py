"""Design: coded fields, and what titles and sentences about the trial state."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import design
from kg.extract.document import Document
from kg.terms import KIND_PATHS
from kg.vocab import load
from tests.extract.reading import facts, read, trial, vocabulary


def _said(predicate: str, *, title: str = "", summary: str = "", description: str = "") -> dict[str, list[str]]:
    record = trial(title=title, summary=summary, description=description)
    return facts(read(record, design.extract), predicate)


@pytest.mark.parametrize(
    ("title", "phase"),
    [
        ("Phase II Study of Regorafenib", "phase-2"),
        ("A Phase 1b/2a Trial of X", "phase-1-2"),
        ("A phase I/II study of X", "phase-1-2"),
        ("A Ph II Single-Arm Study of X", "phase-2"),
        ("Ph. 3 trial of X", "phase-3"),
        ("Phase 2/Phase 3 trial of X", "phase-2-3"),
        ("An early phase 1 study", "early-phase-1"),
        ("A Phase III Randomized Trial", "phase-3"),
        ("A phase Ⅱ clinical trial", "phase-2"),
        ("X in Asthma: a Phase IIIb, Open-label Study", "phase-3"),
        ("Phase IV study of X", "phase-4"),
        ("A phase 1 and 2 study", "phase-1-2"),
        ("A prospective phase 2 RCT", "phase-2"),
        ("Phase 1a/b Dose Escalation Study of X", "phase-1"),
        ("X in Asthma. Open-label, Phase II/III.", "phase-2-3"),
        ("X in Asthma. Open-label, Phase II/3.5.", "phase-2"),
    ],
)
def test_phases_in_titles(title: str, phase: str) -> None:
    assert list(_said("tkg:phase", title=title)) == [f"phase/{phase}"]


@pytest.mark.parametrize(
    "summary",
    [
        "No positive results of large-scale phase III clinical studies have been reported yet.",
        "In a previous phase 2 trial, X was safe.",
        "This study will inform the design of a phase III study.",
        "In phase 1 of the study participants will rest.",
        "The luteal phase 2 days later will be measured in this study.",
        "This study is the third phase of care.",
        "Participants will enter phase 2 after week 4.",
        "The randomized phase 2 of the trial will begin.",
        "In this study, the open-label phase 1 of treatment will last a week.",
        "Phase 3 studies of omalizumab demonstrated efficacy, and this study goes on.",
        "In this study, consolidation phase II, III and VI of the study protocol are given.",
        "This study starts with phase 1 dose escalation, in an open way.",
        "Several phase III trial studies have shown that X works, and this study goes on.",
        "This study is to guide the design of a future, pivotal, phase III trial where X is used.",
        "This study gives X to patients who cannot enter the phase II X programs in the trial.",
        "In this trial phase II had a factorial design to test X.",
    ],
)
def test_phases_of_other_studies_and_parts(summary: str) -> None:
    assert not _said("tkg:phase", summary=summary)


@pytest.mark.parametrize(
    ("summary", "phase"),
    [
        ("This randomized, pivotal, phase 3 trial tests X.", "phase-3"),
        ("Single arm phase 2 of axicabtagene as second line therapy.", "phase-2"),
        ("Open-label, phase 1 in adults.", "phase-1"),
        ("Multicentre, randomised (2:1), open-label, phase 4.", "phase-4"),
    ],
)
def test_phases_in_sentences_like_titles(summary: str, phase: str) -> None:
    assert list(_said("tkg:phase", summary=summary)) == [f"phase/{phase}"]


@pytest.mark.parametrize("what", ["X and Y in treating patients with asthma", "how well X works", "the side effects of X"])
def test_what_a_trial_studies_is_no_other_study(what: str) -> None:
    summary = f"This randomized phase III trial studies {what}."
    assert list(_said("tkg:phase", summary=summary)) == ["phase/phase-3"]
    assert list(_said("tkg:designFeature", summary=summary)) == ["design/randomized"]


@pytest.mark.parametrize(
    ("summary", "features"),
    [
        ("This prospective, randomized, controlled clinical study aims to evaluate X.", "prospective randomized controlled"),
        ("A single-center, single-arm, phase 2 trial of X.", "single-center single-arm"),
        ("Based on this, a single-arm, prospective study is planned to be carried out.", "single-arm prospective"),
        ("This is a multicentre, double-blind, placebo-controlled, parallel-group study.",
         "multicenter double-blind placebo-controlled parallel"),
        ("This is an open-label, non-randomised, dose-escalation trial.", "open-label non-randomized dose-escalation"),
        ("Patients will be randomly assigned to X or Y.", "randomized"),
        ("We will randomize 400 clinics' patients to X or Y.", "randomized"),
        ("Participants will be randomized in a 2:1 ratio to: X or Y.", "randomized"),
        ("To address this, in this investigator-initiated, multicenter, randomized trial (STAR), we seek to assess X.",
         "multicenter randomized"),
        ("The investigators are proposing a randomized, double-blind, sham (i.e., no current) controlled pilot study.",
         "randomized double-blind controlled pilot"),
        ("The STAR study is a prospective, 2-parallel-arms, randomized (1:1) trial.", "prospective parallel randomized"),
        ("It is a double-blind, randomized parallel trial.", "double-blind parallel randomized"),
        ("Part 2 of the Programme (ABCD) is a comparative effectiveness, pragmatic randomized control trial.",
         "pragmatic randomized"),
        ("This retrospective study will review charts.", "retrospective"),
        ("This is a crossover trial.", "crossover"),
        ("This cluster-randomised trial will compare two leaflets.", "cluster-randomized"),
        ("This is an open-label, multi-center Phase Ib study of X.", "open-label multicenter"),
        ("This is a phase Ib, open-label, multi-center, dose-escalation and expansion in adults.",
         "open-label multicenter dose-escalation"),
        ("This is an open-label, single-arm, phase II clinical trial of a multi-center network.", "open-label single-arm"),
        ("This is a single-arm, open phase II clinical trial.", "single-arm open-label"),
        ("This is a two-arm, parallel randomized controlled trial.", "parallel randomized controlled"),
        ("This is a multicenter, parallel, open-label clinical trial.", "multicenter parallel open-label"),
        ("In this study, parallel, deep cuts are made.", ""),
        ("Ten patients were selected as subjects and randomly divided into two groups.", "randomized"),
        ("The trial is run at the clinic of X (single centre).", "single-center"),
        ("Single-center, open, single-arm clinical study of X.", "single-center open-label single-arm"),
        ("A prospective, open door is used in this randomized study.", "prospective randomized"),
        ("In this study patients, clinicians and outcome assessors are blinded.", "triple-blind"),
        ("In this study patients, doors and windows are blinded.", ""),
        ("This study will enroll 20 adults. Randomization by computer in blocks of 4.", "randomized"),
        ("The study compares rest and sleep in patients who were randomized 2:1 at 25 centers in Europe.", "randomized multicenter"),
        ("In this study 100 patients will be divided into two groups (rest and exercise) randomly.", "randomized"),
        ("In this study charts will be divided into two sets randomly selected by a nurse.", ""),
        ("In this study children were assigned by randomization to milk or water.", "randomized"),
        ("This is a prospective，open-label，randomized，multi-center trial.", "prospective open-label randomized multicenter"),
        ("In this study those who pass a double-blind food challenge will be randomly allocated to X or Y.", "randomized"),
        ("The trial is run with machines of a single centre (X).", ""),
    ],
)  # fmt: skip
def test_features_that_qualify_the_study(summary: str, features: str) -> None:
    assert set(_said("tkg:designFeature", summary=summary)) == {f"design/{f}" for f in features.split()}


@pytest.mark.parametrize(
    "summary",
    [
        "Overall survival will be measured from randomization to death.",
        "This study will enroll patients with controlled hypertension and uncontrolled asthma.",
        "In a previous randomized trial X was safe.",
        "Randomized trials have shown a benefit.",
        "All patients will undergo a double-blind placebo-controlled food challenge in this study.",
        "In this study food challenges will be performed in double-blind fashion.",
        "Participants will be followed in an open-label extension period.",
        "This study begins with an open-label, uncomplicated phase of eight days.",
        "The investigators of this study leave an open question for later.",
        "The study will use sequential images and parallel lines.",
        "This study will follow participants of the earlier randomized study.",
        "This study has a broader population than in a randomized controlled trial.",
        "This study may identify new areas for interventional research.",
        "This study is to obtain mechanistically relevant observational data in adults.",
    ],
)
def test_words_that_do_not_qualify_the_study(summary: str) -> None:
    found = set(_said("tkg:designFeature", summary=summary))
    assert not found - {"design/open-label-extension"}


def test_coded_fields_win_over_words() -> None:
    coded: dict[str, str | tuple[str, ...]] = {
        "study_type": "INTERVENTIONAL", "phases": ("PHASE1", "PHASE2"), "allocation": "RANDOMIZED", "intervention_model": "PARALLEL",
        "masking": "QUADRUPLE", "primary_purpose": "TREATMENT", "enrollment": "1,200", "enrollment_basis": "ESTIMATED",
    }  # fmt: skip
    record = trial(title="A double-blind phase 3 study in one arm", design=coded, arms=("A", "B", "C"))
    document = read(record, design.extract)
    assert list(facts(document, "tkg:phase")) == ["phase/phase-1-2"]
    assert facts(document, "tkg:phase")["phase/phase-1-2"] == ["PHASE1", "PHASE2"]
    assert set(facts(document, "tkg:designFeature")) == {
        "design/interventional", "design/randomized", "design/parallel", "design/quadruple-blind", "design/purpose-treatment"
    }  # fmt: skip
    assert list(facts(document, "tkg:enrollment")) == ["1200"]
    assert list(facts(document, "tkg:plannedArms")) == ["3"]
    assert {s.method for s in document.statements} == {"registry-field"}


@pytest.mark.parametrize(
    ("code", "feature"),
    [
        ("Single Group Assignment", "single-arm"), ("SINGLE_GROUP", "single-arm"), ("Crossover Assignment", "crossover"),
        ("Sequential Assignment", "sequential"), ("PARALLEL", "parallel"), ("Factorial Assignment", "factorial"),
    ],
)  # fmt: skip
def test_older_writings_of_the_model(code: str, feature: str) -> None:
    document = read(trial(design={"intervention_model": code}), design.extract)
    assert list(facts(document, "tkg:designFeature")) == [f"design/{feature}"]


@pytest.mark.parametrize(
    ("masking", "feature"),
    [("Double (Participant, Investigator)", "double-blind"), ("None (Open Label)", "open-label"), ("NONE", "open-label"),
     ("Single Blind (Outcomes Assessor)", "single-blind"), ("TRIPLE", "triple-blind")],
)  # fmt: skip
def test_older_writings_of_the_masking(masking: str, feature: str) -> None:
    document = read(trial(design={"masking": masking}), design.extract)
    assert list(facts(document, "tkg:designFeature")) == [f"design/{feature}"]


@pytest.mark.parametrize("phase", ["Phase 1/Phase 2", "PHASE1|PHASE2", "Phase 1/2"])
def test_older_writings_of_joint_phases(phase: str) -> None:
    document = read(trial(design={"phases": (phase,)}), design.extract)
    assert list(facts(document, "tkg:phase")) == ["phase/phase-1-2"]


@pytest.mark.parametrize(
    ("summary", "number", "words"),
    [
        ("A total of 30 patients are planned to be enrolled.", "30", "A total of 30 patients are planned to be enrolled"),
        ("Enroll 30 patients with asthma.", "30", "Enroll 30 patients"),
        ("This trial has a sample size 120 (60 each arm).", "120", "sample size 120"),
        ("N=100, randomised 1:1 in this trial.", "100", "N=100"),
        ("Patients with wheals and a longer rash (n=230) were randomly assigned (1:1).", "230",
         "(n=230) were randomly assigned"),
        ("60 women with stage I-III asthma will be randomised in equal numbers to: X or Y.", "60",
         "60 women with stage I-III asthma will be randomised"),
        ("Planned sample: 260 pts to enroll, 74 pts to randomise.", "260", "Planned sample: 260 pts"),
        ("Sample size by G*Power was 120 children.", "120", "Sample size by G*Power was 120 children"),
        ("This study will enroll approximately 1,200 adult participants.", "1200",
         "will enroll approximately 1,200 adult participants"),
        ("The sample size of this study is 64.", "64", "sample size of this study is 64"),
        ("120 participants will be randomized.", "120", "120 participants will be randomized"),
        ("The study has a total enrollment of up to 21 in cohort A and B.", "21", "total enrollment of up to 21"),
        ("This is a randomized study of zinc in 300 black infants.", "300", "study of zinc in 300 black infants"),
        ("This trial involved 60 patients with asthma.", "60", "trial involved 60 patients"),
        ("Approximately 100 participants with asthma will receive X.", "100",
         "Approximately 100 participants with asthma will receive"),
        ("The study will recruit and enroll up to 50 adults.", "50", "will recruit and enroll up to 50 adults"),
        ("This is an open study of adult patients (N = 150).", "150", "study of adult patients (N = 150)"),
        ("PROJECTED ACCRUAL: A maximum of 60 patients will be accrued for this study.", "60",
         "A maximum of 60 patients will be accrued"),
        ("A total of 25 subjects will enter the treatment period.", "25", "A total of 25 subjects will enter"),
        ("Investigators will recruit 116 patients, with 58 of them in the first group.", "116",
         "will recruit 116 patients"),
        ("A total of 480 patients (240 per arm) will be accrued.", "480",
         "A total of 480 patients (240 per arm) will be accrued"),
        ("Thirty-six patients with asthma will be enrolled.", "36", "Thirty-six patients with asthma will be enrolled"),
        ("Twelve subjects will be recruited.", "12", "Twelve subjects will be recruited"),
        ("120 patients will be randomly divided into two groups.", "120", "120 patients will be randomly divided"),
        ("Overall, 24 subjects were enrolled and treated: 6 subjects in each cohort.", "24",
         "Overall, 24 subjects were enrolled"),
        ("Overall, 500 patients (100 patients from each age group) were enrolled.", "500",
         "Overall, 500 patients (100 patients from each age group) were enrolled"),
        ("131 eligible children (6 to 24 months old) were randomly assigned to X or Y.", "131",
         "131 eligible children (6 to 24 months old) were randomly assigned"),
        ("In this study, 300 subjects aged ≥18 years with asthma will be randomized to X or Y.", "300",
         "300 subjects aged ≥18 years with asthma will be randomized"),
        ("Allowing for losses of 10%, 120 subjects will be included in the trial, or 60 subjects per group.", "120",
         "120 subjects will be included"),
        ("It is expected about 30 children will take part in this research study.", "30",
         "about 30 children will take part"),
        ("The target enrollment is 42 subjects.", "42", "target enrollment is 42 subjects"),
        ("This study will enroll 40 adults. In addition, 5 patients per site keep a diary.", "40",
         "will enroll 40 adults"),
        ("In this study 2 x 32 patients are needed (power 80%, 10 % drop-out → n = 72).", "72", "drop-out → n = 72"),
        ("This study needs ECOG 0 or 1. N≈714.", "714", "N≈714"),
        ("In this study, 3 × 37 patients, 12 sites.", "111", "3 × 37 patients"),
        ("This study: margin 12%; 2x133=266 patients.", "266", "2x133=266 patients"),
        ("This study is blinded. 152 patients in total (76/arm).", "152", "152 patients in total"),
        ("In this study 98 per group are evaluated; with 10% drop-outs 218 patients will be recruited.", "218",
         "drop-outs 218 patients will be"),
        ("This study, power 80%: n=420 (210/arm).", "420", "n=420"),
        ("This study has two arms. 43 patients per arm (86 in total) will be enrolled.", "86", "patients per arm (86 in total"),
        ("This study has two arms. Each needs 43 patients, thus a total of 86 patients.", "86",
         "thus a total of 86 patients"),
        ("Finally, 64 patients (32 per arm) needed to be enrolled.", "64",
         "64 patients (32 per arm) needed to be enrolled"),
        ("This study has two arms. Assuming 11 months in the A group and 16 months in the B group, power 0.8, 282 "
         "patients (141 per group) are required.", "282", "282 patients (141 per group) are required"),
        ("In this study, 80 experienced divers and attendants will be enrolled.", "80",
         "80 experienced divers and attendants will be enrolled"),
        ("In this study 86 patients randomized 1:1 will give 80% power.", "86",
         "86 patients randomized 1:1 will give 80% power"),
        ("This study is a trial including 72 patients that will collect additional safety data.", "72",
         "trial including 72 patients"),
        ("This 3-month, 2-arm trial involved 60 patients with asthma.", "60", "trial involved 60 patients"),
        ("In this study, 120 adults with asthma are allocated to one of three groups (40 each).", "120",
         "120 adults with asthma are allocated"),
        ("Methods: 40 patients with asthma were selected as the subjects.", "40",
         "40 patients with asthma were selected"),
    ],
)  # fmt: skip
def test_enrollment(summary: str, number: str, words: str) -> None:
    found = _said("tkg:enrollment", summary=summary)
    assert found == {number: [words]}


@pytest.mark.parametrize(
    "summary",
    [
        "This study will enroll 30 patients in each arm.",
        "This study allows for 10% drop-out, n = 30 per group.",
        "This study allows for 10% drop-out, 30 patients will be recruited per group.",
        "This study has two arms; each needs 43 patients.",
        "In the pilot study, 40 patients were required.",
        "In this study 1000 patients are required for training.",
        "This study gives 12 doses in total.",
        "ECOG 0 or 1, N~30 of nodes in this study.",
        "This study will enroll 30 patients. Additionally, 20 patients on aspirin are followed.",
        "In this study 25 parturients were given X and the rest of the 25 parturients were given Y.",
        "Patients in this study have KS, a cancer that occurs in nearly 20 percent of patients with AIDS.",
        "In this phase I study, 3 groups of HIV-positive patients receive X.",
        "This trial is being conducted in 6 diverse health systems.",
        "A total of 30 patients were enrolled in a previous study.",
        "This study will enroll patients of 30 centres.",
        "This study will include 15 patients in the first stage.",
        "The study will include patients aged 18 years.",
        "This study will run in 12 centres with adult patients.",
        "This study compares patients (n = 20) with controls (n = 25).",
        "This study was done in 12 months by patients.",
        "We will enroll 20 healthy volunteers and 20 adults with asthma.",
        "For Aim 1, a total of up to 30 patients will be recruited.",
        "A total of 16 subjects in cohort 1 will receive the assigned drug.",
        "14 subjects will receive X in this study, and 7 will receive Y.",
        "In this study, Arm 2 gets X (target enrollment: 10).",
        "35 related and 40 unrelated patients are expected to be enrolled.",
        "This study compares X in each of 30 patients per arm.",
        "A maximum of 25 related patients will be accrued onto this study; a maximum of 70 unrelated ones follow.",
        "A maximum of 6 patients per cohort will be enrolled in this study.",
        "Of all patients in this study, 12 lesions were selected for biopsy.",
        "Thirty minutes of walking are required in this study.",
        "Twenty patients per arm will be enrolled in this study.",
        "A total of 3 visits will be needed in this study before patients enter.",
        "In this study, 20 additional patients of the second cohort will be enrolled in cohort B.",
        "In this trial, 12 subjects per group will give 80% power.",
        "In this trial 90 subjects were selected for screening and half of them were randomized.",
        "This study follows patients of the registry, 30 patients were enrolled in group A.",
        "In this study, N=100 patients per group.",
        "In this study, mothers (n=30) were assigned to the X group and fathers (n=40) to Y.",
        "In this study, children (n=30) were assigned to the X group.",
        "Sample size by G*Power was 60 children in each group.",
        "Sample size was calculated with 80 power and 10 dropouts per group.",
        "In this study, 20 patients of stage I will be enrolled.",
        "This is a phase 1 safety run-in study of 6 patients followed by a trial.",
        "In this trial a pharmacokinetic sub-study will be conducted in 20 participants.",
        "This trial is open. Sample size 60 patients/group.",
        "This trial is open. In each group a total of 40 items are scored.",
        "This trial is open. The score per group in total 50.",
    ],
)
def test_numbers_that_are_not_the_enrollment(summary: str) -> None:
    assert not _said("tkg:enrollment", summary=summary)


@pytest.mark.parametrize(
    ("summary", "arms"),
    [
        ("We will compare safety between the two intervention groups.", "2"),
        ("Patients will be randomized into three groups.", "3"),
        ("This is a randomized, 3-arm study.", "3"),
        ("In this study patients are divided into 4 treatment arms.", "4"),
        ("This is a phase II two-arm trial.", "2"),
        ("This is a multicenter, three-armed trial.", "3"),
        ("This is a double-arm, open-label trial.", "2"),
    ],
)
def test_numbers_of_arms(summary: str, arms: str) -> None:
    assert list(_said("tkg:plannedArms", summary=summary)) == [arms]


def test_two_groups_that_are_no_arms() -> None:
    assert not _said("tkg:plannedArms", summary="This study will compare the other two groups of children.")
    assert not _said("tkg:plannedArms", summary="In this study two group meetings will be held.")
    assert not _said(
        "tkg:plannedArms", summary="This study compares pain between the two treatment arms. The third arm rests."
    )
    assert not _said(
        "tkg:plannedArms", summary="In this study patients are divided into two groups according to their age."
    )


@pytest.mark.parametrize(
    ("summary", "days"),
    [
        ("Patients will receive X in 21-day cycles.", "21"),
        ("Each cycle is 28 days in this study.", "28"),
        ("Patients will receive X; cycles are repeated every 3 weeks.", "21"),
        ("Patients will receive X, with every 14 days as a cycle.", "14"),
        ("Patients will receive X on day 1 of each 28 Day cycle.", "28"),
        ("Patients receive X on day 1. Treatment continues every 3 weeks for 6 courses.", "21"),
        ("Patients will receive X every 21 days for 4 cycles.", "21"),
        ("Patients will receive X on day 1 (28 days/cycle).", "28"),
        ("Patients will receive X, 14 days a cycle.", "14"),
        ("Patients will receive intravenous X every time on day 1 (treatment cycle: 3 weeks).", "21"),
    ],
)
def test_cycle_length(summary: str, days: str) -> None:
    assert list(_said("tkg:cycleLengthDays", summary=summary)) == [days]


def test_most_cycles_and_reasons_to_stop() -> None:
    summary = (
        "Patients will receive a maximum of 12 cycles in total (before and after surgery) unless there is disease progression, "
        "unacceptable toxicity, or if the patient withdraws from the study."
    )
    document = read(trial(summary=summary), design.extract)
    assert facts(document, "tkg:maximumCycles") == {"12": ["a maximum of 12 cycles in total"]}
    assert facts(document, "tkg:discontinuationReason") == {
        "discontinuation/disease-progression": ["disease progression"],
        "discontinuation/unacceptable-toxicity": ["unacceptable toxicity"],
        "discontinuation/patient-withdrawal": ["the patient withdraws from the study"],
    }


@pytest.mark.parametrize(
    ("summary", "cycles"),
    [
        ("Patients will receive X every 21 days for 4 cycles.", ["4"]),
        ("Patients will receive X every 3 weeks for up to six cycles.", ["6"]),
        ("Patients will receive X every 21 days for 4 additional cycles.", []),
        ("Patients will receive X for 4 weeks.", []),
        ("Patients will receive X for a total of 6 cycles.", ["6"]),
        ("Patients will receive X in 3-week cycles, six cycles in total.", ["6"]),
        ("Patients will receive X every 3 weeks, 4-6 cycles.", ["6"]),
        ("Patients will receive X for a total of 12 weeks.", []),
        ("Patients will receive X on days 4-6 of the cycle.", []),
        ("Patients in this study progressed after initial PRRT (3-5 cycles).", []),
        ("Patients in this study had previous chemotherapy, 4-6 cycles.", []),
        ("Patients will receive X after the previous course for a maximum of 12 courses.", ["12"]),
    ],
)
def test_cycles_planned(summary: str, cycles: list[str]) -> None:
    assert list(_said("tkg:maximumCycles", summary=summary)) == cycles


@pytest.mark.parametrize(
    "summary",
    [
        "Patients will receive X intravenously for 7-10 days per cycle.",
        "Patients will receive X in cycle 1 (42-day cycle).",
        "Patients will keep a diary for 14 days.",
    ],
)
def test_days_that_are_not_the_length_of_a_cycle(summary: str) -> None:
    assert not _said("tkg:cycleLengthDays", summary=summary)


def test_a_description_needs_no_words_on_this_trial_to_tell_its_cycles() -> None:
    told = "X 250 mg oral d1-21; 21 days for 1 cycle, for a total of 6 cycles."
    assert list(_said("tkg:cycleLengthDays", description=told)) == ["21"]
    assert list(_said("tkg:maximumCycles", description=told)) == ["6"]
    others = "In a previous study X was given in 21-day cycles, 6 cycles in total."
    assert not _said("tkg:cycleLengthDays", description=others)
    assert not _said("tkg:maximumCycles", description=others)


def test_when_treatment_ends_is_no_reason_to_end_it() -> None:
    summary = "Patients will receive X unless they stop. They will receive X until day 9, and End of treatment will take place on day 10."
    assert not _said("tkg:discontinuationReason", summary=summary)


def test_following_until_progression_is_no_reason_to_stop() -> None:
    summary = "Patients will be followed until disease progression. Time from first dose to death will be measured until death."
    assert not _said("tkg:discontinuationReason", summary=summary)
    later = "Patients are followed every 3 months for 2 years, and then annually thereafter or until recurrence."
    assert not _said("tkg:discontinuationReason", summary=later)


@pytest.mark.parametrize(
    ("summary", "primary", "secondary"),
    [
        ("The primary endpoint is objective response rate (ORR), and secondary endpoints are progression-free survival (PFS), "
         "overall survival (OS), and adverse effects (AE).",
         ["objective-response-rate"], ["progression-free-survival", "overall-survival", "adverse-events"]),
        ("A study is planned to be carried out, using conversion resection rate as the main efficacy indicator.",
         ["conversion-resection-rate"], []),
        ("This study aims to evaluate the objective remission rate of X.", ["objective-response-rate"], []),
        ("The primary objective is to evaluate the objective response rate (ORR) of X in patients with good overall survival.",
         ["objective-response-rate"], []),
        ("SECONDARY OBJECTIVES:\n\nTo assess progression-free survival and overall survival.",
         [], ["progression-free-survival", "overall-survival"]),
        ("Overall survival was 12 months in previous studies.", [], []),
        ("The primary objective is to reach more people.", [], []),
        ("A secondary aim of this study is to determine if the block reduces adverse effects in low back pain patients, "
         "both in the emergency room and during overall survival.", [], ["adverse-events"]),
        ("A secondary aim of this study is to show an improvement in overall survival.", [], ["overall-survival"]),
        ("The purpose of this study is to evaluate overall survival in melanoma.", ["overall-survival"], []),
        ("The purpose of this study is to evaluate safety in melanoma.", [], []),
        ("The purpose of this study is to determine if good overall survival is due to X.", [], []),
        ("SECONDARY OBJECTIVES: 1. Determine overall survival. 2. Evaluate safety. Patients who live with the disease are seen "
         "every three months by their own doctors, who are asked about adverse effects.", [], ["overall-survival", "safety"]),
        ("In this study tissue of all the patients will be examined for the secondary endpoints. Follow-up for adverse effects "
         "is done 30 days and 90 days after the operation by the surgeons who have done it.", [], []),
        ("Primary Objective: * To assess overall survival in adults of any age who come to the clinic Secondary Objectives: "
         "* To assess progression-free survival * To evaluate safety", ["overall-survival"],
         ["progression-free-survival", "safety"]),
    ],
)  # fmt: skip
def test_endpoints_that_the_text_states(summary: str, primary: list[str], secondary: list[str]) -> None:
    document = read(trial(summary=summary), design.extract)
    assert list(facts(document, "tkg:statesPrimaryEndpoint")) == [f"endpoint/{e}" for e in primary]
    assert list(facts(document, "tkg:statesSecondaryEndpoint")) == [f"endpoint/{e}" for e in secondary]


def test_what_is_given_is_no_endpoint_that_the_text_states() -> None:
    for summary, stated in (
        ("Secondary objective: To evaluate the antitumor activity of B7-H3-CAR T cells.", ["efficacy"]),
        ("Secondary endpoints are overall survival and CAR T cells in blood.", ["overall-survival", "cell-expansion"]),
    ):
        record = trial(summary=f"This study treats patients with sarcoma. {summary}")
        document = Document(record, load())
        document.add(list(design.extract(document)))
        assert list(facts(document, "tkg:statesSecondaryEndpoint")) == [f"endpoint/{e}" for e in stated]


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("To evaluate the efficacy and safety of X in patients.", "To evaluate the efficacy and safety of X in patients"),
        ("RFA may help, and the purpose of this trial is to explore the efficacy and safety of X.",
         "to explore the efficacy and safety of X"),
        ("The goal of this study is to compare sleep between groups.", "to compare sleep between groups"),
        ("The project investigates the effect of X on sleep.", "investigates the effect of X on sleep"),
        ("This study will answer whether X impacts sleep.", "answer whether X impacts sleep"),
        ("Our aims were to determine if X differs in sleep.", "to determine if X differs in sleep"),
        ("This study looks into the effects of X on sleep.", "looks into the effects of X on sleep"),
        ("This retrospective study analyses the outcomes of X.", "analyses the outcomes of X"),
    ],
)  # fmt: skip
def test_objectives(summary: str, words: str) -> None:
    assert _said("tkg:objective", summary=summary) == {words: [words]}


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (
            "We hypothesize that early walks improve recovery in adults.",
            ["hypothesize that early walks improve recovery in adults"],
        ),
        ("The hypothesis is that X is safe.", ["hypothesis is that X is safe"]),
        ("This study will test the hypothesis that X relieves pain.", ["test the hypothesis that X relieves pain"]),
        ("Cells die young, and it is now hypothesized that they may matter in this trial.", []),
        (
            "The main questions this trial aims to answer are: Does X lower pain? Is it safe?",
            ["Does X lower pain?", "Is it safe?"],
        ),
        ("The purpose of the study is the evaluation of X.", ["the evaluation of X"]),
        (
            "In this study, the safety and efficacy of X will firstly be tested.",
            ["the safety and efficacy of X will firstly be tested"],
        ),
        ("Primary Objective: Efficacy of X in stroke.", ["Efficacy of X in stroke"]),
        ("This trial uses a 3+3 design to identify a recommended dose.", ["to identify a recommended dose"]),
        ("In this study researchers want to know if X can help.", ["to know if X can help"]),
        ("The study was undertaken to ascertain the role of zinc.", ["to ascertain the role of zinc"]),
        ("This study will look at how well X helps people.", ["look at how well X helps people"]),
        ("In this study, the safety of X will be assessed by laboratory tests.", []),
        ("The primary objective of the study is met.", []),
        ("Purpose: The incidence of surgery varies.", []),
        ("There are questions: how many came?", []),
        # what a bracket adds ends nothing; what comes behind it may
        ("The aim is to determine the safety, pharmacokinetics (PK), and immunogenicity of X in adults.",
         ["to determine the safety, pharmacokinetics (PK), and immunogenicity of X in adults"]),
        ("The aim is to assess the rate of MRD (minimal residual disease) negativity in adults with leukemia.",
         ["to assess the rate of MRD (minimal residual disease) negativity in adults with leukemia"]),
        ("The aim is to determine the best dose (MTD) of X in adults.", ["to determine the best dose (MTD) of X in adults"]),
        ("The aim is to assess overall survival (OS), and to compare the quality of life (QoL) in adults.",
         ["to assess overall survival (OS)", "to compare the quality of life (QoL) in adults"]),
        ("The aim is to investigate the effect of oral pills (OCPs), compared with placebo.",
         ["to investigate the effect of oral pills (OCPs), compared with placebo"]),
    ],
)
def test_objectives_told_in_other_words(summary: str, words: list[str]) -> None:
    assert sorted(_said("tkg:objective", summary=summary)) == sorted(words)


def test_the_choices_that_people_are_assigned_to_are_counted() -> None:
    summary = "In this study participants will be assigned to one of two smartphone apps."
    assert list(_said("tkg:plannedArms", summary=summary)) == ["2"]
    assert not _said("tkg:plannedArms", summary="This study asks one of two questions about apps.")


@pytest.mark.parametrize(
    "summary",
    [
        "Previous studies have shown how to evaluate the safety of X.",
        "Light has become the current research focus and explores the role of X.",
        "In this study investigators assess each event's relationship to the study product.",
        "In this study the study analyses will be done by a nurse.",
        "This study looks good to many.",
        "This study focuses on adults.",
    ],
)
def test_no_objective(summary: str) -> None:
    assert not _said("tkg:objective", summary=summary)


@pytest.mark.parametrize(
    "concept",
    "phase/early-phase-1 phase/phase-1 phase/phase-1-2 phase/phase-2 phase/phase-2-3 phase/phase-3 phase/phase-4 design/randomized "
    "design/non-randomized design/single-arm design/parallel design/crossover design/factorial design/sequential design/single-center "
    "design/multicenter design/open-label design/single-blind design/double-blind design/triple-blind design/quadruple-blind "
    "design/prospective design/retrospective design/observational line/neoadjuvant line/adjuvant line/perioperative line/conversion "
    "line/first-line line/second-line line/third-line line/later-line line/maintenance line/salvage state/metastatic "
    "state/locally-advanced state/advanced state/unresectable state/initially-unresectable state/potentially-resectable "
    "state/resectable state/recurrent state/refractory state/early-stage state/oligometastatic state/treatment-naive site/liver site/lung "
    "site/peritoneum site/brain site/bone site/lymph-node".split(),
)
def test_the_contract_ids_are_there(concept: str) -> None:
    known = vocabulary().get(concept)
    assert known is not None
    assert KIND_PATHS[known.kind] == concept.split("/")[0]


def test_a_primary_objective_names_one_endpoint_not_all_that_follow() -> None:
    summary = "PRIMARY OBJECTIVES:\n\nThe goal of this trial is to evaluate the objective remission rate (ORR) of X in patients with good overall survival."
    document = read(trial(summary=summary), design.extract)
    assert list(facts(document, "tkg:statesPrimaryEndpoint")) == ["endpoint/objective-response-rate"]
