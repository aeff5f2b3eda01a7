"""Compiles the modules in which a build spends its time, when asked: `TRIALKG_MYPYC=1 pip install .` (decision 19).

The rule: without the variable nothing happens and no compiler is needed. The compiled modules do what the Python files
do, which stay in the wheel beside them. The work is done on a copy, so that nothing compiled stays in the tree, where
it would hide later edits.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SETUP = """
from mypyc.build import mypycify
from setuptools import setup

arguments = {arguments!r}
options = {{"opt_level": "1", "debug_level": "0", "multi_file": True, "group_name": "trialkg"}}
setup(name="trialkg", packages=[], py_modules=[], ext_modules=mypycify(arguments, **options))
"""
# What is imported from outside is not looked into: a build environment has none of it.
_ARGUMENTS = ["--follow-imports=silent", "--ignore-missing-imports", "--disable-error-code=unused-ignore"]


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled modules to a wheel; `modules` of its table in pyproject.toml says which."""

    def dependencies(self) -> list[str]:
        """What compiles, only where it is asked for."""
        return self.config["requires"] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and hand the results to the wheel."""
        if not _wanted() or version == "editable":
            return
        self._place = Path(mkdtemp())
        root = Path(self.root)
        shutil.copytree(root / "kg", self._place / "kg", ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
        found = {path.relative_to(root).as_posix() for pattern in self.config["modules"] for path in root.glob(pattern)}
        setup = self._place / "setup.py"
        setup.write_text(_SETUP.format(arguments=[*_ARGUMENTS, *sorted(found)]), encoding="utf-8")
        command = [sys.executable, setup.name, "build_ext", "--build-lib", "built"]
        done = subprocess.run(command, cwd=self._place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the modules cannot be compiled:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        built = self._place / "built"
        for path in filter(Path.is_file, built.rglob("*")):
            build_data["force_include"][str(path)] = path.relative_to(built).as_posix()
        build_data.update(infer_tag=True, pure_python=False)

    def finalize(self, *_: Any) -> None:
        """Take the copy away."""
        if (place := getattr(self, "_place", None)) is not None:
            shutil.rmtree(place, ignore_errors=True)


def _wanted() -> bool:
    return os.environ.get("TRIALKG_MYPYC", "") not in ("", "0")
