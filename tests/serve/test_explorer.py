"""The pages for people, as the server sends them: what they say, what they refuse, and that records stay inert."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from served import Served

import kg
from kg.serve.explorer.look import duration
from kg.serve.explorer.words import field_words, segments

TRIAL = "r-3536e172dc01c3d1"
OTHER = "r-80c11c0c07f28c95"
EVIL = (
    '</script><script>window.owned=1</script><img src=x onerror="window.owned=1"><a href="javascript:window.owned=1">x</a>'
    "{{7*7}}{% for %}' \" \u2028 =HYPERLINK(1)"
)
NUMBER = "NCT09999999"


class Tags(HTMLParser):
    """What a page is made of: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a" and "href" in attrs]


def _page(server: Served, path: str, status: int = 200) -> Tags:
    answer = server.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/html")
    return Tags(answer.text)


def test_home_counts_and_leads_on(server: Served) -> None:
    page = _page(server, "/")
    assert "5 trials, taken apart" in page.text
    assert "bevacizumab" in page.text
    assert {"/trials", "/questions", "/compare", "/sparql", "/page/drug/bevacizumab"} <= set(page.links())


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [("/nowhere", 404, "Not Found"), ("/id/drug/nosuch", 404, "nosuch"), ("/questions/<i>x", 404, "<i>x"),
     ("/search?q=a&kind=x", 400, "no kind 'x'")],
)  # fmt: skip
def test_a_browser_is_told_in_a_page_what_is_wrong(server: Served, path: str, status: int, says: str) -> None:
    page = _page(server, path, status)
    assert says in page.text
    assert "i" not in {tag for tag, _ in page.tags}
    for accept in ("*/*", "application/json", "text/csv", ""):
        answer = server.client.get(path, headers={"Accept": accept}, follow_redirects=True)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    assert server.client.get(path, headers={"Accept": "text/html"}).headers["cache-control"] == "no-store"


def test_a_trial_shows_what_is_given_measured_and_doubted(server: Served) -> None:
    page = _page(server, f"/id/trial/{TRIAL}")
    for words in (
        "Icaritin Combined With Bevacizumab and FOLFIRI",
        "progression-free survival",
        "death or disease progression",
        "5 years",
        "CTCAE 5.0",
        "looks like a misspelling",
    ):
        assert words in page.text, words
    assert "/page/regimen/folfiri" in page.links()
    marks = [attrs for tag, attrs in page.tags if tag == "a" and (attrs.get("class") or "").startswith("mark ")]
    ids = {attrs["id"] for _, attrs in page.tags if attrs.get("id")}
    assert len(marks) > 20
    assert all((mark["href"] or "")[1:] in ids for mark in marks)


def test_the_text_of_a_record_is_whole_between_its_marks(server: Served) -> None:
    query = f"SELECT ?text {{ trial:{TRIAL} prov:wasDerivedFrom/tkg:hasField/tkg:text ?text }}"
    texts = [row["text"]["value"] for row in server.sparql(query).json()["results"]["bindings"]]
    shown = "".join(_page(server, f"/page/trial/{TRIAL}").texts)
    assert len(texts) > 5
    assert all(text in shown for text in texts)


def test_segments_hold_the_text_and_overlapping_edges() -> None:
    edges = [
        {"start": 0, "end": 10, "number": 1, "group": "given"},
        {"start": 5, "end": 8, "number": 2, "group": "measured"},
        {"start": 8, "end": 99, "number": 3, "group": "other"},
    ]
    found = segments("0123456789ab", edges)
    assert "".join(each["text"] for each in found) == "0123456789ab"
    assert [(each["text"], each["edges"]) for each in found] == [
        ("01234", [1]),
        ("567", [1, 2]),
        ("89", [1, 3]),
        ("ab", [3]),
    ]
    assert found[1]["group"] == "measured"


def test_a_field_has_a_name_for_the_eye() -> None:
    assert field_words("interventions/0/other_names") == "interventions 1: other names"
    assert field_words("conditions/11") == "conditions 12"
    assert field_words("detailed_description") == "detailed description"


@pytest.mark.parametrize(("days", "words"), [("1", "1 day"), ("30.4375", "1 month"), ("x", "x"), ("0", "0 days")])
def test_a_duration_is_said_in_the_largest_unit(days: str, words: str) -> None:
    assert duration(days) == words


def test_a_concept_has_names_codes_trials_and_what_goes_with_it(server: Served) -> None:
    page = _page(server, "/page/drug/bevacizumab")
    assert "Avastin" in page.text
    assert "3 trials" in page.text
    assert "http://id.nlm.nih.gov/mesh/D000068258" in page.links()
    assert "Endpoints measured" in page.text
    fewer = _page(server, "/page/drug/bevacizumab?role=endpoint")
    assert "No trial has it in that role" in fewer.text


