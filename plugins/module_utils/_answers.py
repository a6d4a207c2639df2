# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""Reading what comes back: the API's JSON in every vintage, its XML, and what is no answer of the API at all."""

from __future__ import annotations

import json
import re
import typing as t

_SUCCESSES = ("", "OK", "200", "Success")  # how other products of the same gateway write a code of no error

Fields = dict[str, t.Any]


class Answer(t.NamedTuple):
    """An HTTP answer, whole."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes


def read(operation: str, answer: Answer) -> Fields | None:
    """The fields of an answer that the API gave, be it a success or a refusal; None if it is no answer of the API.

    A proxy's page, a redirect, an empty or a cut answer are none. Every answer of the API has a request id or a code,
    so anything else that happens to be JSON is none either.
    """
    fields = _unwrapped(operation, _parse(answer.body))
    if fields is None or 300 <= answer.status < 400:
        return None
    if answer.status < 300 and "RequestId" in fields:
        return fields
    if answer.status < 300 and "Message" not in fields:
        return None
    return fields if isinstance(fields.get("Code"), str) else None


def refusal_code(answer: Answer, fields: Fields) -> str | None:
    """The error code of a refusal; None for a success. Some gateways refuse with status 200."""
    code = fields.get("Code")
    told = isinstance(code, str) and "Message" in fields and code not in _SUCCESSES
    return str(code) if answer.status >= 300 or told else None


def request_id(fields: Fields) -> str | None:
    """The id by which the support of the service finds a request: letters, digits and hyphens."""
    plain = "".join(
        character for character in str(fields.get("RequestId") or "") if character.isalnum() or character == "-"
    )
    return plain[:64] or None


def _parse(body: bytes) -> Fields | None:
    text = body.decode("utf-8-sig", "replace").strip()
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
    if _tag(root) != "Error" and not _tag(root).endswith("Response"):
        return None
    try:
        fields = _from_element(root)
    except RecursionError:
        return None
    return fields if isinstance(fields, dict) else None


def _from_element(element: t.Any) -> t.Any:
    if not len(element):
        return element.text or ""
    fields: Fields = {}
    for child in element:
        value = _from_element(child)
        if _tag(child) in fields:
            former = fields[_tag(child)]
            fields[_tag(child)] = [*(former if isinstance(former, list) else [former]), value]
        else:
            fields[_tag(child)] = value
    return fields


def _tag(element: t.Any) -> str:
    """The name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _unwrapped(operation: str, fields: Fields | None) -> Fields | None:
    """Older versions of the API wrap an answer once, in ``<Operation>Response``."""
    inner = fields.get(f"{operation}Response") if fields else None
    return inner if isinstance(inner, dict) else fields
