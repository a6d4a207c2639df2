# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The switches for what the service's documents leave open.

A test that passes under one position of a switch only depends on an undocumented behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

_CHOICES: dict[str, tuple[str | int | bool, ...]] = {
    "update_left_out": ("kept", "reset"),
    "empty_on_demand_url": ("clears", "ignored", "refused"),
    "auth_spelling": ("bool", "yes_no", "string"),
    "key_shown": ("clear", "number", "masked", "missing"),
    "key_when_auth_off": ("kept", "cleared"),
    "missing_config": ("not_found", "empty_object", "no_object"),
    "unset_fields": ("present", "missing"),
    "wrapped": (False, True),
    "throttle_code": ("Throttling.User", "Throttling.Api", "Throttling"),
    "throttle_status": (400, 429, 503),
}


def is_count(value: object) -> bool:
    """Tell whether a value is a whole number, 0 or more; True and False are none, though Python has it so."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _check(name: str, value: object) -> None:
    """Refuse a value that a switch does not have.

    :raises ValueError: for an unknown switch and for a value that it does not have.
    """
    if name in _CHOICES:
        # By type too: 1 equals True, and is not a position of a switch that is on or off.
        if not any(type(value) is type(choice) and value == choice for choice in _CHOICES[name]):
            raise ValueError(f"world switch {name}: {value!r} is none of {', '.join(map(repr, _CHOICES[name]))}")
    elif name == "read_lag":
        if not is_count(value):
            raise ValueError(f"world switch read_lag: {value!r} is not a whole number of reads, 0 or more")
    elif name == "throttle_hint_ms":
        if value is not None and not is_count(value):
            raise ValueError(f"world switch throttle_hint_ms: {value!r} is neither None nor whole milliseconds")
    else:
        raise ValueError(f"there is no world switch {name!r}; there are {', '.join(switch_names())}")


@dataclass
class World:
    """The positions of all switches; the first named is the default.

    :ivar update_left_out: what Update does with a field that is not sent: ``kept``, or ``reset`` to its default.
    :ivar empty_on_demand_url: ``OnDemandUrl=`` on Add and Update: ``clears``, is ``ignored`` (as if not sent), or is
        ``refused`` as InvalidNotifyUrl.Malformed.
    :ivar auth_spelling: NotifyReqAuth in Describe: a JSON ``bool``, "yes" or "no" (``yes_no``), or "true" or "false"
        (``string``). Two vintages of the Add page disagree:
        https://help.aliyun.com/en/live/developer-reference/api-live-2016-11-01-addliverecordnotifyconfig
    :ivar key_shown: NotifyAuthKey in Describe: in ``clear``; as a JSON ``number`` when it has only digits, which
        loses the zeros in front; ``masked``; or ``missing``.
    :ivar key_when_auth_off: whether the key is ``kept`` or ``cleared`` while NotifyReqAuth is false.
    :ivar missing_config: Describe of a domain that has no config: ``not_found`` (InvalidConfig.NotFound), 200 with an
        ``empty_object``, or 200 with ``no_object``.
    :ivar unset_fields: empty and false fields in Describe: ``present`` or ``missing``.
    :ivar wrapped: JSON answers are wrapped once in ``<Operation>Response``, as older pages show them.
    :ivar read_lag: after a change, this many Describe calls of that domain still show the state before it.
    :ivar throttle_code: the code of a call over the limit.
    :ivar throttle_status: its HTTP status.
    :ivar throttle_hint_ms: its ``x-acs-retry-after`` header, in whole milliseconds; None leaves the header out.
    """

    update_left_out: str = "kept"
    empty_on_demand_url: str = "clears"
    auth_spelling: str = "bool"
    key_shown: str = "clear"
    key_when_auth_off: str = "kept"
    missing_config: str = "not_found"
    unset_fields: str = "present"
    wrapped: bool = False
    read_lag: int = 0
    throttle_code: str = "Throttling.User"
    throttle_status: int = 400
    throttle_hint_ms: int | None = None

    def __setattr__(self, name: str, value: object) -> None:
        """Set one switch.

        :raises ValueError: for an unknown switch and for a value that it does not have.
        """
        _check(name, value)
        super().__setattr__(name, value)


def switch_names() -> list[str]:
    """Name all switches, in the order in which they are declared."""
    return [field.name for field in fields(World)]
