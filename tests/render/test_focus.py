"""What `trialkg render` and `show` draw without a preset, and how the page is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample_graph import sample
from typer.testing import CliRunner

from kg.errors import InputError, QueryError, UnknownName
from kg.graph import Graph
from kg.render import page_of, view_of, write_page
from kg.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(sample(), None)


def ids(view: object) -> set[str]:
    return {node.id for node in view.nodes}  # type: ignore[attr-defined]


def test_everything_some_trials_and_around(store: Store) -> None:
    assert len(view_of(store).trials) == 4
    assert view_of(store, trials=["NCT90000003"]).trials[0][0] == "NCT90000003"
    assert ids(view_of(store, concept="budesonide", depth=1)) == {"drug/budesonide", "trial/NCT90000003"}
    assert "VALUES ?trial" not in view_of(store).scene.query
    assert "NCT90000003" in view_of(store, trials=["NCT90000003"]).scene.query


def test_a_query_of_trials_draws_them_whole(store: Store) -> None:
    view = view_of(store, query="SELECT ?trial { ?trial tkg:tests drug:budesonide }")
    assert [key for key, _ in view.trials] == ["NCT90000003"]
    assert "condition/asthma" in ids(view)
    assert view.scene.query.startswith("SELECT ?trial")


def test_a_query_of_things_draws_what_lies_between_them(store: Store) -> None:
    view = view_of(store, query="SELECT ?trial ?drug { ?trial tkg:tests ?drug . ?drug a tkg:Drug }")
    assert {"trial/NCT90000003", "drug/budesonide", "drug/oxaliplatin"} <= ids(view)
    assert "condition/asthma" not in ids(view)
    concepts = view_of(store, query="SELECT ?x ?y { ?x tkg:hasComponent ?y }")
    assert ("regimen/folfox", "drug/oxaliplatin") in {edge[:2] for edge in concepts.edges}


def test_a_constructed_graph_is_drawn_with_its_words(store: Store) -> None:
    view = view_of(store, query="CONSTRUCT WHERE { ?entry tkg:resolvesTo ?concept }")
    (edge,) = (e for e in view.edges if e.source == "part/NCT90000003-intervention-0")
    assert edge.target == "drug/budesonide"
    assert edge.evidence[0].quote == "DRUG: Budesonide"
    assert dict(view.scene.relations)["tkg:resolvesTo"].label
    made = view_of(store, query="CONSTRUCT { ?t <urn:x:made-up> ?d } WHERE { ?t tkg:tests ?d }")
    assert made.edges[0].relation == "urn:x:made-up"
    assert made.edges[0].evidence == ()


def test_what_cannot_be_drawn(store: Store) -> None:
    assert view_of(store, query="SELECT ?n { ?t dcterms:title ?n }").nodes == ()
    assert "yields nothing that can be drawn" in view_of(store, query="SELECT ?x { ?x a tkg:Nothing }").scene.empty
    with pytest.raises(InputError, match="ASK query"):
        view_of(store, query="ASK { ?s ?p ?o }")
    with pytest.raises(QueryError):
        view_of(store, query="SELECT WHERE")
    with pytest.raises(QueryError, match="SERVICE"):
        view_of(store, query="SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }")
    with pytest.raises(InputError, match="without a preset"):
        view_of(store, query="SELECT ?x { ?x a tkg:Trial }", preset="drug")
    with pytest.raises(UnknownName):
        view_of(store, concept="no such thing")


def test_show_takes_the_same_words(store: Store) -> None:
    shown = Graph(store, {}).show(preset="drug", concept="oxaliplatin")
    assert "Which trials give oxaliplatin" in shown.html
    assert page_of(store, preset="drug", concept="oxaliplatin") == shown.html


def test_evidence_that_is_kept_apart(store: Store) -> None:
    """A store of facts alone, and the lines of evidence of the trials that are asked for."""
    facts, evidence = ox.Store(), []
    for quad in store.quads():
        if any(part in str(quad.subject) for part in ("-assertion-", "-mention-", "-field-")):
            evidence.append(f"{quad.triple} .")
        else:
            facts.add(quad)
    asked: list[tuple[str, ...]] = []

    def lines(keys: Collection[str]) -> Iterator[tuple[bytes, bytes]]:
        asked.append(tuple(keys))
        yield b"", "\n".join(evidence).encode()

    apart = Store(facts, None)
    for words in ({"preset": "drug", "concept": "budesonide"}, {"trials": ["NCT90000003"]}, {"concept": "budesonide"}):
        view = view_of(apart, evidence=lines, **words)  # type: ignore[arg-type]
        assert asked.pop() == ("NCT90000003",)
        assert view == view_of(store, **words)  # type: ignore[arg-type]
        assert any(edge.evidence for edge in view.edges)


def test_served_pages_link_to_the_query_page(store: Store) -> None:
    assert '"sparql":"../sparql?query="' in page_of(store, sparql="../sparql?query=")
    assert '"sparql":""' in page_of(store)


def test_written_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    view = write_page(store, out, preset="landscape")
    assert out.read_text(encoding="utf-8") == page_of(store, preset="landscape")
    assert view.scene.preset == "landscape"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    with pytest.raises(OSError, match=r"page\.html"):
        write_page(store, out / "page.html")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_too_large_a_picture_is_refused(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.render.page.LARGEST_NODES", 3)
    with pytest.raises(InputError, match=r"too much for a page.*--query"):
        write_page(store, tmp_path / "page.html")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import kg

    out = tmp_path_factory.mktemp("build") / "build"
    record = out.parent / "one.txt"
    record.write_text(
        "Capecitabine in Gastric Cancer\nA phase 2 study.\nGastric Cancer\nDRUG: Capecitabine\n"
        "Overall survival, time to death, 2 years\nAdverse events, CTCAE, 1 year\nPatients receive capecitabine.\n",
        encoding="utf-8",
    )
    kg.build(record, out, page=False).close()
    return out


def test_the_command(build: Path, tmp_path: Path) -> None:
    from kg.cli import app

    out = tmp_path / "drug.html"
    result = CliRunner().invoke(app, ["render", str(build), "-p", "drug", "-c", "capecitabine", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert re.search(r"1 trial: 1 give it itself", result.output)
    assert "<title>Which trials give capecitabine, and to whom?</title>" in out.read_text(encoding="utf-8")
    query = tmp_path / "q.rq"
    query.write_text("SELECT ?trial { ?trial a tkg:Trial }", encoding="utf-8")
    result = CliRunner().invoke(app, ["render", str(build), "-q", str(query), "--title", "A & B", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "<h1>A &amp; B</h1>" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-p", "nonsense"], "no preset 'nonsense'"),
        (["-p", "drug"], "needs a drug"),
        (["-t", "NCT1"], "is no trial of this build"),
        (["-c", "unobtainium"], "no concept 'unobtainium'"),
        (["-q", "/no/such/file.rq"], "cannot be read"),
    ],
)
def test_the_command_says_what_is_wrong(build: Path, tmp_path: Path, words: list[str], message: str) -> None:
    from kg.cli import app

    result = CliRunner().invoke(app, ["render", str(build), *words, "-o", str(tmp_path / "x.html")])
    assert result.exit_code != 0
    assert message in str(result.exception)
    assert not (tmp_path / "x.html").exists()
