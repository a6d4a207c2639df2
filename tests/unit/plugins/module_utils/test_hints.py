# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of hints: something to do for every code that the service documents."""

from __future__ import annotations

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._hints import hint

ADD = "AddLiveRecordNotifyConfig"
UPDATE = "UpdateLiveRecordNotifyConfig"
DELETE = "DeleteLiveRecordNotifyConfig"
DESCRIBE = "DescribeLiveRecordNotifyConfig"
LIST = "DescribeLiveUserDomains"
DOMAIN = "live.example.com"

GRANT = "Grant the RAM user or role the action live:{} on the resource {}."
OF_DOMAIN = f"acs:cdn:*:<account id>:domain/{DOMAIN}"

OF_THE_OPERATIONS = [
    "InvalidNotifyUrl.Malformed",
    "InvalidNotifyUrl.Unsafe",
    "ConfigAlreadyExists",
    "InvalidConfig.NotFound",
    "Forbidden",
    "InvalidParams",
    "InvalidParam",
]
OF_LIVE = [
    "InvalidIdentity.ServiceDisabled",
    "InvalidDomain.NotFound",
    "IllegalOperation",
    "CodeConfigAlreadyExists",
    "CodeConfigNotFound",
    "InternalError",
    "LockFail",
]
OF_THE_GATEWAY = [
    "Throttling.User",
    "Throttling.Api",
    "Throttling",
    "Rejected.Throttling",
    "ServiceUnavailable",
    "UnknownError",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "InvalidSignatureMethod",
    "SignatureNonceUsed",
    "InvalidTimeStamp.Format",
    "InvalidTimeStamp.Expired",
    "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive",
    "Forbidden.AccessKeyDisabled",
    "MissingSecurityToken",
    "InvalidSecurityToken.Expired",
    "InvalidSecurityToken.Malformed",
    "InvalidSecurityToken.MismatchWithAccessKey",
    "Forbidden.RAM",
    "NoPermission",
    "Forbidden.RiskControl",
    "Forbidden.UserVerification",
    "InsufficientBalance",
    "InvalidProtocol.NeedSsl",
    "InvalidApi.NotFound",
    "InvalidProduct.NotFound",
    "InvalidVersion.NotFound",
    "InvalidRegion.NotFound",
    "UnsupportedHTTPMethod",
    "MissingParameter",
    "MissingDomainName",
    "MissingNotifyUrl",
    "InvalidParameter",
    "InvalidParameter.Format",
    "InvalidParameter.Accept",
    "InvalidPageSize",
    "ContentMD5NotMatched",
    "ContentLengthDoesNotMatch",
]
OF_STS = [
    "EntityNotExist.Role",
    "InvalidParameter.RoleArn",
    "InvalidParameter.RoleSessionName",
    "InvalidParameter.DurationSeconds",
    "AuthenticationFail.OIDCToken.Expired",
    "AuthenticationFail.OIDCToken.AudienceNotMatch",
    "AuthenticationFail.OIDCToken.Invalid",
    "AuthenticationFail.OIDCToken.InvalidSignature",
    "AuthenticationFail.NoPermission",
]
ALL = [*OF_THE_OPERATIONS, *OF_LIVE, *OF_THE_GATEWAY, *OF_STS]
# What only repeats the name of a group of codes, so that a code of its own must not fall to it.
GENERAL = {hint("InvalidSomething", "", ADD, DOMAIN), hint("MissingSomething", "", ADD, DOMAIN)}


