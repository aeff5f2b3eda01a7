"""Design told in sentences: parts of a trial, treatments given openly, other studies, and what the trial is after."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from tests.extract.conftest import Told


@pytest.mark.parametrize(
    ("title", "summary", "phases"),
    [
        ("X in Asthma", "This phase II trial studies how well X works in treating patients with asthma.", ["phase-2"]),
        ("X in Asthma", "This phase Ib trial studies the side effects and best dose of X.", ["phase-1"]),
        ("X in Asthma", "This pilot phase II trial studies whether X helps.", ["phase-2"]),
        ("X in Asthma", "This is an open-label, multi-center, pivotal phase II study of X.", ["phase-2"]),
        ("X in Asthma", "This study has two parts: Part A (phase 1b; safety run-in) and Part B (phase 2; dose optimization).", ["phase-1-2"]),
        ("X in Asthma", "This is a phase I study of X followed by a phase II study.", ["phase-1-2"]),
        ("A Phase 1a and Phase 2 Study of X", "This study includes a phase 1a open-label study of X.", ["phase-1-2"]),
        ("A Phase IIb Trial of X", "In this study, a phase I/IIa trial is looked back at.", ["phase-2"]),
        ("An Early Phase 2 Study of X", "", ["phase-2"]),
        ("X in Asthma", "Phase I/II, 60 children.", ["phase-1-2"]),
        ("X in Asthma", "Multicentre, open-label, two arms, phase II.", ["phase-2"]),
        ("X in Asthma", "The study consists of a phase 1a part in adults and a phase 1b part in children.", ["phase-1"]),
        # no phase of this trial
        ("X in Asthma", "The study consists of phase 1 (screening) and phase 2 (treatment).", []),
        ("X in Asthma", "This study refines the method before a larger phase II trial.", []),
        ("X in Asthma", "In our phase 1 trial which concluded in 2015, 9 children were enrolled.", []),
        ("X in Asthma", "This study will find the recommended dose of X for a phase II study.", []),
        ("X in Asthma", "A single-centre phase 1 trial has demonstrated the safety of X.", []),
    ],
)  # fmt: skip
def test_phases(told: Told, title: str, summary: str, phases: list[str]) -> None:
    assert told("tkg:phase", summary, title=title) == phases


@pytest.mark.parametrize(
    ("summary", "features"),
    [
        ("The study will employ a crossover design in which all walk twice.", ["crossover"]),
        ("The study is prospective, with visits each month.", ["prospective"]),
        ("This is an open-label, randomised trial with two parallel arms.", ["open-label", "parallel", "randomized"]),
        ("Patients are assigned randomly to X or to Y.", ["randomized"]),
        ("We conducted a double-blind trial to compare X with Y.", ["double-blind"]),
        ("The investigators conduct a randomized study to evaluate X.", ["randomized"]),
        ("Overall, the SPRINT study is a multicenter, randomized trial.", ["multicenter", "randomized"]),
        ("Parallel-group, randomized, double-blind trial.", ["double-blind", "parallel", "randomized"]),
        ("In this single-blinded randomized trial 290 patients will be seen.", ["randomized", "single-blind"]),
        ("This was an open label, three way study in adults.", ["open-label"]),
        ("The Care at Night (CAN) study is a pragmatic, open-label trial.", ["open-label", "pragmatic"]),
        ("The investigators therefore propose a single arm, multicentre trial that will test X.", ["multicenter", "single-arm"]),
        # a row of words of design needs no "this"
        ("It is a prospective, multicenter, randomized controlled trial to look at sleep.", ["controlled", "multicenter", "prospective", "randomized"]),
        ("A randomised, single-blind intervention study in newborns.", ["randomized", "single-blind"]),
        ("Sleep Well, Anna! is a three-arm randomized controlled trial to find the best pillow.", ["controlled", "randomized"]),
        ("A three sequence, open-label, multi-center study in adults will compare X with Y.", ["multicenter", "open-label"]),
        ("The work was planned as a double-blind, placebo-controlled trial.", ["double-blind", "placebo-controlled"]),
        ("A randomized, double-blind trial of 300 adults found that X helps.", []),
        ("A prospective, randomized trial is needed to tell whether X helps.", []),
        # told without the words of design
        ("This study will be conducted at 12 hospitals in Peru.", ["multicenter"]),
        ("This study will recruit patients from three university clinics.", ["multicenter"]),
        ("This study will be performed in a single hospital.", ["single-center"]),
        ("In this study X is injected at two sites of the arm.", []),
        ("In this study patients visit one of the clinics twice.", []),
        ("In this study neither the patients nor the doctors will know who gets X.", ["double-blind"]),
        ("In this study participants and study staff will be blinded.", ["double-blind"]),
        ("In this study outcome assessors will be blinded to the group.", ["single-blind"]),
        ("In this study the outcome assessor does not know the group.", ["single-blind"]),
        ("In this study the outcome assessor does not know the results of the blood tests.", []),
        ("This study will be performed at 14 Scottish and Swedish centres.", ["multicenter"]),
        ("In this study 14 patients and nurses of our centre take part.", []),
        ("In this study participants will not know whether they get X.", ["single-blind"]),
        ("In this study participants are masked. The assessors will be unaware of the group.", ["double-blind"]),
        ("In this open-label study the outcome assessors will be blinded.", ["open-label"]),
        ("In this study investigators will be blinded to the results of the blood tests.", []),
        ("In this study patients will be assigned to X or Y by the flip of a coin.", ["randomized"]),
        ("The study does not randomize patients; doctors decide with them.", ["non-randomized"]),
        ("In this study patients will receive both treatments in random order.", ["crossover"]),
        ("In this study patients will then cross over to the other treatment.", ["crossover"]),
        ("In this study patients take both drugs each day.", []),
        # of a part, of a treatment, or of another study
        ("A parallel group design instead of a cross-over design is used in this study.", ["parallel"]),
        ("This study gives the data from which to propose a randomized controlled study.", []),
        ("The first step of this study is a double blind randomised food challenge.", []),
        ("In this study a double-blind, placebo-controlled (DBPC) food challenge is done.", []),
        ("Stratum 1: This is a phase 2 open-label, single-arm study.", []),
        ("If symptoms return, the patient will receive open-label X for 5 days.", []),
        ("During the screening period participants will be treated with open-label X.", []),
        ("Patients who finish may enter an open-label ancillary study.", []),
        ("The study used a randomized withdrawal design with an open label (OL) period.", ["randomized"]),
        ("Patients will then be offered an open-label cross-over phase of three weeks.", []),
        ("This is a parallel design study with a nested crossover comparison.", ["parallel"]),
        ("If the trial is conclusive, the investigators will conduct a larger-scale, randomized trial.", []),
        ("This pilot study will be used to design a future full randomized controlled trial (RCT).", ["pilot"]),
        ("Patients with an attack were not randomised, but treated with X in this study.", []),
        ("In this study the participants will be non- randomly assigned into 2 groups.", []),
        ("An open-label single group trial has demonstrated the safety of X.", []),
    ],
)  # fmt: skip
def test_features(told: Told, summary: str, features: list[str]) -> None:
    assert sorted(told("tkg:designFeature", summary)) == features


@pytest.mark.parametrize(
    ("summary", "features"),
    [
        ("In this trial each child will receive zinc and placebo in random order.", ["crossover"]),
        ("In this trial villages, not persons, will be randomised: 20 to X and 20 to rest.", ["cluster-randomized", "randomized"]),
        ("Schools are the unit of randomization in this study.", ["cluster-randomized"]),
        ("Masking: participants, outcome assessors and investigators.", ["triple-blind"]),
        ("Masking: none. This trial tests rest.", ["open-label"]),
        ("This trial will be run in 18 emergency departments.", ["multicenter"]),
        ("In this study 48 nursing homes will be included.", ["multicenter"]),
        ("In this trial neither the family nor the paediatrician will know the order.", ["double-blind"]),
        ("This is a parallel-group, unmasked randomized controlled trial.", ["controlled", "open-label", "parallel", "randomized"]),
        ("We will follow them in a prospective cohort study.", ["cohort", "prospective"]),
        ("In this trial patients will be assigned to X or rest by a computer-generated list.", ["randomized"]),
        ("Neither participants nor study staff will know who gets zinc.", ["double-blind"]),
        ("In this split-mouth study gums are treated.", ["within-person"]),
        ("This is a waiting-list controlled study of rest.", ["wait-list-controlled"]),
        ("This nested case-control study will compare stools.", ["case-control"]),
        # adaptive, by whatever follows
        ("Adaptive design: arms may be dropped.", ["adaptive"]),
        ("This is an adaptive, randomised study of rest.", ["adaptive", "randomized"]),
        ("This pragmatic adaptive clinical trial tests rest.", ["adaptive", "pragmatic"]),
        ("This trial tests adaptive servo-ventilation in adults.", []),
        # what is randomized is not a person
        ("Randomization will be at the provider level in this study.", ["cluster-randomized"]),
        ("We will use school-level randomization in this study.", ["cluster-randomized"]),
        ("In this trial providers will be randomized to a course or none.", ["cluster-randomized", "randomized"]),
        ("In this study 30 physicians and their patients will be randomized to X or Y.", ["cluster-randomized", "randomized"]),
        ("In this study randomization is performed at the level of the hospital ward.", ["cluster-randomized"]),
        ("In this study patients are randomized and stratified at the hospital level.", ["randomized"]),
        ("Patients of this study are randomized by their provider.", ["randomized"]),
        ("In this study patients will be randomized on the ward.", ["randomized"]),
        ("In this trial 120 infants born at 34-36 weeks will be randomised to X or rest.", ["randomized"]),
        ("This is a trial. Randomization 1:1, stratified by center.", ["randomized"]),
        ("This is a trial\n\nRandomisation 1:1. X is given.", ["randomized"]),
        ("This is a trial\n* randomization using sealed envelopes", ["randomized"]),
        ("This is a trial\n\nRandomisation errors: 1:100.", []),
        ("In this trial patients will be divided randomly.", ["randomized"]),
        # how many places
        ("In this trial 150 adults at up to 40 sites will be treated with X.", ["multicenter"]),
        ("This trial tests the effectiveness of peers in 8 clinics.", ["multicenter"]),
        ("This is a trial. 20 patients, 2 centers.", ["multicenter"]),
        ("This is a trial. Setting: 30 cardiology centres.", ["multicenter"]),
        ("In this trial drugs are given in the 2 years after clinics are opened.", []),
        ("In this trial X is given at 2 injection sites.", []),
        ("In this trial patients are seen at 2 sites per visit.", []),
        # the aim, and the sides
        ("The aim of this trial is to show that X is not inferior to rest.", ["non-inferiority"]),
        ("This study will determine whether X is non-inferior to rest.", ["non-inferiority"]),
        ("In this study, we test the hypothesis that 18 months of X is not inferior when compared to 30.", ["non-inferiority"]),
        ("This trial is to demonstrate equivalence of X and Eylea in adults.", ["equivalence"]),
        ("In this trial adults will receive X or placebo for 12 weeks.", ["placebo-controlled"]),
        ("In this trial, the doctors will not know who gets X or placebo.", ["placebo-controlled", "single-blind"]),
        ("In this study X has a dose equivalent to 5 mg.", []),
        ("In this study those who previously received X or placebo are seen.", []),
        ("This is a single-centre RCT of rest.", ["controlled", "randomized", "single-center"]),
        # rows without a verb
        ("Observational, prospective, 200 women with gout.", ["observational", "prospective"]),
        ("In this study scans are compared with a retrospective cohort that had none.", []),
        ("Double-blind, placebo-controlled, single centre.", ["double-blind", "placebo-controlled", "single-center"]),
        ("Quadruple masked, placebo-controlled, phase 2b trial.", ["placebo-controlled", "quadruple-blind"]),
        # more than one side does not know
        ("This is a patient- and assessor-blinded study.", ["double-blind"]),
        ("This is a patient, physician, and assessor-blinded trial.", ["triple-blind"]),
        ("This is an assessor-blinded study.", ["single-blind"]),
        ("This crossover trial enrolls 26 patients, assessor-blind.", ["crossover", "single-blind"]),
        ("This trial tests family-based treatment of anorexia.", []),
        ("This is a family-based study of genes.", ["family-based"]),
        ("Post-market, prospective, bilateral, single-center, subject-masked study.", ["prospective", "single-blind", "single-center"]),
        ("In this trial twelve surgeons at 10 centres participate.", ["multicenter"]),
        ("Phase 1-2, multicentric, 64 subjects.", ["multicenter"]),
        ("In this trial patients walk and assessor-blinded tests follow.", ["single-blind"]),
        ("Participants will be non-randomly assigned to two groups.", ["non-randomized"]),
        # not of the trial, or not said
        ("Data that are not missing at random will be imputed in this study.", []),
        ("This trial extends the observations made in our pilot study.", []),
        ("If an effect is observed in this pilot study, it will grow.", ["pilot"]),
        ("In this study parents are asked whether they are willing to be randomised.", []),
        ("In this study patients from several hospitals who were randomly picked are seen.", ["multicenter", "randomized"]),
        ("This trial is done in two departments of the same hospital.", []),
        ("In this study treatment is unblinded in case of need.", []),
        ("In this study 400 clinics' patients are seen.", []),
    ],
)  # fmt: skip
def test_features_told_in_other_words(told: Told, summary: str, features: list[str]) -> None:
    assert sorted(told("tkg:designFeature", summary)) == features


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("To test this, we will select 16 patients with asthma in this study.", ["16"]),
        ("This study is a randomized, placebo controlled study involving a group of 42 asthmatics.", ["42"]),
        ("The aim of this trial is to compare the effects of rest and of exercise among 952 patients with asthma, with pain as the outcome.", ["952"]),
        ("The villages of this trial will be selected approximately 3 months before subject inclusion.", []),
        ("This study tests rest. In a double-blind trial of 34 adults with asthma, pain was less.", []),
        ("This study has two cohorts. Prospective cohort: 150 subjects will be included in this study.", []),
        ("This trial reports events among 12 of the patients.", []),
        ("In total, approximately 100 subjects will be enrolled in this study.", ["100"]),
        ("Total 204 healthy subjects will be enrolled in this study.", ["204"]),
        ("This study is a randomized controlled trial with 76 patients who sleep badly.", ["76"]),
        ("This trial will be conducted on 60 patients from one hospital.", ["60"]),
        ("This prospective cohort study included 388 patients with hearing loss.", ["388"]),
        ("This is a trial. 75 adults (6-70 years of age) were randomized to X or Y.", ["75"]),
        ("Approximately 180 patients with acne will be randomized to X or Y.", ["180"]),
        ("A total of 50 patients will take part in this multicenter study.", ["50"]),
        ("We propose a 2,250-patient cluster-randomized trial of oxygen.", ["2250"]),
        ("The investigators will randomize 3000 patients (1500 per arm) to X or Y.", ["3000"]),
        ("This will be a prospective multi-center trial of 100 patients.", ["100"]),
        ("100 patients (50 per arm).", ["100"]),
        ("120 participants in 14 centres.", ["120"]),
        ("Pilot, n=12. Rest for adults.", ["12"]),
        ("This is a trial. We did a pilot, n=12, before.", []),
        ("Sample size 2 x 83 = 166.", ["166"]),
        ("Sample size 2 x 83.", []),
        ("In this study we will follow about 200 patients from many towns across China.", ["200"]),
        ("In this study the investigators enrolled 144 patients with a sore throat.", ["144"]),
        ("The study will last ten weeks and about 320 patients will participate.", ["320"]),
        ("This is a pragmatic trial. Participants: 370 patients with a cough.", ["370"]),
        ("This is a trial. 60 patients aged 18-30 years (men and women) with long low back pain will be divided into 3 groups.", ["60"]),
        ("This trial includes 30 participants randomized to treatment or control group.", ["30"]),
        ("This is a trial. 18 subjects with thin hair were enrolled and 15 completed all visits.", ["18"]),
        ("This is a trial in which 310 patients who sleep badly are randomised to X or Y.", ["310"]),
        ("This is a trial. Eighty patients, 40 per group, will be operated on.", ["80"]),
        ("This is a randomized trial in which 120 women at 28-34 weeks receive iron.", ["120"]),
        ("This is a trial. To that end, two hundred and ten participants will be randomized to X or rest.", ["210"]),
        ("This trial is done in two towns. In Dodoma and Pune, 4,500 children under five with fever will be randomized.", ["4500"]),
        ("This phase I, single-arm, dose-escalation study will enrol 12 patients in a 3+3 design.", ["12"]),
        ("This study is a trial. 172 patients were allocated at random, 86 in each group.", ["172"]),
        ("This study is a trial of rest; 198 inpatients from 11 hospitals will be given either X or Y.", ["198"]),
        ("We will review the charts of 412 patients in this study.", ["412"]),
        ("This is a trial. 339 patients were randomised, and 28 of them withdrew.", ["339"]),
        ("This is a phase 2 study. About 1,200 patients are planned.", ["1200"]),
        ("We will follow 500 survivors of severe flu for 24 months.", ["500"]),
        ("This is a trial. Forty children aged 6 to 17 years will be randomly assigned to rest or usual care.", ["40"]),
        ("This is a trial. Thirty (30) patients will be enrolled.", ["30"]),
        ("The study will comprise 30 patients aged 4-8 years.", ["30"]),
        ("We will prospectively follow 90 patients in this study.", ["90"]),
        ("The total number of participants in this study is expected to be 120.", ["120"]),
        ("This is a trial. The enrollment goal is at least 2500 pregnant women.", ["2500"]),
        ("This is a phase I trial. Pts (n=18) will receive zinc.", ["18"]),
        ("Randomised (1:1), open-label phase II, two arms (n = 30 each).", ["60"]),
        ("This study: women were randomly assigned to rest (n=25) or a control group (n=25).", ["50"]),
        ("This study randomized patients (n=80) to zinc (n=40) or rest (n=40).", ["80"]),
        ("In this trial patients are assigned to zinc (n=40) or rest (n=40) in phase 2 of it.", []),
        ("In this trial patients are assigned to zinc (n=40 per site) or rest (n=40).", []),
        ("In this trial patients (n=90) are assigned to zinc (n=40) or rest (n=40), or not (n=2).", []),
        ("Patients were screened at the sites (n=9) and assigned to zinc or rest.", []),
        ("This study has 2 periods, of which the first has n = 42. n = 40 follow.", []),
        ("This is a study of zinc. About 240 people will be in this study.", ["240"]),
        ("This is a study of zinc. About 240 people will be in the group.", []),
        ("In this study 60 patients (30 per arm) with pain will be enrolled.", ["60"]),
        ("Number of patients: 94, randomised 1:1.", ["94"]),
        ("In cohort 2, 30 patients randomised 1:1 to rifaximin or placebo.", []),
        ("Of these, patients randomised 1:1 to rifaximin were 40.", []),
        ("In this study 224 patients (112 in each arm) are needed.", ["224"]),
        ("In this trial the dose is 2 x 75 mg and patients are followed.", []),
        ("Multicentre, open-label, phase II. Estimated enrolment: 426.", ["426"]),
        ("This is a trial. 43 adults will be randomly divided into three groups of 14, 14 and 15 participants each.", ["43"]),
        ("The aim of this study is to investigate the effect of rest on pain in 26 patients with gout.", ["26"]),
        ("In this study patients will be divided randomly into 2 equal groups of 35 each.", ["70"]),
        ("This study has three arms, 50 patients per arm.", ["150"]),
        ("This is a trial. Sixty children (40 on treatment, 20 controls) will be included.", ["60"]),
        # both sides together, where no total is told
        ("This study enrolls 90 patients. 40 patients will be randomized to X and 50 to placebo.", ["90"]),
        ("In this study 40 patients will be assigned to rest, 40 to exercise and 40 to X.", []),
        ("In this study 40 patients per site will be randomized to X and 20 to placebo.", []),
        ("In this study patients are randomized 2:1, 10 mg to adults and 20 to children.", []),
        # of a part, or beside others
        ("This is a trial. 36 subjects will receive zinc. 8 subjects will receive placebo.", []),
        ("This is a trial. Thirty persons in the experimental group received a walk.", []),
        ("This is a trial. At least 6 patients receive treatment at the highest dose.", []),
        ("This trial is done in a town which serves a population of 246,000 veterans.", []),
        ("Participants will be enrolled in two steps. Forty healthy adults will be enrolled to serve as a control population.", []),
        ("In this trial 300 patients will be screened.", []),
        ("The goal of this study is to include 100 patients with gout, 100 patients with asthma and 50 controls.", []),
        ("The patients of this trial will be compared with a cohort of 7 healthy subjects.", []),
        ("Double-blind, 240 women and 120 men.", []),
        ("In this study, the number of participants with pain is 12 per arm.", []),
        ("This study follows those of a pilot in two groups of 20 each.", []),
        ("Secondary objective of this study: to assess sleep in 12 patients with gout.", []),
        ("In this study the sample size was 20 subjects for each group.", []),
        ("This study consists of up to 11 office visits for people with asthma.", []),
        ("This study will include 44 patients with a sore back and a longer history and 44 healthy controls.", []),
        ("About 30 to 60 patients will take part in this study.", []),
        ("Approximately 65 subjects with low PD-L1 (PD-L1Lo), wild type EGFR, will be enrolled in this study.", ["65"]),
        ("65 subjects with low PD-L1 (20 with more), will be enrolled in this study.", []),
        ("This trial tests X. Single arm, open label, n=36.", ["36"]),
        ("Each arm is open label, n=36.", []),
        ("This trial has a planned accrual of 220 patients.", ["220"]),
        ("This trial has a planned accrual of 20 per arm.", []),
        ("Ten additional subjects will be enrolled in this study.", []),
        ("At least 70 more patients will be accrued for this study.", []),
        ("Up to 200 adult and 250 pediatric subjects will be enrolled in this study.", []),
        ("This trial treats gout. 20 patients in each arm.", []),
        ("This trial treats gout. 20 patients in the control group.", []),
        ("This trial treats gout. 20 patients (stage 1).", []),
        ("A maximum of 25 healthy subjects will be recruited for this sub-study.", []),
    ],
)
def test_enrollment(told: Told, summary: str, number: list[str]) -> None:
    assert told("tkg:enrollment", summary) == number


@pytest.mark.parametrize(
    ("summary", "arms"),
    [
        ("Participants will be randomized into one of the 2 treatment arms.", ["2"]),
        ("Patients will be randomly assigned to one of the four treatment groups.", ["4"]),
        ("Participants will be assigned to one of the following three groups: X, Y or Z.", ["3"]),
        ("Participants will be divided into 4 groups of almost equal size.", ["4"]),
        ("The 2 groups (placebo and insulin) will be compared in this study.", ["2"]),
        ("The 2 groups will be compared in this study.", []),
        ("Double-blind trial, 3 arms, 50 patients per arm.", ["3"]),
        # of a part, or not of this trial
        ("In Part 2, participants will be divided into 2 groups.", []),
        ("Participants will be treated. 3 groups get different doses, 1 group gets placebo.", []),
        ("We will submit a proposal to conduct a two-arm trial in future.", []),
    ],
)
def test_arms(told: Told, summary: str, arms: list[str]) -> None:
    assert told("tkg:plannedArms", summary) == arms


@pytest.mark.parametrize(
    ("summary", "objective"),
    [
        ("PURPOSE: This phase II trial is studying how well giving X together with Y works in treating patients with asthma.", "how well giving X together with Y works in treating patients with asthma"),
        ("This phase I trial studies the side effects and best dose of X in treating patients with asthma.", "the side effects and best dose of X in treating patients with asthma"),
        ("OBJECTIVES: Primary - Determine the 6-month survival rate of patients treated with X.", "Determine the 6-month survival rate of patients treated with X"),
        ("OBJECTIVES: I. Compare the toxicity of X and Y.", "Compare the toxicity of X and Y"),
        ("This study will examine whether a gene test helps.", "examine whether a gene test helps"),
        ("OBJECTIVES: I. Examine the potential role of insulin.", "Examine the potential role of insulin"),
        ("This phase I studies the side effects and best dose of X in treating adults.", "the side effects and best dose of X in treating adults"),
        ("The purpose of this study is to learn if X shows asthma.", "to learn if X shows asthma"),
        ("The aim of this study is to assess quality of life in women.", "to assess quality of life in women"),
        ("The aim of this study is to assess the influence of kind of exercise on sleep.", "to assess the influence of kind of exercise on sleep"),
        ("OBJECTIVES: - Estimate the failure rates after X. - Describe sleep in these women. OUTLINE: Patients rest.", "Describe sleep in these women"),
        ("Secondary objectives are: * To summarize sleep * To assess rest", "To assess rest"),
        ("The study aims at demonstrating the safety of X in women.", "demonstrating the safety of X in women"),
        ("In this study, we are studying the safety and efficacy of X in women.", "studying the safety and efficacy of X in women"),
        ("This trial will test a text message programme in adults.", "test a text message programme in adults"),
        ("The goal of this project is to provide a better walking aid for adults.", "to provide a better walking aid for adults"),
        ("This is a multicenter, open-label, first-in-human study of several doses in several countries with a long name, "
         "with an expansion in two parts and a safety run-in of three weeks, which was planned by all of the centers "
         "together and designed to assess the safety of X.", "to assess the safety of X"),
        ("The trial aims to determine the pattern of recurrence in women.", "to determine the pattern of recurrence in women"),
        ("The study will evaluate the hypothesis that X shortens colds.", "evaluate the hypothesis that X shortens colds"),
        ("The ALPHA study that will evaluate the efficacy of X in adults.", "evaluate the efficacy of X in adults"),
        ("This study will characterize the pharmacokinetics of X.", "characterize the pharmacokinetics of X"),
        ("This is a study to independently evaluate the safety of X.", "to independently evaluate the safety of X"),
        ("A study in adults with asthma to assess the safety of X.", "to assess the safety of X"),
        ("SECONDARY OBJECTIVES: I. To assess sleep. II. To compare X with Y. III. Determine whether X helps anybody.", "To compare X with Y"),
        ("The aims of this study are to assess sleep, to describe pain, and to identify barriers to rest.", "to describe pain"),
        ("The proposed study investigates the impact of exercise on sleep.", "investigates the impact of exercise on sleep"),
        ("This is a prospective study to assess the performance of lenses in women.", "to assess the performance of lenses in women"),
        ("The goals of this pilot study are (1) to assess recruitment, (2) to explore changes in sleep, and (3) to gather preliminary data.", "to explore changes in sleep"),
        ("Hypothesis: ultrasound finds more clots than radiographs.", "ultrasound finds more clots than radiographs"),
        ("The main question is whether the app improves control of asthma.", "whether the app improves control of asthma"),
        ("Primary aim: to reduce falls in old age.", "to reduce falls in old age"),
        ("This trial compares the block with morphine in adults.", "compares the block with morphine in adults"),
        ("The null hypothesis is that there is no difference in caries.", "hypothesis is that there is no difference in caries"),
        ("The trial asks whether peers help adults with asthma.", "asks whether peers help adults with asthma"),
        ("We seek to show that rest is not inferior to surgery.", "to show that rest is not inferior to surgery"),
        ("This study will test the hypothesis that X given 4.5 hours after a stroke helps.", "test the hypothesis that X given 4.5 hours after a stroke helps"),
        ("Secondary aims are to assess cognition, to look at sleep, and to describe pain.", "to look at sleep"),
        ("Exploratory objectives include the effect on urinary infections.", "the effect on urinary infections"),
        ("The trial aims at showing that rest heals wounds.", "showing that rest heals wounds"),
        ("This first-in-human, open-label, phase 1/2 study evaluates safety of a gene.", "evaluates safety of a gene"),
        ("Does rest reduce pain in adults with gout?", "Does rest reduce pain in adults with gout?"),
        ("In older adults after surgery, does a walk each day reduce pain?", "In older adults after surgery, does a walk each day reduce pain?"),
        ("Effect of rest on recovery after surgery.", "Effect of rest on recovery after surgery"),
        ("The authors hypothesised that rest lowers pain.", "hypothesised that rest lowers pain"),
        ("The aim of this trial is to compare docetaxel with rest in women.", "to compare docetaxel with rest in women"),
        ("The aim of this study is to measure the amount of skin shrinkage after X.", "to measure the amount of skin shrinkage after X"),
        ("This is an open-label study to evaluate the safety, tolerability, pharmacokinetics and preliminary anti-tumor activity of X.",
         "to evaluate the safety, tolerability, pharmacokinetics and preliminary anti-tumor activity of X"),
        ("This project will evaluate the use of a diary.", "evaluate the use of a diary"),
        ("This hybrid trial, cluster randomized by ward, will test the effectiveness of peers.", "test the effectiveness of peers"),
        ("In this study we compare the incidence of falls.", "compare the incidence of falls"),
        ("In this trial the investigators evaluate the effectiveness of a camera.", "evaluate the effectiveness of a camera"),
        ("Trial evaluates clinical effect of rest in adults.", "evaluates clinical effect of rest in adults"),
        ("This trial tests low dose X against rest in adults.", "tests low dose X against rest in adults"),
        ("We shall study the effect of rest in adults.", "study the effect of rest in adults"),
        ("ODYSSEY-B will assess pharmacokinetics and safety in 85 children.", "assess pharmacokinetics and safety in 85 children"),
        ("The primary goal is to find the highest dose that is safe.", "to find the highest dose that is safe"),
        ("To see the effect of rest on sleep.", "To see the effect of rest on sleep"),
        ("This research was made to evaluate the effect of rest on pain.", "to evaluate the effect of rest on pain"),
        ("Aim of the work: to compare two doses of X.", "to compare two doses of X"),
        ("With this study we wish to investigate the safety of X.", "to investigate the safety of X"),
        ("Research was conducted to determine the effect of music on sleep.", "to determine the effect of music on sleep"),
        ("The hypothesis to be tested is that rest relieves pain.", "hypothesis to be tested is that rest relieves pain"),
        ("Gout is a common disease. The question is whether rest relieves it.", "whether rest relieves it"),
        ("Study to assess safety of X in adults.", "to assess safety of X in adults"),
        ("A trial to compare surgery followed by chemotherapy with surgery alone.", "to compare surgery followed by chemotherapy with surgery alone"),
    ],
)  # fmt: skip
def test_objectives(told: Told, summary: str, objective: str) -> None:
    assert objective in told("tkg:objective", summary)


@pytest.mark.parametrize(
    "summary",
    [
        "In this study we will study two groups of adults.",
        "Previous studies tested how well X works.",
        "Several scans will be performed to evaluate response to treatment.",
        "OBJECTIVES: STUDY DESIGN This is a walk.",
        "We plan to study this hypothesis.",
        "OUTLINE: Patients rest. - Determine with a coin who begins.",
        "Our previous study investigated the effect of X on sleep.",
        "The goal of this therapy is to relieve the symptoms.",
        "What are we testing?",
        "Is it safe for you to take part in this study, and will you be paid?",
        "Effect of rest on pain is not known.",
        "Assessment of pain: a scale from 0 to 10.",
        "This project will also be used to support future studies evaluating the effect of rest.",
        "In this study men wish to walk in an effort to establish health.",
        "In this study Nurses will assess pain each day.",
        "The main goal of this study is to find out: X.",
        "In this study, to test this hypothesis, the investigators will select all adults.",
        "In this study we compare groups at baseline with a t-test.",
        "This study tests patients for gout before and after rest.",
        "To determine response, tumor size is measured in this study.",
        "We evaluated the use of rest in our previous study.",
        "Research was carried out earlier by others with rest.",
    ],
)
def test_no_objective(told: Told, summary: str) -> None:
    assert not told("tkg:objective", summary)


def test_the_name_of_a_trial_is_no_objective(told: Told) -> None:
    assert not told("tkg:objective", "", title="DETERMINE Trial Treatment Arm 3: X in Adults")
    assert told("tkg:objective", "", title="Determine the Dose: to Assess X in Adults")


@pytest.mark.parametrize(
    ("summary", "reasons"),
    [
        ("Participants will receive X until they no longer benefit from it.", ["lack-of-efficacy"]),
        ("Participants will receive X until they have side effects that are too severe.", ["unacceptable-toxicity"]),
        ("Participants will receive X until they choose to stop.", ["patient-withdrawal"]),
        ("In this study, if the disease gets worse or intolerable side effects occur, patients will be taken off study.", ["disease-progression", "unacceptable-toxicity"]),
        ("In this study, if the patient has a recurrence, a scan will be done.", []),
        ("Participants will receive less X until there are bothersome withdrawal effects.", []),
    ],
)
def test_reasons_to_stop_in_plain_words(told: Told, summary: str, reasons: list[str]) -> None:
    assert told("tkg:discontinuationReason", summary) == reasons


@pytest.mark.parametrize(
    ("summary", "pilot"),
    [
        ("This is a pilot study in adults.", True),
        ("This pilot study will show whether rest helps.", True),
        ("The investigators' pilot study suggested a reduction of pain.", False),
        ("We propose to use our pilot data in this trial.", False),
    ],
)
def test_a_pilot_study_before_this_one_is_none(told: Told, summary: str, pilot: bool) -> None:
    assert ("pilot" in told("tkg:designFeature", summary)) == pilot


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("Up to 259 pts, 2:1 randomised.", ["259"]),
        ("Inclusion: age 18-70, 130 cases.", ["130"]),
        ("~150 participants, 18-65 years.", ["150"]),
        ("Single-blinded (patient), no sham; 1:1, n=2x30, block size 4.", ["60"]),
        ("This randomized phase 2 trial (n=120) compares X with rest.", ["120"]),
        ("Double-dummy, double-blind, 240 women.", ["240"]),
        ("N=200, stratified by centre.", ["200"]),
        ("This open-label randomized phase II (n=120) compares X with rest.", ["120"]),
        # of a group, of a part, of others; a sentence; two numbers
        ("Double-blind, n=30 per arm.", []),
        ("Safety lead-in, 6 patients.", []),
        ("Pain in 20 patients, nausea in 3.", []),
        ("In an earlier study, 30 patients died.", []),
        ("Zinc (n=20), rest (n=30).", []),
        ("Melanoma (n=28)", []),
        ("Primary objective: n=5000", []),
    ],
)
def test_people_counted_in_words_without_a_verb(told: Told, row: str, number: list[str]) -> None:
    assert list(told("tkg:enrollment", f"This trial treats gout. {row}")) == number


def test_people_counted_in_a_row_of_the_description(told: Told) -> None:
    assert list(told("tkg:enrollment", "Gout is common.", description="X 5 mg daily. Age 18-70, 130 cases.")) == ["130"]
    assert not told("tkg:enrollment", "Gout is common.", description="X 5 mg daily. Previous study, 130 cases.")
