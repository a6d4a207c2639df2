# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong between a client and the service, to be injected into chosen calls."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.rules import OPERATIONS
from emulator.world import is_count

DEFAULT_PAGE = "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>\n"
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "dict": dict}


@dataclass(frozen=True)
class _Detail:
    """One detail of a kind of fault; a default of None says that it must be given."""

    kind: str
    default: object = None
    choices: tuple[str, ...] = ()

    def check(self, where: str, value: object) -> object:
        """Return the value in its proper type.

        :raises ValueError: when it is of another type, below zero, or none of the choices.
        """
        if isinstance(value, int) and not isinstance(value, bool) and self.kind == "float":
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, _TYPES[self.kind]):
            raise ValueError(f"{where}: {value!r} is not of type {self.kind}")
        if self.choices and value not in self.choices:
            raise ValueError(f"{where}: {value!r} is none of {', '.join(self.choices)}")
        if isinstance(value, (int, float)) and value < 0:
            raise ValueError(f"{where}: {value!r} is below zero")
        if isinstance(value, dict) and not all(isinstance(item, str) for pair in value.items() for item in pair):
            raise ValueError(f"{where}: names and values must be text")
        return value


_HEADERS = _Detail("dict")
_DETAILS: dict[str, dict[str, _Detail]] = {
    "error": {
        "code": _Detail("str"),
        "status": _Detail("int", 500),
        "message": _Detail("str", "The request has failed."),
        "headers": _HEADERS,
    },
    "html": {"status": _Detail("int", 502), "body": _Detail("str", DEFAULT_PAGE), "headers": _HEADERS},
    "reset": {},
    "lost": {},
    "lost_html": {"status": _Detail("int", 504), "body": _Detail("str", DEFAULT_PAGE)},
    "delay": {"seconds": _Detail("float"), "when": _Detail("str", "after", ("after", "before"))},
    "trickle": {"seconds": _Detail("float"), "part": _Detail("str", "body", ("body", "headers"))},
    "cut": {},
    "empty": {},
    "redirect": {"location": _Detail("str"), "status": _Detail("int", 302)},
    "stranger": {"body": _Detail("str", '{"status":"ok"}')},
}

KINDS = tuple(_DETAILS)
# These answer in place of the service: nothing is checked, nothing is changed.
BEFORE = ("error", "html", "reset", "empty", "redirect", "stranger")


class Fault:
    """One fault, for the next calls that match it.

    ============= =========================================================== ==========================================
    kind          what happens                                                details
    ============= =========================================================== ==========================================
    ``error``     an error in the API's form; nothing is done                 code, status, message, headers
    ``html``      a proxy's page; nothing is done                             status, body, headers
    ``reset``     the connection is reset; nothing is done                    -
    ``lost``      the call is done, the connection is closed without answer   -
    ``lost_html`` the call is done, a proxy's page is the answer              status, body
    ``delay``     the call is done, its answer is late                        seconds, when="after" or "before": a
                                                                              call that is *done* late
    ``trickle``   the call is done, its answer comes byte by byte             seconds between bytes, part="body" or
                                                                              "headers"
    ``cut``       the call is done, its answer ends in the middle             -
    ``empty``     200 without a body; nothing is done                         -
    ``redirect``  sends the client elsewhere; nothing is done                 location, status
    ``stranger``  200 with JSON that is not the API's; nothing is done        body
    ============= =========================================================== ==========================================

    ``{query}`` in a message or body is replaced by the raw query as received, as a gateway that echoes would do.
    """

    def __init__(
        self,
        kind: str,
        operation: str | None = None,
        domain_name: str | None = None,
        times: int | None = 1,
        after: int = 0,
        **details: object,
    ) -> None:
        """Describe a fault.

        :param operation: only calls of this operation; None is any.
        :param domain_name: only calls whose DomainName is this; None is any.
        :param times: how many calls it strikes; None is all, until the emulator is reset.
        :param after: how many matching calls it lets pass first.
        :raises ValueError: for an unknown kind, operation or detail, and for a value out of range.
        """
        if kind not in _DETAILS:
            raise ValueError(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
        if operation is not None and operation not in OPERATIONS:
            raise ValueError(f"fault {kind}: there is no operation {operation!r}; there are {', '.join(OPERATIONS)}")
        if domain_name is not None and not isinstance(domain_name, str):
            raise ValueError(f"fault {kind}: domain_name {domain_name!r} is not text")
        if times is not None and (times == 0 or not is_count(times)):
            raise ValueError(f"fault {kind}: times {times!r} is neither None nor a whole number above 0")
        if not is_count(after):
            raise ValueError(f"fault {kind}: after {after!r} is not a whole number, 0 or more")
        self.kind = kind
        self.operation = operation
        self.domain_name = domain_name
        self.times = times
        self.after = after
        self.details = _check_details(kind, details)

    def __repr__(self) -> str:
        return f"Fault({self.kind!r}, operation={self.operation!r}, domain_name={self.domain_name!r})"

    def text(self, name: str) -> str:
        """Return a detail that is text."""
        return str(self.details[name])

    def number(self, name: str) -> int:
        """Return a detail that is a whole number."""
        value = self.details[name]
        assert isinstance(value, int)
        return value

    def seconds(self) -> float:
        """Return the detail ``seconds``; 0.0 for a kind that has none."""
        value = self.details.get("seconds", 0.0)
        assert isinstance(value, float)
        return value

    def headers(self) -> dict[str, str]:
        """Return the extra headers; none for a kind that has none."""
        value = self.details.get("headers", {})
        assert isinstance(value, dict)
        return dict(value)

    def matches(self, operation: str, domain_name: str | None) -> bool:
        """Tell whether a call is one that this fault is for."""
        return self.operation in (None, operation) and self.domain_name in (None, domain_name)


def _check_details(kind: str, given: dict[str, object]) -> dict[str, object]:
    """Return all details of a kind, the given ones and the defaults.

    :raises ValueError: for an unknown or missing detail, and for a value that it cannot have.
    """
    known = _DETAILS[kind]
    for name in given:
        if name not in known:
            raise ValueError(f"fault {kind} has no detail {name!r}; it has {', '.join(known) or 'none'}")
    details: dict[str, object] = {}
    for name, detail in known.items():
        if name in given:
            details[name] = detail.check(f"fault {kind}, {name}", given[name])
        elif detail.kind == "dict":
            details[name] = {}  # headers: never required
        elif detail.default is None:
            raise ValueError(f"fault {kind} needs {name!r}")
        else:
            details[name] = detail.default
    status = details.get("status")
    if isinstance(status, int) and not 200 <= status <= 599:
        raise ValueError(f"fault {kind}: status {status} is not an HTTP status from 200 to 599")
    return details


class FaultQueue:
    """The faults that are still to strike, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._left: list[tuple[int, int | None]] = []

    def add(self, fault: Fault) -> None:
        """Queue a fault behind the others."""
        self._faults.append(fault)
        self._left.append((fault.after, fault.times))

    def pending(self) -> list[Fault]:
        """List the faults that are still to strike."""
        return list(self._faults)

    def take(self, operation: str, domain_name: str | None) -> Fault | None:
        """Return the fault that strikes this call, and count it down.

        The first that matches and has let enough calls pass strikes; those behind it do not count this call.
        """
        for index, fault in enumerate(self._faults):
            if not fault.matches(operation, domain_name):
                continue
            after, times = self._left[index]
            if after:
                self._left[index] = (after - 1, times)
                continue
            if times == 1:
                del self._faults[index]
                del self._left[index]
            elif times is not None:
                self._left[index] = (0, times - 1)
            return fault
        return None
