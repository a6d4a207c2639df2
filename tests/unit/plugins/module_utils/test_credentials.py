# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where credentials come from: the order of the sources, whole sets, and what is said when there is none."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.apsaravideo.live.plugins.module_utils._credentials import Credentials, resolve
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import InputError

OPTIONS = {"access_key_id": "id-option", "access_key_secret": "secret-option", "security_token": "token-option"}

# In their order: the names of the id, the secret and (if the tool has one) the token.
FAMILIES: tuple[tuple[str, str, str | None], ...] = (
    ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"),
    ("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN"),
    ("ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "SECURITY_TOKEN"),
    ("ALIYUN_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_SECRET", None),
    ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"),
)
KEYS = pytest.mark.parametrize(("id_name", "secret_name"), [family[:2] for family in FAMILIES])

NONE = (
    "No credentials. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET on the host that the "
    "module runs "
    "on, or give the options access_key_id and access_key_secret. The options were looked at, and in the "
    "environment of "
    "this host: "
    "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, "
    "ALIBABACLOUD_ACCESS_KEY_ID and ALIBABACLOUD_ACCESS_KEY_SECRET, ALIYUN_ACCESS_KEY_ID and "
    "ALIYUN_ACCESS_KEY_SECRET, ACCESS_KEY_ID and ACCESS_KEY_SECRET."
)


def environment(*families: tuple[str, str, str | None]) -> dict[str, str]:
    """Variables of these families; each value is the name of its variable, so that a mix shows."""
    return {name: name for family in families for name in family if name}


def refusal(params: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> str:
    """The message of the error."""
    with pytest.raises(InputError) as caught:
        resolve(params, environ)
    return caught.value.message


class TestOrder:
    def test_options_come_first(self) -> None:
        found = resolve(OPTIONS, environment(*FAMILIES))

        assert tuple(found) == ("id-option", "secret-option", "token-option", "options")

    @pytest.mark.parametrize("first", range(len(FAMILIES)))
    def test_then_the_families_in_turn(self, first: int) -> None:
        id_name, secret_name, token_name = FAMILIES[first]
        environ = environment(*FAMILIES[first:])
        if token_name is None:
            environ.pop("SECURITY_TOKEN", None)

        found = resolve({}, environ)

        assert tuple(found) == (id_name, secret_name, token_name, f"environment ({id_name})")

    @pytest.mark.parametrize(
        ("lead", "secret_lead"),
        [("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"), ("ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_SECRET_ACCESS_KEY")],
    )
    def test_names_of_one_family_have_an_order_too(self, lead: str, secret_lead: str) -> None:
        ids = ["ALICLOUD_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_ID"]
        secrets = ["ALICLOUD_SECRET_KEY", "ALICLOUD_SECRET_ACCESS_KEY", "ALICLOUD_ACCESS_KEY_SECRET"]
        names = [*ids[ids.index(lead) :], *secrets[secrets.index(secret_lead) :]]

        found = resolve({}, {name: name for name in names})

        assert tuple(found) == (lead, secret_lead, None, f"environment ({lead})")

    def test_last_name_of_the_secret(self) -> None:
        found = resolve({}, {"ALICLOUD_ACCESS_KEY": "id", "ALICLOUD_ACCESS_KEY_SECRET": "secret"})

        assert tuple(found) == ("id", "secret", None, "environment (ALICLOUD_ACCESS_KEY)")


class TestWholeSets:
    def test_a_token_of_another_source_is_not_taken(self) -> None:
        params = {**OPTIONS, "security_token": None}

        found = resolve(params, environment(*FAMILIES))

        assert tuple(found) == ("id-option", "secret-option", None, "options")

    def test_a_token_of_another_family_is_not_taken(self) -> None:
        environ = environment(FAMILIES[1])
        del environ["ALICLOUD_SECURITY_TOKEN"]

        found = resolve({}, {**environ, "SECURITY_TOKEN": "other"})

        assert found.security_token is None

    @pytest.mark.parametrize(
        ("given", "missing"), [("access_key_id", "access_key_secret"), ("access_key_secret", "access_key_id")]
    )
    def test_half_a_set_of_options_is_not_completed(self, given: str, missing: str) -> None:
        assert refusal({given: "x"}, environment(*FAMILIES)) == (
            f"Half a set of credentials in the options: {given} without {missing}. "
            "A set is taken whole from one source: complete it there, or leave it out there."
        )

    @KEYS
    @pytest.mark.parametrize("half", [0, 1])
    def test_half_a_set_of_variables_is_not_completed(self, id_name: str, secret_name: str, half: int) -> None:
        given, missing = (id_name, secret_name) if half == 0 else (secret_name, id_name)

        message = refusal({}, {given: "x"})

        assert message == (
            f"Half a set of credentials in the environment: {given} without {missing}. "
            "A set is taken whole from one source: complete it there, or leave it out there."
        )

    def test_half_a_set_of_an_earlier_family_hides_a_later_one(self) -> None:
        message = refusal({}, {"ALIBABA_CLOUD_ACCESS_KEY_ID": "x", **environment(*FAMILIES[1:])})

        assert message.startswith(
            "Half a set of credentials in the environment: ALIBABA_CLOUD_ACCESS_KEY_ID without "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET."
        )

    def test_half_a_set_of_a_later_family_does_not_matter(self) -> None:
        found = resolve({}, {**environment(FAMILIES[0]), "ALIYUN_ACCESS_KEY_ID": "x"})

        assert found.source == "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)"

    def test_a_token_alone_among_the_options_is_half_a_set(self) -> None:
        assert refusal({"security_token": "x"}, environment(*FAMILIES)) == (
            "Half a set of credentials in the options: security_token without access_key_id and access_key_secret. "
            "A set is taken whole from one source: complete it there, or leave it out there."
        )

    @pytest.mark.parametrize(
        ("token_name", "id_name"),
        [
            ("ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_ACCESS_KEY_ID"),
            ("ALICLOUD_SECURITY_TOKEN", "ALICLOUD_ACCESS_KEY"),
        ],
    )
    def test_a_token_alone_in_the_environment_is_half_a_set(self, token_name: str, id_name: str) -> None:
        assert refusal({}, {token_name: "x"}).startswith(
            f"Half a set of credentials in the environment: {token_name} without {id_name} and "
        )

    def test_a_token_with_one_half_is_named_too(self) -> None:
        assert refusal({"access_key_id": "x", "security_token": "y"}, {}) == (
            "Half a set of credentials in the options: access_key_id and security_token without access_key_secret. "
            "A set is taken whole from one source: complete it there, or leave it out there."
        )

    def test_a_variable_of_a_common_name_alone_is_none_of_ours(self) -> None:
        assert refusal({}, {"SECURITY_TOKEN": "of something else"}) == NONE
        found = resolve({}, {"SECURITY_TOKEN": "x", **environment(FAMILIES[3])})
        assert tuple(found) == (*FAMILIES[3], "environment (ALIYUN_ACCESS_KEY_ID)")


class TestUnset:
    @pytest.mark.parametrize("blank", [None, "", " ", "\t", " \n"])
    def test_blank_options_count_as_unset(self, blank: str | None) -> None:
        params = dict.fromkeys(OPTIONS, blank)

        found = resolve(params, environment(FAMILIES[0]))

        assert found.source == "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)"

    @pytest.mark.parametrize("blank", ["", " ", "\n"])
    def test_blank_variables_count_as_unset(self, blank: str) -> None:
        blanks = dict.fromkeys(environment(*FAMILIES[:4]), blank)

        found = resolve({}, {**blanks, **environment(FAMILIES[4])})

        assert tuple(found) == (*FAMILIES[4], "environment (ACCESS_KEY_ID)")

    def test_a_blank_token_is_no_token(self) -> None:
        assert resolve({**OPTIONS, "security_token": " "}, {}).security_token is None

    def test_a_blank_half_makes_half_a_set(self) -> None:
        assert refusal({"access_key_id": "x", "access_key_secret": " "}, {}).startswith(
            "Half a set of credentials in the options: access_key_id without access_key_secret. "
        )

    def test_nothing_at_all(self) -> None:
        assert refusal({}, {}) == NONE
        assert refusal(dict.fromkeys(OPTIONS), {"PATH": "/usr/bin", "ALIBABA_CLOUD_PROFILE": "x"}) == NONE


class TestCharacters:
    @pytest.mark.parametrize("option", sorted(OPTIONS))
    @pytest.mark.parametrize(
        "slip", ["{}\n", " {}", "{}\r\n", "a{}\x00", "{}\x7f", "é{}", "{}\u200b", "{} {}", "\ud800{}"]
    )
    def test_a_slip_of_the_paste_in_an_option(self, option: str, slip: str) -> None:
        canary = "S3cretCanary"

        message = refusal({**OPTIONS, option: slip.replace("{}", canary)}, {})

        assert message == (
            f"{option} (from the options) has white space, control characters or characters beyond ASCII, which no "
            "access key has. Look for a blank or a line break at its end."
        )

    @KEYS
    def test_a_slip_of_the_paste_in_a_variable(self, id_name: str, secret_name: str) -> None:
        assert refusal({}, {id_name: "id", secret_name: "S3cretCanary\n"}) == (
            f"{secret_name} (from the environment) has white space, control characters or characters beyond ASCII, "
            "which no access key has. Look for a blank or a line break at its end."
        )

    def test_all_of_printable_ascii_will_do(self) -> None:
        every = "".join(map(chr, range(33, 127)))

        found = resolve({**OPTIONS, "access_key_secret": every, "security_token": every}, {})

        assert (found.access_key_secret, found.security_token) == (every, every)


class TestShown:
    CREDENTIALS = Credentials("LTAI5tIdCanary", "S3cretCanary", "T0kenCanary", "options")

    def test_representation_tells_the_source_alone(self) -> None:
        for shown in (repr(self.CREDENTIALS), str(self.CREDENTIALS), f"{self.CREDENTIALS}", f"{[self.CREDENTIALS]}"):
            assert "Canary" not in shown
            assert "Credentials(source='options')" in shown

    def test_description(self) -> None:
        assert self.CREDENTIALS.described() == {"source": "options", "access_key_id_ends": "nary"}

    def test_secrets_are_all_parts_that_there_are(self) -> None:
        assert self.CREDENTIALS.secrets() == ("LTAI5tIdCanary", "S3cretCanary", "T0kenCanary")
        assert self.CREDENTIALS._replace(security_token=None).secrets() == ("LTAI5tIdCanary", "S3cretCanary")
