"""Answers in the form of the JSON examples of RingCentral's guides hold nothing unknown.

The values are invented. The guides show properties that the API description lacks, and numbers
where it has text. Source: developers.ringcentral.com/guide, the pages that each example names.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.lake import Lake
from support.schema_nodes import load_schema

from tap_ringcentral.schemas.shape import RecordShape

URI = "https://platform.ringcentral.com/restapi/v1.0/account/1"
NUMBER = {"uri": URI, "id": "33", "phoneNumber": "+16505550133", "label": "Desk"}
RECORDING = {"uri": URI, "id": "1662", "type": "Automatic", "contentUri": f"{URI}/content"}
CALLER = {"phoneNumber": "+14155550108", "name": "SAN FRANCISCO CA", "location": "San Francisco"}
CALLEE = {
    "phoneNumber": "+18005550123",
    "extensionId": "61",
    "extensionNumber": "11132",
    "name": "Support queue",
}
LEG = {
    "startTime": "2026-03-10T18:07:52.534Z",
    "duration": 194,
    "durationMs": 194060,
    "type": "Voice",
    "direction": "Inbound",
    "action": "Phone Call",
    "result": "Accepted",
    "legType": "Accept",
    "master": True,
    "telephonySessionId": "s-a0d1",
    "transport": "PSTN",
    "from": CALLER,
    "to": CALLEE,
    "recording": RECORDING,
    "extension": {"id": 61986637016, "uri": URI},
}
RULE = {
    "uri": f"{URI}/answering-rule/business-hours-rule",
    "id": "business-hours-rule",
    "type": "BusinessHours",
    "enabled": True,
    "schedule": {"ref": "BusinessHours"},
    "callHandlingAction": "ForwardCalls",
    "forwarding": {
        "notifyMySoftPhones": True,
        "notifyAdminSoftPhones": False,
        "softPhonesRingCount": 1,
        "ringingMode": "Sequentially",
        "mobileTimeout": False,
        "rules": [{"index": 1, "ringCount": 4, "forwardingNumbers": [NUMBER]}],
    },
    "greetings": [
        {"type": "Voicemail", "prompt": {"id": "0", "type": "message", "name": "No one"}},
        {"type": "Introductory"},
        {"type": "ConnectingAudio", "preset": {"id": "66310", "name": "Acoustic", "uri": URI}},
    ],
    "screening": "Never",
    "voicemail": {"enabled": True, "recipient": {"uri": URI, "id": 22}},
}
ATTACHMENT = {"id": 40, "uri": f"{URI}/content/40", "type": "Text", "contentType": "text/plain"}
MESSAGE = {
    "uri": f"{URI}/message-store/40",
    "id": 40,
    "to": [{"phoneNumber": "+13125550121", "name": "Jo", "location": "Orange", "target": True}],
    "from": {"phoneNumber": "+16505550179", "location": "San Mateo, CA"},
    "type": "SMS",
    "creationTime": "2026-03-10T17:07:28.000Z",
    "readStatus": "Unread",
    "priority": "Normal",
    "attachments": [ATTACHMENT],
    "direction": "Inbound",
    "availability": "Alive",
    "subject": "Hello",
    "messageStatus": "Received",
    "conversationId": 8031152018338945839,
    "conversation": {"id": "8031152018338945839", "uri": URI},
    "lastModifiedTime": "2026-03-10T17:07:28.091Z",
}
LANGUAGE = {"id": "1033", "name": "English", "localeCode": "en-US"}
USER = {
    "uri": URI,
    "id": 402,
    "extensionNumber": "106",
    "contact": {
        "firstName": "Jo",
        "lastName": "Doe",
        "company": "Example",
        "email": "jo@example.com",
        "emailAsLoginName": True,
        "pronouncedName": {"type": "Default", "text": "Jo Doe"},
        "businessAddress": {"country": "USA", "city": "Washington"},
    },
    "name": "Jo Doe",
    "type": "User",
    "status": "NotActivated",
    "permissions": {"admin": {"enabled": False}, "internationalCalling": {"enabled": True}},
    "profileImage": {"uri": URI},
}
DETAIL = USER | {
    "regionalSettings": {
        "timezone": {
            "uri": URI,
            "id": "58",
            "name": "US/Pacific",
            "description": "Pacific",
            "bias": "-480",
        },
        "homeCountry": {
            "uri": URI,
            "id": "1",
            "name": "United States",
            "isoCode": "US",
            "callingCode": "1",
        },
        "language": LANGUAGE,
        "greetingLanguage": LANGUAGE,
        "formattingLocale": LANGUAGE,
        "timeFormat": "24h",
    },
    "setupWizardState": "NotStarted",
    "customFields": [{"id": "33", "displayName": "CRM", "value": "https://example.com/1"}],
}
MEMBER = {"id": "97", "name": "Jo", "extensionNumber": "121", "site": {"id": "6", "name": "Main"}}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "call_log": [  # voice/call-log/details
        LEG
        | {
            "uri": f"{URI}/call-log/VgL?view=Detailed",
            "id": "VgL",
            "sessionId": "1039811321016",
            "partyId": "p-a0d1-1",
            "internalType": "TollFreeNumber",
            "reason": "Accepted",
            "reasonDescription": "The call connected.",
            "lastModifiedTime": "2026-03-10T18:12:42.028Z",
            "billing": {"costIncluded": 0.137, "costPurchased": 0.0},
            "finished": True,
            "legs": [LEG, LEG | {"legType": "PstnToSip", "to": {"name": "Jo", "extensionId": "6"}}],
            "legType": None,
            "master": None,
        }
    ],
    "call_queue": [  # voice/call-routing/manual/call-queues-presence
        {
            "uri": URI,
            "id": "1081167016",
            "extensionNumber": "11131",
            "name": "Sales queue",
            "status": "Enabled",
            "site": {"id": "main-site", "name": "Main Site"},
            "editableMemberStatus": False,
        }
    ],
    "call_queue_member": [{"uri": URI, "id": 11112222, "extensionNumber": "101"}],
    "call_queue_presence": [
        {"member": MEMBER, "acceptQueueCalls": True, "acceptCurrentQueueCalls": False}
    ],
    "company_answering_rule": [RULE],  # voice/call-routing/manual/company-answering-rules
    "extension_answering_rule": [RULE],  # voice/call-routing/manual/user-answering-rules
    "extension_forwarding_number": [  # voice/call-routing/manual/call-forwarding
        NUMBER
        | {
            "features": ["CallFlip", "CallForwarding"],
            "flipNumber": "1",
            "type": "PhoneLine",
            "device": {"id": "801"},
        }
    ],
    "message": [  # messaging/message-store, messaging/fax, messaging/pager, messaging/sms
        MESSAGE,
        MESSAGE | {"type": "VoiceMail", "vmTranscriptionStatus": "Completed"},
        MESSAGE | {"attachments": [ATTACHMENT | {"vmDuration": 25}], "to": [{"name": "Jo"}]},
        MESSAGE | {"type": "Fax", "faxResolution": "High", "faxPageCount": 1},
        MESSAGE | {"type": "Pager", "pgToDepartment": False, "to": [{"extensionNumber": "101"}]},
        MESSAGE | {"smsDeliveryTime": "2026-03-10T17:07:42.000Z", "deliveryErrorCode": "SMS-RC-1"},
        MESSAGE | {"to": [{"phoneNumber": "+13125550121", "contact": {"id": "1", "name": "Jo"}}]},
        MESSAGE
        | {
            "from": {
                "phoneNumber": "+16505550179",
                "phoneNumberInfo": {
                    "countryCode": "1",
                    "nationalDestinationCode": "650",
                    "subscriberNumber": "5550179",
                },
            },
            "attachments": [ATTACHMENT | {"size": 461020}],
            "owner": {"extensionId": "62", "extensionType": "User", "name": "Jo"},
        },
    ],
    "extension": [USER],  # account/extensions
    "extension_detail": [DETAIL],  # account/custom-fields
}


@pytest.mark.parametrize("stream", EXAMPLES)
def test_example_of_a_guide_fits_the_schema_and_the_loader(
    stream: str, caplog: pytest.LogCaptureFixture
) -> None:
    shape, lake = RecordShape(stream, load_schema(stream)), Lake()
    for example in EXAMPLES[stream]:
        known = {name: each for name, each in example.items() if each is not None}
        lake.take([(stream, shape(known))])
    assert caplog.messages == []
    assert lake.load() == {stream: len(EXAMPLES[stream])}
