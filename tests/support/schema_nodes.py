"""A stream's schema, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_ringcentral.schemas import SchemaFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

KEYS = {
    "account": {"id"},
    "active_call": {"id", "snapshotTime"},
    "assigned_role": {"extensionId"},
    "audit_trail": {"id"},
    "call_analytics_queue": {"id", "interval", "time"},
    "call_analytics_user": {"id", "interval", "time"},
    "call_log": {"id"},
    "call_log_leg": {"callLogId", "index"},
    "call_monitoring_group": {"id"},
    "call_monitoring_group_member": {"groupId", "id"},
    "call_queue": {"id"},
    "call_queue_member": {"queueId", "id"},
    "call_queue_presence": {"queueId", "memberId", "snapshotTime"},
    "call_recording": {"id"},
    "call_recording_extension": {"id"},
    "call_recording_setting": {"accountId"},
    "company_answering_rule": {"id"},
    "company_business_hours": {"accountId"},
    "cost_center": {"id"},
    "custom_field": {"id"},
    "directory_entry": {"id"},
    "extension": {"id"},
    "extension_answering_rule": {"extensionId", "id"},
    "extension_blocked_number": {"extensionId", "id"},
    "extension_business_hours": {"extensionId"},
    "extension_call_log": {"extensionId", "id"},
    "extension_caller_blocking": {"extensionId"},
    "extension_detail": {"id"},
    "extension_device": {"extensionId", "id"},
    "extension_forwarding_number": {"extensionId", "id"},
    "external_contact": {"extensionId", "id"},
    "fax_cover_page": {"id"},
    "greeting": {"id"},
    "ivr_menu": {"id"},
    "ivr_prompt": {"id"},
    "message": {"extensionId", "id"},
    "phone_number": {"id"},
    "site": {"id"},
    "site_member": {"siteId", "id"},
    "user_role": {"id"},
}


def load_schema(stream: str) -> Schema:
    return SchemaFiles().fetch_schema(stream)


def walk(schema: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Every node below a schema: `from.device.id` is a property, `legs[]` an array's items."""
    for name, node in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield below, node
        yield from walk(node, below)
    if "items" in schema:
        yield f"{path}[]", schema["items"]
        yield from walk(schema["items"], f"{path}[]")


def is_identifier(path: str) -> bool:
    name = path.rsplit(".", maxsplit=1)[-1]
    return name == "id" or name.endswith("Id")


def types(node: Schema) -> set[str]:
    declared = node["type"]
    return {declared} if isinstance(declared, str) else set(declared)
