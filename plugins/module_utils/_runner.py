# Copyright (c) 2026, The apsaravideo.live contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it can change in any release.

"""The way from a module's main() to its end. The only file that knows AnsibleModule."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.apsaravideo.live.plugins.module_utils import _arguments, _credentials, _options
from ansible_collections.apsaravideo.live.plugins.module_utils._client import LiveClient, Settings
from ansible_collections.apsaravideo.live.plugins.module_utils._errors import LiveError, TaskError

Result = dict[str, t.Any]


class Run:
    """One run of a module, as its work sees it: the options in, warnings and facts out.

    ``partial`` is what a failure tells beside the error: the work sets it as it goes.
    """

    def __init__(self, module: AnsibleModule, partial: Result) -> None:
        self.params: t.Mapping[str, t.Any] = module.params
        self.check_mode: bool = module.check_mode
        self.diff_mode: bool = module._diff  # noqa: SLF001  # it has no public name
        self.warnings: list[str] = []
        self.secrets: set[str] = set()
        self.partial = partial
        self._client: LiveClient | None = None
        self._credentials: _credentials.Credentials | None = None

    def check(self) -> None:
        """Check the options that every module has: in each run, since check mode may go without a client."""
        self._endpoint = _arguments.endpoint("endpoint", _options.endpoint(self.params, os.environ))
        self._timeout = _arguments.timeout("timeout", self.params["timeout"])
        if self.params["validate_certs"] and self.params["ca_path"]:
            _arguments.existing_path("ca_path", self.params["ca_path"])
        self._share = _arguments.rate_limit_share("rate_limit_share", self.params.get("rate_limit_share", 1.0))

    def client(self) -> LiveClient:
        """The client of the API, with the credentials resolved. Raises :class:`TaskError` if there can be none."""
        self._credentials = _credentials.resolve(self.params, os.environ)
        self.secrets.update(self._credentials.secrets())
        settings = Settings(
            endpoint=self._endpoint,
            credentials=self._credentials,
            signature_method=self.params["signature_method"],
            timeout=self._timeout,
            validate_certs=self.params["validate_certs"],
            ca_path=self.params["ca_path"],
            rate_limit_share=self._share,
        )
        self._client = LiveClient(settings)
        return self._client

    def facts(self) -> Result:
        """What every result tells, be it a success or a failure."""
        api = self._client.api if self._client else {"calls": 0, "retries": 0, "throttled": 0, "seconds_waited": 0.0}
        facts: Result = {"api": {**api, "seconds_waited": round(api["seconds_waited"], 3)}}
        if self._credentials:
            facts["credentials"] = self._credentials.described()
        return facts


def run_module(
    work: t.Callable[[Run], Result], argument_spec: _options.Spec, partial: Result, **restrictions: t.Any
) -> None:
    """Build the module, do its work, and end it: with the result, or with the failure and all that is known by then.

    ``partial`` is what a failure tells beside the error, as long as the work has not set more.
    """
    module = AnsibleModule(argument_spec=argument_spec, supports_check_mode=True, **restrictions)
    run = Run(module, partial)
    try:
        run.check()
        result = work(run)
        failed = False
    except TaskError as failure:
        result = {**run.partial, **_failure(failure)}
        failed = True
    module.no_log_values.update(run.secrets)  # those of the environment; the options are in it already
    for warning in run.warnings:
        module.warn(warning)
    result.update(run.facts())
    if failed:
        module.fail_json(**result)
    module.exit_json(**result)


def _failure(failure: TaskError) -> Result:
    error = failure if isinstance(failure, LiveError) else LiveError(failure.message)
    result: Result = {"msg": failure.message, "changed": failure.done is not None, "error": error.details()}
    return {**result, "operation": failure.done} if failure.done else result
