"""When the garbage collector need not look.

The rule: no collection while many objects are made that all stay, or that go without its help. Python looks for cycles
whenever some hundreds of objects more are alive, and looks at ever more of them; a record that is read leaves hardly
any cycle, as does a vocabulary that is compiled.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile, in the whole process."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
