# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""One HTTP attempt that ends in time: requests, with a limit on the whole attempt.

The timeouts of requests bound each single wait, so an answer that trickles, or a host with many dead addresses, could
hold a task for ever. Here a timer shuts the connection down when the attempt's time is up, whatever it waits for.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import typing as t

try:
    from requests.adapters import HTTPAdapter  # first: its absence is what users are told of
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection
except ImportError as error:
    REQUESTS_ERROR: ImportError | None = error
    if not t.TYPE_CHECKING:  # only so that this file can be read; LiveClient refuses to start
        HTTPAdapter = HTTPConnection = HTTPSConnection = object
else:
    REQUESTS_ERROR = None

_current = threading.local()


class Attempt:
    """The time and the fate of one attempt, as a context manager; connections of the same thread report to it.

    ``seconds`` is what it may take, from after name resolution, which nothing can bound. ``sent`` tells whether the
    request may have left this machine, ``problem`` what went wrong, ``expired`` whether the time ran out.
    """

    def __init__(self, seconds: float) -> None:
        self.sent = False
        self.expired = False
        self.problem: BaseException | None = None
        self.seconds = seconds
        self._ends: float | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Attempt:
        _current.attempt = self
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None
        del _current.attempt

    def begin(self) -> None:
        """Start the time, unless it runs."""
        if self._ends is None:
            self._ends = time.monotonic() + self.seconds
            self._timer.start()

    def remaining(self) -> float:
        """Seconds left; 0 or less when the time is up."""
        return self.seconds if self._ends is None else self._ends - time.monotonic()

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection down when the time is up (at once, if it is).

        The attempt holds a handle of its own: the first one is taken over by TLS while it shakes hands, and closed when
        an answer announces that it ends with the connection.
        """
        handle = socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
        with self._lock:
            if self._handle is not None:
                self._handle.close()
            self._handle = handle
            if self.expired:
                _shut_down(handle)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            if self._handle is not None:
                _shut_down(self._handle)


def _shut_down(handle: socket.socket) -> None:
    # An error means that it is not connected any more, and nothing waits on it.
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


class _Bounded:
    """What both kinds of connection add to urllib3's: they tell the current attempt where it stands."""

    if t.TYPE_CHECKING:  # what urllib3's connections have
        sock: socket.socket | None
        host: str
        port: int
        socket_options: t.Any

    def connect(self) -> None:
        attempt = _current.attempt
        attempt.sent = False
        try:
            super().connect()  # type: ignore[misc]  # of the class that this is mixed into
        except Exception as problem:
            attempt.problem = problem
            raise
        attempt.sent = True

    def request(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        if self.sock is not None:  # else it connects now, and the time starts after name resolution
            _current.attempt.begin()
            _current.attempt.watch(self.sock)
            _current.attempt.sent = True
        return super().request(*args, **kwargs)  # type: ignore[misc]  # as above

    def _new_conn(self) -> socket.socket:
        addresses = socket.getaddrinfo(self.host.strip("[]"), self.port, 0, socket.SOCK_STREAM)
        attempt = _current.attempt
        attempt.begin()
        problem: OSError = socket.timeout("timed out")
        for number, (family, kind, protocol, _name, address) in enumerate(addresses):
            connection = socket.socket(family, kind, protocol)
            try:
                remaining = attempt.remaining()
                if remaining <= 0:
                    raise socket.timeout("timed out")
                # A share of the time for each address: one that is dead must not use up all of it.
                connection.settimeout(remaining / (len(addresses) - number))
                for option in self.socket_options or ():
                    connection.setsockopt(*option)
                connection.connect(address)
            except OSError as error:
                connection.close()
                problem = error
                continue
            attempt.watch(connection)
            connection.settimeout(attempt.seconds)
            return connection
        raise problem


class _BoundedHTTPConnection(_Bounded, HTTPConnection):
    pass


class _BoundedHTTPSConnection(_Bounded, HTTPSConnection):
    pass


def _pool_classes() -> dict[str, t.Any]:
    class Plain(HTTPConnectionPool):
        ConnectionCls: t.Any = _BoundedHTTPConnection

    class Secure(HTTPSConnectionPool):
        ConnectionCls: t.Any = _BoundedHTTPSConnection

    return {"http": Plain, "https": Secure}


def _socks_pool_classes() -> dict[str, t.Any]:
    from urllib3.contrib import socks  # noqa: PLC0415  # needs PySocks, for which requests has just looked

    class Connection(_Bounded, socks.SOCKSHTTPSConnection):
        def _new_conn(self) -> socket.socket:
            _current.attempt.begin()
            connection = t.cast("socket.socket", socks.SOCKSHTTPSConnection._new_conn(self))  # noqa: SLF001  # its way
            _current.attempt.watch(connection)
            return connection

    class Secure(socks.SOCKSHTTPSConnectionPool):
        ConnectionCls: t.Any = Connection

    return {"https": Secure}  # plain HTTP goes to this machine only, and so through no proxy


class BoundedAdapter(HTTPAdapter):
    """The adapter of requests, with connections that keep to the time of their attempt.

    It is used without a session of requests, so nothing comes from the environment unasked: no ~/.netrc, no proxies, no
    CA bundle. Nor are cookies kept, or redirects followed or even read.
    """

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes()

    def proxy_manager_for(self, proxy: str, **kwargs: t.Any) -> t.Any:
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not known:
            socks = proxy.lower().startswith("socks")
            manager.pool_classes_by_scheme = _socks_pool_classes() if socks else _pool_classes()
        return manager
