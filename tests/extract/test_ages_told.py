"""Ages and sex told in title and prose, where the record has no field for them."""


from __future__ import annotations

import pytest

from kg.extract import eligibility
from tests.extract.reading import facts, read, trial


def _limits(title: str, summary: str, **texts: object) -> tuple[list[str], list[str]]:
    document = read(trial(title=title, summary=summary, **texts), eligibility.extract)  # type: ignore[arg-type]
    return list(facts(document, "tkg:minimumAgeYears")), list(facts(document, "tkg:maximumAgeYears"))


@pytest.mark.parametrize(
    ("summary", "low", "high"),
    [
        ("This study will enroll adults aged 18 to 65 years with asthma.", ["18"], ["65"]),
        ("This study will select 16 patients (6-26 yrs) with asthma.", ["6"], ["26"]),
        ("This study will select 16 patients (2-4 yrs of follow-up) with asthma.", [], []),
        ("This study will enroll patients between the ages of 40 and 75.", ["40"], ["75"]),
        ("This study will enroll children 6 months-14 years of age.", ["0.5"], ["14"]),
        ("This study will enroll participants ≥60 years old with asthma.", ["60"], []),
        ("This study will enroll women aged 40 years and older.", ["40"], []),
        ("This study will enroll children under 12 years of age.", [], ["12"]),
        ("In this study patients 18 years or older will be treated.", ["18"], []),
        ("This study will treat patients ≤ 21 years old with sarcoma.", [], ["21"]),
        ("This study will treat adults over 18 years old.", ["18"], []),
        ("This study will enroll women over the age of 45 with asthma.", ["45"], []),
        ("In this study children from 12 to \\< 18 years of age are treated.", ["12"], ["18"]),
        ("In this study children aged 6 months up to 16 years are treated.", ["0.5"], ["16"]),
        ("To be eligible for this study, subjects should: i) be ill; ii) be of age from 18 to 65 years.",
         ["18"], ["65"]),
        ("In this study adults between 20 and 50 year-old are included.", ["20"], ["50"]),
        ("This study will enroll 90 parturients, of ASA status II, aged from 20 to 40 years.", ["20"], ["40"]),
        ("This study will enroll 24 women (singleton pregnancy, 18 to 45 years).", ["18"], ["45"]),
        ("This study will enroll 48 subjects. Age 18 to 75.", ["18"], ["75"]),
        ("This study will enroll 48 patients aged 18~75 years.", ["18"], ["75"]),
        ("This study is open. Eligible patients: grade 1; 18 years or older; signed consent.", ["18"], []),
        ("Children aged 1 to 9 years may join.", ["1"], ["9"]),
        ("This study is open. A scan: machine of 18 years or older.", [], []),
        ("This study will enroll 48 subjects. Both sexes, aged 18-75.", ["18"], ["75"]),
        ("In this study men and women >= 30 years, with asthma, are treated.", ["30"], []),
        ("In this study patients 18-75 years with asthma are treated.", ["18"], ["75"]),
        ("This study is open. Inclusion: Age>=18 and <=75; asthma.", ["18"], ["75"]),
        ("This study is open. Key eligibility: stage IV asthma; 18 to 75 years old; 1 or 2 previous drugs.",
         ["18"], ["75"]),
        ("This study is open. Eligible pts: age 2 y or older at time of assignment; onset between 1 and 18 years.",
         ["2"], []),
        ("This study is open. Criteria: asthma; age ≥ 18 years; signed consent.", ["18"], []),
        ("Inclusion: proven cancer, no metastases, age >= 18. Exclusion: chemotherapy, age > 80.", ["18"], ["80"]),
        ("Eligible are men of 40 to 70 years.", ["40"], ["70"]),
        ("Men and women of 18-70 years within the criteria take part.", ["18"], ["70"]),
        ("This study is open. Inclusion criteria: 1. Males or females, 18-75 yo", ["18"], ["75"]),
        ("This study is open. Eligible: 18-70 y.o. (fit), ECOG 0-2", ["18"], ["70"]),
        ("This study is open. Inclusion criteria: 1. 18-72yo; 2. asthma", ["18"], ["72"]),
        ("This study is open. Inclusion: • 18 years or older, on dialysis", ["18"], []),
        ("This study will enroll patients. Age ≥18, ECOG 0-1", ["18"], []),
        ("Eligible: proven cancer. Age ≥ 18. ECOG 0-1. Excluded: metastases, age < 12. Age > 75.", ["18"], ["75"]),
        ("Inclusion criteria: 1. Age ≥ 18 years old; 2. asthma", ["18"], []),
        ("Included: age >18 and <75, asthma", ["18"], ["75"]),
        ("This study is open. Inclusion: proven cancer, no metastases, age >= 18. Exclusion: asthma.", ["18"], []),
        ("This study is open. Eligible are men of 40 to 70 years.", ["40"], ["70"]),
        ("In this study men and women of 18-70 years within two towns are treated.", ["18"], ["70"]),
        ("This study is open. Inclusion:\n1. Males or females, 18-75 yo\n2. Asthma", ["18"], ["75"]),
        ("This study is open.\nInclusion Criteria\n• 18 years or older, on insulin\n• Asthma", ["18"], []),
        ("This study is open. 18-70 y.o. (up to 75 if fit), with asthma.", ["18"], ["70"]),
        ("This study is open. Eligible: 2 - 60 years.", ["2"], ["60"]),
        ("This study is open. In: ≥18 and ≤80 y; asthma.", ["18"], ["80"]),
        ("Key inclusion: 1. 18-75 yrs; 2. asthma; Key exclusion: 1. age > 80 years; 2. pregnancy.", ["18"], ["75"]),
        ("Patients: ≥18 y, <= 5 metastases. Non-eligible: pregnancy, age > 80 y.", ["18"], ["80"]),
        ("Patients: 12-18 months after surgery.", [], []),
        ("Non-eligible: pregnancy, pain > 80 days.", [], []),
        ("Inclusion: (1) asthma; (2) signed consent; (3) 18~65 years, male or female.", ["18"], ["65"]),
        ("This study is open. Eligibility: Must be 18 years of age or older\nAsthma", ["18"], []),
        ("In this study we treat men ≥18.", ["18"], []),
        ("This study treats men & women 40 to 85 y with asthma.", ["40"], ["85"]),
        # no ages of the participants
        ("In this study we treat men ≥18 kg.", [], []),
        ("This study is open. Eligibility is simple. Treatment: (1) 2-3 years; (2) surgery.", [], []),
        ("This study is open. Treatment: (1) 18-24 years; (2) surgery.", [], []),
        ("This study will enroll adults. Japanese patients must be aged 20 or over.", [], []),
        ("This study is open. Time: ≥2 and ≤4 weeks of asthma.", [], []),
        ("In this study risk factors are smoking, age > 60.", [], []),
        ("In this study patients of 3-5 years of disease are treated.", [], []),
        ("In this study mothers with 0-4 months old infants are taught.", [], []),
        ("This study is open. Follow-up: 2 - 5 years.", [], []),
        ("In this study patients 3-5 years after surgery are treated.", [], []),
        ("In this study patients >= 2 years post stroke, are treated.", [], []),
        ("In this study we follow the patients 2-4 years.", [], []),
        ("This study is open. Survival; 5 to 10 years; and death are counted.", [], []),
        ("This study is open. Implant: age of the device 2 to 5 years.", [], []),
        ("This study will enroll patients of 3-5 years of disease.", [], []),
        ("Exclusion criteria: Age < 18 years; pregnancy", ["18"], []),
        ("Exclusion criteria: age <18 or >80; pregnancy", ["18"], ["80"]),
        ("Exclusion criteria: age <18 or >80.", ["18"], ["80"]),
        ("Exclusion criteria: age < 18 years or ≥ 80 years; pregnancy", ["18"], ["79"]),
        ("Exclusion criteria: age < 18 years or > 80 mg of X; pregnancy", ["18"], []),
        ("Exclusion criteria: age < 18 years or BMI > 35; pregnancy", ["18"], []),
        ("Randomization is stratified by age ≥ 65, sex and site.", [], []),
        ("In this study subgroups are: age ≥ 65, male sex.", [], []),
        ("The risk factors are smoking, age > 60, and hypertension.", [], []),
        ("In this study children take part: age ≥ 18 months, healthy.", [], []),
        ("This study will enroll 24 women (singleton pregnancy, 18 to 24 weeks).", [], []),
        ("This study will enroll 48 subjects. The tissue is aged 18 to 75 days.", [], []),
        ("In this study infants are followed at 3 and 5 years of age.", [], []),
        ("In this study the Quality of Life Index (4-16 years old) is filled in by the children.", [], []),
        ("In this study patients are treated for 2 to 4 weeks.", [], []),
        ("In this study patients are followed for at least 5 years.", [], []),
        ("This study will enroll patients with fusions between C2 and upper vertebrae.", [], []),
        ("This study will enroll patients aged 18. In this study 3-6 patients are in each group.", [], []),
        ("In this study assent is sought from adolescents below 18 years of age.", [], []),
        ("This study will teach mothers with infants 2-8 months old.", [], []),
        ("This study will enroll adults and adolescents aged 12 to 17 years.", [], []),
        ("This study will enroll children and adults aged 12 to 65 years.", ["12"], ["65"]),
        ("In this study women 35 years of age and older may have a scan.", [], []),
        ("In this study women 35 years of age and older may participate.", ["35"], []),
        # two cohorts tell none
        ("This study will enroll subjects aged 18-59 years and subjects aged 60 years and older.", [], []),
        ("This study has a cohort of adults aged 18 to 40 years and one of adults aged 60 to 80 years.", [], []),
    ],
)
def test_ages(summary: str, low: list[str], high: list[str]) -> None:
    assert _limits("X in Asthma", summary) == (low, high)


