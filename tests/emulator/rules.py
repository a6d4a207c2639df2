# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which parameters each operation takes, and what each may hold.

Sources: the pages of the operations (https://www.alibabacloud.com/help/doc-detail/51832, /51833, /51834 and their
neighbours). A parameter that an operation does not have is refused, though the service is not known to do so: a
misspelt name would otherwise pass for a field left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from emulator.clock import parse_utc
from emulator.replies import ApiError

Check = Callable[[str, str], object]

_TAG = re.compile(r"Tag\.([1-9]\d*)\.(Key|Value)")
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
# Listed rather than asked of the ipaddress module, whose own lists differ between Python versions.
_UNSAFE_NETWORKS = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
)


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation."""

    check: Check
    required: bool = False


def text(_name: str, value: str) -> object:
    """Take any text."""
    return value


def boolean(name: str, value: str) -> object:
    """Take true, false, yes and no in any case: the vintages of the Add page differ.

    :raises ApiError: InvalidParams.
    """
    if value.lower() not in _BOOLEANS:
        raise ApiError("InvalidParams", 400, f"The specified {name} is not a boolean.")
    return _BOOLEANS[value.lower()]


def callback_url(_name: str, value: str) -> object:
    """Take a URL that the service would call.

    :raises ApiError: InvalidNotifyUrl.Malformed, or InvalidNotifyUrl.Unsafe for a private host.
    """
    host = _url_host(value)
    if host is None:
        raise ApiError("InvalidNotifyUrl.Malformed", 400, "Specified NotifyUrl is invalid.")
    if _is_unsafe(host):
        raise ApiError("InvalidNotifyUrl.Unsafe", 400, "Specified NotifyUrl is not safe.")
    return value


def optional_url(name: str, value: str) -> object:
    """Take a URL or nothing; what nothing means is a switch.

    :raises ApiError: as ``callback_url``.
    """
    return callback_url(name, value) if value else value


def auth_key(name: str, value: str) -> object:
    """Take a callback key: 16 to 32 letters and digits.

    :raises ApiError: InvalidParams.
    """
    if not re.fullmatch(r"[A-Za-z0-9]{16,32}", value):
        raise ApiError("InvalidParams", 400, f"The specified {name} is not 16 to 32 letters and digits.")
    return value


def whole_number(lowest: int, highest: int) -> Check:
    """Take a whole number within bounds; otherwise Invalid<Name>."""

    def check(name: str, value: str) -> object:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            raise ApiError(f"Invalid{name}", 400, f"The specified {name} is not from {lowest} to {highest}.")
        return int(value)

    return check


def one_of(*choices: str) -> Check:
    """Take one of a few words; otherwise Invalid<Name>."""

    def check(name: str, value: str) -> object:
        if value not in choices:
            raise ApiError(f"Invalid{name}", 400, f"The specified {name} is none of {', '.join(choices)}.")
        return value

    return check


def utc_time(name: str, value: str) -> object:
    """Take ``yyyy-MM-ddTHH:mm:ssZ`` and give seconds since the epoch; otherwise Invalid<Name>."""
    seconds = parse_utc(value)
    if seconds is None:
        raise ApiError(f"Invalid{name}", 400, f"The specified {name} is not of the form yyyy-MM-ddTHH:mm:ssZ.")
    return seconds


def _url_host(value: str) -> str | None:
    """Return the host of a well-formed URL, else None."""
    if not re.fullmatch(r"https?://[\x21-\x7e]+", value):
        return None
    try:
        parts = urlsplit(value)
        # Reading the port is what checks it.
        return parts.hostname if parts.port != 0 else None
    except ValueError:
        return None


def _is_unsafe(host: str) -> bool:
    """Tell whether a host is this machine or of a private network."""
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in _UNSAFE_NETWORKS if network.version == mapped.version)


_DOMAIN = {"DomainName": Parameter(text, required=True)}
_CONFIG = {
    **_DOMAIN,
    "NotifyUrl": Parameter(callback_url, required=True),
    "OnDemandUrl": Parameter(optional_url),
    "NeedStatusNotify": Parameter(boolean),
    "NotifyReqAuth": Parameter(boolean),
    "NotifyAuthKey": Parameter(auth_key),
}
_PAGE_NUMBER = whole_number(1, 100_000)
PARAMETERS: dict[str, dict[str, Parameter]] = {
    "AddLiveRecordNotifyConfig": _CONFIG,
    "UpdateLiveRecordNotifyConfig": _CONFIG,
    "DeleteLiveRecordNotifyConfig": _DOMAIN,
    "DescribeLiveRecordNotifyConfig": _DOMAIN,
    # The newest model marks the page as required, though the page itself gives defaults.
    "DescribeLiveRecordNotifyRecords": {
        **_DOMAIN,
        "StartTime": Parameter(utc_time, required=True),
        "EndTime": Parameter(utc_time, required=True),
        "PageNumber": Parameter(_PAGE_NUMBER, required=True),
        "PageSize": Parameter(whole_number(1, 500), required=True),
        "AppName": Parameter(text),
        "StreamName": Parameter(text),
        "Status": Parameter(one_of("success", "failed")),
        "StorageType": Parameter(one_of("oss", "vod", "all")),
        "RegionId": Parameter(text),
    },
    "DescribeLiveUserDomains": {
        "DomainName": Parameter(text),
        "DomainSearchType": Parameter(one_of("fuzzy_match", "pre_match", "suf_match", "full_match")),
        "DomainStatus": Parameter(one_of("online", "offline", "configuring")),
        "LiveDomainType": Parameter(one_of("liveVideo", "liveEdge")),
        "PageNumber": Parameter(_PAGE_NUMBER),
        "PageSize": Parameter(whole_number(1, 50)),
        "RegionName": Parameter(text),
        "ResourceGroupId": Parameter(text),
    },
}
OPERATIONS = tuple(PARAMETERS)


def read_parameters(operation: str, sent: dict[str, str], ignored: Iterable[str] = ()) -> dict[str, object]:
    """Check the parameters of a call; give those that were sent, by name, in their proper types.

    ``Tag.N.Key`` and ``Tag.N.Value`` are checked here and read by ``read_tags``.

    :param ignored: names that are let pass although the operation does not have them.
    :raises ApiError: Missing<Name>, InvalidParameter for a name that the operation does not have, and what the checks
        of each parameter raise.
    """
    known = PARAMETERS[operation]
    for name in sent:
        is_tag = operation == "DescribeLiveUserDomains" and _TAG.fullmatch(name)
        if name not in known and name not in ignored and not is_tag:
            raise ApiError("InvalidParameter", 400, f"The operation has no parameter {name}.")
    for name, parameter in known.items():
        if parameter.required and not sent.get(name):
            raise ApiError(f"Missing{name}", 400, f"{name} is mandatory for this action.")
    return {name: known[name].check(name, value) for name, value in sent.items() if name in known}


def read_tags(sent: dict[str, str]) -> list[tuple[str, str | None]]:
    """Read the tags to filter by: key, and value or None for any.

    :raises ApiError: InvalidTag for a value without its key.
    """
    tags: dict[int, dict[str, str]] = {}
    for name, value in sent.items():
        found = _TAG.fullmatch(name)
        if found:
            tags.setdefault(int(found[1]), {})[found[2]] = value
    if any(not tag.get("Key") for tag in tags.values()):
        raise ApiError("InvalidTag", 400, "A Tag has no Key.")
    return [(tags[number]["Key"], tags[number].get("Value")) for number in sorted(tags)]
