# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""What an option may hold. Pure checks, made before any call; every refusal names the option and what to write."""

from __future__ import annotations

import os
import re
import typing as t
import unicodedata
from urllib.parse import quote, urlsplit

from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError

_URL_SYNTAX = "!#$%&'()*+,/:;=?@[]~"
_LONGEST_TIMEOUT = 3600


def domain_name(option: str, value: str) -> str:
    """The name of a streaming domain, in lower case. Raises :class:`InputError` for anything but a plain DNS name."""
    name = value.lower()
    problem = _domain_problem(name)
    if problem:
        raise InputError(f"{option}: {value!r} {problem}. Write the name alone, such as live.example.com.")
    if not name.isascii():
        encoded = _punycode(name) or ""
        suggestion = encoded if _is_name(encoded) else None
        raise InputError(f"{option}: {value!r} has characters beyond ASCII. {_instead(suggestion)}")
    if not _is_name(name):
        raise InputError(
            f"{option}: {value!r} is not a domain name: it takes two or more labels of letters, digits and inner "
            "hyphens, with dots in between, such as live.example.com."
        )
    return name


def _domain_problem(name: str) -> str | None:
    if not name:
        return "is empty"
    if _has_space_or_control(name):
        return "has white space or control characters"
    for sign, problem in (
        ("://", "has a scheme"),
        ("/", "has a path"),
        ("*", "is a wildcard; the service keeps one config for each domain"),
        ("_", "has an underscore"),
        (":", "has a port"),
    ):
        if sign in name:
            return problem
    return "ends with a dot" if name.endswith(".") else None


def _is_name(name: str) -> bool:
    labels = name.split(".")
    return len(labels) > 1 and len(name) <= 253 and not labels[-1].isdigit() and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    plain = label.replace("-", "")
    return 0 < len(label) <= 63 and label.strip("-") == label and plain.isascii() and plain.isalnum()


def _punycode(name: str) -> str | None:
    """The xn-- form of a name, or None where there is none."""
    labels = re.split("[.\u3002]", unicodedata.normalize("NFKC", name).lower())
    ascii_labels = [label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels]
    return ".".join(ascii_labels) if all(map(_is_label, ascii_labels)) else None


def callback_url(option: str, value: str) -> list[str]:
    """Check a URL that the service is to call, and return what the user should be warned of.

    Source: https://www.alibabacloud.com/help/en/live/developer-reference/api-addliverecordnotifyconfig
    Raises :class:`InputError` for what the service refuses as malformed. What it may refuse as unsafe is a
    warning, since a private cloud may allow it.
    """
    if _has_space_or_control(value):
        raise InputError(
            f"{option}: {value!r} has white space or control characters. Percent-encode them (a space is %20), "
            "or remove them at the end."
        )
    if not value.startswith(("http://", "https://")):
        raise InputError(
            f"{option}: {value!r} does not start with http:// or https://, and the service calls nothing else."
        )
    if not value.isascii():
        raise InputError(f"{option}: {value!r} has characters beyond ASCII. {_instead(_ascii_url(value))}")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(f"{option}: {value!r} is not a URL: {error}.") from None
    if not host:
        raise InputError(f"{option}: {value!r} has no host. Write it as https://callbacks.example.com/path.")
    warnings = []
    if is_private_host(host):
        warnings.append(
            f"{option}: the host {host} is not a public address. The service refuses such URLs as unsafe "
            "(InvalidNotifyUrl.Unsafe), unless it is a private cloud that allows them."
        )
    if parts.username is not None or parts.password is not None:
        warnings.append(
            f"{option}: the URL has a user or password in it. URLs are shown in output and logs; "
            "use notify_req_auth and notify_auth_key to authenticate callbacks."
        )
    return warnings


def _ascii_url(url: str) -> str | None:
    """The URL with its host as xn-- and all else percent-encoded, or None where it can't be told."""
    try:
        parts = urlsplit(url)
        user, at, place = parts.netloc.rpartition("@")
        host, colon, port = place.partition(":")
    except ValueError:
        return None
    if not host.isascii():
        host = _punycode(host) or ""
    if not host:
        return None
    rest = url[url.index("//") + 2 + len(parts.netloc) :]
    user, rest = (quote(text, safe=_URL_SYNTAX, errors="replace") for text in (user, rest))
    encoded = f"{parts.scheme}://{user}{at}{host}{colon}{port}{rest}"
    return encoded if encoded.isascii() and _has_place(encoded) else None


