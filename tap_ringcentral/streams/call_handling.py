"""How the company's own numbers answer, and what is recorded."""

from __future__ import annotations

from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.account import OfAccount
from tap_ringcentral.streams.base.parents import Parents
from tap_ringcentral.streams.base.per_entry import OfEach

_ACCOUNT = "/restapi/v1.0/account/{account_id}"


class IvrMenu(OfEach):
    """A menu with its keys, which the list of menus lacks."""

    name = "ivr_menu"
    path = f"{_ACCOUNT}/ivr-menus/{{ivrMenuId}}"
    parents = Parents("menu", "ivrMenuId", f"{_ACCOUNT}/ivr-menus")
    primary_keys = ("id",)
    permission = "AutoReceptionist"
    rate_limit_group = "Medium"


class IvrPrompt(RingCentralStream):
    """A recording for menus."""

    name = "ivr_prompt"
    path = f"{_ACCOUNT}/ivr-prompts"
    primary_keys = ("id",)
    permission = "ReadCompanyGreetings"
    rate_limit_group = "Medium"


class CompanyBusinessHours(OfAccount):
    """When the company is open."""

    name = "company_business_hours"
    path = f"{_ACCOUNT}/business-hours"
    permission = "ReadCompanyAnsweringRules"
    rate_limit_group = "Light"


class CompanyAnsweringRule(OfEach):
    """A rule with its schedule and greetings, which the list of rules lacks."""

    name = "company_answering_rule"
    path = f"{_ACCOUNT}/answering-rule/{{ruleId}}"
    parents = Parents("rule", "ruleId", f"{_ACCOUNT}/answering-rule", page_size=1000)
    primary_keys = ("id",)
    permission = "ReadCompanyAnsweringRules"
    rate_limit_group = "Light"


class CallRecordingSetting(OfAccount):
    """Whether and how long calls are recorded."""

    name = "call_recording_setting"
    path = f"{_ACCOUNT}/call-recording"
    permission = "ReadCompanyInfo"
    rate_limit_group = "Light"


class CallRecordingExtension(RingCentralStream):
    """An extension whose calls are recorded automatically."""

    name = "call_recording_extension"
    path = f"{_ACCOUNT}/call-recording/extensions"
    primary_keys = ("id",)
    permission = "ReadCompanyInfo"
    rate_limit_group = "Medium"


class Greeting(RingCentralStream):
    """A greeting that RingCentral offers to every account."""

    name = "greeting"
    path = "/restapi/v1.0/dictionary/greeting"
    page_size = 1000
    primary_keys = ("id",)
    app_scope = ""
    permission = ""
    rate_limit_group = "Medium"


class FaxCoverPage(RingCentralStream):
    """A cover page that RingCentral offers to every account."""

    name = "fax_cover_page"
    path = "/restapi/v1.0/dictionary/fax-cover-page"
    page_size = 1000
    primary_keys = ("id",)
    app_scope = ""
    permission = ""
    rate_limit_group = "Light"
