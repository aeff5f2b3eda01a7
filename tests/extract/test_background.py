"""Whether a sentence speaks of this trial or of the background."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.background import clauses, stance_at, stances
from tests.extract.reading import read, trial

TRIAL = (
    "Phase III, double-blind, placebo-controlled",
    "Randomised phase II",
    "Prospective observational cohort",
    "Pts will receive X.",
    "community based open label cluster randomised trial comparing X with Y",
    "264 patients are to be included.",
    "X is given as a single infusion on day 0.",
    "This prospective, randomized, controlled clinical study aims to evaluate the response rate.",
    "To evaluate the efficacy and safety of X in patients with colorectal cancer.",
    "The purpose of this study is to compare X with Y.",
    "A single-center, single-arm, phase 2 trial of X for third-line treatment.",
    "This is a single-arm, phase 2 trial.",
    "A total of 30 patients are planned to be enrolled.",
    "Enroll 30 patients with colorectal cancer and failure of standard therapy.",
    "Patients in the HAI group receive FOLFOX every 14 days.",
    "Participants will receive pembrolizumab for 12 cycles.",
    "The primary endpoint is objective response rate (ORR).",
    "We hypothesize that X improves sleep.",
    "Based on this, a single-arm, prospective study is planned to be carried out.",
    "OBJECTIVES: Determine the response to X.",
    "This first-in-human (FIH) study is a randomized, placebo-controlled trial against the treatment of choice.",
    "CIME is a multicenter, randomised, open-label phase III study against the current treatment.",
    "A randomized, placebo-controlled, double-blind trial is proposed with two study groups.",
    "This will be an individual randomized, single-blind trial.",
    "The total enrollment is 21.",
    # notes without a verb
    "Adults with biopsy-proven melanoma, ECOG 0-1.",
    "Patients ≥18 y with gout.",
    "Rest vs. standard care in adults ≥ 65 yrs undergoing surgery.",
    "120 participants in 14 centres.",
    "100 patients (50 per arm).",
    "Diagnostic, prospective, single-centre.",
    "Pilot, n=12.",
    "Three parallel groups, sealed envelopes, assessor-blinded.",
    "The main endpoint is survival at one year.",
    "Responders continue X until disease progression.",
    "Patients are randomized in arm A: X, or arm B: Y.",
    "We conducted a double-blind, randomized trial to compare X with Y.",
    "Accordingly, the investigators are proposing a randomized, double-blind pilot study that will test X.",
    "Overall, the SPRINT study is a multicenter trial of three operations.",
    "In this single-blinded clinical trial patients with burnout will be seen.",
    "We conducted this one-arm, open, multi-center phase II study.",
    "Recruitment takes place at 6 hospitals.",
    "Children aged 1 to 9 years may join.",
    "Adults with gout, ECOG 0-2, no more than two prior lines.",
    "Patients were assigned randomly to X or to Y.",
    "In a study of 40 patients with psoriasis, we will compare methotrexate with ciclosporin.",
    "In a double-blind, placebo-controlled study, patients will receive methotrexate or placebo.",
    "In two parallel studies, patients with gout will be randomized to receive febuxostat.",
    "Parallel, randomized, placebo-controlled, double-blind intervention trial.",
    "OBJECTIVES: Primary - Determine the survival rate of patients treated with X.",
)
BACKGROUND = (
    "A Cochrane review included one RCT only.",
    "Community based trials have shown that X helps.",
    "Studies show that pts who take X live longer.",
    "Regorafenib is one of the standard third-line treatments for advanced colorectal cancer.",
    "The incidence of colorectal cancer liver metastasis is high and the prognosis is poor.",
    "No positive results of large-scale phase III clinical studies have been reported yet.",
    "For patients with CRLM, the first-line treatment recommended by the guidelines is chemotherapy.",
    "In a mouse model of colorectal cancer, X improved the antitumor activity.",
    "Previous studies showed a response rate of 30%.",
    "According to the literature, 15% of patients relapse.",
    "At present, second-line chemotherapy is the main treatment option.",
    "The 5-year survival rate of patients with melanoma is less than 5%.",
    "X was approved by the FDA for second-line treatment in 2019.",
    "The mechanism of action of X is inhibition of Y.",
    "RATIONALE: Drugs used in chemotherapy work in different ways.",
    "Study Rationale: Phase 3 studies of X demonstrated efficacy.",
    "Phase III trials of X met their endpoints.",
    "Dyspnea is a condition of the lungs.",
    "There are other treatments for people who do not respond to X.",
    "An open-label phase I trial has demonstrated the safety of X.",
    "In our phase 1 trial which concluded in 2015, children were enrolled.",
    "In a double-blind, placebo-controlled trial of 34 patients with gout, patients were randomized to two doses.",
    "In two phase 3 trials, patients with asthma were randomized to dupilumab or placebo.",
    "In one study of patients with migraine, topiramate reduced headache days.",
    "Empagliflozin is currently approved in Switzerland for patients with diabetes.",
    "The FDA has approved the use of omalizumab to treat asthma.",
    "Botulinum toxin is indicated for adults with migraine.",
    "A randomized study of 40 women in Italy showed that X helps.",
    "A study documented that rest helps patients with gout.",
    "In line with this, another study confirmed that exercise improved sleep.",
    "Children who took X before cannot take part.",
    # studies by their names
    "REACH, an open-label study in four African countries, found dose escalation feasible.",
    "In the FRESCO study, 416 patients were randomized 2:1 to X or placebo; survival was 9.3 months with X.",
    "The RESOLVE trial confirmed that X improved survival in patients with gout.",
    "The EMPULSE trial, a double-blind placebo-controlled trial, showed a benefit at 90 days.",
    "In the AiDAPT trial, which included 124 women, time in range was higher with X.",
    "The SELECT-COMPARE study enrolled 1,629 patients, and superiority was shown at week 12.",
    "In the phase III REFLECT study, X was non-inferior to Y.",
    "In ATTRACTION-2, patients who received X were randomized after two lines.",
    "TOPAZ-1 randomized patients to durvalumab or placebo.",
    "EMMY included 476 patients with a large infarction.",
    "The EMPEROR, a multicenter trial in heart failure, enrolled almost 6,000 adults.",
)
# Their own name, or no name, or what is still to come.
OUR_NAMED = (
    "In the FLAME trial, we randomized 120 patients.",
    "In the FLAME trial, patients will be randomized to X.",
    "The FLAME trial is a multicenter trial. In the FLAME trial, patients were randomized to X or Y.",
    "The aim of the FLAME trial is to compare X with Y. In the FLAME trial, patients were randomized to X or Y.",
    "In this FLAME study, 120 patients were randomized to X or Y.",
    "In the PILOT study, 12 patients were randomized to X or Y.",
    "FLAME randomized 120 patients to X or Y. FLAME will follow them for a year.",
    "FLAME randomized 120 patients to X or Y, whom we follow for a year.",
    "MRI included 3 sites of interest.",
    "Patients randomized to placebo are followed.",
    "We randomized patients to X or Y.",
)


@pytest.mark.parametrize("text", TRIAL)
def test_speaks_of_the_trial(text: str) -> None:
    assert {clause.stance for clause in stances(text, "background")} == {"trial"}


@pytest.mark.parametrize(
    "text",
    [
        "Adults with biopsy-proven melanoma often relapse.",
        "Patients with melanoma metastases in the liver.",
        "Rest vs. walks in adults showed no difference.",
        "120 participants in a survey had gout.",
        "Pilot studies, n=12, showed a benefit.",
        "Many patients continue to have pain.",
        "Three parallel groups were assessor-blinded in that study.",
    ],
)
def test_with_a_verb_notes_may_be_of_others(text: str) -> None:
    assert "trial" not in {clause.stance for clause in stances(text, "background")}


@pytest.mark.parametrize("text", OUR_NAMED)
def test_a_name_may_be_that_of_this_trial(text: str) -> None:
    assert "background" not in {clause.stance for clause in stances(text, "likely")}


def test_what_the_title_names_is_this_trial() -> None:
    text = "In the FRESCO study, 416 patients were randomized to X."
    for title, stance in (("X in gout (FRESCO)", "trial"), ("X in gout", "background")):
        document = read(trial(title=title, summary=text))
        passage = document.trial.brief_summary
        assert passage is not None
        assert [clause.stance for clause in clauses(document, passage)] == [stance]


def test_another_study_of_the_group_is_not_this_trial() -> None:
    text = "Our group recently completed a prospective observational study which found a benefit in 78% of children."
    assert "trial" not in {clause.stance for clause in stances(text, "likely")}


@pytest.mark.parametrize("text", BACKGROUND)
def test_speaks_of_the_background(text: str) -> None:
    assert {clause.stance for clause in stances(text, "likely")} == {"background"}


def test_a_sentence_is_cut_where_the_stance_changes() -> None:
    text = "RFA may improve the efficacy of immunotherapy,and the purpose of this trial is to explore RFA."
    found = stances(text, "likely")
    assert [clause.stance for clause in found] == ["background", "trial"]
    assert text[found[1].start : found[1].end].lstrip(" ,").startswith("and the purpose")


def test_who_is_excluded_is_not_of_the_trial_but_what_follows_is() -> None:
    text = (
        "In this trial, adults with ulcers were randomly allocated to two groups. Patients were excluded if they had "
        "diabetes or a history of laparotomy. The wounds received silver dressings."
    )
    assert [clause.stance for clause in stances(text, "background")] == ["trial", "background", "trial"]


def test_a_sentence_without_cues_goes_on_as_the_one_before() -> None:
    text = "Previous studies have shown a benefit. It was largest in women. This study will enroll men. They walk."
    assert [clause.stance for clause in stances(text, "likely")] == ["background", "background", "trial", "trial"]


def test_a_heading_holds_until_the_next() -> None:
    text = "BACKGROUND:\n\nX is cheap. It is blue.\n\nOBJECTIVES:\n\nPrimary\n\n* Response to X.\n* Toxicity of X."
    found = stances(text, "likely")
    assert stance_at(found, text.index("blue")) == "background"
    assert stance_at(found, text.index("Toxicity")) == "trial"


def test_inclusion_criteria_are_the_trials_under_any_heading() -> None:
    for heading in ("Inclusion criteria", "Main inclusion criteria", "Key Inclusion Criteria"):
        text = f"X is cheap. In an earlier study it worked.\n{heading}: adults; at most three lines of X."
        assert stance_at(stances(text, "background"), text.index("three")) == "trial"


def test_whom_a_trial_excludes_is_not_its_population() -> None:
    for heading in ("Key exclusions", "Main exclusion criteria", "Exclusions"):
        text = f"This trial treats adults.\n{heading}: gout; prior X."
        assert stance_at(stances(text, "background"), text.index("gout")) == "background"


def test_a_heading_cut_short_needs_no_colon() -> None:
    text = "Patients will get aspirin daily. Excl. brain metastases, prior aspirin. Patients will be seen each month."
    assert [clause.stance for clause in stances(text, "trial")][-2:] == ["background", "trial"]
    assert stances("Patients with excl. left-sided tumours will get X.", "trial")[0].stance == "trial"


def test_exclusion_lists_in_a_description_are_not_the_population() -> None:
    text = "Exclusion criteria:\n\n* Infants with congenital defects\n* Infants with asthma"
    assert stance_at(stances(text, "likely"), text.index("asthma")) == "background"


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        # all that the list of exclusions holds is ruled out, whatever an item says of the study
        ("Exclusion Criteria:\n1. Surgery before the study drug.\n2. Active tumors.", "Active", "background"),
        ("Exclusion criteria:\n- Patients enrolled in this study before.\n- Asthma.", "Asthma", "background"),
        ("Inclusion: adults. Non-inclusion: asthma.", "asthma", "background"),
        ("Exclusion criteria from the study: women with asthma; gout.", "gout", "background"),
        ("Exclusion criteria will include: (1) asthma; (2) a patient with gout.", "gout", "background"),
        # what is no item of it is not, nor what another heading opens
        ("Exclusion criteria:\n- Asthma.\nIn this study patients receive X.", "receive", "trial"),
        ("Exclusion criteria:\n1. Asthma.\n\nOBJECTIVES: Determine X.", "Determine", "trial"),
        ("Background:\n- X is known.\n- In this study we give it to adults.", "adults", "trial"),
        ("Exclusion criteria are told elsewhere. This study enrolls adults.", "adults", "trial"),
    ],
)
def test_a_list_of_exclusions(text: str, words: str, stance: str) -> None:
    assert stance_at(stances(text, "background"), text.index(words)) == stance


def test_titles_are_always_the_trial_and_descriptions_open_as_background() -> None:
    document = read(trial(title="Standard treatment for asthma", summary="Cats purr.", description="Cats purr."))
    record = document.trial
    passages = [record.title, record.brief_summary, record.detailed_description]
    assert [clauses(document, p)[0].stance for p in passages if p] == ["trial", "likely", "background"]


@given(st.text(max_size=300))
def test_clauses_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for clause in stances(text, "likely"):
        assert end <= clause.start < clause.end <= len(text)
        end = clause.end


def test_a_text_is_read_once_for_all_trials_and_means_what_each_is_called() -> None:
    text = "The RAPIDO trial sought to determine the rate of relapse. Cats purr."
    for own, stance in ((frozenset(), "likely"), (frozenset({"rapido"}), "trial"), (frozenset(), "likely")):
        assert stance_at(stances(text, "likely", own), 5) == stance
