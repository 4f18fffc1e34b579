"""What is extracted: one declarative class a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.streams import (
    account,
    active_call,
    audit_trail,
    call_analytics,
    call_handling,
    call_log,
    call_parts,
    call_queue,
    call_recording_audio,
    directory,
    extensions,
    role,
    voicemail,
)

if TYPE_CHECKING:
    from tap_ringcentral.client import RingCentralStream

STREAMS: dict[str, type[RingCentralStream]] = {
    "call_log": call_log.CallLog,
    "call_log_leg": call_parts.CallLogLeg,
    "call_recording": call_parts.CallRecording,
    "active_call": active_call.ActiveCall,
    "call_queue": call_queue.CallQueue,
    "call_queue_member": call_queue.CallQueueMember,
    "call_queue_business_hours": call_queue.CallQueueBusinessHours,
    "call_queue_answering_rule": call_queue.CallQueueAnsweringRule,
    "call_queue_overflow": call_queue.CallQueueOverflow,
    "call_queue_presence": call_queue.CallQueuePresence,
    "call_analytics_queue": call_analytics.CallAnalyticsQueue,
    "call_analytics_user": call_analytics.CallAnalyticsUser,
    "extension": directory.Extension,
    "directory_entry": directory.DirectoryEntry,
    "phone_number": directory.PhoneNumber,
    "account": account.Account,
    "site": account.Site,
    "site_member": account.SiteMember,
    "user_role": role.UserRole,
    "assigned_role": role.AssignedRole,
    "call_monitoring_group": role.CallMonitoringGroup,
    "call_monitoring_group_member": role.CallMonitoringGroupMember,
    "custom_field": directory.CustomField,
    "cost_center": directory.CostCenter,
    "ivr_menu": call_handling.IvrMenu,
    "ivr_prompt": call_handling.IvrPrompt,
    "company_business_hours": call_handling.CompanyBusinessHours,
    "company_answering_rule": call_handling.CompanyAnsweringRule,
    "call_recording_setting": call_handling.CallRecordingSetting,
    "call_recording_extension": call_handling.CallRecordingExtension,
    "greeting": call_handling.Greeting,
    "fax_cover_page": call_handling.FaxCoverPage,
    "audit_trail": audit_trail.AuditTrail,
    "extension_detail": extensions.ExtensionDetail,
    "extension_business_hours": extensions.ExtensionBusinessHours,
    "extension_answering_rule": extensions.ExtensionAnsweringRule,
    "extension_caller_blocking": extensions.ExtensionCallerBlocking,
    "extension_blocked_number": extensions.ExtensionBlockedNumber,
    "extension_forwarding_number": extensions.ExtensionForwardingNumber,
    "extension_device": extensions.ExtensionDevice,
    "external_contact": extensions.ExternalContact,
    "message": extensions.Message,
    "extension_call_log": extensions.ExtensionCallLog,
    "voicemail": voicemail.Voicemail,
    "call_recording_audio": call_recording_audio.CallRecordingAudio,
}
"""All streams by name, calls first."""

_MADE_OF = {each.parent_stream_type for each in STREAMS.values()}
PARENTS = {name for name, stream in STREAMS.items() if stream in _MADE_OF}
"""The streams that others are made of."""
