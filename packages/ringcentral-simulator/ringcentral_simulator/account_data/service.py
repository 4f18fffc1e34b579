"""The account's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.features import Features
    from ringcentral_simulator.gateway.wire import Json


def service_info(account: Json, features: Features) -> Json:
    """Return the plan, with its limits and what it includes.

    Args:
        account: The account as the API writes it.
        features: What the account has.
    """
    included = {
        "AccountFederation": features.federation,
        "AutomaticInboundCallRecording": features.call_recording,
        "AutomaticOutboundCallRecording": features.call_recording,
        "CallPark": True,
        "CallSupervision": features.call_monitoring,
        "DeveloperPortal": True,
    }
    return {
        **account["serviceInfo"],
        "servicePlanName": "RingEX Advanced",
        "billingPlan": {
            "id": "8853",
            "name": "Yearly-Advanced",
            "durationUnit": "Year",
            "duration": 1,
            "type": "Regular",
            "includedPhoneLines": 0,
        },
        "serviceFeatures": [
            {"featureName": name, "enabled": enabled} for name, enabled in included.items()
        ],
        "limits": {
            "freeSoftPhoneLinesPerExtension": 0,
            "meetingSize": 200,
            "cloudRecordingStorage": 100,
            "maxMonitoredExtensionsPerUser": 100,
            "maxExtensionNumberLength": 6,
            "siteCodeLength": 2,
            "shortExtensionNumberLength": 4,
        },
        "package": {"version": "2", "id": "1111"},
    }
