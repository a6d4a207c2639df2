# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the proof shares: a running emulator with one streaming and one ingest domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from emulator import Emulator
from emulator_proof.callers import DOMAIN, INGEST, Caller

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the clients away from the proxies of the machine: the emulator is on a loopback address."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Give an emulator that listens."""
    with Emulator() as running:
        running.add_domain(DOMAIN, tags={"env": "prod"})
        running.add_domain(INGEST, live_domain_type="liveEdge")
        yield running


@pytest.fixture(params=["ACS3-HMAC-SHA256", "HMAC-SHA1"])
def caller(request: pytest.FixtureRequest, emulator: Emulator) -> Caller:
    """Give a caller of either signature."""
    return Caller(emulator, signature=request.param)


@pytest.fixture
def v3(emulator: Emulator) -> Caller:
    """Give a caller that signs the V3 way."""
    return Caller(emulator)


@pytest.fixture
def v1(emulator: Emulator) -> Caller:
    """Give a caller that signs the V1 way."""
    return Caller(emulator, signature="HMAC-SHA1")
