# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The official SDK, as the client, passes all operations under both signatures."""

from __future__ import annotations

import importlib
import json
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from alibabacloud_live20161101 import models
from alibabacloud_live20161101.client import Client
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.utils_models import Config

from emulator import EMULATOR_KEY_ID, EMULATOR_KEY_SECRET, Emulator
from emulator_proof.callers import ADD, DELETE, DESCRIBE, DOMAIN, DOMAINS, INGEST, KEY, RECORDS, UPDATE, URL, utc

if TYPE_CHECKING:
    from pathlib import Path

STS_KEY_ID = "STS.EmulatorKeyId"
SIGNATURES = {None: "ACS3-HMAC-SHA256", "v2": "HMAC-SHA1"}


def make_client(emulator: Emulator, algorithm: str | None, **settings: Any) -> Client:
    """Make an SDK client; ``v2`` is the SDK's name for the V1 signature."""
    host = "127.0.0.1" if emulator.url.startswith("http:") else "localhost"
    defaults: dict[str, Any] = {
        "access_key_id": EMULATOR_KEY_ID,
        "access_key_secret": EMULATOR_KEY_SECRET,
        "endpoint": f"{host}:{emulator.port}",
        "protocol": emulator.url.partition(":")[0],
        "signature_algorithm": algorithm,
    }
    return Client(Config(**{**defaults, **settings}))


def pass_all_operations(emulator: Emulator, client: Client) -> None:
    """Call each of the six operations and check what comes back."""
    client.add_live_record_notify_config(
        models.AddLiveRecordNotifyConfigRequest(
            domain_name=DOMAIN, notify_url=URL, need_status_notify=True, notify_req_auth=True, notify_auth_key=KEY
        )
    )
    body = client.describe_live_record_notify_config(
        models.DescribeLiveRecordNotifyConfigRequest(domain_name=DOMAIN)
    ).body
    shown = body.live_record_notify_config
    assert (shown.domain_name, shown.notify_url, shown.on_demand_url) == (DOMAIN, URL, "")
    assert (shown.need_status_notify, shown.notify_req_auth, shown.notify_auth_key) == (True, True, KEY)
    client.update_live_record_notify_config(
        models.UpdateLiveRecordNotifyConfigRequest(domain_name=DOMAIN, notify_url="https://cb.example.com/~a*'()!%20b")
    )
    config = emulator.config(DOMAIN)
    assert config is not None
    assert config["NotifyUrl"] == "https://cb.example.com/~a*'()!%20b"
    pass_listings(emulator, client)
    answer = client.delete_live_record_notify_config(models.DeleteLiveRecordNotifyConfigRequest(domain_name=DOMAIN))
    assert answer.body.request_id == emulator.log[-1].request_id
    assert emulator.config(DOMAIN) is None
    assert emulator.calls() == [ADD, DESCRIBE, UPDATE, DOMAINS, RECORDS, DELETE]


def pass_listings(emulator: Emulator, client: Client) -> None:
    """Call the two operations that list."""
    domains = client.describe_live_user_domains(
        models.DescribeLiveUserDomainsRequest(
            live_domain_type="liveVideo",
            page_size=50,
            tag=[models.DescribeLiveUserDomainsRequestTag(key="env", value="prod")],
        )
    ).body
    assert domains.total_count == 1
    assert [row.domain_name for row in domains.domains.page_data] == [DOMAIN]
    emulator.add_record(DOMAIN, stream_name="hello", notify_result="failed")
    records = client.describe_live_record_notify_records(
        models.DescribeLiveRecordNotifyRecordsRequest(
            domain_name=DOMAIN, start_time=utc(-3600), end_time=utc(3600), page_number=1, page_size=20, status="failed"
        )
    ).body
    assert (records.total_num, records.total_page) == (1, 1)
    assert [row.stream_name for row in records.callback_list] == ["hello"]


@pytest.mark.parametrize("algorithm", SIGNATURES)
def test_all_operations(emulator: Emulator, algorithm: str | None) -> None:
    pass_all_operations(emulator, make_client(emulator, algorithm))
    assert {call.signature_method for call in emulator.log} == {SIGNATURES[algorithm]}
    assert {call.access_key_id for call in emulator.log} == {EMULATOR_KEY_ID}


