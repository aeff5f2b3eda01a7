"""What may be set for a server, with the defaults. Sizes are bytes, times seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from kg.errors import InputError

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to serve what, to whom, and how much of it.

    `workers` evaluate at once; one in four of them is kept for short queries: what is not done after `short` seconds
    runs on at a lower priority, as long as the others have room. `running` counts those that wait, too.
    """

    build: Path
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 8
    time_limit: float = 30.0
    short: float = 0.05
    running: int = 64
    max_rows: int = 100_000
    max_bytes: int = 32 * MIB
    max_memory: int = 2048 * MIB
    max_request: int = MIB
    max_head: int = 64 * 1024
    max_url: int = 16 * 1024
    read_time: float = 10.0
    write_time: float = 60.0
    drain_time: float = 10.0
    connections: int = 512
    watch: float = 2.0
    token: str = field(default="", repr=False)
    allow_origin: tuple[str, ...] = ()
    allow_host: tuple[str, ...] = ()
    public_url: str = ""
    open_to_all: bool = False

    def __post_init__(self) -> None:
        if not self.loopback and not self.token and not self.open_to_all:
            raise InputError(
                f"--host {self.host} is open to other machines: give --token, or --open if all may ask this build"
            )
        if self.token and (len(self.token) < 16 or not self.token.isascii() or not self.token.isprintable()):
            raise InputError("the token must have 16 or more printable ASCII characters")
        for origin in self.allow_origin:
            if origin != "*" and not origin.startswith(("http://", "https://")):
                raise InputError(f"--allow-origin {origin}: write * or an origin such as https://example.org")

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def store(self) -> Path:
        """Where the store of the build is."""
        return self.build / "store"

    @property
    def long_workers(self) -> int:
        """How many of the workers may be busy with queries that are not short."""
        return max(1, self.workers - max(1, self.workers // 4)) if self.workers > 1 else 1
