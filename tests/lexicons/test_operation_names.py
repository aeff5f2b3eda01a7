"""Names of operations, devices, blocks and critical care: what trials compare with each other is not one concept."""

import pytest

from kg.vocab import load


@pytest.mark.parametrize(
    ("one", "other", "broader"),
    [
        ("TLIF", "PLIF", "procedure/spinal-fusion"),
        ("microdiscectomy", "full-endoscopic discectomy", "procedure/discectomy"),
        ("plate fixation", "tension band wiring", "procedure/fracture-fixation"),
        ("cemented hemiarthroplasty", "uncemented hemiarthroplasty", "procedure/hemiarthroplasty"),
        ("direct anterior approach THA", "posterior approach THA", "procedure/total-hip-arthroplasty"),
        ("complete revascularization", "culprit-lesion-only PCI", "procedure/percutaneous-coronary-intervention"),
        ("VA-ECMO", "VV-ECMO", "procedure/ecmo"),
        ("SAPIEN 3", "Evolut R", "device/transcatheter-heart-valve"),
        ("Seraph 100", "CytoSorb", "device/hemoadsorption-device"),
        ("bipolar TURP", "monopolar TURP", "procedure/transurethral-resection-of-prostate"),
        ("transperineal prostate biopsy", "transrectal prostate biopsy", "diagnostic-test/prostate-biopsy"),
        ("mini-PCNL", "tubeless PCNL", "procedure/percutaneous-nephrolithotomy"),
        ("TVT", "transobturator tape", "procedure/midurethral-sling"),
        ("SF6 tamponade", "C3F8 tamponade", "device/gas-tamponade"),
        ("PECS I block", "PECS II block", "procedure/pectoral-nerve-block"),
        ("thoracic epidural analgesia", "labor epidural", "procedure/epidural-analgesia"),
        ("LTS-D", "i-gel", "device/supraglottic-airway-device"),
        ("patient nudge", "clinician nudge", "behavioral/nudge"),
        ("cervical disc arthroplasty", "lumbar disc arthroplasty", "procedure/total-disc-replacement"),
        ("suprapatellar nailing", "infrapatellar nailing", "procedure/tibial-nailing"),
        ("provisional stenting", "DK crush", "procedure/percutaneous-coronary-intervention"),
        ("mechanical heart valve", "bioprosthetic valve", "device/prosthetic-heart-valve"),
        ("forceps delivery", "Kiwi vacuum", "procedure/operative-vaginal-delivery"),
        ("argon laser trabeculoplasty", "selective laser trabeculoplasty", "procedure/laser-trabeculoplasty"),
        ("hemithyroidectomy", "robotic thyroidectomy", "procedure/thyroidectomy"),
        ("QL1 block", "transmuscular quadratus lumborum block", "procedure/quadratus-lumborum-block"),
        ("deep extubation", "awake extubation", "procedure/extubation"),
        ("early tracheostomy", "surgical tracheostomy", "procedure/tracheostomy"),
        ("total gastrectomy", "proximal gastrectomy", "procedure/gastrectomy"),
        ("cold snare EMR", "hot EMR", "procedure/endoscopic-mucosal-resection"),
        ("low ligation of IMA", "high ligation of IMA", "procedure/ligation-level-of-inferior-mesenteric-artery"),
        ("wet cupping", "dry cupping", "procedure/cupping-therapy"),
        ("double-row rotator cuff repair", "single-row rotator cuff repair", "procedure/rotator-cuff-repair"),
        ("plain old balloon angioplasty", "drug-coated balloon angioplasty", "procedure/angioplasty"),
    ],
)
def test_what_trials_compare_is_kept_apart(one: str, other: str, broader: str) -> None:
    found = [load().lookup(name, "intervention") for name in (one, other)]
    assert all(len(ids) == 1 for ids in found)
    assert found[0] != found[1]
    for (concept_id,) in found:
        concept = load().get(concept_id)
        assert concept is not None
        assert broader in concept.broader


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("low-pressure pneumoperitoneum", "standard-pressure pneumoperitoneum"),
        ("restrictive fluid therapy", "liberal fluid therapy"),
        ("tonsillectomy", "tonsillotomy"),
        ("cricoid pressure", "paratracheal pressure"),
        ("Amplatzer septal occluder", "Amplatzer Amulet"),
        ("inhaler spacer", "cement spacer"),
        ("cystectomy", "laparoscopic ovarian cystectomy"),
        ("decompression", "core decompression"),
        ("sedation", "daily sedation interruption"),
        ("enhanced external counterpulsation", "intra-aortic balloon counterpulsation"),
        ("microneedling", "bleb needling"),
        ("kinesio taping", "buddy taping"),
        ("focal laser photocoagulation", "focal laser ablation"),
        ("uterine exteriorization", "in situ uterine repair"),
        ("antegrade cerebral perfusion", "retrograde cerebral perfusion"),
        ("cervical cerclage", "cerclage wiring"),
        ("pulmonary vein isolation", "PVI-guided fluid therapy"),
        ("traction", "mesh-mediated fascial traction"),
        ("glutamine", "11C-glutamine"),
        ("EUS-guided HGS", "choledochoduodenostomy"),
        ("lobectomy", "caudate lobectomy"),
        ("portal vein ligation", "associating liver partition and portal vein ligation"),
        ("artery-first approach", "total mesopancreas excision"),
        ("self-expandable metal stent", "covered stent"),
        ("Wallis interspinous implant", "pedicle screw system"),
    ],
)
def test_names_that_look_alike_are_not_one_thing(one: str, other: str) -> None:
    found = [load().lookup(name, "intervention") for name in (one, other)]
    assert found[1]
    assert found[0] != found[1]


@pytest.mark.parametrize(
    "text",
    [
        "Patching, alignment of the teeth and a spacer between visits are allowed; the Amplatzer is not.",
        "We ensure that closure of the study, access from the right, and fixation of samples are recorded.",
        "Participants who thrive, insure their car or propel a cart may take part in the convergent part.",
        "A radial approach to the femoral question, the mechanical part and the plating of cells are described.",
        "Preload and afterload, enucleation of cells, light and sleep, needling questions and a flap of the wing.",
    ],
)
def test_everyday_words_are_no_operations(text: str) -> None:
    kinds = ("procedure", "device")
    assert [c for h in load().scan(text, "intervention") for c in h.concepts if c.split("/")[0] in kinds] == []
