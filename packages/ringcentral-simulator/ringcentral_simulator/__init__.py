"""A RingCentral account on loopback: OAuth, calls, and all that calls are joined with."""

from ringcentral_simulator.application import RecordedRequest
from ringcentral_simulator.calls.conversations import Conversation, Handover, QueueVisit
from ringcentral_simulator.calls.profile import Profile
from ringcentral_simulator.clock import Clock
from ringcentral_simulator.gateway.faults import FOR_GOOD, Fault, FaultKind
from ringcentral_simulator.gateway.features import Features
from ringcentral_simulator.gateway.rate_limit import Group, RateLimits
from ringcentral_simulator.oauth.registration import Grant
from ringcentral_simulator.quirks import Quirks
from ringcentral_simulator.simulator import DEFAULT_SEED, Simulator
from ringcentral_simulator.truth import Recording

__all__ = [
    "DEFAULT_SEED",
    "FOR_GOOD",
    "Clock",
    "Conversation",
    "Fault",
    "FaultKind",
    "Features",
    "Grant",
    "Group",
    "Handover",
    "Profile",
    "QueueVisit",
    "Quirks",
    "RateLimits",
    "RecordedRequest",
    "Recording",
    "Simulator",
]
