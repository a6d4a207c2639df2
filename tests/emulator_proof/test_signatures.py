# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each way to be refused before an operation begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from emulator_proof.callers import ADD, DESCRIBE, DOMAIN, DOMAINS, KEY, URL, Caller, utc

if TYPE_CHECKING:
    from emulator import Emulator


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize("http_method", ["GET", "POST"])
def test_a_good_call_is_answered(caller: Caller, http_method: str, form: bool) -> None:
    answer = replace(caller, http_method=http_method, form=form)(DOMAINS, PageSize="50")
    assert answer.status == 200
    assert answer.json()["TotalCount"] == 2
    assert caller.emulator.log[-1].parameters == {"PageSize": "50"}


def test_a_wrong_secret(caller: Caller) -> None:
    answer = replace(caller, secret="wrong")(DOMAINS)
    assert (answer.status, answer.code) == (400, "SignatureDoesNotMatch")


def test_an_unknown_key(caller: Caller) -> None:
    answer = replace(caller, key_id="nobody")(DOMAINS)
    assert (answer.status, answer.code) == (404, "InvalidAccessKeyId.NotFound")


def test_the_string_to_sign_is_echoed(v1: Caller, v3: Caller) -> None:
    for caller in (replace(v1, secret="wrong"), replace(v3, secret="wrong")):
        message = caller(ADD, DomainName=DOMAIN, NotifyUrl=URL, NotifyAuthKey=KEY).json()["Message"]
        assert KEY in message
        assert "wrong" not in message
    assert "server CanonicalRequest is [POST" in message


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (None, "MissingSecurityToken"),
        ("", "MissingSecurityToken"),
        ("of another key", "InvalidSecurityToken.MismatchWithAccessKey"),
        ("of nobody", "InvalidSecurityToken.Malformed"),
    ],
)
def test_tokens(caller: Caller, token: str | None, code: str) -> None:
    caller.emulator.add_key("STS.1", "secret", security_token="the right one")
    caller.emulator.add_key("STS.2", "secret", security_token="of another key")
    temporary = replace(caller, key_id="STS.1", secret="secret")
    assert replace(temporary, token="the right one")(DOMAINS).status == 200
    assert replace(temporary, token=token)(DOMAINS).code == code


def test_a_token_with_a_lasting_key(caller: Caller) -> None:
    assert replace(caller, token="of nobody")(DOMAINS).code == "InvalidSecurityToken.Malformed"


def test_an_expired_token(caller: Caller) -> None:
    caller.emulator.add_key("STS.1", "secret", security_token="old", token_expired=True)
    answer = replace(caller, key_id="STS.1", secret="secret", token="old")(DOMAINS)
    assert answer.code == "InvalidSecurityToken.Expired"


def with_nonce(caller: Caller, nonce: str) -> Caller:
    """Make a caller that always uses one nonce."""
    return replace(caller, system={"x-acs-signature-nonce" if "ACS3" in caller.signature else "SignatureNonce": nonce})


def with_date(caller: Caller, date: str) -> Caller:
    """Make a caller whose clock stands still."""
    return replace(caller, system={"x-acs-date" if "ACS3" in caller.signature else "Timestamp": date})


def test_a_nonce_is_good_once_in_15_minutes(caller: Caller) -> None:
    assert with_nonce(caller, "n")(DOMAINS).status == 200
    again = with_nonce(caller, "n")(DOMAINS)
    assert (again.status, again.code) == (400, "SignatureNonceUsed")
    caller.emulator.clock_offset = 15 * 60 + 1
    later = with_date(caller, utc(15 * 60 + 1))
    assert replace(later, system={**later.system, **with_nonce(caller, "n").system})(DOMAINS).status == 200


def test_a_nonce_of_a_wrong_signature_is_not_used_up(caller: Caller) -> None:
    assert replace(with_nonce(caller, "n"), secret="wrong")(DOMAINS).code == "SignatureDoesNotMatch"
    assert with_nonce(caller, "n")(DOMAINS).status == 200


