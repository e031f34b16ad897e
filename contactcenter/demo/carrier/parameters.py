"""The parameters that Twilio's published API knows, as its pages list them. What is not here is refused.

The names stand as they travel. Pages: https://www.twilio.com/docs/messaging/api/message-resource,
https://www.twilio.com/docs/messaging/api/media-resource, https://www.twilio.com/docs/voice/api/call-resource,
https://www.twilio.com/docs/voice/api/conference-resource,
https://www.twilio.com/docs/voice/api/conference-participant-resource, https://www.twilio.com/docs/voice/api/recording,
https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource.
"""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PAGING: Final = _names("Page PageSize PageToken")
MESSAGE_CREATE: Final = _names("""
    To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention
    AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls ScheduleType SendAt SendAsMms
    ContentVariables MessageIntent RiskCheck From FallbackFrom MessagingServiceSid Body MediaUrl ContentSid
""")
MESSAGE_MEDIA: Final = _names("""
    image/jpeg image/jpg image/gif image/png image/heic image/heif image/tiff image/bmp audio/basic audio/l24 audio/mp4
    audio/mpeg audio/ogg audio/vnd.rn-realaudio audio/vnd.wave audio/3gpp audio/3gpp2 audio/ac3 audio/webm audio/amr-nb
    audio/amr video/mpeg video/mp4 video/quicktime video/webm video/3gpp video/3gpp2 video/3gpp-tt video/h261 video/h263
    video/h263-1998 video/h263-2000 video/h264 text/vcard text/x-vcard text/csv text/rtf text/richtext text/calendar
    text/directory application/pdf application/vcard application/vnd.apple.pkpass
""")
"""https://www.twilio.com/docs/messaging/guides/accepted-mime-types: what goes as MMS."""
MESSAGE_LIST: Final = PAGING | _names("To From DateSent DateSent> DateSent<")
MEDIA_LIST: Final = PAGING | _names("DateCreated DateCreated> DateCreated<")
CALL_CREATE: Final = _names("""
    To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod SendDigits Timeout
    Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod RecordingStatusCallbackEvent
    RecordingTrack SipAuthUsername SipAuthPassword MachineDetection MachineDetectionTimeout
    MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout Trim CallerId
    AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Byoc CallReason CallToken TimeLimit
    ClientNotificationUrl Url Twiml ApplicationSid
""")
CALL_UPDATE: Final = _names("""
    Url Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod Twiml TimeLimit
""")
CONFERENCE_LIST: Final = PAGING | _names("""
    DateCreated DateCreated> DateCreated< DateUpdated DateUpdated> DateUpdated< FriendlyName Status
""")
PARTICIPANT_UPDATE: Final = _names("""
    Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit EndConferenceOnExit Coaching
    CallSidToCoach
""")
NUMBER_LIST: Final = PAGING | _names("Beta FriendlyName PhoneNumber Origin")
NONE: Final[frozenset[str]] = frozenset()
