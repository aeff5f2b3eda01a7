"""False friends: words of ordinary language, of statistics and of the clinic that are names in some vocabulary.

Each line is running text in which the shipped vocabulary must find nothing of the domain.
"""

from __future__ import annotations

import pytest

import kg.vocab

INTERVENTION = """
a study of the control group
OS was the primary endpoint
we lead the trial
MICE were used
low-value pre-op testing
seen under D.O.T. until cure
Km and V-max
the OS and AE rates; PD was seen
this program will take place
patients of choice and success
same distance walked
an Android app and iPhone
the sensor records data
Oliver and Amanda
the solution to the problem
a tablet computer
the association between mortality and morbidity
prevalence and incidence
the diagnosis of disease
standard deviation
advance directives
at the discretion of the investigator
an open label phase
male and female patients
the family and the mother
serum bilirubin, glucose, calcium and potassium
cholesterol level
hemoglobin and alanine aminotransferase
HbA1c
body mass index
life expectancy of 12 weeks
a risk factor
registry of patients
informed consent
adequate contraception
a positive pregnancy test
sample size of 40
the pilot study
statistical probability
a hot summer in Paris
peanut and wheat
tobacco and alcohol
as of today
in all cases
fat
the arm
CR, PR, SD
ECOG PS 0-1
IL-6 levels
DNA and RNA
the ART clinic
Impact Study
COMPASS trial
HORIZON
a minor
T cell
AUC and Cmax
ALT, AST
ANC
EGFR mutation
HER2
PSA
the wall
an apple a day
in May and March
ten K
will
an early start
light and heat
weight and height
the head and neck
table and figure
in water
room temperature
well versed in statistics
a buzzy place
jet injection of it
on 3/7 days
the retina
hib and mobi-c-like
an ACP guideline for low back pain
outcomes amongst ACDA and ACD(F)
assessed by a multidisciplinary team
MMS score
the ICE cohort
CAP culture
TEA and coffee
a MAP of the site
FIT for surgery
iron deficiency
zinc finger
sodium level in serum
the magnesium concentration
oxygen saturation
insulin resistance
insulin sensitivity
estrogen receptor positive
progesterone receptor
androgen receptor
testosterone level
cortisol level
thyroid hormone levels
alcohol use
cocaine dependence
nicotine dependence
latex allergy
egg allergy
vital signs
medical history
screening visit
a diary card
the IMPACT trial and its extension
the SMART design with two stages of randomization
a CAT score of 10 or more
pet owners and their families
an ice storm in the region
the gold standard of this field
cold months of the year
a hearing of the court
first aid kits were bought
the lead investigator of the site
the MIND study group
patients at the MACE of the hospital
the STAR rating of the plan
a HOPE score for motivation
the SAFE questionnaire and its scores
ACT now on tuberculosis
the PRIME time of life
the lasting impression of the visit
ADMINISTERED VIA PUMP
the SMILE study investigators
DCR was 40 % at week 8
CMR at the end of cycle 4
an ABR of 2.1 per year
RV5 and SV1 in lead aVL
the ICL of the laboratory
PASCAL was the programming language
the JASPER study of 2014
Decipher what is meant
NT-proBNP of at least 300 pg/ml
ctDNA at baseline
high-sensitivity troponin above the 99th percentile
cervical length of less than 25 mm
the drain on resources
a mesh of neighbours
the web device that was used to browse
a bundle of joy
the seton hall university
GRID computing was used
tissue hypoxia was seen
the OAE was recorded
a patch of land
the bridge to transplant programme
spray of the sea
a bath of acid for the glass
the MUST score of malnutrition
the RAPID registry
the HEART score and its use
data from the SWEDEHEART registry
the SPRINT reporter
"""

