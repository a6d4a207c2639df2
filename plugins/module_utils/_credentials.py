# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""Where the access key comes from: whole sets, each from one source, never mixed."""

from __future__ import annotations

import typing as t

from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError

# Each family: the names of the id, of the secret and of the token; the first that is set counts.
# Source: https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-python-access-credentials and, for the
# older families, the documents of the tools that read them (Terraform and the ali_* modules, the CLI, the older SDK).
_FAMILIES = (
    (("ALIBABA_CLOUD_ACCESS_KEY_ID",), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET",), ("ALIBABA_CLOUD_SECURITY_TOKEN",)),
    (
        ("ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"),
        ("ALICLOUD_SECRET_KEY", "ALICLOUD_SECRET_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_SECRET"),
        ("ALICLOUD_SECURITY_TOKEN",),
    ),
    (("ALIBABACLOUD_ACCESS_KEY_ID",), ("ALIBABACLOUD_ACCESS_KEY_SECRET",), ("SECURITY_TOKEN",)),
    (("ALIYUN_ACCESS_KEY_ID",), ("ALIYUN_ACCESS_KEY_SECRET",), ()),
    (("ACCESS_KEY_ID",), ("ACCESS_KEY_SECRET",), ("SECURITY_TOKEN",)),
)
_OPTIONS = (("access_key_id",), ("access_key_secret",), ("security_token",))

# SECURITY_TOKEN is a name that other software uses too: alone it is no sign of a set of ours.
_TOO_COMMON = "SECURITY_TOKEN"


class Credentials(t.NamedTuple):
    """An access key, with the token that belongs to it if it is a temporary one."""

    access_key_id: str
    access_key_secret: str
    security_token: str | None
    source: str

    def __repr__(self) -> str:
        return f"Credentials(source={self.source!r})"

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(value for value in self[:3] if value)

    def described(self) -> dict[str, str]:
        """Which set it is, without giving it away."""
        return {"source": self.source, "access_key_id_ends": self.access_key_id[-4:]}


def resolve(params: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> Credentials:
    """The first source in which anything is set: the options, then the families of environment variables.

    An empty or blank value counts as unset (AWX injects blanks). Raises :class:`InputError` for half a set, which is
    never completed from another source, and when there is nothing at all.
    """
    found = _from("options", _OPTIONS, params)
    for family in _FAMILIES:
        found = found or _from("environment", family, environ)
    if found is None:
        raise InputError(
            "No credentials. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET on the host that the "
            "module runs on, or give the options access_key_id and access_key_secret. The options were looked at, "
            "and in the environment of this host: "
            + ", ".join(f"{ids[0]} and {secrets[0]}" for ids, secrets, _tokens in _FAMILIES)
            + "."
        )
    return found


def _from(place: str, names: t.Sequence[t.Sequence[str]], values: t.Mapping[str, t.Any]) -> Credentials | None:
    def first(choice: t.Sequence[str]) -> tuple[str, str]:
        for name in choice:
            value = str(values.get(name) or "")
            if value.strip():
                return name, value
        return "", ""

    ids, secrets, tokens = names
    (id_name, key_id), (secret_name, secret), (token_name, token) = first(ids), first(secrets), first(tokens)
    if not (id_name or secret_name or token_name not in ("", _TOO_COMMON)):
        return None
    missing = [choice[0] for name, choice in ((id_name, ids), (secret_name, secrets)) if not name]
    if missing:
        given = " and ".join(name for name in (id_name, secret_name, token_name) if name)
        raise InputError(
            f"Half a set of credentials in the {place}: {given} without {' and '.join(missing)}. A set is taken "
            "whole from one source: complete it there, or leave it out there."
        )
    for name, value in ((id_name, key_id), (secret_name, secret), (token_name, token)):
        _check_characters(place, name, value)
    return Credentials(key_id, secret, token or None, _source(place, id_name))


def _source(place: str, id_name: str) -> str:
    return place if place == "options" else f"{place} ({id_name})"


def _check_characters(place: str, name: str, value: str) -> None:
    """Refuse what can only be a slip of the paste: such a value would break a header, and an error would show it."""
    if any(not "!" <= character <= "~" for character in value):
        raise InputError(
            f"{name} (from the {place}) has white space, control characters or characters beyond ASCII, which no "
            "access key has. Look for a blank or a line break at its end."
        )