@pytest.mark.parametrize(
    ("description", "low", "high"),
    [
        ("Population: men and women, aged between 18 and 55 years, with hay fever.", ["18"], ["55"]),
        ("Adults with a history of asthma, aged 18 to 49 years.", ["18"], ["49"]),
        ("Asthma is seen in 8 % of children aged 5 to 14 years.", [], []),
        ("Asthma is common in adults aged 30 to 50 years.", [], []),
        ("Asthma has been shown to be worse in adults aged 30 to 50 years.", [], []),
        ("Stones form in adults over the age of 30 years.", [], []),
    ],
)
def test_sentences_that_nothing_turns_to_the_background(description: str, low: list[str], high: list[str]) -> None:
    assert _limits("X in Asthma", "", description=description) == (low, high)


@pytest.mark.parametrize(
    ("description", "low", "high"),
    [
        # in a row behind a heading
        ("Main incl. criteria: cT2-4; HER2 low; ≥18 yrs. Non-inclusion: metastases; age > 75 yrs.", ["18"], ["75"]),
        ("1. lung cancer\n2. ECOG 0-1\n3. from 18-75 years old", ["18"], ["75"]),
        ("Incl. criteria: smoker; ≥ 20 pack years; ≥ 18 years.", ["18"], []),
        ("Inclusion criteria: symptoms; ≥ 20 years of symptoms.", [], []),
        ("X is given on day 1. 18-80 yrs; ECOG 0-2; LVEF ≥50%. Excl. asthma.", ["18"], ["80"]),
        ("This study will enroll infertile women aged 20 to 40 years.", ["20"], ["40"]),
        ("X is given on day 1. 18-80 yrs; data of a registry.", [], []),
        # ruled out: the limit of the other side
        ("Patients were excluded if they were younger than 18 years.", ["18"], []),
        ("Patients older than 75 years are not eligible.", [], ["75"]),
        ("Not eligible: cirrhosis, age < 18, pregnancy, bilirubin > 50.", ["18"], []),
        ("Exclusion: age >75 y, MELD >19.", [], ["75"]),
        ("Exclusion criteria: age ≤ 17 years; asthma", ["18"], []),
        ("Inclusion: age ≥ 18. Exclusion: age ≥ 80 years.", ["18"], ["79"]),
        ("Inclusion Criteria:\n\nPatients aged 18 years and older\n\nExclusion Criteria:\n\nPatients under 18 "
         "years of age Pregnant patients", ["18"], []),
        ("Exclusion: disease duration > 10 years, weight < 50.", [], []),
        ("Exclusion: age > 65 with diabetes.", [], []),
        ("Inclusion criteria: asthma. Fertile women (≥14 years of age or having menarche) must use X.", [], []),
        ("Exclusion: mothers of children under 5 years of age.", [], []),
        ("Exclusion: asthma.\n\nOlder than 60 years is rare.", [], []),
    ],
)  # fmt: skip
def test_ages_in_rows_of_criteria(description: str, low: list[str], high: list[str]) -> None:
    assert _limits("X in Asthma", "", description=description) == (low, high)


