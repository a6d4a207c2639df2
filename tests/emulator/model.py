# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the emulator holds: domains, their configs, records of callbacks, and the log of calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.faults import FaultQueue
from emulator.limits import Nonces, RateWindows
from emulator.world import World

if TYPE_CHECKING:
    from emulator.keys import Keyring

# The API's names of the fields, and ours.
CONFIG_FIELDS = {
    "NotifyUrl": "notify_url",
    "OnDemandUrl": "on_demand_url",
    "NeedStatusNotify": "need_status_notify",
    "NotifyReqAuth": "notify_req_auth",
    "NotifyAuthKey": "notify_auth_key",
}


@dataclass(frozen=True)
class Config:
    """The callback config of one domain; an empty text is a field that is not set."""

    notify_url: str = ""
    on_demand_url: str = ""
    need_status_notify: bool = False
    notify_req_auth: bool = False
    notify_auth_key: str = ""

    @classmethod
    def from_api(cls, fields: dict[str, object]) -> Config:
        """Make a config from fields under the API's names; those left out take their defaults.

        :raises ValueError: for an unknown name, and for a value of another type.
        """
        known: dict[str, str | bool] = {name: getattr(cls(), ours) for name, ours in CONFIG_FIELDS.items()}
        for name, value in fields.items():
            if name not in known:
                raise ValueError(f"a config has no field {name!r}; it has {', '.join(known)}")
            if not isinstance(value, (str, bool)) or type(value) is not type(known[name]):
                raise ValueError(f"config field {name}: {value!r} is not of type {type(known[name]).__name__}")
            known[name] = value
        return cls(
            notify_url=str(known["NotifyUrl"]),
            on_demand_url=str(known["OnDemandUrl"]),
            need_status_notify=bool(known["NeedStatusNotify"]),
            notify_req_auth=bool(known["NotifyReqAuth"]),
            notify_auth_key=str(known["NotifyAuthKey"]),
        )

    def to_api(self) -> dict[str, str | bool]:
        """Return the five fields under the API's names."""
        return {name: getattr(self, ours) for name, ours in CONFIG_FIELDS.items()}


@dataclass
class Domain:
    """One live domain of the account.

    :ivar older: the state before the last change, which lagging reads still show.
    :ivar lagging_reads: how many reads still show it.
    """

    domain_name: str
    live_domain_type: str = "liveVideo"
    live_domain_status: str = "online"
    region_name: str = "cn-shanghai"
    resource_group_id: str = "rg-emulator"
    tags: dict[str, str] = field(default_factory=dict)
    description: str = ""
    created: str = "2026-01-01T00:00:00Z"
    config: Config | None = None
    older: Config | None = None
    lagging_reads: int = 0

    def change(self, config: Config | None, lag: int) -> None:
        """Put a config in place, or take it away; the next ``lag`` reads still show the state before."""
        self.older, self.lagging_reads = self.config, lag
        self.config = config

    def read(self) -> Config | None:
        """Return the config as a read sees it now."""
        if self.lagging_reads:
            self.lagging_reads -= 1
            return self.older
        return self.config


@dataclass(frozen=True)
class Record:
    """One callback that the service says it has sent.

    :ivar notify_time: seconds since the epoch.
    :ivar notify_result: ``success`` or ``failed``.
    """

    domain_name: str
    notify_time: float
    app_name: str
    stream_name: str
    notify_type: str
    notify_url: str
    notify_header: str
    notify_content: str
    notify_response: str
    notify_result: str
    description: str
    storage_type: str


@dataclass(frozen=True)
class Call:
    """One request to the API, as it was received and answered; refused and faulted ones too.

    :ivar operation: the operation's name as sent; empty when the request names none.
    :ivar parameters: the operation's parameters as sent, decoded; not those of the signature.
    :ivar status: the HTTP status of the answer; None when no answer was sent.
    :ivar code: the error code that the API gave or would have given, else None.
    :ivar request_id: of the answer; also when it was lost on the way.
    :ivar received_at: seconds of ``time.monotonic``.
    :ivar headers: names in lower case.
    :ivar query: the raw query string.
    :ivar client_port: the same for calls on one connection.
    :ivar fault: the kind of the fault that struck, else None.
    """

    operation: str
    parameters: dict[str, str]
    http_method: str
    status: int | None
    code: str | None
    request_id: str
    signature_method: str | None
    access_key_id: str | None
    received_at: float
    headers: dict[str, str]
    query: str
    host: str
    client_port: int
    fault: str | None = None


@dataclass
class State:
    """All that a reset renews.

    :ivar clock_offset: seconds added to the machine's clock.
    """

    keys: Keyring
    domains: dict[str, Domain] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    world: World = field(default_factory=World)
    faults: FaultQueue = field(default_factory=FaultQueue)
    log: list[Call] = field(default_factory=list)
    nonces: Nonces = field(default_factory=Nonces)
    rates: RateWindows = field(default_factory=RateWindows)
    clock_offset: float = 0.0
