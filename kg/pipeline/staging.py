"""Where a build is made before it is moved to its place: beside it, so that moving is one step.

    build/            the finished build; replaced as a whole
    .build.building/  what is being made of it: plan.json, shards/ …

The plan says what goes in (files with their sizes and times, options that shards depend on, the program). Whoever goes
on with an interrupted build must have the same.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.build_report import REPORT
from kg.catalogue import SHARDS
from kg.errors import EngineFailed, InputError, Interrupted
from kg.files import sync_directory, write_whole
from kg.pipeline.program import program
from kg.shards import SUFFIX

if sys.platform != "win32":
    import fcntl

PLAN = "plan.json"
_KEPT = "{}; {} finished shards are kept: the same command with --resume goes on"
_AT_HERE, _EXCHANGE, _SWAP = -100, 2, 2  # of renameat2 on Linux, renamex_np on macOS


def plan_of(sources: list[Path | str], **options: Any) -> dict[str, Any]:
    """What the shards of a build depend on."""
    inputs = []
    for source in sources:
        path = Path(source)
        members = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for member in members:
            try:
                about = member.stat()
            except OSError:
                continue
            inputs.append([str(source), str(member.resolve()), about.st_size, about.st_mtime_ns])
    return {"inputs": inputs, "options": options, "program": program()}


def size_of(plan: dict[str, Any]) -> int:
    """The bytes of all input files."""
    return sum(size for _, _, size, _ in plan["inputs"])


def refuse_to_overwrite(target: Path) -> None:
    """Raises `InputError` where something else than a build, or the start of one, stands."""
    if target.exists() and not (target / REPORT).is_file():
        if not target.is_dir():
            raise InputError(f"{target} is a file: --out names a directory")
        if any(target.iterdir()):
            raise InputError(f"{target} is not empty and not a build of trialkg: name another directory")


def stage_of(target: Path) -> Path:
    """Where a build is made."""
    return target.with_name(f".{target.name}.building")


@contextmanager
def staging(target: Path | None, plan: dict[str, Any], resume: bool) -> Iterator[Path]:
    """The directory to build in. It stays where a build with finished shards is interrupted, else it goes.

    Raises `InputError` where it cannot be made, another process builds there, or there is nothing to go on with.
    """
    if target is None:
        with tempfile.TemporaryDirectory(prefix="trialkg-") as place:
            (Path(place) / SHARDS).mkdir()
            yield Path(place)
        return
    stage = stage_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if resume and not (stage / PLAN).is_file():
            raise InputError(f"{target}: there is no interrupted build to go on with: build without --resume")
        stage.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror}") from error
    with locked(stage, f"{target}: another build is being made there: wait for it, or name another place"):
        if resume:
            _go_on(stage, plan, target)
        keep = True
        try:
            if not resume:
                _start(stage, plan)
            yield stage
            keep = False
        except KeyboardInterrupt:
            raise Interrupted(_KEPT.format("interrupted", _finished(stage))) from None
        except EngineFailed as error:
            raise EngineFailed(_KEPT.format(error, _finished(stage))) from error
        except OSError as error:
            go_on = ", `--resume` goes on from here" if _finished(stage) else ""
            raise InputError(f"{target}: the build was given up, nothing was changed{go_on}: {error}") from error
        except BaseException:
            keep = False
            raise
        finally:
            if not keep or not _finished(stage):
                shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def locked(path: Path, message: str = "") -> Iterator[None]:
    """Nobody else locks this directory while the block runs. Raises `InputError` with the message where somebody does;
    without one it waits."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if message else 0))
        except OSError:
            raise InputError(message) from None
        yield
    finally:
        os.close(handle)


def _start(stage: Path, plan: dict[str, Any]) -> None:
    for path in stage.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (stage / SHARDS).mkdir()
    write_whole(stage / PLAN, json.dumps(plan))
    sync_directory(stage)


def _go_on(stage: Path, plan: dict[str, Any], target: Path) -> None:
    """Check that it is the same build, and clear away what was not finished."""
    try:
        before = json.loads((stage / PLAN).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{target}: the plan of the interrupted build is damaged: build without --resume") from error
    now = json.loads(json.dumps(plan))
    words = {"inputs": "the input files", "options": "the options", "program": "the program or its vocabulary"}
    other = [word for part, word in words.items() if before.get(part) != now[part]]
    if other:
        raise InputError(
            f"{target}: the interrupted build cannot be continued, {' and '.join(other)} have changed since: "
            f"build without --resume"
        )
    for path in (stage / SHARDS).iterdir():
        if path.suffix != SUFFIX or path.name.startswith("."):
            path.unlink()
    for path in stage.iterdir():
        if path.name not in (SHARDS, PLAN):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _finished(stage: Path) -> int:
    return sum(not path.name.startswith(".") for path in (stage / SHARDS).glob(f"*{SUFFIX}"))


def put_in_place(stage: Path, target: Path) -> None:
    """Move the finished build to its place in one step; what stood there goes after that."""
    (stage / PLAN).unlink(missing_ok=True)
    stage.chmod(0o755)
    sync_directory(stage)
    if not target.exists():
        stage.rename(target)
    else:
        with locked(target):  # an update of it may be running
            if not _exchange(stage, target):
                old = target.with_name(f".{target.name}.old")
                shutil.rmtree(old, ignore_errors=True)
                target.rename(old)
                try:
                    stage.rename(target)
                except OSError:
                    old.rename(target)
                    raise
                shutil.rmtree(old, ignore_errors=True)
    sync_directory(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two directories change names in one step, where the system can."""
    names = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _SWAP) == 0)
        return bool(library.renameat2(_AT_HERE, names[0], _AT_HERE, names[1], _EXCHANGE) == 0)
    return False
