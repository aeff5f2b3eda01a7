"""Files appear whole or not at all, and whoever asked for one is told its own name when it cannot be written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.export.directories import complete_directory
from kg.files import half_written, whole_file, write_whole


def test_a_file_takes_its_place_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.txt"
    with whole_file(path) as file:
        file.write(b"one")
        assert not path.exists()
        assert half_written(path).exists()
    assert path.read_bytes() == b"one"
    assert os.listdir(path.parent) == ["a.txt"]


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "old")
    with pytest.raises(ZeroDivisionError), whole_file(path) as file:  # noqa: PT012 - the block breaks off
        file.write(b"new")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_must_last_is_as_whole(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a", lasting=True) as file:
        file.write(b"x" * 100_000)
    assert (tmp_path / "a").stat().st_size == 100_000
    assert os.listdir(tmp_path) == ["a"]


def test_text_keeps_its_line_ends_and_loses_only_what_no_file_can_carry(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", "é\r\nb\n\ud800")
    assert (tmp_path / "a").read_bytes() == "é\r\nb\n?".encode()


def test_an_error_names_the_file_that_was_wanted(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError) as caught:  # noqa: PT011 - which one differs between systems
        write_whole(tmp_path / "taken", "x")
    assert caught.value.filename == str(tmp_path / "taken")
    assert os.listdir(tmp_path) == ["taken"]


def test_a_full_disk_is_told_of_the_file_that_filled_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as caught, whole_file(tmp_path / "a"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert caught.value.filename == str(tmp_path / "a")
    assert os.listdir(tmp_path) == []


def test_an_error_without_a_number_keeps_its_words(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="IO error: all is full") as caught, whole_file(tmp_path / "a"):
        raise OSError("IO error: all is full")
    assert (caught.value.filename, caught.value.strerror) == (str(tmp_path / "a"), "IO error: all is full")


@pytest.mark.parametrize("named", [True, False])
def test_a_directory_that_cannot_be_filled_is_named(tmp_path: Path, named: bool) -> None:
    out = tmp_path / "out"
    with pytest.raises(OSError, match="No space left") as caught, complete_directory(out, ["a"]) as beside:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(beside / "a") if named else None)
    assert caught.value.filename == str(out)
    assert os.listdir(tmp_path) == []


def test_an_error_of_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, whole_file(tmp_path / "a"):
        (tmp_path / "source").read_bytes()
    assert caught.value.filename == str(tmp_path / "source")


@pytest.mark.parametrize("command", ["export", "report", "render"])
def test_the_command_line_says_what_cannot_be_written(command: str, tmp_path: Path, seed_build: Path) -> None:
    out = tmp_path / "folder"
    out.mkdir()
    form = ["--format", "ttl"] if command == "export" else []
    words = [sys.executable, "-m", "kg", command, str(seed_build), "--out", str(out), *form]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"trialkg: {out}: ")
    assert "Traceback" not in done.stderr
    assert os.listdir(tmp_path) == ["folder"]


def test_a_page_goes_to_standard_output(seed_build: Path) -> None:
    words = [sys.executable, "-m", "kg", "render", str(seed_build), "--preset", "endpoints", "--out", "/dev/stdout"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:15]) == (0, "<!doctype html>")


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    write_whole(pipe, "said")
    assert reader.communicate(timeout=20)[0] == b"said"
    assert pipe.is_fifo()
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert [each.name for each in target.parent.iterdir()] == ["a"]


def test_standard_output_has_a_name() -> None:
    said = "from kg.files import write_whole; write_whole('/dev/stdout', 'said')"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, check=True).stdout == b"said"
    assert Path("/dev/stdout").is_symlink()
