# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""What to do about each error code of the service: the table behind the messages.

Sources: the error codes on the pages of the operations
(https://www.alibabacloud.com/help/en/live/developer-reference/api-addliverecordnotifyconfig and its siblings), the
common codes (https://www.alibabacloud.com/help/en/document_detail/434846.html), those of ApsaraVideo Live
(https://help.aliyun.com/zh/live/developer-reference/api-live-2016-11-01-errorcodes) and of STS
(https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-errorcodes). Statuses differ between the
pages, so only the code decides.
"""

from __future__ import annotations

import re

_GRANT = "Grant the RAM user or role the action live:{operation} on the resource {resource}."
_WAIT = "Other calls of this account count as well. Try again later, or run fewer jobs at once."
_LATER = "The fault is on the side of the service. Try again later; if it stays, quote the request id to its support."
_CHECK_KEY = "Check the access key id for typing errors, and that it belongs to the account of the domain."
_ACTIVE_KEY = "The access key is disabled. Enable it in the RAM console, or use another one."
_RENEW = "Get new temporary credentials (access key id, secret and token together)."
_INCOMPLETE_STS = "Temporary (STS) credentials need their token: set security_token beside the access key."
_CHECK_ENDPOINT = "Check the option endpoint: it must be one of ApsaraVideo Live, such as live.aliyuncs.com."
_DAMAGED = "The request was damaged on its way. Look for a proxy that rewrites requests."
_ACCOUNT = "Only the owner of the Alibaba Cloud account can resolve this, in its console."
_CLOCK = "The clock of the host that runs the module must be right to 15 minutes. Check it (chronyc or timedatectl)."
_ROLE = "Check the role's ARN, its session name (2 to 64 of letters, digits and .@-_) and its duration (900 s or more)."
_OIDC = "Check the OIDC token, its provider and the conditions in the role's trust policy."
_ONE_ALREADY = "The domain has a config already."
_NONE_THERE = "The domain has no config."

# In this order: the first pattern that matches a whole code counts; "*" stands for any text.
_TABLE: tuple[tuple[str, str], ...] = (
    (
        "InvalidNotifyUrl.Malformed",
        "The URLs must start with http:// or https://, with spaces and all beyond ASCII encoded.",
    ),
    ("InvalidNotifyUrl.Unsafe", "The host of notify_url and on_demand_url must have a public address."),
    ("ConfigAlreadyExists", _ONE_ALREADY),
    ("CodeConfigAlreadyExists", _ONE_ALREADY),
    ("InvalidConfig.NotFound", _NONE_THERE),
    ("CodeConfigNotFound", _NONE_THERE),
    ("InvalidIdentity.ServiceDisabled", "Activate ApsaraVideo Live for this account, and check for overdue bills."),
    (
        "InvalidDomain.NotFound",
        "Check the spelling, that the access key is of the right account, and that the domain is added to Live.",
    ),
    ("IllegalOperation", "Use the streaming (playback) domain. Recording callbacks do not sit on the ingest domain."),
    ("LockFail", "Another change of the domain is under way. Try again when it is done."),
    ("Forbidden.AccessKeyDisabled", _ACTIVE_KEY),
    ("Forbidden.RiskControl", "The account is flagged by risk control. " + _ACCOUNT),
    ("Forbidden.UserVerification", "The account lacks its real-name verification. " + _ACCOUNT),
    ("Forbidden", _GRANT),
    ("Forbidden.RAM", _GRANT),
    ("NoPermission", _GRANT),
    ("InsufficientBalance", "The account is overdue. " + _ACCOUNT),
    ("Throttling*", _WAIT),
    ("Rejected.Throttling", _WAIT),
    ("ServiceUnavailable", _LATER),
    ("InternalError", _LATER),
    ("UnknownError", _LATER),
    (
        "SignatureDoesNotMatch",
        (
            "Check the access key secret (option or environment): it may belong to another key, or be cut. If it is "
            "right, look for a proxy that alters requests."
        ),
    ),
    ("IncompleteSignature", _DAMAGED),
    ("InvalidSignatureMethod", "Set signature_method to the other of its two choices."),
    (
        "SignatureNonceUsed",
        "The same request arrived twice. Look for a proxy that repeats requests, or run the task again.",
    ),
    ("InvalidTimeStamp.*", _CLOCK),
    ("InvalidAccessKeyId.Inactive", _ACTIVE_KEY),
    ("InvalidAccessKeyId.*", _CHECK_KEY),
    ("MissingSecurityToken", _INCOMPLETE_STS),
    ("InvalidSecurityToken.MismatchWithAccessKey", "The token belongs to another access key. " + _RENEW),
    ("InvalidSecurityToken.*", _RENEW),
    ("InvalidProtocol.NeedSsl", "Write the endpoint without http://."),
    ("InvalidApi.NotFound", _CHECK_ENDPOINT),
    ("InvalidProduct.NotFound", _CHECK_ENDPOINT),
    ("InvalidVersion.NotFound", _CHECK_ENDPOINT),
    ("InvalidRegion.NotFound", _CHECK_ENDPOINT),
    ("UnsupportedHTTPMethod", _DAMAGED),
    ("ContentMD5NotMatched", _DAMAGED),
    ("ContentLengthDoesNotMatch", _DAMAGED),
    ("EntityNotExist.Role", "The role does not exist. " + _ROLE),
    ("AuthenticationFail.*", _OIDC),
    ("InvalidParameter.RoleArn", _ROLE),
    ("InvalidParameter.RoleSessionName", _ROLE),
    ("InvalidParameter.DurationSeconds", _ROLE),
    ("Missing*", "The service wants a parameter that the task did not give; the message names it."),
    ("Invalid*", "The service did not accept the value of a parameter; the message or the code names it."),
)

# The description of any of our operations covers one domain or, as the RAM pages have it, all of them.
_ALL_RESOURCES = ("DescribeLiveRecordNotifyConfig", "DescribeLiveUserDomains")


def hint(code: str, message: str, operation: str, domain_name: str | None) -> str:
    """What to do about an error code, in one or two sentences; empty for a code that is not in the table.

    A refusal by RAM names the action and the resource to grant. Source for the resources, which are those of CDN:
    https://help.aliyun.com/zh/live/developer-reference/api-live-2016-11-01-ram
    """
    if "SecurityToken" in message:
        # Older forms of the same errors name the token in the message alone.
        code = {"MissingParameter": "MissingSecurityToken", "InvalidParameter": "InvalidSecurityToken.Expired"}.get(
            code, code
        )
    everything = operation in _ALL_RESOURCES or not domain_name
    resource = "*" if everything else f"acs:cdn:*:<account id>:domain/{domain_name}"
    for pattern, text in _TABLE:
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), code):
            return text.format(operation=operation, resource=resource)
    return ""
