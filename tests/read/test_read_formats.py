"""Every format, on one invented trial written by hand in each."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from synthetic_trials import assert_verbatim, said

from kg.model import Skipped, Trial
from kg.read import coverage, read

FIXTURES = Path(__file__).parent / "fixtures"
STRUCTURED = ["study.json", "legacy.xml", "full_studies.json", "aact"]
ICTRP = ["ictrp.xml", "ictrp.csv"]
ALL = [*STRUCTURED, "download.csv", "download.tsv", "flattened.txt", *ICTRP]
FORMAT_OF = {
    "study.json": "ctgov-v2-json", "legacy.xml": "ctgov-xml", "full_studies.json": "ctgov-full-studies-json",
    "aact": "aact", "download.csv": "ctgov-csv", "download.tsv": "ctgov-csv", "flattened.txt": "flattened-text",
    "ictrp.xml": "ictrp-xml", "ictrp.csv": "ictrp-csv",
}  # fmt: skip


def first(path: Path | str) -> Trial:
    trial = next(read(path))
    assert isinstance(trial, Trial), trial
    return trial


@pytest.mark.parametrize("name", ALL)
def test_each_format_is_recognised_and_verbatim(name: str) -> None:
    trial = first(FIXTURES / name)
    assert trial.source.format == FORMAT_OF[name]
    assert trial.source.path == name
    assert not trial.findings
    assert_verbatim(trial)


@pytest.mark.parametrize("name", [n for n in ALL if n not in ICTRP and n != "study.json"])
def test_all_formats_say_the_same(name: str) -> None:
    without = ("description",) if name.startswith("download") else ()
    assert said(first(FIXTURES / name), without) == said(first(FIXTURES / "study.json"), without)


@pytest.mark.parametrize("name", STRUCTURED)
def test_structured_formats_keep_every_field(name: str) -> None:
    trial = first(FIXTURES / name)
    assert trial.key == "NCT99000001"
    assert trial.official_title is not None
    assert trial.official_title.text.startswith("A Randomized Phase 2/3")
    assert trial.acronym is not None
    assert trial.acronym.text == "EXAMPLE"
    assert [passage.text for passage in trial.secondary_ids] == ["EX-01", "2020-000001-11"]
    assert [passage.text for passage in trial.keywords] == ["inhaled steroids"]
    assert [(arm.label.text, arm.kind, arm.intervention_names) for arm in trial.arms] == [
        ("Examplinib", "EXPERIMENTAL", ("Examplinib",)),
        ("Control", "PLACEBO_COMPARATOR", ("Placebo", "Vitamin D")),
    ]
    assert [item.arm_labels for item in trial.interventions] == [("Examplinib",), ("Control",), ("Control",)]
    assert [name.text for name in trial.interventions[0].other_names] == ["EXA-1"]
    assert [phase.text.upper().replace(" ", "") for phase in trial.design.phases] == ["PHASE2", "PHASE3"]
    assert trial.design.allocation is not None
    assert trial.design.allocation.text.upper() == "RANDOMIZED"
    assert trial.design.masking is not None
    assert trial.design.masking.text.upper().startswith("DOUBLE")
    assert trial.design.enrollment is not None
    assert trial.design.enrollment.text == "120"
    assert [(p.role, p.name.text) for p in trial.participants] == [
        ("sponsor", "Example University"),
        ("collaborator", "Institute of Examples"),
    ]
    assert [
        (s.facility.text, s.city.text, s.country.text) for s in trial.sites if s.facility and s.city and s.country
    ] == [("Example Hospital", "Uppsala", "Sweden")]
    assert [(r.pmid.text, r.citation.text) for r in trial.references if r.pmid] == [
        ("99999999", "Doe J. Examples. J Ex. 2019.")
    ]
    criteria = trial.eligibility.criteria
    assert criteria is not None
    assert criteria.text.startswith("Inclusion Criteria:\n\n")
    assert criteria.text.endswith("Current smokers")
    assert trial.eligibility.minimum_age is not None
    assert trial.eligibility.minimum_age.text == "18 Years"
    for date in (trial.start_date, trial.primary_completion_date, trial.completion_date):
        assert date is not None
    assert trial.registry_terms[0].label.text == "Asthma"


@pytest.mark.parametrize("name", ["study.json", "legacy.xml"])
def test_results_are_read(name: str) -> None:
    results = first(FIXTURES / name).results
    flow = [(r.kind, r.group.text, r.value.text) for r in results if r.kind.startswith("participants") and r.group]
    assert flow == [("participants-started", "Examplinib", "60"), ("participants-completed", "Examplinib", "55")]
    value = next(r for r in results if r.kind == "outcome-value")
    assert (value.value.text, value.unit and value.unit.text, value.category and value.category.text) == (
        "0.31", "litres", "24 weeks"
    )  # fmt: skip
    analysis = next(r for r in results if r.kind == "outcome-analysis")
    assert (analysis.value.text, analysis.p_value and analysis.p_value.text) == ("0.12", "0.02")


def test_registry_terms_keep_code_and_place_in_the_tree() -> None:
    terms = [(t.kind, t.code, t.label.text, t.ancestor) for t in first(FIXTURES / "study.json").registry_terms]
    assert terms == [
        ("condition", "D001249", "Asthma", False),
        ("condition", "D001982", "Bronchial Diseases", True),
    ]


def test_wrapped_lines_of_xml_are_joined_and_list_items_are_not() -> None:
    criteria = first(FIXTURES / "legacy.xml").eligibility.criteria
    assert criteria is not None
    assert "specialist in respiratory medicine\n\nExclusion Criteria:" in criteria.text


@pytest.mark.parametrize("name", ICTRP)
def test_other_registries(name: str) -> None:
    trial = first(FIXTURES / name)
    assert trial.key == "CTRI-2020-03-099999"
    assert trial.registry_id is not None
    assert trial.registry_id.text == "CTRI/2020/03/099999"
    assert [item.name.text for item in trial.conditions] == ["Asthma", "Bronchial Hyperreactivity"]
    assert [(item.registry_type, item.name.text) for item in trial.interventions] == [
        ("DRUG", "Examplinib"), ("DRUG", "Placebo"), ("DIETARY_SUPPLEMENT", "Vitamin D"),
    ]  # fmt: skip
    assert [(o.role, o.measure.text, o.time_frame and o.time_frame.text) for o in trial.outcomes] == [
        ("primary", "Change in FEV1", "24 weeks"),
        ("secondary", "Asthma exacerbations", None),
        ("secondary", "Adverse events", None),
    ]
    assert [site.country.text for site in trial.sites if site.country] == ["Sweden", "India"]
    assert trial.eligibility.criteria is not None
    assert trial.eligibility.criteria.text == (
        "Inclusion Criteria:\n\nAdults with asthma\n\nExclusion criteria:\nCurrent smokers"
    )


def test_sites_of_a_download() -> None:
    sites = first(FIXTURES / "download.csv").sites
    assert [(s.facility and s.facility.text, s.city and s.city.text, s.country and s.country.text) for s in sites] == [
        ("Example Hospital", "Uppsala", "Sweden"),
        ("Sample Clinic, Building 2", "Boston", "United States"),
    ]


def study(number: int) -> dict[str, object]:
    return {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08d}", "briefTitle": f"Trial {number}"}}}


STUDIES = [study(n) for n in range(5)]
JSON_SHAPES = {
    "one": (json.dumps(STUDIES[0]), 1),
    "pretty": (json.dumps(STUDIES[0], indent=2), 1),
    "array": (json.dumps(STUDIES), 5),
    "pretty array": (json.dumps(STUDIES, indent=1), 5),
    "page": (json.dumps({"studies": STUDIES, "nextPageToken": "x"}), 5),
    "pretty page": (json.dumps({"totalCount": 5, "studies": STUDIES}, indent=2), 5),
    "lines": ("\n".join(map(json.dumps, STUDIES)), 5),
    "lines and blank lines": ("\n\n" + "\r\n\r\n".join(map(json.dumps, STUDIES)) + "\n", 5),
    "pages as lines": ("\n".join([json.dumps({"studies": STUDIES})] * 2), 10),
    "array on lines": ("[\n" + ",\n".join(map(json.dumps, STUDIES)) + "\n]", 5),
    "documents one after another": ("\n".join(json.dumps(s, indent=1) for s in STUDIES), 5),
}


@pytest.mark.parametrize("shape", JSON_SHAPES)
def test_every_shape_of_json(shape: str, tmp_path: Path) -> None:
    text, count = JSON_SHAPES[shape]
    (tmp_path / "x").write_text(text, encoding="utf-8")
    trials = list(read(tmp_path / "x"))
    assert len(trials) == count
    assert all(isinstance(trial, Trial) for trial in trials), trials
    assert [trial.source.position for trial in trials if isinstance(trial, Trial)] == list(range(count))


def packed(data: bytes, how: str, path: Path) -> Path:
    if how == "gz":
        path.write_bytes(gzip.compress(data))
    elif how == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("folder/record", data)
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("how", ["plain", "gz", "zip"])
@pytest.mark.parametrize("name", [n for n in ALL if n != "aact"])
def test_compressed_and_unnamed(name: str, how: str, tmp_path: Path) -> None:
    trial = first(packed((FIXTURES / name).read_bytes(), how, tmp_path / "no-suffix"))
    plain = first(FIXTURES / name)
    assert said(trial) == said(plain)
    assert (trial.key, trial.source.sha256) == (plain.key, plain.source.sha256)


@pytest.mark.parametrize("how", ["plain", "gz", "zip"])
def test_standard_input(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed((FIXTURES / "study.json").read_bytes(), how, tmp_path / "x").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert first("-").key == "NCT99000001"


def test_bulk_zip_of_one_file_a_study(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bulk.zip", "w") as bundle:
        for number in reversed(range(20)):
            bundle.writestr(f"NCT{number:08d}.json", json.dumps(study(number)))
        for name in ("__MACOSX/NCT00000001.json", "x/.DS_Store", "readme.txt"):
            bundle.writestr(name, "no record")
    trials = list(read(tmp_path))
    assert [getattr(trial, "key", trial) for trial in trials] == [f"NCT{number:08d}" for number in range(20)]
    assert isinstance(trials[3], Trial)
    assert trials[3].source.path == f"{tmp_path.name}/bulk.zip!NCT00000003.json"


def test_tables_in_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as bundle:
        for path in (FIXTURES / "aact").iterdir():
            bundle.write(path, path.name)
    trials = list(read(tmp_path / "tables.zip"))
    assert [trial.key for trial in trials if isinstance(trial, Trial)] == ["NCT99000001", "NCT99000002"]
    assert said(first(tmp_path / "tables.zip")) == said(first(FIXTURES / "study.json"))


def test_a_lone_table_is_not_taken_for_something_else() -> None:
    (found,) = read(FIXTURES / "aact" / "conditions.txt")
    assert isinstance(found, Skipped)
    assert "AACT" in found.message


def test_a_tree_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b/2.json", "a/9.json", "b/10.json", "c.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(study(int("".join(c for c in name if c.isdigit()) or 0))))
    (tmp_path / "README.md").write_text("about the records")
    (tmp_path / ".hidden").write_text("no record")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "1.json").write_text(json.dumps(study(1)))
    paths = [item.source.path for item in read(tmp_path) if isinstance(item, Trial)]
    assert paths == [f"{tmp_path.name}/{name}" for name in ("c.json", "a/9.json", "b/10.json", "b/2.json")]
    assert len(list(read(tmp_path))) == 4


@pytest.mark.parametrize("name", ALL)
def test_the_table_of_fields_is_true(name: str) -> None:
    """Each hand-made record has all that its format can have, and nothing else."""
    assert coverage.present(first(FIXTURES / name)) == coverage.FORMATS[FORMAT_OF[name]]


def test_the_table_of_fields_as_markdown() -> None:
    lines = coverage.markdown().splitlines()
    assert len(lines) == len(coverage.FIELDS) + 2
    assert {line.count("|") for line in lines} == {len(coverage.FORMATS) + 2}
    assert lines[2].count("✓") == len(coverage.FORMATS) - 1  # flattened text has no number
