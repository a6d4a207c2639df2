# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP server: werkzeug's threaded server, with connections that stay open and answers that can go wrong.

Werkzeug's own handler closes each connection after one answer and waits 10 ms for more to read; a client that keeps
its connection open is what has to be tested, so the handler's last step, from request to answer, is done here.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.serving import DechunkedInput, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Response

from emulator.incoming import Incoming

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from emulator.replies import Reply

# RST instead of FIN when the socket is closed: linger on, for 0 seconds.
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)

# How long a stop may wait for the thread that accepts connections: hundreds of tests stop an emulator each.
_POLL_SECONDS = 0.005


class Handler(WSGIRequestHandler):
    """Reads requests from one connection and delivers their answers."""

    protocol_version = "HTTP/1.1"
    # Without this, an answer in two writes waits 40 ms for the client's acknowledgement.
    disable_nagle_algorithm = True
    server: Server

    def run_wsgi(self) -> None:
        """Answer one request; werkzeug calls this for every HTTP method."""
        received_at = time.monotonic()
        self.server.last_request = received_at
        body = self._read_body()
        if body is None:
            self.close_connection = True
            return
        path, _mark, query = self.path.partition("?")
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            known = headers.get(name.lower())
            headers[name.lower()] = value.strip() if known is None else f"{known},{value.strip()}"
        reply = self.server.answer(
            Incoming(self.command, path, query, headers, body, received_at, self.client_address[1])
        )
        if reply.wait and self.server.sleep(reply.wait):
            self.close_connection = True
        else:
            self._deliver(reply)

    def _read_body(self) -> bytes | None:
        """Read the body to its end; None when it ends too early or has no clear length."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            stream: Any = self.rfile  # It reads as one of IO[bytes] does, and is not typed as one.
            return DechunkedInput(stream).read()
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal():
            return None
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else None

    def _deliver(self, reply: Reply) -> None:
        if reply.delivery in ("closed", "reset"):
            self.close_connection = True
            if reply.delivery == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
                # Closed past the socket object, whose owner would say an orderly goodbye first.
                os.close(self.connection.detach())
            return
        head = self._head(reply)
        body = b"" if self.command == "HEAD" else reply.body
        if reply.delivery == "whole":
            self.wfile.write(head + body)
        elif reply.part == "headers":
            self._trickle(head, reply.pause)
            self.wfile.write(body)
        else:
            self.wfile.write(head)
            self._trickle(body, reply.pause)

    def _head(self, reply: Reply) -> bytes:
        known = {status.value: status.phrase for status in HTTPStatus}
        lines = [
            f"HTTP/1.1 {reply.status} {known.get(reply.status, 'Unknown')}",
            f"Date: {formatdate(self.server.now(), usegmt=True)}",
            f"Content-Length: {len(reply.body)}",
            *(f"{name}: {value}" for name, value in reply.headers.items()),
        ]
        if self.close_connection:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _trickle(self, data: bytes, pause: float) -> None:
        for position in range(len(data)):
            if self.server.sleep(pause):
                self.close_connection = True
                return
            self.wfile.write(data[position : position + 1])

    def log(self, *_args: Any, **_kwargs: Any) -> None:
        """Keep quiet: the calls are in the emulator's own log."""


class Server(ThreadedWSGIServer):
    """Listens on 127.0.0.1, one thread per connection; ``stop`` ends all of them.

    :ivar last_request: when the last request came, in seconds of the monotonic clock.
    :ivar stopping: set when the server is to end.
    """

    def __init__(
        self,
        answer: Callable[[Incoming], Reply],
        now: Callable[[], float],
        stopping: threading.Event,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Listen, and answer from ``start`` on.

        :param answer: gives the answer to a request; called in many threads.
        :param now: seconds since the epoch, for the Date header.
        :param port: the port; 0 for a free one.
        """
        # The application is never called: the handler does its work.
        super().__init__("127.0.0.1", port, Response(), Handler)
        self.answer = answer
        self.now = now
        self.stopping = stopping
        self.last_request = time.monotonic()
        self._tls = tls
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,), name="emulator", daemon=True)

    def sleep(self, seconds: float) -> bool:
        """Wait; True at once when the server stops."""
        return self.stopping.wait(seconds)

    def start(self) -> None:
        """Answer requests, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End all connections and all threads; an answer that waits for nothing is still delivered."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            connections = dict(self._connections)
        for connection in connections.values():
            # A thread that reads sees the end of its connection, one that writes does not notice. This is the plain
            # socket's shutdown: that of TLS would pull the rug from under the thread.
            with contextlib.suppress(OSError):  # It may be closed already.
                socket.socket.shutdown(connection, socket.SHUT_RD)
        for thread in connections:
            thread.join(timeout=5.0)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection; the TLS handshake too is done here, where it holds up no other connection."""
        thread = threading.current_thread()
        with self._lock:
            self._connections[thread] = request
        connection = request
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
                with self._lock:
                    self._connections[thread] = connection
                connection.do_handshake()
            if not self.stopping.is_set():
                super().finish_request(connection, client_address)
        finally:
            with self._lock:
                del self._connections[thread]
            if connection is not request:
                self.shutdown_request(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Be silent about clients that go away; show all else, which is a fault of the emulator."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)