@pytest.mark.parametrize("seconds", [-890, 890])
def test_a_clock_that_is_nearly_right(caller: Caller, seconds: int) -> None:
    assert with_date(caller, utc(seconds))(DOMAINS).status == 200


@pytest.mark.parametrize("seconds", [-910, 910])
def test_a_clock_that_is_wrong(caller: Caller, seconds: int) -> None:
    answer = with_date(caller, utc(seconds))(DOMAINS)
    assert (answer.status, answer.code) == (400, "InvalidTimeStamp.Expired")


@pytest.mark.parametrize(
    "date",
    ["2026-01-02 03:04:05", "2026-01-02T03:04:05+00:00", "2026-13-02T03:04:05Z", "1767323045", "2026-01-02T03:04Z"],
)
def test_a_date_of_another_form(caller: Caller, date: str) -> None:
    answer = with_date(caller, date)(DOMAINS)
    assert (answer.status, answer.code) == (400, "InvalidTimeStamp.Format")


def test_version_and_action(v1: Caller, v3: Caller) -> None:
    for caller, version, action in ((v3, "x-acs-version", "x-acs-action"), (v1, "Version", "Action")):
        other = replace(caller, system={version: "2015-01-01"})(DOMAINS)
        assert (other.status, other.code) == (404, "InvalidVersion.NotFound")
        assert replace(caller, system={version: None})(DOMAINS).code == "MissingVersion"
        assert replace(caller, system={action: None})(DOMAINS).code == "MissingAction"
        unknown = caller("DescribeLiveNothing")
        assert (unknown.status, unknown.code) == (404, "InvalidApi.NotFound")


@pytest.mark.parametrize("http_method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_http_methods(caller: Caller, http_method: str) -> None:
    answer = replace(caller, http_method=http_method)(DOMAINS)
    assert (answer.status, answer.code) == (400, "UnsupportedHTTPMethod")


@pytest.mark.parametrize("name", ["x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"])
def test_v3_with_a_header_missing(v3: Caller, name: str) -> None:
    assert replace(v3, system={name: None})(DOMAINS).code == "IncompleteSignature"


@pytest.mark.parametrize(
    "name",
    [
        "host",
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256",
        "x-acs-new",
    ],
)
def test_v3_with_a_header_unsigned(v3: Caller, name: str) -> None:
    answer = replace(v3, unsigned=(name,), system={"x-acs-new": "1"})(DOMAINS)
    assert answer.code == "IncompleteSignature"
    assert name in answer.json()["Message"]


def test_v3_with_an_unsigned_content_type(v3: Caller) -> None:
    assert replace(v3, form=True, unsigned=("content-type",))(DOMAINS).code == "IncompleteSignature"


def test_v3_with_the_hash_of_another_body(v3: Caller) -> None:
    answer = replace(v3, form=True, system={"x-acs-content-sha256": "0" * 64})(DOMAINS)
    assert answer.code == "SignatureDoesNotMatch"


@pytest.mark.parametrize("name", ["SignedHeaders", "Credential", "Signature"])
def test_v3_with_a_part_of_the_authorization_missing(v3: Caller, name: str) -> None:
    query, headers, body = v3.make_v3(DOMAINS, {})
    headers["authorization"] = headers["authorization"].replace(f"{name}=", "")
    assert v3.send(f"/?{query}", headers, body).code == "IncompleteSignature"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ACS3-HMAC-SHA256", "ACS3-HMAC-SM3", "InvalidSignatureMethod"),
        ("ACS3-HMAC-SHA256", "Basic", "IncompleteSignature"),
        (",", ", ", "IncompleteSignature"),
        ("host;x-acs-action", "x-acs-action;host", "IncompleteSignature"),
        ("host;", "Host;", "IncompleteSignature"),
        ("host;", "host;not-there;", "IncompleteSignature"),
        ("Signature=", "Signature=0", "SignatureDoesNotMatch"),
    ],
)
def test_v3_with_another_authorization(v3: Caller, old: str, new: str, code: str) -> None:
    query, headers, body = v3.make_v3(DOMAINS, {})
    headers["authorization"] = headers["authorization"].replace(old, new)
    assert v3.send(f"/?{query}", headers, body).code == code


