"""How the company's own numbers answer, and what is recorded."""

from __future__ import annotations

from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.account import AccountSettingStream
from tap_ringcentral.streams.base.parents import ParentEndpoint
from tap_ringcentral.streams.base.per_entry import PerEntryStream

_DICTIONARY = "/restapi/v1.0/dictionary"


class IvrMenu(PerEntryStream):
    """A menu with its keys, which the list of menus lacks."""

    name = "ivr_menu"
    path = "/ivr-menus/{ivrMenuId}"
    parents = ParentEndpoint("menu", "ivrMenuId", "/ivr-menus")
    primary_keys = ("id",)
    permission = "AutoReceptionist"
    rate_limit_group = "Medium"


class IvrPrompt(RingCentralStream):
    """A recording for menus."""

    name = "ivr_prompt"
    path = "/ivr-prompts"
    primary_keys = ("id",)
    permission = "ReadCompanyGreetings"
    rate_limit_group = "Medium"


class CompanyBusinessHours(AccountSettingStream):
    """When the company is open."""

    name = "company_business_hours"
    path = "/business-hours"
    permission = "ReadCompanyAnsweringRules"
    rate_limit_group = "Light"


class CompanyAnsweringRule(PerEntryStream):
    """A rule with its schedule and greetings, which the list of rules lacks."""

    name = "company_answering_rule"
    path = "/answering-rule/{ruleId}"
    parents = ParentEndpoint("rule", "ruleId", "/answering-rule", page_size=1000)
    primary_keys = ("id",)
    permission = "ReadCompanyAnsweringRules"
    rate_limit_group = "Light"


class CallRecordingSetting(AccountSettingStream):
    """Whether and how long calls are recorded."""

    name = "call_recording_setting"
    path = "/call-recording"
    permission = "ReadCompanyInfo"
    rate_limit_group = "Light"


class CallRecordingExtension(RingCentralStream):
    """An extension whose calls are recorded automatically."""

    name = "call_recording_extension"
    path = "/call-recording/extensions"
    primary_keys = ("id",)
    permission = "ReadCompanyInfo"
    rate_limit_group = "Medium"


class Greeting(RingCentralStream):
    """A greeting that RingCentral offers to every account."""

    name = "greeting"
    base_path = _DICTIONARY
    path = "/greeting"
    page_size = 1000
    primary_keys = ("id",)
    app_scope = ""
    permission = ""
    rate_limit_group = "Medium"


class FaxCoverPage(RingCentralStream):
    """A cover page that RingCentral offers to every account."""

    name = "fax_cover_page"
    base_path = _DICTIONARY
    path = "/fax-cover-page"
    page_size = 1000
    primary_keys = ("id",)
    app_scope = ""
    permission = ""
    rate_limit_group = "Light"