def _has_place(url: str) -> bool:
    """Whether a URL has a host, and a port that can be one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def _instead(suggestion: str | None) -> str:
    return f"Write {suggestion} instead." if suggestion else "Write it in ASCII."


def is_private_host(host: str) -> bool:
    """Whether a host, taken literally (no name is resolved), is loopback, private, link-local or reserved."""
    return is_loopback(host) or not _ip(host.rstrip("."), "is_global", otherwise=True)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, taken literally."""
    host = host.rstrip(".")
    return host == "localhost" or host.endswith(".localhost") or _ip(host, "is_loopback", otherwise=False)


def _ip(host: str, attribute: str, *, otherwise: bool) -> bool:
    if ":" not in host and not host.replace(".", "").isdigit():
        return otherwise
    # Only here: most hosts are names.
    import ipaddress  # noqa: PLC0415  # felt in each task otherwise

    try:
        return bool(getattr(ipaddress.ip_address(host), attribute))
    except ValueError:
        return otherwise


def auth_key(option: str, value: str) -> str:
    """The key that signs callbacks. Its text never stands in a message."""
    if not is_auth_key(value):
        raise InputError(
            f"{option}: must be 16 to 32 letters and digits (A-Z, a-z, 0-9) and nothing else. Quote a key of digits "
            "in YAML."
        )
    return value


def is_auth_key(value: str) -> bool:
    """Whether a text can be a key in clear; a masked one can't."""
    return 16 <= len(value) <= 32 and value.isascii() and value.isalnum()


def existing_path(name: str, path: str) -> str:
    """A file or directory of this host; ``name`` is the option, or the environment variable, that names it."""
    if not os.path.exists(path):  # noqa: PTH110  # pathlib is felt in each task
        raise InputError(f"{name}: there is no file or directory {path} on this host.")
    return path


def timeout(option: str, value: float) -> float:
    """Seconds, above 0."""
    if not 0 < value <= _LONGEST_TIMEOUT:
        raise InputError(f"{option}: must be seconds, above 0 and at most {_LONGEST_TIMEOUT}, not {value}.")
    return value


def rate_limit_share(option: str, value: float) -> float:
    """A part of the account's calls per second, from 0.001 to 1."""
    if not 0.001 <= value <= 1:
        raise InputError(f"{option}: must be from 0.001 to 1, not {value}. With N jobs at once, give each 1/N.")
    return value


class Endpoint(t.NamedTuple):
    """Where the API is. ``host`` is the Host header: with a port only if it is not the scheme's own."""

    scheme: str
    host: str
    is_loopback: bool

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"


def endpoint(option: str, value: str) -> Endpoint:
    """Read a host, ``host:port``, or scheme and host. Plain HTTP is allowed to this machine only."""
    text = value.lower() if "://" in value else f"https://{value.lower()}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    bare = _is_host(host) and parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" == text
    if not bare or "@" in parts.netloc or port == 0 or ("[" in text) != (":" in host):
        raise InputError(
            f"{option}: {redacted_user(value)!r} is not an endpoint. Write a host, host:port, or scheme and host, such "
            "as live.aliyuncs.com, without path, query or user."
        )
    local = is_loopback(host)
    if parts.scheme == "http" and not local:
        raise InputError(
            f"{option}: {value!r} would send the request over plain HTTP to another machine. Write https://{parts.netloc}."
        )
    name = f"[{host}]" if ":" in host else host
    own_port = {"http": 80, "https": 443}[parts.scheme]
    return Endpoint(parts.scheme, name if port in (None, own_port) else f"{name}:{port}", local)


def _is_host(host: str) -> bool:
    """Whether a text is a host name, with or without dots, or an IP address without a zone."""
    if ":" in host:
        return "%" not in host and _ip(host, "version", otherwise=False)
    return all(map(_is_label, host.split(".")))


def redacted_user(value: str) -> str:
    """A text that may be a URL, without the user and password that may be in it."""
    return re.sub(r"(?s)^([^:/@]*://)?.*@", r"\1***@", value)


def _has_space_or_control(text: str) -> bool:
    return any(character.isspace() or unicodedata.category(character) == "Cc" for character in text)
