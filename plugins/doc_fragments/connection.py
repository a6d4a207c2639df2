# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  access_key_id:
    description:
      - The id of the access key. Give O(access_key_secret) with it, and O(security_token) if it is a temporary one.
      - If neither is given, a whole set is taken from the environment of the host that the module runs on. The first
        of these families in which anything is set counts, and half a set is an error, never completed from another
        family. E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALIBABA_CLOUD_ACCESS_KEY_SECRET) and E(ALIBABA_CLOUD_SECURITY_TOKEN);
        E(ALICLOUD_ACCESS_KEY) or E(ALICLOUD_ACCESS_KEY_ID), E(ALICLOUD_SECRET_KEY) or E(ALICLOUD_SECRET_ACCESS_KEY)
        or E(ALICLOUD_ACCESS_KEY_SECRET), and E(ALICLOUD_SECURITY_TOKEN);
        E(ALIBABACLOUD_ACCESS_KEY_ID), E(ALIBABACLOUD_ACCESS_KEY_SECRET) and E(SECURITY_TOKEN);
        E(ALIYUN_ACCESS_KEY_ID) and E(ALIYUN_ACCESS_KEY_SECRET);
        E(ACCESS_KEY_ID), E(ACCESS_KEY_SECRET) and E(SECURITY_TOKEN).
      - An empty value counts as not given.
    type: str
  access_key_secret:
    description:
      - The secret of the access key.
    type: str
  security_token:
    description:
      - The token that belongs to a temporary (STS) access key.
    type: str
  endpoint:
    description:
      - Where the API is, as a host, C(host:port), or scheme and host. Neither path, query nor user.
      - If it is not given, E(ALIBABA_CLOUD_LIVE_ENDPOINT) of the host that the module runs on counts, then the
        default. A blank counts as not given.
      - Plain C(http://) is allowed to a loopback address only, which is never reached through a proxy.
    type: str
    default: live.aliyuncs.com
  signature_method:
    description:
      - How requests are signed. V(HMAC-SHA1) is the older RPC signature, for gateways that know nothing else.
    type: str
    default: ACS3-HMAC-SHA256
    choices:
      - ACS3-HMAC-SHA256
      - HMAC-SHA1
  timeout:
    description:
      - Seconds for one whole attempt, from connecting to the last byte of the answer. Name resolution is not counted.
        At most 3600.
    type: float
    default: 10
  validate_certs:
    description:
      - Whether to check the certificate of O(endpoint). It wins over E(REQUESTS_CA_BUNDLE).
    type: bool
    default: true
  ca_path:
    description:
      - A file or directory of certificates of the authorities to trust, in place of the usual ones. It wins over
        E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE), which count in this order if it is not given.
    type: path
notes:
  - Proxies are taken from E(HTTPS_PROXY) and E(NO_PROXY) of the host that the module runs on.
"""