def test_trials_of_narrower_concepts_count(server: Served) -> None:
    page = _page(server, "/page/condition/colorectal-neoplasms")
    assert TRIAL in page.text


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Avastin", "/page/drug/bevacizumab"),
        ("bevacizumb", "/page/drug/bevacizumab"),
        ("befacizumabb", "/page/drug/bevacizumab"),
        ("progression free surv", "/page/endpoint/progression-free-survival"),
        ("lcaritin", "/page/trial/" + TRIAL),
        (TRIAL, "/page/trial/" + TRIAL),
    ],
)
def test_search_knows_other_names_typing_errors_titles_and_numbers(server: Served, text: str, hit: str) -> None:
    assert hit in _page(server, f"/search?q={text}").links()


def test_search_of_a_number_goes_to_the_trial_and_of_nonsense_says_so(server: Served) -> None:
    answer = server.client.get(f"/search?q={TRIAL}&go=1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/page/trial/{TRIAL}")
    assert "Nothing is called" in _page(server, "/search?q=qqqqqzzzzz").text
    assert server.client.get("/search?q=x&kind=Nonsense").status_code == 400
    assert server.client.get("/search?q=" + "a" * 600).status_code == 400


def test_trials_are_compared_and_differences_marked(server: Served) -> None:
    found = server.client.get(f"/compare?trial={TRIAL}&trial={OTHER}&format=json").json()
    rows = {row["name"]: row for section in found["sections"] for row in section["rows"]}
    assert rows["bevacizumab"]["differs"]
    assert rows["bevacizumab"]["cells"][1] is None
    assert "differs" in _page(server, f"/compare?trial={TRIAL}+{OTHER}").text
    assert "name at least another" in _page(server, f"/compare?trial={TRIAL}").text
    assert server.client.get(f"/compare?trial={TRIAL}+NCT00000000").status_code == 404
    assert server.client.get("/compare?trial=" + "+".join(f"NCT0000000{n}" for n in range(6))).status_code == 400


def test_questions_are_forms_with_answers(server: Served) -> None:
    assert "/questions/trials-giving-drug" in _page(server, "/questions").links()
    page = _page(server, "/questions/trials-giving-drug?drug=Avastin")
    assert f"/page/trial/{TRIAL}" in page.links()
    wrong = _page(server, "/questions/trials-giving-drug?drug=befacizumabb", 400)
    assert "perhaps bevacizumab" in wrong.text
    assert server.client.get("/questions/no-such").status_code == 404
    assert server.client.get("/questions/trials-giving-drug?drug=nonsense&format=csv").status_code == 404


def test_every_named_question_has_its_page(server: Served) -> None:
    for question in kg.query.questions():
        _page(server, f"/questions/{question.name}")