CONDITION = """
amyloid PET and its uptake
a 17p deletion by FISH
the control arm
an OS event
AE, SAE and PD
the family of the child
father and mother
parents and spouses
in March
language barrier
speech
complete response
grade 3 or 4
local and common
acquired and genetic
communication skills
efficiency
complications occurred
body weight
the left lead
MS/MS spectrometry
ED visit
PE ratio
CAD software
RA section
AS needed
CP value
CF
HE stain
AD
MI
PAD
MM
UC campus
ALL patients
for ALL
HS students
DM
OA
FL, USA
DR Smith
GA
SAM
PID
AMD processors
CAP
CSU campus
HAE
ARC
medical condition
other diseases
a disorder
the syndrome
emergency department
sterile water
uncertainty
negotiation
attention
emotion
attitude
sesame
a stone
labor union
fall of 2020
falls in line
aging pipeline
relapse
stress test
the pregnant pause
healthy diet
smokers
recurrence
metastasis
prolonged
toxicity
response
cervix
pancreas
skin
lung function
liver enzymes
spotting
bends
crabs
mirage
plaid
helix
pandas
chime
TACE
RECIST
treatment
safety and efficacy
adult patients
stage IV
death from any cause
death
infectious
localized
congenital
dependence
punishment
mass
lesion
in remission
no evidence of disease
the safety of APL-9796 in adults
CML-4471 is a code
production of tumor necrosis factor
not everyone has maculopathy
the pituitary gland
the hard palate
subcutaneous tissue
the seminal vesicle
pericardial fluid
ARMS of the trial
COMA scale
a glass of water
the TNS device
ACD solution
SAD mean
MAS grade
RAD dose
HIT program
FAP expression
the LAM cohort
the SCAN study
DISH of sterile water
injury severity score
cold packs
wound dressing
mice with a knock-out of the gene
a cold chain for the vaccine
AI was used to read the films
the CHIP was read by a scanner
PROS such as the diary were collected
the HIT programme of exercise
PEP was offered to the staff
the BMD of the hip
BED and BATHROOM were near
the FA of the tract
the CME credits of the course
a RIF of ten minutes
the ICP monitor was placed
MR images were read
the VL was below 50 copies
PAS staining of the tissue
an MMA plate
DI water was added
the CL of the drug
TR of 2000 ms and TE of 30 ms
the ON time and the OFF time
the PV of the catheter
the VT of 6 ml/kg
the RD of the study
the AA of the clinic drove home
the LID of the box
a CIC meeting
an ISR of one hour
the AS-IS process
the PG dose
HaTS were worn
the PORC committee
the VOC of the air
a head of the department
the MAM of the group
the SGA rating of nutrition
the STH server
NCC guidelines
the DKA of the budget
the ECC committee
the PVR database
an LF of 10
AV recordings of the session
CF. the appendix
the SAD face on the card
the ALL group
the ILL will
"""

ENDPOINT = """
the CROSS trial
the validation cohort
exhaustion markers
aborted episodes
relative usage of the upper limb
persistence and trafficking
cystic fibrosis patients
the ADT-free interval
"""

INSTRUMENT = """
at a high price
circulating tumour cell (CTC) conversion
mean fluorescence intensity (MFI)
CD62L(MFI)
the CAT scan
the SAS software
the HIT reaction
on the MAP
"""

TRAPS = [
    (domain, text)
    for domain, lines in (
        ("intervention", INTERVENTION),
        ("condition", CONDITION),
        ("endpoint", ENDPOINT),
        ("instrument", INSTRUMENT),
    )
    for text in lines.strip().splitlines()
]


def test_there_are_enough_traps() -> None:
    assert len(TRAPS) >= 320
    assert len(set(TRAPS)) == len(TRAPS)


@pytest.mark.parametrize(("domain", "text"), TRAPS)
def test_trap_stays_clean(domain: str, text: str) -> None:
    found = kg.vocab.load().scan(text, domain)
    assert [(text[hit.start : hit.end], hit.concepts) for hit in found] == []


@pytest.mark.parametrize(
    ("text", "domain", "concept"),
    [
        ("bevacizumab plus FOLFIRI", "intervention", "drug/bevacizumab"),
        ("treated with fruquintinib", "intervention", "drug/fruquintinib"),
        ("patients with colorectal cancer", "condition", "condition/colorectal-neoplasms"),
        ("non–small-cell lung cancer", "condition", "condition/non-small-cell-lung-cancer"),
        ("chronic lymphocytic leukaemia", "condition", "condition/chronic-lymphocytic-leukemia"),
        ("Wilson disease", "condition", "condition/mesh-D006527"),
        ("APL or CML", "condition", "condition/acute-promyelocytic-leukemia"),
        ("COVID-2019", "condition", "condition/covid-19"),
        ("honey bee venom", "intervention", "drug/honey-bee-venom"),
        ("vascular endothelial growth factor", "endpoint", "endpoint/vegf"),
        ("fecal metabolites", "endpoint", "endpoint/metabolomics"),
        ("CTC version 2.0", "instrument", "instrument/nci-ctc"),
        ("PASI-100", "instrument", "instrument/pasi"),
    ],
)
def test_but_names_are_found(text: str, domain: str, concept: str) -> None:
    assert concept in [c for hit in kg.vocab.load().scan(text, domain) for c in hit.concepts]


@pytest.mark.parametrize(
    ("name", "domain"),
    [("program", "intervention"), ("study", "intervention"),  ("OS", "intervention"),
     ("success", "intervention"), ("grade 3", "condition"), ("common", "condition"), ("control", "condition")],
)  # fmt: skip
def test_not_even_as_a_whole_field(name: str, domain: str) -> None:
    assert kg.vocab.load().lookup(name, domain) == ()