@pytest.mark.parametrize("name", ["Timestamp", "SignatureNonce", "SignatureMethod", "SignatureVersion", "AccessKeyId"])
def test_v1_with_a_parameter_missing(v1: Caller, name: str) -> None:
    assert replace(v1, system={name: None})(DOMAINS).code == "IncompleteSignature"


def test_v1_without_or_with_another_signature(v1: Caller) -> None:
    assert replace(v1, system={"SignatureMethod": "HMAC-MD5"})(DOMAINS).code == "InvalidSignatureMethod"
    assert replace(v1, system={"Signature": "AAAA"})(DOMAINS).code == "SignatureDoesNotMatch"
    assert v1.send(f"/?Action={DOMAINS}&Version=2016-11-01&Format=JSON", {}, b"").code == "IncompleteSignature"


def test_parameters_changed_on_the_way(caller: Caller) -> None:
    make = caller.make_v3 if "ACS3" in caller.signature else caller.make_v1
    query, headers, body = make(DESCRIBE, {"DomainName": DOMAIN})
    assert caller.send(f"/?{query.replace('live.', 'test.')}", headers, body).code == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    "added", ["&PageSize=50&PageSize=50", "&PageSize=%5", "&PageSize=%FF", "&PageSize", "&=1", "&"]
)
def test_parameters_that_cannot_be_read(v3: Caller, added: str) -> None:
    query, headers, body = v3.make_v3(DOMAINS, {"PageNumber": "1"})
    assert v3.send(f"/?{query}{added}", headers, body).code == "InvalidParameter"


def test_a_body_that_is_no_form(v3: Caller) -> None:
    answer = replace(v3, form=True, system={"content-type": "application/json"})(DOMAINS, PageSize="50")
    assert answer.code == "InvalidParameter"


def test_another_path(v3: Caller) -> None:
    query, headers, body = v3.make_v3(DOMAINS, {})
    answer = v3.send(f"/elsewhere?{query}", headers, body)
    assert (answer.status, answer.code) == (404, "InvalidApi.NotFound")
    assert v3.emulator.calls() == [DOMAINS]


def test_ram(caller: Caller) -> None:
    caller.emulator.add_key("limited", "secret", denied=[ADD])
    limited = replace(caller, key_id="limited", secret="secret")
    assert limited(DOMAINS).status == 200
    answer = limited(ADD, DomainName=DOMAIN, NotifyUrl=URL)
    assert (answer.status, answer.code) == (403, "Forbidden.RAM")
    detail = answer.json()["AccessDeniedDetail"]
    assert (detail["AuthAction"], detail["NoPermissionType"]) == (f"live:{ADD}", "ImplicitDeny")
    assert caller.emulator.config(DOMAIN) is None


def test_refusals_are_logged(emulator: Emulator, v3: Caller) -> None:
    replace(v3, secret="wrong")(DESCRIBE, DomainName=DOMAIN)
    call = emulator.log[-1]
    assert (call.operation, call.status, call.code) == (DESCRIBE, 400, "SignatureDoesNotMatch")
    assert (call.http_method, call.signature_method) == ("POST", "ACS3-HMAC-SHA256")
    assert call.parameters == {"DomainName": DOMAIN}
    assert call.query == f"DomainName={DOMAIN}"
    assert call.headers["x-acs-action"] == DESCRIBE
    assert call.host == f"127.0.0.1:{emulator.port}"
    assert call.fault is None