@pytest.mark.parametrize(
    "path",
    [f"/page/trial/{TRIAL}", "/page/drug/bevacizumab", f"/page/part/{TRIAL}-primary-0", "/search?q=survival", "/trials",
     f"/compare?trial={TRIAL}+{OTHER}", "/questions/shared-drugs"],
)  # fmt: skip
def test_everything_can_be_had_as_csv_and_json(server: Served, path: str) -> None:
    join = "&" if "?" in path else "?"
    table = server.client.get(f"{path}{join}format=csv", headers={"Accept": "text/html"})
    rows = list(csv.reader(io.StringIO(table.text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "attachment" in table.headers["content-disposition"]
    assert json.loads(server.client.get(f"{path}{join}format=json", headers={"Accept": "text/html"}).text)
    assert server.client.get(f"{path}{join}format=exe", headers={"Accept": "text/html"}).status_code == 400


def test_links_of_pages_lead_somewhere(server: Served) -> None:
    links = {link.partition("#")[0] for link in _page(server, f"/page/trial/{TRIAL}").links()}
    local = sorted(link for link in links if link.startswith(("/page/", "/data/", "/compare", "/trials")))
    assert len(local) > 30
    for link in local:
        assert server.client.get(link).status_code == 200, link


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a record that has an attack in every field, with its evidence kept apart."""
    folder = tmp_path_factory.mktemp("hostile")
    record = {
        "protocolSection": {
            "identificationModule": {
                "nctId": NUMBER, "briefTitle": f"{EVIL} bevacizumab", "officialTitle": f"Official {EVIL}", "acronym": EVIL,
                "orgStudyIdInfo": {"id": EVIL},
            },
            "statusModule": {"overallStatus": EVIL, "startDateStruct": {"date": EVIL}},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": EVIL}, "collaborators": [{"name": EVIL}]},
            "descriptionModule": {"briefSummary": f"Bevacizumab {EVIL}", "detailedDescription": EVIL},
            "conditionsModule": {"conditions": [EVIL, "Colorectal Cancer"], "keywords": [EVIL]},
            "designModule": {"studyType": EVIL, "phases": ["PHASE2", EVIL], "enrollmentInfo": {"count": 12, "type": EVIL}},
            "armsInterventionsModule": {
                "armGroups": [{"label": EVIL, "type": EVIL, "description": EVIL, "interventionNames": [f"DRUG: {EVIL}"]}],
                "interventions": [
                    {"type": "DRUG", "name": EVIL, "description": EVIL, "armGroupLabels": [EVIL], "otherNames": [EVIL]},
                    {"type": "DRUG", "name": "Bevacizumab"},
                ],
            },
            "outcomesModule": {
                "primaryOutcomes": [{"measure": f"Overall survival {EVIL}", "description": EVIL, "timeFrame": f"2 years {EVIL}"}]
            },
            "eligibilityModule": {"eligibilityCriteria": f"Inclusion Criteria:\n\n* {EVIL}", "sex": EVIL},
            "contactsLocationsModule": {"locations": [{"facility": EVIL, "city": EVIL, "country": EVIL}]},
        }
    }  # fmt: skip
    source = folder / "evil.json"
    source.write_text(json.dumps(record), encoding="utf-8")
    kg.build(source, folder / "build", evidence="apart").close()
    served = Served(folder / "build", "--workers", "1")
    yield served
    served.stop()


def test_records_stay_inert_on_every_page(hostile: Served) -> None:
    found = hostile.client.get(f"/page/trial/{NUMBER}", headers={"Accept": "text/html"})
    paths = [
        f"/page/trial/{NUMBER}",
        "/",
        "/trials",
        "/search?q=HYPERLINK",
        "/page/drug/bevacizumab",
        "/page/phase/phase-2",
    ]
    paths += [link for link in Tags(found.text).links() if link.startswith(("/page/organization", "/page/part"))]
    paths += [f"/compare?trial={NUMBER}+{NUMBER}", f"/questions/population?trial={EVIL[:80]}"]
    paths += [f"/page/part/{NUMBER}-{part}" for part in ("intervention-0", "primary-0", "arm-0", "condition-0")]
    for path in paths:
        answer = hostile.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        page = Tags(answer.text)
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert all((attrs.get("src") or "").startswith("/static/") for attrs in scripts), path
        assert not [tag for tag, _ in page.tags if tag in ("img", "iframe", "object", "base", "meta-refresh")], path
        assert not [link for link in page.links() if not link.startswith(("/", "#", "https://", "http://"))], path
        assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs), path
        assert "script-src 'self'" in answer.headers["content-security-policy"]
    shown = Tags(found.text).text
    assert "<script>window.owned" in shown
    assert "{{7*7}}" in shown


def test_a_picture_runs_only_its_own_scripts(hostile: Served) -> None:
    answer = hostile.client.get(f"/graph?trial={NUMBER}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "sha256-" in policy
    assert "unsafe" not in policy
    assert hostile.client.get("/graph?concept=drug/bevacizumab").status_code == 200
    for path in ("/graph?trial=NCT00000000", "/graph?concept=nothing", "/graph?concept=drug/<x>"):
        assert hostile.client.get(path).status_code == 404
    assert hostile.client.get("/graph").status_code == 400


def test_no_cell_of_a_download_begins_a_formula(hostile: Served) -> None:
    found = hostile.client.get("/trials?format=csv").text
    cells = [cell for row in csv.reader(io.StringIO(found)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_evidence_that_is_kept_apart_is_shown(hostile: Served) -> None:
    page = _page(hostile, f"/page/trial/{NUMBER}")
    assert "Marked words carry an edge" in page.text
    assert [attrs for tag, attrs in page.tags if tag == "a" and "given" in (attrs.get("class") or "").split()]
    assert hostile.client.get(f"/graph?trial={NUMBER}").status_code == 200


def test_a_build_without_evidence_says_so(tmp_path: Path, serve: Callable[..., Served]) -> None:
    kg.build(Path(__file__).parent.parent.parent / "seeds", tmp_path / "build", evidence="none", page=False).close()
    page = _page(serve(build=tmp_path / "build"), f"/page/trial/{TRIAL}")
    assert "made without evidence" in page.text
    assert "progression-free survival" in page.text
