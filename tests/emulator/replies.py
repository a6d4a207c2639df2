# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers: what is sent, how it is delivered, and the API's errors."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from xml.etree import ElementTree

JSON_TYPE = "application/json;charset=utf-8"
XML_TYPE = "text/xml;charset=utf-8"
HTML_TYPE = "text/html;charset=utf-8"

Answer = dict[str, object]


@dataclass(frozen=True)
class Reply:
    """One HTTP answer and the way it is delivered.

    :ivar delivery: ``whole``, ``trickled`` (byte by byte), ``closed`` (the connection is closed without an answer) or
        ``reset`` (the same, with a TCP reset).
    :ivar wait: seconds before the first byte.
    :ivar pause: seconds between two bytes of a trickled answer.
    :ivar part: what trickles: ``body`` or ``headers``.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delivery: str = "whole"
    wait: float = 0.0
    pause: float = 0.0
    part: str = "body"


class ApiError(Exception):
    """A refusal by the API.

    :param code: the API's error code; clients decide by it.
    :param status: the HTTP status.
    :param details: further members of the answer, such as AccessDeniedDetail.
    :param headers: further headers of the answer.
    """

    def __init__(
        self,
        code: str,
        status: int,
        message: str,
        details: Answer | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message
        self.details = details or {}
        self.headers = headers or {}

    def answer(self, request_id: str, host: str) -> Answer:
        """Return the members of the answer, in the form that the service gives errors."""
        return {
            "Code": self.code,
            "Message": self.message,
            "RequestId": request_id,
            "HostId": host,
            "Recommend": f"https://api.aliyun.com/troubleshoot?q={self.code}&product=live",
            **self.details,
        }


def new_request_id() -> str:
    """Return a request id in the form of the service's: an upper-case UUID."""
    return str(uuid.uuid4()).upper()


def render(status: int, answer: Answer, root: str, as_json: bool, headers: dict[str, str] | None = None) -> Reply:
    """Write an answer as JSON, or as XML with the given root element."""
    if as_json:
        body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        content_type = JSON_TYPE
    else:
        element = ElementTree.Element(root)
        _fill(element, answer)
        body = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
        content_type = XML_TYPE
    return Reply(status, body, {"Content-Type": content_type, **(headers or {})})


def page(status: int, body: str, headers: dict[str, str] | None = None) -> Reply:
    """Return a page such as a proxy between client and service makes."""
    return Reply(status, body.encode(), {"Content-Type": HTML_TYPE, **(headers or {})})


def _fill(element: ElementTree.Element, value: object) -> None:
    """Write a value into an element; a list becomes repeated elements of the same name."""
    if isinstance(value, dict):
        for name, member in value.items():
            for item in member if isinstance(member, list) else [member]:
                _fill(ElementTree.SubElement(element, name), item)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    else:
        element.text = str(value)
