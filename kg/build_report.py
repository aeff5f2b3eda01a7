"""`report.json`: what a build says of itself.

The rule: it is written last, whole or not at all, so a directory that has it is a finished build.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import BuildDamaged
from kg.files import write_whole

REPORT = "report.json"


def read_report(build: Path) -> dict[str, Any]:
    """The report of a finished build. Raises `BuildDamaged` where there is none, or where it cannot be read."""
    if not build.is_dir():
        raise BuildDamaged(f"there is no build in {build}: make one with `trialkg build RECORDS --out {build}`")
    try:
        report = json.loads((build / REPORT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildDamaged(f"{build} is no build, or was not finished: it has no {REPORT}") from None
    except OSError as error:
        raise BuildDamaged(f"{build / REPORT} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BuildDamaged(f"{build / REPORT} is damaged ({error}): build again") from error
    if not isinstance(report, dict):
        raise BuildDamaged(f"{build / REPORT} is damaged (no object): build again")
    return report


def write_report(build: Path, report: dict[str, Any]) -> None:
    """Write the report, which makes the build a finished one."""
    write_whole(build / REPORT, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
