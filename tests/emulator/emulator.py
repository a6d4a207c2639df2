# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator as tests see it: a stage, and the server that plays on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.control import PREFIX, Control
from emulator.server import Server
from emulator.stage import Stage

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from types import TracebackType

    from emulator.incoming import Incoming
    from emulator.replies import Reply


class Emulator(Stage):
    """A server that behaves as the API does; a context manager that listens on 127.0.0.1.

    All methods may be called from any thread, before, while and after it listens.
    """

    def __init__(
        self,
        ssl_context: ssl.SSLContext | None = None,
        latency: float = 0.0,
        port: int = 0,
        baseline: Callable[[Stage], None] | None = None,
    ) -> None:
        """Make an emulator; ``start`` or the ``with`` statement lets it listen.

        :param ssl_context: a server's context, for HTTPS; HTTP without one.
        :param latency: seconds that each answer of the API waits.
        :param port: the port; 0 for a free one.
        :param baseline: sets the stage, now and after each reset; nothing by default.
        """
        super().__init__(baseline, latency)
        self._tls = ssl_context
        self._port = port
        self._control = Control(self)
        self._server: Server | None = None

    def __enter__(self) -> Emulator:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, and answer in threads of its own.

        :raises RuntimeError: when it has been started before.
        """
        if self._server is not None:
            raise RuntimeError("an emulator can be started once")
        self._server = Server(self._answer, self._gateway.now, self._stopping, self._port, self._tls)
        self._server.start()

    def stop(self) -> None:
        """End all connections and threads; waits end at once."""
        if self._server is not None and not self._stopping.is_set():
            self._server.stop()

    def _answer(self, incoming: Incoming) -> Reply:
        if incoming.path.startswith(PREFIX):
            return self._control.answer(incoming)
        return self._gateway.answer(incoming)

    def _listening(self) -> Server:
        if self._server is None:
            raise RuntimeError("the emulator does not listen yet")
        return self._server

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listening().port

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}" if self._tls is None else f"https://localhost:{self.port}"

    @property
    def last_request(self) -> float:
        """When the last request came (or the start), in seconds of the monotonic clock."""
        return self._listening().last_request
