"""Claims: statements about the world, with their figures, and nothing of the trial itself."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import abbreviations, claims, interventions
from kg.extract.document import Document
from kg.model import Value
from kg.vocab import load
from tests.extract.reading import abbreviate, facts, read, trial


@pytest.mark.parametrize(
    ("text", "claim", "figures"),
    [
        ("About 15% to 25% of patients with colorectal cancer have liver metastases when diagnosed, and another 30% of patients will die.",
         ["About 15% to 25% of patients with colorectal cancer have liver metastases when diagnosed",
          "another 30% of patients will die"], {("15", "%"), ("25", "%"), ("30", "%")}),
        ("Colorectal cancer is the second most common tumor and the fifth cause of cancer death in my country, and it is rising.",
         ["Colorectal cancer is the second most common tumor and the fifth cause of cancer death in my country"],
         {("2", "rank"), ("5", "rank")}),
        ("The median survival of patients with untreated liver metastases is only 6.9 months.",
         ["The median survival of patients with untreated liver metastases is only 6.9 months"], {("6.9", "month")}),
        ("The 5-year survival rate of patients with melanoma is less than 5%.",
         ["The 5-year survival rate of patients with melanoma is less than 5%"], {("5", "%")}),
        ("Regorafenib is one of the standard third-line treatments, but has limited efficacy.",
         ["Regorafenib is one of the standard third-line treatments, but has limited efficacy"], set()),
        ("Meanwhile, there is no solution to the problem of pain.", ["there is no solution to the problem of pain"], set()),
        ("In a mouse model of cancer, regorafenib significantly improved survival, but the efficacy in clinical studies was not very high.",
         ["regorafenib significantly improved survival", "the efficacy in clinical studies was not very high"], set()),
        ("The vast majority (80%) %-90%) of liver metastases cannot be resected initially.",
         ["The vast majority (80%) %-90%) of liver metastases cannot be resected initially"], {("80", "%"), ("90", "%")}),
        ("The incidence of asthma is 12 per 100,000 worldwide.", ["The incidence of asthma is 12 per 100,000 worldwide"],
         {("12", "per 100,000")}),
        ("Asthma is the most common disease: globally there are 1.5 million deaths each year.",
         ["Asthma is the most common disease: globally there are 1.5 million deaths each year"], {("1500000", "deaths")}),
        ("Aspirin may be an effective treatment for a headache that lasts.", ["Aspirin may be an effective treatment for a headache that lasts"], set()),
        ("Loud noise can cause damage to the inner ear, and patients rarely notice.", ["Loud noise can cause damage to the inner ear, and patients rarely notice"], set()),
        ("Cold kills tumor cells by freezing them.", ["Cold kills tumor cells by freezing them"], set()),
        # what is named again by its kind
        ("This disease is more frequent in children than in adults.", ["This disease is more frequent in children than in adults"], set()),
        ("These inhibitory receptors reduce the growth of T cells.", ["These inhibitory receptors reduce the growth of T cells"], set()),
        ("Almost one in ten young adults report current use of alcohol.", ["Almost one in ten young adults report current use of alcohol"], set()),
        ("Hives are a common skin disorder.", ["Hives are a common skin disorder"], set()),
        ("The effect of early rest on recovery after surgery has never been studied.", ["The effect of early rest on recovery after surgery has never been studied"], set()),
        ("Several studies have reported that music reduces anxiety.", ["Several studies have reported that music reduces anxiety"], set()),
        ("Little is known about pain in newborn infants.", ["Little is known about pain in newborn infants"], set()),
        ("Steroids are often used in infants with wheeze.", ["Steroids are often used in infants with wheeze"], set()),
        ("Another 20% of patients will relapse within two years.", ["Another 20% of patients will relapse within two years"], {("20", "%")}),
        ("Reduction of the total IgE antibody improves asthma.", ["Reduction of the total IgE antibody improves asthma"], set()),
        ("Screening for asthma can reduce the number of attacks.", ["Screening for asthma can reduce the number of attacks"], set()),
        ("About 70-80% of patients with asthma lost the chance of a cure.", ["About 70-80% of patients with asthma lost the chance of a cure"], {("70", "%"), ("80", "%")}),
        ("A meta-analysis of 11 trials raised concern about mortality.", ["A meta-analysis of 11 trials raised concern about mortality"], set()),
        # what other studies found
        ("In the FRESCO study, 416 patients with gout were randomized; median survival was 9.3 months with bevacizumab.",
         ["In the FRESCO study, 416 patients with gout were randomized; median survival was 9.3 months with bevacizumab"], {("9.3", "month")}),
        ("EMMY included 476 patients with asthma and demonstrated a gain in sleep.", ["EMMY included 476 patients with asthma and demonstrated a gain in sleep"], set()),
        ("Bevacizumab yielded an objective tumour response in 62% of patients with asthma.",
         ["Bevacizumab yielded an objective tumour response in 62% of patients with asthma"], {("62", "%")}),
        ("Rationale\nAsthma is a common disease; it has been linked to poor sleep.",
         ["Asthma is a common disease; it has been linked to poor sleep"], set()),
        ("Viruses cause about 70% of cervical cancers, and 6/11 cause warts.", ["Viruses cause about 70% of cervical cancers, and 6/11 cause warts"], {("70", "%")}),
        ("Rationale for dose: three doses of steroids are recommended in asthma.", ["three doses of steroids are recommended in asthma"], set()),
        ("Evidence is missing for steroids in infants with asthma.", ["Evidence is missing for steroids in infants with asthma"], set()),
        ("Prior use of any steroid is not allowed in asthma.", [], set()),
        ("Bevacizumab up to one year is optional in asthma.", [], set()),
        ("A level ≥ 50 ppb with a count ≥ 300/µl is associated with asthma.", ["A level ≥ 50 ppb with a count ≥ 300/µl is associated with asthma"], set()),
        ("Asthma of the wild-type, IgE < 80 ng/ml or decrease >= 50, stable for 3 months.", [], set()),
        ("At least 1 but not more than 2 previous lines of therapy in asthma.", [], set()),
        ("Women with asthma, or girls with ovarian suppression.", [], set()),
        ("Women with asthma suppress the growth of bacteria.", ["Women with asthma suppress the growth of bacteria"], set()),
        ("36 patients with asthma in each group were needed (alpha 0.05, power 80%).", [], set()),
        ("An x-ray is considered in 50% in order to assess asthma.", [], set()),
        ("Then all cases are divided into two groups: up to 50% proficiency, and after that.", [], set()),
        ("The main objective in 50% of the centers is sleep.", [], set()),
        ("The RESOLVE trial confirmed that bevacizumab improved survival.", ["The RESOLVE trial confirmed that bevacizumab improved survival"], set()),
        ("A Cochrane review of 20 trials (1477 participants) concluded that exercise improves sleep.",
         ["A Cochrane review of 20 trials (1477 participants) concluded that exercise improves sleep"], set()),
        ("Our previous study of bevacizumab (n=30) got a response rate of 80%.", ["Our previous study of bevacizumab (n=30) got a response rate of 80%"], {("80", "%")}),
        ("Elderly patients with asthma were often excluded from trials.", ["Elderly patients with asthma were often excluded from trials"], set()),
        # how things are, where all around is background
        ("Gout attacks mostly start at night.", [], set()),
        ("Statins block an enzyme of the liver, and tablets contain the salt.", ["Statins block an enzyme of the liver, and tablets contain the salt"], set()),
        ("Conservative care of knee pain includes exercise and braces.", ["Conservative care of knee pain includes exercise and braces"], set()),
        ("The airway epithelium does not express this receptor in infants.", ["The airway epithelium does not express this receptor in infants"], set()),
        ("Lupus is an autoimmune disease.", ["Lupus is an autoimmune disease"], set()),
        ("To date, no trial has compared both drugs.", ["To date, no trial has compared both drugs"], set()),
        ("Because few children were studied, the value of steroids in croup is uncertain and has not been established.",
         ["Because few children were studied, the value of steroids in croup is uncertain and has not been established"], set()),
        ("Bracing is a method that will keep patients upright and may prevent pain.", ["Bracing is a method that will keep patients upright and may prevent pain"], set()),
        ("It is very difficult for doctors to find early gout in patients.", ["It is very difficult for doctors to find early gout in patients"], set()),
        # without a word that asserts
        ("Residual weakness of muscles is harmful and Neostigmine has a ceiling effect in adults.",
         ["Residual weakness of muscles is harmful and Neostigmine has a ceiling effect in adults"], set()),
        ("Having a food allergy can cause anxiety in children.", ["Having a food allergy can cause anxiety in children"], set()),
        ("Oral iron is cheap but poorly tolerated.", ["Oral iron is cheap but poorly tolerated"], set()),
        ("Antibodies penetrate most tissues slowly.", ["Antibodies penetrate most tissues slowly"], set()),
        ("Kidney transplant recipients die mostly of heart disease.", ["Kidney transplant recipients die mostly of heart disease"], set()),
        ("Bed rest prolonged recovery and raised mortality.", ["Bed rest prolonged recovery and raised mortality"], set()),
        ("Guidelines differ between countries.", ["Guidelines differ between countries"], set()),
        ("WHO recommends zinc for children with fever.", ["WHO recommends zinc for children with fever"], set()),
        ("The lens of the eye stiffens with age.", ["The lens of the eye stiffens with age"], set()),
        # a rank, in a sentence without a digit
        ("Lung cancer is the number one cancer of men.", ["Lung cancer is the number one cancer of men"], {("1", "rank")}),
        ("The number of cancers in men is not known to rise.", ["The number of cancers in men is not known to rise"], set()),
        # what goes on about the same, and what stands in a bracket
        ("Rest is a common treatment of pain, but its effect on sleep is unknown.", ["Rest is a common treatment of pain, but its effect on sleep is unknown"], set()),
        ("Steroids are widely used in asthma, yet it is not known how long patients need them.", ["Steroids are widely used in asthma", "it is not known how long patients need them"], set()),
        ("Music reduces anxiety after surgery, and its makers know many songs.", ["Music reduces anxiety after surgery"], set()),
        ("Early rest is a common advice in back pain, and the investigators will test it.", ["Early rest is a common advice in back pain"], set()),
        ("Asthma is common (20% of girls, and about 30% of boys) in towns.", ["Asthma is common (20% of girls, and about 30% of boys) in towns"], {("20", "%"), ("30", "%")}),
        ("Reduced sleep was demonstrated in 30% of patients with eczema (Young et al.", ["Reduced sleep was demonstrated in 30% of patients with eczema"], {("30", "%")}),
        # whole, though its verb is rare or stands behind a relative clause
        ("People who smoke often die of lung cancer.", ["People who smoke often die of lung cancer"], set()),
        ("Women who can manage their pain can increase their satisfaction by a better treatment.",
         ["Women who can manage their pain can increase their satisfaction by a better treatment"], set()),
        ("Patients who have asthma are at high risk of infection.", ["Patients who have asthma are at high risk of infection"], set()),
        ("Killer cells serve an important role in the control of cancer.", ["Killer cells serve an important role in the control of cancer"], set()),
        ("A prick test is done to confirm an allergy because a blood test has a low sensitivity.",
         ["A prick test is done to confirm an allergy because a blood test has a low sensitivity"], set()),
        # nobody knows
        ("Whether early rest helps women with back pain is uncertain.", ["Whether early rest helps women with back pain is uncertain"], set()),
        ("It remains to be seen whether robots help patients after stroke.", ["It remains to be seen whether robots help patients after stroke"], set()),
        ("It is not yet known whether early surgery is better for children with hernia.", ["It is not yet known whether early surgery is better for children with hernia"], set()),
        ("It remains unclear if stents help patients with stable angina.", ["It remains unclear if stents help patients with stable angina"], set()),
        # other studies, told in the words of trials
        ("A recent randomized trial has shown that participants who walked had less pain than at baseline.",
         ["A recent randomized trial has shown that participants who walked had less pain than at baseline"], set()),
        ("Diagnosis of angina requires a test by a physician, who will confirm it.", ["Diagnosis of angina requires a test by a physician, who will confirm it"], set()),
        ("However, the prevalence of asthma has dramatically increased.", ["the prevalence of asthma has dramatically increased"], set()),
        ("Whether steroids should be given to infants with croup remains controversial.", ["Whether steroids should be given to infants with croup remains controversial"], set()),
        ("How long the effect of steroids lasts in infants is not known.", ["How long the effect of steroids lasts in infants is not known"], set()),
        ("It has been proposed that rest relieves back pain.", ["It has been proposed that rest relieves back pain"], set()),
        ("Use of antibiotics in hernia repair is controversy.", ["Use of antibiotics in hernia repair is controversy"], set()),
        ("A recent systematic review suggests benefits of music in infants.", ["A recent systematic review suggests benefits of music in infants"], set()),
        # figures with what a test of them gave; how often as much
        ("Cure of scabies was 90% with ivermectin and 85% with permethrin (p=0.21).", ["Cure of scabies was 90% with ivermectin and 85% with permethrin (p=0.21)"],
         {("90", "%"), ("85", "%")}),
        ("Smokers have a 4-fold higher risk of lung cancer.", ["Smokers have a 4-fold higher risk of lung cancer"], {("4", "fold")}),
        ("EMERALD recently met its primary endpoint in liver cancer (HR 0.77; p=0.03).",
         ["EMERALD recently met its primary endpoint in liver cancer (HR 0.77; p=0.03)"], {("0.77", "hr")}),
        # nobody has looked
        ("None of the existing studies was powered for survival.", ["None of the existing studies was powered for survival"], set()),
        ("No study was found on yoga in patients with asthma.", ["No study was found on yoga in patients with asthma"], set()),
        ("Since then survival after liver transplantation has improved by 20%.", ["Since then survival after liver transplantation has improved by 20%"], {("20", "%")}),
        ("When liver cancer was untreatable, European registry data showed a 5-year survival of 18%.",
         ["When liver cancer was untreatable, European registry data showed a 5-year survival of 18%"], {("18", "%")}),
        ("A randomized phase III trial by He et al. found that FOLFOX prolonged survival in liver cancer.",
         ["A randomized phase III trial by He et al. found that FOLFOX prolonged survival in liver cancer"], set()),
        ("Naltrexone is licensed for alcohol dependence.", ["Naltrexone is licensed for alcohol dependence"], set()),
        ("About 60,000 patients receive dialysis in our country. Fatigue is experienced by 60% of them.",
         ["Fatigue is experienced by 60% of them"], {("60", "%")}),
    ],
)  # fmt: skip
def test_claims_and_figures(text: str, claim: list[str], figures: set[tuple[str, str]]) -> None:
    document = read(trial(description=text), claims.extract)
    assert list(facts(document, "tkg:claimText")) == claim
    values = {
        s.object.lexical
        for s in document.statements
        if s.predicate == "tkg:claimedValue" and isinstance(s.object, Value)
    }
    units = {
        s.object.lexical
        for s in document.statements
        if s.predicate == "tkg:claimedUnit" and isinstance(s.object, Value)
    }
    assert values == {value for value, _ in figures}
    assert units == {unit for _, unit in figures}


@pytest.mark.parametrize(
    "text",
    [
        "This study will enroll 30% women.",
        "If the treatment is effective, patients may relapse less often.",
        "Patients will receive a safe and effective treatment for pain.",
        "Participants may have an increased risk of bleeding.",
        "Blood is collected, and it may cause a common complication at each visit.",
        "We hope to show that massage is a safe treatment of pain.",
        "H1: Massage is more effective than rest in patients with pain.",
        "Understanding pain is an important part of treatment.",
        "It is a common treatment of pain.",
        "The bridge is a common sight in the town.",
        "Improving treatment is the key to improving the prognosis.",
        "Therefore, it is necessary to consider a combination with a better safety profile.",
        "Patients will be treated for 6 months; the median age is 5.",
        "The sample size is based on a power of 80% according to the literature.",
        "The hypothesis is that cats are superior to dogs.",
        "There are no restrictions on the duration of asthma.",
        "It is our hypothesis that regorafenib is superior to chemotherapy.",
        "Is 5% of the incidence of asthma due to cats?",
        "We seek to learn whether rest is better than exercise for back pain.",
        "To determine whether statins are safe, blood tests are repeated.",
        "The arms are treated with statins and do not differ.",
        "The total study duration is 20 weeks and the treatment duration is up to 12 weeks for patients.",
        "Our clinic provides care for patients with asthma.",
        "Some of these are caused by drugs.",
        "II. Estimate the rate of relapse in patients who are treated with a drug that is safe and effective.",
        "78 patients with asthma have been chosen and have a high risk of infection.",
        "One or both of these drugs is a common treatment.",
        "This new treatment is to be compared with the drug that is common today.",
        "This drug is currently under development for severe asthma.",
        "These are associated with a high risk of infection.",
        "Gel Makers Ltd has a gel that contains a drug for wounds of patients.",
        "Treatment with the drug is not to exceed 48 weeks in 20% of patients.",
        "It is found in the skin.",
        "Patients practise walking with a nurse twice daily.",
        "The investigators measure pain before and after surgery.",
        "Blood samples are stored in the laboratory at minus 80 degrees.",
        "Week 4: muscles of the leg are trained.",
        "The device stays in the wound for 20 minutes.",
        "Number of infections per patient with fever.",
        "Participants keep a diary of pain.",
        "Patients listen to music after surgery.",
        "Any infection that leads to death of the patient.",
        "The electrodes are placed on the skin of the knee.",
        "Whether rest helps women with pain is the question of this project.",
        "Ultrasound of the artery was conducted every six months to provide measures of disease.",
        "Galantamine will improve memory and does not cause pain.",
        # no whole statement
        "Exercise combined with a protein drink in adults at high risk of fractures.",
        "Regorafenib combined with pembrolizumab.",
        "Nivolumab together with ipilimumab for melanoma in patients at high risk of relapse.",
        "Surgery followed by radiation therapy in women with breast cancer and a poor prognosis.",
        "chemotherapy or radiation therapy) in patients with severe asthma has a 20% risk of relapse.",
        "and overall survival) are a major problem of patients in 30% of towns.",
        "A median overall survival of 9.6 months.",
        "Between 20 and 40% of patients in primary care.",
        "2.5 x10e8 NK101 cells per dose.",
        # who may join, what is done in a laboratory
        "Children less than 12 years old who weigh less than 30kg and have a common disease.",
        "Women who are pregnant or at high risk of infection.",
        "Recovery tests of antibodies are done to confirm that the drug does not reduce the signal.",
        "Spiking experiments with cytokines are performed to check that serum reduces the signal of cells.",
        "Adults with asthma, ECOG 0-2, no more than two prior lines.",
        "Patients failed at least 1 prior line of therapy with expression of CLDN18.2 in gastric cancer.",
        "The screening period of two weeks includes an interview on asthma.",
        "Monthly pregnancy test for women with asthma who could become pregnant.",
        "Deaths from asthma were confirmed from the records of physicians.",
        "Lung function in asthma was assessed by utilization of a spirometer which measures the flow.",
        "Reduction of the total IgE antibody, improved vital capacity and lung volume.",
        "Differences of asthma with p<0.05 are considered significant.",
        "With 80% power, p < 0.05 is taken as significant in asthma.",
        "Walking increased lung function in asthma (p=0.001).",
        "Null hypothesis: There is no difference in the efficacy of steroids in asthma.",
        "Patients with cancer who respond may be included if growth is below 10%.",
        "The primary goal of the program is to increase exercise in women with asthma.",
        "Exclusion Criteria: 1. Previous treatment with steroids or allergen immunotherapy; 2. Asthma with 50% of attacks.",
        "Patients are categorised into low attack rate (max 3 in asthma), intermediate (4-10) and high.",
        "Dosing delays of steroids per label in asthma.",
        "Surgeons have done at least 50 resections for asthma.",
        "Patients with asthma (GINA 3), pretreated with steroids + omalizumab to full control.",
        "Exclusion criteria:\n* No consent\n* Infants with asthma that requires intensive care.",
        "Amino acids are infused over four hours for kidney protection.",
        "Included are adults with unresectable liver cancer.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert not facts(read(trial(description=text), claims.extract), "tkg:claimText")


@pytest.mark.parametrize(
    ("summary", "claim"),
    [
        # nothing but its own words says that an opening sentence speaks of the world
        ("Asthma can cause attacks of cough at night.", ["Asthma can cause attacks of cough at night"]),
        ("Asthma. 20% of patients.", []),
        ("Asthma kills young people. Attacks arise at night in most patients.",
         ["Asthma kills young people", "Attacks arise at night in most patients"]),
        ("About 60% of term babies become yellow.", ["About 60% of term babies become yellow"]),
        ("Patients with asthma practise breathing.", []),
        ("This trial tests rest. Resistance to antibiotics in children is due to overuse.", ["Resistance to antibiotics in children is due to overuse"]),
        ("This trial tests rest. Pain is rated daily, and surgery is limited to one knee.", []),
        ("This study asks whether rest can cause asthma in children.", []),
        ("Aspirin or placebo is given to patients who can have a serious disease.", []),
        # between sentences about the trial
        ("This trial tests cold. Cold may stop the growth of cancer cells by freezing them.", ["Cold may stop the growth of cancer cells by freezing them"]),
        ("This trial tests rest. Insulin is a drug that lowers sugar. Patients may have severe pain.", ["Insulin is a drug that lowers sugar"]),
        ("This trial tests statins. Statins work by blocking an enzyme of the liver.", ["Statins work by blocking an enzyme of the liver"]),
        ("This trial tests rest. Pain was a common problem during the procedure.", []),
        ("This trial tests rest. The findings may improve treatment.", []),
        ("Croup is an infection of the larynx. This trial tests steam.", ["Croup is an infection of the larynx"]),
        ("A home feeding period with the formula follows, and it is the last.", []),
        ("Up to 20% of patients with gout develop kidney stones.", ["Up to 20% of patients with gout develop kidney stones"]),
        ("Fractures of the hip occur in up to 20% of women with gout.", ["Fractures of the hip occur in up to 20% of women with gout"]),
        ("Up to 20% of patients with gout undergo two visits.", []),
        ("Up to 20% of patients develop a plan at the hospital with the nurse.", []),
        ("Diseases of the heart are classified as follows: angina, infarction, heart failure.", []),
        ("This trial tests rest; asthma may cause cough in this study.", []),
    ],
)  # fmt: skip
def test_claims_of_an_opening_summary(summary: str, claim: list[str]) -> None:
    assert list(facts(read(trial(summary=summary), claims.extract), "tkg:claimText")) == claim


@pytest.mark.parametrize(
    ("text", "claim", "about"),
    [
        ("Asthma is a chronic disease of the airways. It affects children and leads to cough.", "It affects children and leads to cough", "condition/asthma"),
        ("Regorafenib (an old drug) is widely used in cancer. Its effect on sleep is unknown.", "Its effect on sleep is unknown", "drug/regorafenib"),
        ("Regorafenib, an oral drug, reduces mortality in cancer. It may cause bleeding. It can be fatal in infants.", "It can be fatal in infants", "drug/regorafenib"),
        ("Colorectal neoplasms are common in adults. They often grow slowly and may cause bleeding.", "They often grow slowly and may cause bleeding", "condition/colorectal-neoplasms"),
        # named again by its kind
        ("Rest and exercise are common treatments of pain. This combination has never been studied in children.",
         "This combination has never been studied in children", None),
        ("Rest is a common treatment of pain. This allows a combination with exercise and reduces cough.", None, None),
        # of another number, or no subject: it goes on, but what it is about is not told
        ("Statins are widely used in heart disease. It reduces mortality in women.", "It reduces mortality in women", None),
        ("Inflammation is a common cause of asthma. It leads to cough in children.", "It leads to cough in children", None),
        ("Patients with asthma often have cough. Their sleep is impaired by it.", "Their sleep is impaired by it", None),
        # no claim; how a study is done; "it" of nothing; not right behind
        ("Patients with asthma often have cough. They are examined by physicians every day.", None, None),
        ("Patients with asthma often have cough. Their doctors have two rooms.", None, None),
        ("Asthma. It affects children and leads to cough.", None, None),
        ("Asthma is a common disease. It is important to treat children early.", None, None),
        ("Asthma is a common disease. It is not yet known whether rest helps children.", "It is not yet known whether rest helps children", None),
        ("Asthma is a common disease. The room is painted green. It leads to cough in children.", None, None),
        ("Asthma is a common disease. This room is warm and reduces pain.", None, None),
    ],
)  # fmt: skip
def test_a_claim_takes_up_what_the_one_before_speaks_of(text: str, claim: str | None, about: str | None) -> None:
    document = read(trial(description=text), claims.extract)
    told = list(facts(document, "tkg:claimText"))
    assert told[1:][-1:] == ([] if claim is None else [claim])
    before = [(s.object, s.method, len(s.evidence)) for s in document.statements if s.rule == "claim-about-before"]
    assert before[-1:] == ([] if about is None else [(about, "inference", 2)])


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Since leukaemia cells are sensitive, this new approach might increase survival.",
         ["Since leukaemia cells are sensitive, this new approach might increase survival"]),
        ("For kidney stones of this size, both shock waves or surgery are recommended as the first choice.",
         ["For kidney stones of this size, both shock waves or surgery are recommended as the first choice"]),
        ("In addition to structural properties, amniotic fluid is a rich source of growth factors in disease.",
         ["In addition to structural properties, amniotic fluid is a rich source of growth factors in disease"]),
        ("In addition, amniotic fluid is a rich source of growth factors in disease.",
         ["amniotic fluid is a rich source of growth factors in disease"]),
        ("Because our studies have shown that letrozole is effective in disease", []),
        ("Assuming a mortality of 20% in disease, 232 patients are needed.", []),
        ("Excl.: prior chemotherapy, history of lung disease", []),
        ("For the collection of faeces, patients will be given a kit.", []),
    ],
)  # fmt: skip
def test_what_gives_a_reason_first_is_a_statement(text: str, claim: list[str]) -> None:
    behind = f"Aspirin reduces pain in adults with asthma. {text}"
    assert list(facts(read(trial(description=behind), claims.extract), "tkg:claimText"))[1:] == claim


@pytest.mark.parametrize(
    ("sentence", "claimed"),
    [
        ("High-quality evidence is lacking.", True),
        ("The precise mechanism is largely unknown.", True),
        ("The former has been confirmed.", False),
        ("The rooms are blue.", False),
    ],
)
def test_what_asserts_right_behind_a_claim_is_one_whatever_it_names(sentence: str, claimed: bool) -> None:
    behind = f"Aspirin reduces pain in adults with asthma. {sentence}"
    for text, wanted in ((behind, claimed), (sentence, False)):
        found = facts(read(trial(description=text), claims.extract), "tkg:claimText")
        assert (sentence.rstrip(".") in found) == wanted


def test_one_claim_said_twice_is_one_node_with_two_grounds() -> None:
    text = "The incidence of asthma is high and the prognosis is poor."
    document = read(trial(summary=text, description=text), claims.extract)
    assert [node.kind for node in document.nodes.values()] == ["Claim"]
    (statement,) = [s for s in document.statements if s.predicate == "tkg:reportsClaim"]
    assert [span.field for span in statement.evidence] == ["brief_summary", "detailed_description"]


def test_what_a_claim_is_about() -> None:
    text = "Regorafenib is one of the standard treatments to reach survival in colorectal cancer, with a 5-year survival rate of 5%."
    found = facts(read(trial(description=text), claims.extract), "tkg:claimAbout")
    assert set(found) == {"drug/regorafenib", "condition/colorectal-neoplasms", "endpoint/survival-rate"}


def test_an_abbreviation_of_the_record_is_not_what_it_means_elsewhere() -> None:
    text = "Onset of sudden weakness (OS) is the most common cause of falls. OS was associated with colorectal cancer."
    document = read(trial(description=text), abbreviations.extract, claims.extract)
    assert set(facts(document, "tkg:claimAbout")) == {"condition/colorectal-neoplasms"}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        # a short form that the record defines
        ("Low back pain (LBP) is common. Severe LBP is associated with loss of work in older people.",
         [{"condition/low-back-pain"}, {"condition/low-back-pain"}]),
        # a substance of the body, not what is given
        ("Insulin (INS) is made in the pancreas. Low INS is associated with melanoma.", [{"drug/mesh-D1"}, {"condition/melanoma"}]),
        # an item that the trial gives and no vocabulary knows
        ("QX4471 is an antibody that has been shown to improve survival in melanoma.", [{"condition/melanoma", "drug/qx4471"}]),
        ("QX4472 is an antibody that has been shown to improve survival in melanoma.", [{"condition/melanoma"}]),
    ],
)
def test_claims_name_things_as_the_record_does(text: str, about: list[set[str]]) -> None:
    record = trial(description=text, interventions=("QX4471",))
    document = read(record, abbreviations.extract, interventions.extract, claims.extract)
    told: dict[str, set[str]] = {}
    for statement in document.statements:
        if statement.predicate == "tkg:reportsClaim":
            told[str(statement.object)] = set()
        elif statement.predicate == "tkg:claimAbout":
            told[statement.subject].add(str(statement.object))
    assert list(told.values()) == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Low T cell counts are associated with melanoma.", ["condition/melanoma", "endpoint/t-cell-count"]),
        ("Activated T cells are known to attack melanoma.", ["condition/melanoma"]),
        ("An association between sunlight and melanoma has been reported.", ["condition/melanoma"]),
        ("Smoking is the most common risk factor for melanoma.", ["condition/melanoma"]),
        ("Stem cells have been shown to survive in the bone marrow in melanoma.", ["condition/melanoma"]),
        ("Radiation has been shown to improve survival (HR 0.45) in melanoma.", ["condition/melanoma", "endpoint/overall-survival", "radiation/radiotherapy"]),
        ("A low heart rate has been reported in melanoma.", ["condition/melanoma", "endpoint/heart-rate"]),
        ("CAR-T cells have been shown to improve survival in melanoma.", ["condition/melanoma", "drug-class/car-t-cell-therapy", "endpoint/overall-survival"]),
    ],
)
def test_a_thing_is_no_endpoint_and_no_treatment(text: str, about: list[str]) -> None:
    document = Document(trial(description=text), load())
    document.add(list(claims.extract(document)))
    assert sorted(facts(document, "tkg:claimAbout")) == about


def test_a_longer_endpoint_is_more_than_the_short_form_in_it() -> None:
    text = "Melanoma is associated with a low conversion resection rate in older people."
    document = read(trial(description=text))
    abbreviate(document, "conversion", "breast cancer")
    document.add(list(claims.extract(document)))
    assert set(facts(document, "tkg:claimAbout")) == {"condition/melanoma", "endpoint/conversion-resection-rate"}
