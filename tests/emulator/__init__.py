# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulator of the recording-callback part of the ApsaraVideo Live API, for tests and for the demo.

It listens on a loopback address, holds its state in memory, and checks what the service checks: signatures, nonces,
the clock, parameters and the published calls per second. It never calls Alibaba Cloud. What the service's documents
leave open is a switch (``World``); what can go wrong on the way is a fault (``Fault``).
"""

from __future__ import annotations

from emulator.emulator import Emulator
from emulator.faults import Fault
from emulator.model import Call
from emulator.stage import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET
from emulator.world import World

__all__ = ["EMULATOR_KEY_ID", "EMULATOR_KEY_SECRET", "Call", "Emulator", "Fault", "World"]