@pytest.mark.parametrize("algorithm", SIGNATURES)
def test_all_operations_with_a_token(emulator: Emulator, algorithm: str | None) -> None:
    emulator.add_key(STS_KEY_ID, "secret", security_token="CAIS+Token/==")
    settings = {"access_key_id": STS_KEY_ID, "access_key_secret": "secret", "security_token": "CAIS+Token/=="}
    pass_all_operations(emulator, make_client(emulator, algorithm, type="sts", **settings))


@pytest.mark.parametrize("algorithm", SIGNATURES)
def test_all_operations_over_tls(algorithm: str | None, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with Emulator(ssl_context=context) as emulator:
        assert emulator.url == f"https://localhost:{emulator.port}"
        emulator.add_domain(DOMAIN, tags={"env": "prod"})
        emulator.add_domain(INGEST, live_domain_type="liveEdge")
        pass_all_operations(emulator, make_client(emulator, algorithm, ca=str(tmp_path / "ca.pem")))


@pytest.mark.parametrize("algorithm", SIGNATURES)
@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"access_key_secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"access_key_id": "unknown"}, "InvalidAccessKeyId.NotFound"),
        ({"access_key_id": STS_KEY_ID, "access_key_secret": "secret"}, "MissingSecurityToken"),
    ],
)
def test_a_wrong_sender_is_refused(
    emulator: Emulator, algorithm: str | None, settings: dict[str, str], code: str
) -> None:
    emulator.add_key(STS_KEY_ID, "secret", security_token="CAIS+Token/==")
    client = make_client(emulator, algorithm, **settings)
    with pytest.raises(ClientException) as caught:
        client.describe_live_user_domains(models.DescribeLiveUserDomainsRequest())
    assert caught.value.code == code
    assert emulator.log[-1].code == code


class OlderSdk:
    """The SDK before the present one, which knows the V1 signature only."""

    def __init__(self, emulator: Emulator, secret: str) -> None:
        # Imported so, because it has no types.
        client = importlib.import_module("aliyunsdkcore.client")
        self._requests = importlib.import_module("aliyunsdkcore.request")
        self._client = client.AcsClient(EMULATOR_KEY_ID, secret, "cn-shanghai", auto_retry=False, port=emulator.port)

    def __call__(self, operation: str, **parameters: str) -> Any:
        """Call an operation."""
        request = self._requests.RpcRequest("live", "2016-11-01", operation)
        request.endpoint = "127.0.0.1"
        request.set_method("POST")
        for name, value in parameters.items():
            request.add_query_param(name, value)
        return json.loads(self._client.do_action_with_exception(request))


def test_the_older_sdk(emulator: Emulator) -> None:
    call = OlderSdk(emulator, EMULATOR_KEY_SECRET)
    call(ADD, DomainName=DOMAIN, NotifyUrl=URL)
    call(UPDATE, DomainName=DOMAIN, NotifyUrl=URL, OnDemandUrl="https://cb.example.com/od")
    shown = call(DESCRIBE, DomainName=DOMAIN)["LiveRecordNotifyConfig"]
    assert (shown["NotifyUrl"], shown["OnDemandUrl"]) == (URL, "https://cb.example.com/od")
    call(DELETE, DomainName=DOMAIN)
    assert emulator.config(DOMAIN) is None
    assert call(DOMAINS)["TotalCount"] == 2


def test_the_older_sdk_with_a_wrong_secret(emulator: Emulator) -> None:
    with pytest.raises(Exception, match="The AccessKeySecret is incorrect") as caught:
        OlderSdk(emulator, "wrong")(DESCRIBE, DomainName=DOMAIN)
    # The SDK says so only where the string to sign that the answer shows equals its own.
    assert getattr(caught.value, "error_code", None) == "InvalidAccessKeySecret"
    assert emulator.log[-1].code == "SignatureDoesNotMatch"
