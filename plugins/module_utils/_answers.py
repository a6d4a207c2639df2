# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""Reading what comes back: the API's JSON in every vintage, its XML, and what is no answer of the API at all."""

from __future__ import annotations

import json
import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError
from ansible_collections.apsaravideo.live.plugins.module_utils._hints import hint
from ansible_collections.apsaravideo.live.plugins.module_utils._redaction import redact

Fields = dict[str, t.Any]

# Faults that pass. The service did not carry out a call that it answers with one of the first group.
_NOT_DONE = ("Throttling", "Rejected.Throttling", "LockFail", "SignatureNonceUsed")
_PERHAPS_DONE = ("ServiceUnavailable", "InternalError", "UnknownError")


class Answer(t.NamedTuple):
    """An HTTP answer, whole."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes


class Request(t.NamedTuple):
    """What an answer belongs to, as far as a message may tell. ``secrets`` are masked in whatever the answer says."""

    operation: str
    domain_name: str | None
    secrets: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.operation} for {self.domain_name}" if self.domain_name else self.operation

    def clean(self, value: t.Any) -> str:
        """A text of the answer, fit to be shown."""
        return redact(str(value), self.secrets)


def read(request: Request, answer: Answer) -> Fields:
    """The fields of an answer that the API gave, be it a success or (with ``Code``) a refusal.

    Raises :class:`LiveError` for a redirect, a proxy's page, a cut or an empty answer: whether a write was carried out
    is then open, and a repeat may help.
    """
    fields = _unwrapped(request.operation, _parse(answer.body))
    if fields is not None and 200 <= answer.status < 300 and "RequestId" in fields:
        return fields
    if fields is not None and isinstance(fields.get("Code"), str) and answer.status not in range(300, 400):
        return fields
    raise _no_answer(request, answer)


def refusal(request: Request, answer: Answer, fields: Fields) -> LiveError | None:
    """The error that the fields tell of, or None if they are those of a success."""
    code = fields.get("Code")
    if answer.status < 300 and (not isinstance(code, str) or "Message" not in fields):
        return None
    code, said = request.clean(code), request.clean(fields.get("Message", ""))
    advice = hint(code, said, request.operation, request.domain_name)
    request_id = request.clean(fields["RequestId"]) if fields.get("RequestId") else None
    passing = code.startswith(_NOT_DONE + _PERHAPS_DONE) or answer.status == 429 or answer.status >= 500
    where = f"HTTP {answer.status}, request id {request_id}" if request_id else f"HTTP {answer.status}"
    return LiveError(
        f"{request} was refused: {code}: {_sentence(said)} {advice} ({where})".replace("  ", " "),
        code=code,
        http_status=answer.status,
        request_id=request_id,
        recommend=request.clean(fields["Recommend"]) if fields.get("Recommend") else None,
        can_repeat=passing,
        may_have_happened=passing and not code.startswith(_NOT_DONE) and answer.status != 429,
    )


def _parse(body: bytes) -> Fields | None:
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        return _parse_xml(text)
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _parse_xml(text: str) -> Fields | None:
    """The API's XML, as the fields that its JSON has. HTML is not its own, nor is what has a DTD, which could grow."""
    if re.search("<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        return None
    # Only here: answers are JSON, unless a gateway ignores what was asked for.
    import xml.etree.ElementTree  # noqa: PLC0415  # felt in each task otherwise

    try:
        root = xml.etree.ElementTree.fromstring(text)  # noqa: S314  # nothing with a DTD gets here
    except (xml.etree.ElementTree.ParseError, ValueError):
        return None
    if root.tag != "Error" and not root.tag.endswith("Response"):
        return None
    fields = _from_element(root)
    return fields if isinstance(fields, dict) else None


def _from_element(element: t.Any) -> t.Any:
    if not len(element):
        return element.text or ""
    fields: Fields = {}
    for child in element:
        value = _from_element(child)
        if child.tag in fields:
            former = fields[child.tag]
            fields[child.tag] = [*(former if isinstance(former, list) else [former]), value]
        else:
            fields[child.tag] = value
    return fields


def _unwrapped(operation: str, fields: Fields | None) -> Fields | None:
    """Older versions of the API wrap an answer once, in ``<Operation>Response``."""
    inner = fields.get(f"{operation}Response") if fields else None
    return inner if isinstance(inner, dict) else fields


def _no_answer(request: Request, answer: Answer) -> LiveError:
    content_type = request.clean(answer.headers.get("Content-Type", "")).split(";")[0] or "no content type"
    seen = f"HTTP {answer.status}, {content_type}, {len(answer.body)} bytes"
    title = re.search(rb"<title[^>]*>([^<]{1,200})", answer.body, re.IGNORECASE)
    if title:
        seen += f", titled {request.clean(title.group(1).decode('utf-8', 'replace'))!r}"
    redirected = 300 <= answer.status < 400
    if redirected:
        seen += f", a redirect to {_place(request.clean(answer.headers.get('Location', '')))}, which is not followed"
    return LiveError(
        f"{request} got an answer that is not one of the API ({seen}). Something in between answered: "
        "check the option endpoint, HTTPS_PROXY and NO_PROXY.",
        http_status=answer.status,
        can_repeat=not redirected,
        may_have_happened=True,
    )


def _place(url: str) -> str:
    """Scheme and host of a URL: the rest may repeat our parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a place that is not a URL"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
