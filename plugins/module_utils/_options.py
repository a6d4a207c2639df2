# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The options that modules share, as argument specs. The fragments in plugins/doc_fragments describe them."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.parameters import env_fallback
from ansible_collections.apsaravideo.live.plugins.module_utils._signature import ACS3, SIGNATURE_METHODS

ON_EXISTING = ("keep", "keep_and_warn", "keep_and_fail", "replace")
DEFAULT_ENDPOINT = "live.aliyuncs.com"
_ENDPOINT_VARIABLE = "ALIBABA_CLOUD_LIVE_ENDPOINT"

Spec = dict[str, dict[str, t.Any]]


def connection() -> Spec:
    """How to reach the API, and as whom. Credentials have no fallback here: they are resolved as whole sets."""
    return {
        "access_key_id": {"type": "str", "no_log": True},
        "access_key_secret": {"type": "str", "no_log": True},
        "security_token": {"type": "str", "no_log": True},
        "endpoint": {
            "type": "str",
            "default": DEFAULT_ENDPOINT,
            "fallback": (env_fallback, [_ENDPOINT_VARIABLE]),
        },
        "signature_method": {"type": "str", "default": ACS3, "choices": list(SIGNATURE_METHODS)},
        "timeout": {"type": "float", "default": 10},
        "validate_certs": {"type": "bool", "default": True},
        "ca_path": {"type": "path"},
    }


def endpoint(params: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> str:
    """The endpoint to use. A blank counts as not given, in the option (AWX injects blanks) as in the environment."""
    return str(params["endpoint"]).strip() or environ.get(_ENDPOINT_VARIABLE, "").strip() or DEFAULT_ENDPOINT


def settings() -> Spec:
    """What a config says."""
    return {
        "notify_url": {"type": "str"},
        "on_demand_url": {"type": "str"},
        "need_status_notify": {"type": "bool"},
        "notify_req_auth": {"type": "bool"},
        "notify_auth_key": {"type": "str", "no_log": True},
    }


def select() -> Spec:
    """Which domains of the account are meant."""
    return {
        "select": {
            "type": "dict",
            "options": {
                "all": {"type": "bool", "default": False},
                "domain_name": {"type": "str"},
                "domain_search_type": {
                    "type": "str",
                    "default": "full_match",
                    "choices": ["full_match", "fuzzy_match", "pre_match", "suf_match"],
                },
                "domain_status": {"type": "str", "choices": ["online", "offline", "configuring"]},
                "region_name": {"type": "str"},
                "resource_group_id": {"type": "str"},
                "tags": {"type": "dict"},
            },
        },
        "rate_limit_share": {"type": "float", "default": 1.0},
    }