@pytest.mark.parametrize("code", ALL)
def test_each_code_has_one(code: str) -> None:
    said = hint(code, "", ADD, DOMAIN)

    assert said.endswith(".")
    assert said[0].isupper()
    assert "{" not in said


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in ALL
        if code.startswith(("Invalid", "Missing"))
        and not code.startswith(("InvalidParam", "InvalidPageSize"))
        and code not in ("MissingParameter", "MissingDomainName", "MissingNotifyUrl")
    ]
    + [code for code in OF_STS if code.startswith("InvalidParameter.")],
)
def test_a_code_with_a_meaning_of_its_own_has_a_hint_of_its_own(code: str) -> None:
    assert hint(code, "", ADD, DOMAIN) not in GENERAL


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "InvalidNotifyUrl.Malformed",
            "The URLs must start with http:// or https://, with spaces and all beyond ASCII encoded.",
        ),
        ("InvalidNotifyUrl.Unsafe", "The host of notify_url and on_demand_url must have a public address."),
        (
            "InvalidDomain.NotFound",
            "Check the spelling, that the access key is of the right account, and that the domain is added to Live.",
        ),
        (
            "IllegalOperation",
            "Use the streaming (playback) domain. Recording callbacks do not sit on the ingest domain.",
        ),
        (
            "SignatureDoesNotMatch",
            (
                "Check the access key secret (option or environment): it may belong to another key, or be cut. If "
                "it is "
                "right, look for a proxy that alters requests."
            ),
        ),
        (
            "InvalidTimeStamp.Expired",
            (
                "The clock of the host that runs the module must be right to 15 minutes. Check it (chronyc or "
                "timedatectl)."
            ),
        ),
        (
            "InvalidAccessKeyId.NotFound",
            "Check the access key id for typing errors, and that it belongs to the account of the domain.",
        ),
        (
            "InvalidAccessKeyId.Inactive",
            "The access key is disabled. Enable it in the RAM console, or use another one.",
        ),
        (
            "MissingSecurityToken",
            "Temporary (STS) credentials need their token: set security_token beside the access key.",
        ),
        (
            "InvalidSecurityToken.Expired",
            "Get new temporary credentials (access key id, secret and token together).",
        ),
        (
            "InvalidSecurityToken.MismatchWithAccessKey",
            (
                "The token belongs to another access key. Get new temporary credentials (access key id, secret and "
                "token together)."
            ),
        ),
        (
            "Throttling.User",
            "Other calls of this account count as well. Try again later, or run fewer jobs at once.",
        ),
        (
            "ServiceUnavailable",
            (
                "The fault is on the side of the service. Try again later; if it stays, quote the request id to its "
                "support."
            ),
        ),
        (
            "InvalidApi.NotFound",
            "Check the option endpoint: it must be one of ApsaraVideo Live, such as live.aliyuncs.com.",
        ),
        ("InvalidIdentity.ServiceDisabled", "Activate ApsaraVideo Live for this account, and check for overdue bills."),
    ],
)
def test_what_is_said(code: str, said: str) -> None:
    assert hint(code, "", ADD, DOMAIN) == said


@pytest.mark.parametrize(
    ("code", "message", "same_as"),
    [
        ("MissingParameter", 'The input parameter "SecurityToken" is missing.', "MissingSecurityToken"),
        ("InvalidParameter", "The parameter SecurityToken.Expired is invalid.", "InvalidSecurityToken.Expired"),
        ("InvalidSecurityToken.Malformed", "The SecurityToken is damaged.", "InvalidSecurityToken.Malformed"),
        ("MissingParameter", 'The input parameter "DomainName" is missing.', "MissingDomainName"),
    ],
)
def test_older_forms_name_the_token_in_the_message_alone(code: str, message: str, same_as: str) -> None:
    assert hint(code, message, ADD, DOMAIN) == hint(same_as, "", ADD, DOMAIN)


@pytest.mark.parametrize("code", ["Forbidden", "Forbidden.RAM", "NoPermission"])
@pytest.mark.parametrize(
    ("operation", "domain_name", "resource"),
    [
        (ADD, DOMAIN, OF_DOMAIN),
        (UPDATE, DOMAIN, OF_DOMAIN),
        (DELETE, DOMAIN, OF_DOMAIN),
        ("DescribeLiveRecordNotifyRecords", DOMAIN, OF_DOMAIN),
        (DESCRIBE, DOMAIN, "*"),
        (LIST, DOMAIN, "*"),
        (LIST, None, "*"),
        (ADD, None, "*"),
    ],
)
def test_a_refusal_by_ram_names_action_and_resource(
    code: str, operation: str, domain_name: str | None, resource: str
) -> None:
    assert hint(code, "", operation, domain_name) == GRANT.format(operation, resource)


@pytest.mark.parametrize(
    "code", ["", "Other", "Forbiddenx", "xForbidden", "ForbiddenXRAM", "NotInvalid", "RejectedXThrottling"]
)
def test_an_unknown_code_has_none(code: str) -> None:
    assert hint(code, "", ADD, DOMAIN) == ""
