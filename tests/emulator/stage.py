# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests set up and look at: the emulator's state, without the server."""

from __future__ import annotations

import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from emulator.clock import parse_utc
from emulator.faults import Fault
from emulator.gateway import Gateway
from emulator.keys import Key, Keyring
from emulator.model import Call, Config, Domain, Record, State
from emulator.rules import OPERATIONS
from emulator.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

EMULATOR_KEY_ID = "EmulatorAccessKeyId"
EMULATOR_KEY_SECRET = "EmulatorAccessKeySecret"

_DOMAIN_TYPES = ("liveVideo", "liveEdge")
_DOMAIN_STATES = ("online", "offline", "configuring", "configure_failed", "checking", "check_failed")


def _fresh_state() -> State:
    return State(Keyring([Key(EMULATOR_KEY_ID, EMULATOR_KEY_SECRET)]))


class Stage:
    """The state of an emulator; all methods may be called from any thread."""

    def __init__(self, baseline: Callable[[Stage], None] | None, latency: float) -> None:
        """Set the stage.

        :param baseline: adds to it, now and after each reset.
        :param latency: seconds that each answer of the API waits.
        """
        self.stop_requested = threading.Event()
        self._stopping = threading.Event()
        self._baseline = baseline
        self._gateway = Gateway(_fresh_state(), self._stopping.wait, latency)
        self.reset()

    @property
    def latency(self) -> float:
        """Seconds that each answer of the API waits."""
        return self._gateway.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._gateway.latency = seconds

    @property
    def clock_offset(self) -> float:
        """Seconds added to the machine's clock, in checks and in the Date header."""
        return self._gateway.state.clock_offset

    @clock_offset.setter
    def clock_offset(self, seconds: float) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
            raise ValueError(f"clock offset {seconds!r} is not a number of seconds")
        self._gateway.state.clock_offset = float(seconds)

    @property
    def world(self) -> World:
        """The switches; a reset puts a new one in place."""
        return self._gateway.state.world

    @world.setter
    def world(self, world: World) -> None:
        if not isinstance(world, World):
            raise ValueError(f"{world!r} is not a World")
        with self._gateway.lock:
            self._gateway.state.world = world

    @property
    def log(self) -> list[Call]:
        """A copy of the log of all requests to the API, oldest first."""
        with self._gateway.lock:
            return list(self._gateway.state.log)

    @property
    def faults(self) -> list[Fault]:
        """The faults that are still to strike."""
        with self._gateway.lock:
            return self._gateway.state.faults.pending()

    def calls(self) -> list[str]:
        """Name the operations of all requests to the API, oldest first."""
        return [call.operation for call in self.log]

    def reset(self) -> None:
        """Forget all: domains, keys, configs, records, world, faults, log, nonces, rate windows, clock offset."""
        with self._gateway.lock:
            self._gateway.state = _fresh_state()
            if self._baseline is not None:
                self._baseline(self)

    def inject(self, fault: Fault) -> None:
        """Queue a fault."""
        if not isinstance(fault, Fault):
            raise ValueError(f"{fault!r} is not a Fault")
        with self._gateway.lock:
            self._gateway.state.faults.add(fault)

    def add_domain(
        self,
        domain_name: str,
        *,
        live_domain_type: str = "liveVideo",
        live_domain_status: str = "online",
        region_name: str = "cn-shanghai",
        resource_group_id: str = "rg-emulator",
        tags: Mapping[str, str] | None = None,
        description: str = "",
    ) -> None:
        """Add a domain to the account, or put it in the place of the one with its name.

        :raises ValueError: for a type or status that the API does not have, and for tags that are not text.
        """
        tags = dict(tags or {})
        _require_text(**{f"tag {key}": value for key, value in tags.items() if value != ""})
        _require_text(domain_name=domain_name, region_name=region_name, resource_group_id=resource_group_id)
        if live_domain_type not in _DOMAIN_TYPES:
            raise ValueError(f"live_domain_type {live_domain_type!r} is none of {', '.join(_DOMAIN_TYPES)}")
        if live_domain_status not in _DOMAIN_STATES:
            raise ValueError(f"live_domain_status {live_domain_status!r} is none of {', '.join(_DOMAIN_STATES)}")
        with self._gateway.lock:
            self._gateway.state.domains[domain_name] = Domain(
                domain_name=domain_name,
                live_domain_type=live_domain_type,
                live_domain_status=live_domain_status,
                region_name=region_name,
                resource_group_id=resource_group_id,
                tags=tags,
                description=description,
            )

    def add_key(
        self,
        access_key_id: str,
        access_key_secret: str,
        security_token: str | None = None,
        token_expired: bool = False,
        denied: Iterable[str] = (),
    ) -> None:
        """Add an access key, or put it in the place of the one with its id.

        :param security_token: makes it a temporary key, which is believed only with this token.
        :param denied: operations that RAM refuses to it.
        :raises ValueError: for an operation that does not exist.
        """
        _require_text(access_key_id=access_key_id, access_key_secret=access_key_secret)
        refused = frozenset([denied] if isinstance(denied, str) else denied)
        if not refused <= set(OPERATIONS):
            raise ValueError(f"denied: there is no operation {', '.join(sorted(refused - set(OPERATIONS)))}")
        key = Key(access_key_id, access_key_secret, security_token, token_expired, refused)
        with self._gateway.lock:
            self._gateway.state.keys.add(key)

    def add_record(
        self,
        domain_name: str,
        *,
        app_name: str = "live",
        stream_name: str = "s1",
        notify_type: str = "file_created",
        notify_time: str | None = None,
        notify_url: str = "https://cb.example.com/r",
        notify_header: str = "",
        notify_content: str = "",
        notify_response: str = "",
        notify_result: str = "success",
        description: str = "success",
        storage_type: str = "oss",
    ) -> None:
        """Add a callback that the service says it has sent.

        :param notify_time: ``YYYY-MM-DDTHH:MM:SSZ``; now by default.
        :raises ValueError: for a time of another form.
        """
        sent = self._gateway.now() if notify_time is None else parse_utc(notify_time)
        if sent is None:
            raise ValueError(f"notify_time {notify_time!r} is not of the form YYYY-MM-DDTHH:MM:SSZ")
        record = Record(
            domain_name=domain_name,
            notify_time=sent,
            app_name=app_name,
            stream_name=stream_name,
            notify_type=notify_type,
            notify_url=notify_url,
            notify_header=notify_header,
            notify_content=notify_content,
            notify_response=notify_response,
            notify_result=notify_result,
            description=description,
            storage_type=storage_type,
        )
        with self._gateway.lock:
            self._gateway.state.records.append(record)

    def set_config(self, domain_name: str, /, **fields: object) -> None:
        """Set a domain's whole config, as another administrator would: no log entry, and reads see it at once.

        :param fields: under the API's names; those left out take their defaults.
        :raises ValueError: for an unknown domain or field, and for a value of another type.
        """
        config = Config.from_api(fields)
        with self._gateway.lock:
            self._domain(domain_name).change(config, 0)

    def remove_config(self, domain_name: str) -> None:
        """Remove a domain's config, if any, as another administrator would.

        :raises ValueError: for an unknown domain.
        """
        with self._gateway.lock:
            self._domain(domain_name).change(None, 0)

    def config(self, domain_name: str) -> dict[str, str | bool] | None:
        """Return the five fields of a domain's config under the API's names; None when it has none.

        :raises ValueError: for an unknown domain.
        """
        with self._gateway.lock:
            config = self._domain(domain_name).config
            return None if config is None else config.to_api()

    def field(self, domain_name: str, name: str) -> str | bool:
        """Return one field of a domain's config, by the API's name.

        :raises ValueError: for an unknown domain, and for one that has no config.
        """
        config = self.config(domain_name)
        if config is None:
            raise ValueError(f"{domain_name} has no config")
        return config[name]

    def _domain(self, domain_name: str) -> Domain:
        domain = self._gateway.state.domains.get(domain_name)
        if domain is None:
            raise ValueError(f"the emulator has no domain {domain_name!r}")
        return domain

    def snapshot(self) -> dict[str, object]:
        """Return domains, configs and switches as plain data."""
        names = ("domain_name", "live_domain_type", "live_domain_status", "region_name", "resource_group_id", "tags")
        with self._gateway.lock:
            domains = list(self._gateway.state.domains.values())
            return {
                "domains": [{name: getattr(domain, name) for name in names} for domain in domains],
                "configs": {item.domain_name: item.config.to_api() for item in domains if item.config is not None},
                "world": asdict(self._gateway.state.world),
            }


def _require_text(**values: object) -> None:
    """Refuse values that are not text or empty.

    :raises ValueError: naming the first.
    """
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name}: {value!r} is not a text")