def test_a_field_of_the_record_goes_first() -> None:
    limits = {"minimum_age": "20 Years"}
    assert _limits("X in Asthma", "This study will enroll adults aged 18 to 65 years.", limits=limits) == (["20"], [])


@pytest.mark.parametrize(
    ("title", "summary", "sex"),
    [
        ("X in Postmenopausal Women With Asthma", "", ["female"]),
        ("X for Men With Prostate Problems", "", ["male"]),
        ("X in Men and Women With Asthma", "", []),
        ("X in Women With Asthma", "This study will enroll men too.", []),
        ("X in Pregnant Women and Their Infants", "", []),
        ("Men of Iron", "", []),
        ("X in Asthma", "This study will enroll 40 postmenopausal women with asthma.", ["female"]),
        ("X in Asthma", "To evaluate the effect of X in men with asthma.", ["male"]),
        ("X in Asthma", "To evaluate the effect of X in men with asthma. Women are told.", []),
        ("X in Asthma", "Asthma is more common in women with obesity.", []),
        ("X in Asthma", "This study will enroll women and their babies.", []),
        ("X in Asthma", "This study will enroll patients; some women who smoke are seen twice.", []),
    ],
)
def test_sex(title: str, summary: str, sex: list[str]) -> None:
    assert list(facts(read(trial(title=title, summary=summary), eligibility.extract), "tkg:sex")) == sex
