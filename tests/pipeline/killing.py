"""Kills this program at chosen moments: `python killing.py build|update|load FOLDER SEED [GRAPH-STORE]`.

`test_killed` and `remote/test_oxigraph` run it. One process imports everything; each attempt is a fork of it with all
its own processes, killed by SIGKILL at the n-th thing it does with a file or a server, or some milliseconds later, in
the midst of whatever comes then. So moments do not depend on how busy the machine is. Prints how often what was killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from invented_corpus import study, write

import kg.pipeline.parts
import kg.vocab
from kg.cli.remote import load
from kg.graph import Graph
from kg.pipeline import build, update
from kg.remote import Address
from kg.store import GRAPH_IRIS, GRAPHS

FILES = ("graph.ttl", "dataset.trig", "findings.tsv")
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect", "shutil.rmtree", "os.fork"}
EVENTS |= {"http.client.connect", "http.client.send"}
KILLS = 5  # of each kind: build, resume, update, load
WAITS = (0, 0, 0.01, 0.1)  # seconds after the event


def attempt(work: Callable[[], object], at: int = 0, delay: float = 0) -> int:
    """How often `work` touched files, run in a fork; 0 where it was killed at its time `at`."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(2, 1)  # what it says is not the answer
        count = 0

        def hook(event: str, _: object) -> None:
            nonlocal count
            if event in EVENTS:
                count += 1
                if count == at:
                    threading.Timer(delay, os.killpg, (0, signal.SIGKILL)).start() if delay else os.killpg(
                        0, signal.SIGKILL
                    )

        sys.addaudithook(hook)
        try:
            work()
            os.write(writer, str(count).encode())
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    said = os.read(reader, 100)
    os.close(reader)
    if os.WIFSIGNALED(status):
        return 0
    assert said, "it failed"
    return int(said)


def facts(place: Path) -> list[bytes]:
    """The facts of a build."""
    with Graph.open(place) as graph:
        return sorted(graph.store.lines("facts").split(b"\n"))


def same(one: Path, other: Path) -> None:
    """Two builds are the same."""
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    with Graph.open(one) as first, Graph.open(other) as second:
        for graph in ("facts", "evidence", "run"):
            lines = first.store.lines(graph).split(b"\n"), second.store.lines(graph).split(b"\n")
            assert sorted(lines[0]) == sorted(lines[1]), graph


def kill_builds(folder: Path, rng: random.Random) -> dict[str, int]:
    """A build over an older one, killed, begun anew or continued, until it is done."""
    old = write(folder / "old.jsonl", (study(n) for n in range(3)))
    records = write(folder / "new.jsonl", (study(n, 1) for n in range(24)))
    out, plan = folder / "build", folder / ".build.building" / "plan.json"
    attempt(lambda: build(old, out, page=False).close())
    before = attempt_facts(folder, out)
    steps = attempt(lambda: build(records, folder / "whole", page=False).close())
    kills = {"build": 0, "resume": 0}
    while min(kills.values()) < KILLS:
        resume = plan.exists() and kills["resume"] < KILLS
        # A continued build has less to do: it may be through before its time has come.
        done = attempt(
            lambda resume=resume: build(records, out, page=False, jobs=rng.choice((1, 2)), resume=resume).close(),
            rng.randint(1, steps),
            rng.choice(WAITS),
        )
        if done:
            same_in_fork(out, folder / "whole")
            attempt(lambda: build(old, out, page=False).close())
        else:
            kills["resume" if resume else "build"] += 1
            assert attempt_facts(folder, out) in (before, attempt_facts(folder, folder / "whole"))
    attempt(lambda: build(records, out, page=False, resume=plan.exists()).close())
    same_in_fork(out, folder / "whole")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".build")]
    assert not left, left
    return kills


def kill_updates(folder: Path, rng: random.Random) -> dict[str, int]:
    """Updates killed and begun anew until the last of them is done."""
    old = write(folder / "old.jsonl", (study(n) for n in range(10)))
    new = write(folder / "new.jsonl", (study(n, 1) for n in range(5, 14)))
    out = folder / "build"
    attempt(lambda: build(old, out, page=False).close())
    attempt(lambda: build([old, new], folder / "whole", page=False).close())
    attempt(lambda: build(old, folder / "tried", page=False).close())
    before, after = attempt_facts(folder, out), attempt_facts(folder, folder / "whole")
    steps = attempt(lambda: update(folder / "tried", new))
    kills = 0
    while kills < KILLS:
        if attempt(lambda: update(out, new), rng.randint(1, steps), rng.choice(WAITS)):
            same_in_fork(out, folder / "whole")
            attempt(lambda: build(old, out, page=False).close())
        else:
            kills += 1
            assert attempt_facts(folder, out) in (before, after)
    attempt(lambda: update(out, new))
    same_in_fork(out, folder / "whole")
    left = [path.name for path in out.iterdir() if path.name.startswith((".", "update"))]
    assert not left, left
    return {"update": kills}


def kill_loads(folder: Path, rng: random.Random, url: str) -> dict[str, int]:
    """Loads to a server killed and begun anew until the last of them is done."""
    out, server = folder / "build", Address(url)
    attempt(lambda: build(write(folder / "new.jsonl", (study(n) for n in range(10))), out, page=False).close())
    whole = stored(folder, out)

    def work() -> None:
        load(out, endpoint=url, chunk=500)

    def held() -> dict[str, list[bytes]]:
        """What the server has, by graph, sorted."""
        wanted = {"Accept": "application/n-triples"}
        replies = {name: server.send("GET", [("graph", iri)], None, wanted) for iri, name in GRAPH_IRIS.items()}
        return {name: sorted(reply.body.split(b"\n")) for name, reply in replies.items()}

    steps = attempt(work)
    assert held() == whole
    kills = 0
    while kills < KILLS:
        if attempt(work, rng.randint(1, steps), rng.choice(WAITS)):
            assert held() == whole
        else:
            kills += 1
            have = held()
            assert have == whole or not any(have["run"]), "the run comes last: it says that all is there"
            assert all(set(have[name]) <= set(whole[name]) for name in GRAPHS)
    attempt(work)
    assert held() == whole
    return {"load": kills}


def stored(folder: Path, place: Path) -> dict[str, list[bytes]]:
    """All graphs of a build, sorted, read in a fork."""
    note = folder / "graphs"

    def noted() -> None:
        note.mkdir(exist_ok=True)
        with Graph.open(place) as graph:
            for name in GRAPHS:
                (note / name).write_bytes(graph.store.lines(name))

    attempt(noted)
    return {name: sorted((note / name).read_bytes().split(b"\n")) for name in GRAPHS}


def attempt_facts(folder: Path, place: Path) -> bytes:
    """The facts of a build, read in a fork: this process never opens a store."""
    note = folder / "facts"
    attempt(lambda: note.write_bytes(b"\n".join(facts(place))))
    return note.read_bytes()


def same_in_fork(one: Path, other: Path) -> None:
    """Two builds are the same."""
    attempt(lambda: same(one, other))


if __name__ == "__main__":
    kg.pipeline.parts.RECORDS = 4
    kg.vocab.load()
    kinds = {"build": kill_builds, "update": kill_updates, "load": kill_loads}
    what, place, seed, *server = sys.argv[1:]
    print(json.dumps(kinds[what](Path(place), random.Random(seed), *server)))
