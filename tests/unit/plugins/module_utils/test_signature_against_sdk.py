# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both signatures, compared with those of the official SDK for whatever is signed."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import parse_qsl

from alibabacloud_tea_openapi import utils as sdk
from ansible_collections.apsaravideo.live.plugins.module_utils import _signature as signature
from darabonba.request import DaraRequest
from hypothesis import example, given, settings
from hypothesis import strategies as st

OURS = settings(max_examples=200, deadline=None, derandomize="CI" in os.environ)

# All that can be written in UTF-8, with more than chance would have of what is encoded.
TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(" !*'();:@&=+$,/?#[]%~-_.\"<>\\^`{|}\x00\n录é"))
)
# The SDK leaves the names of parameters as they are under ACS3; those of the API need no encoding.
API_NAME = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", min_size=1)
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)

SIGNING = st.builds(
    signature.Signing,
    access_key_id=PRINTABLE,
    access_key_secret=TEXT,
    security_token=st.none() | PRINTABLE,
    date=st.just("2026-01-02T03:04:05Z") | PRINTABLE,
    nonce=PRINTABLE,
    version=st.just("2016-11-01") | PRINTABLE,
)
METHOD = st.sampled_from(["POST", "GET"])


@OURS
@given(
    method=METHOD,
    operation=API_NAME,
    parameters=st.dictionaries(API_NAME, TEXT),
    host=PRINTABLE,
    body=st.binary(),
    content_type=st.none() | PRINTABLE,
    signing=SIGNING,
)
@example(
    method="POST",
    operation="UpdateLiveRecordNotifyConfig",
    parameters={"NotifyUrl": "https://cb.example.com/a b/录制*~'()!+%20?k=v&z=1#f", "OnDemandUrl": ""},
    host="live.aliyuncs.com",
    body=b"",
    content_type=None,
    signing=signature.Signing("id", "secret", "token+/==", "2026-01-02T03:04:05Z", "nonce", "2016-11-01"),
)
def test_acs3_is_that_of_the_sdk(
    method: str,
    operation: str,
    parameters: dict[str, str],
    host: str,
    body: bytes,
    content_type: str | None,
    signing: signature.Signing,
) -> None:
    query = signature.canonical_query(parameters)
    headers = signature.acs3_headers(
        operation, query, host, signing, http_method=method, body=body, content_type=content_type
    )
    authorization = headers.pop("Authorization")

    request = DaraRequest()
    request.method, request.pathname, request.query, request.headers = method, "/", parameters, headers
    theirs = sdk.Utils.get_authorization(
        request,
        signature.ACS3,
        sdk.Utils.hex_encode(sdk.Utils.hash(body, signature.ACS3)),
        signing.access_key_id,
        signing.access_key_secret,
    )

    assert authorization == theirs
    assert query == sdk.get_canonical_query_string(parameters)


@OURS
@given(method=METHOD, parameters=st.dictionaries(TEXT, TEXT), secret=TEXT)
@example(method="POST", parameters={"a b": "*~'()!+%20", "": "", "录": "制"}, secret="")
def test_rpc_signature_is_that_of_the_sdk(method: str, parameters: dict[str, str], secret: str) -> None:
    ours = signature.rpc_signature(method, parameters, secret)

    assert ours == sdk.Utils.get_rpcsignature(parameters, method, secret)


@OURS
@given(
    method=METHOD,
    operation=API_NAME,
    parameters=st.dictionaries(TEXT.map("of the operation: {}".format), TEXT),
    signing=SIGNING,
)
def test_rpc_query_is_signed_as_by_the_sdk(
    method: str, operation: str, parameters: dict[str, str], signing: signature.Signing
) -> None:
    query = signature.rpc_query(operation, parameters, signing, http_method=method)

    sent = dict(parse_qsl(query, keep_blank_values=True))
    ours = sent.pop("Signature")
    assert ours == sdk.Utils.get_rpcsignature(sent, method, signing.access_key_secret)
    assert sent.items() >= parameters.items()
    assert sent.get("SecurityToken") == signing.security_token


@OURS
@given(body=st.binary())
def test_body_hash_is_that_of_the_sdk(body: bytes) -> None:
    signing = signature.Signing("id", "secret", None, "date", "nonce", "version")

    headers = signature.acs3_headers("Operation", "", "host", signing, body=body)

    assert headers["x-acs-content-sha256"] == sdk.Utils.hex_encode(sdk.Utils.hash(body, signature.ACS3))
    assert headers["x-acs-content-sha256"] == hashlib.sha256(body).hexdigest()
