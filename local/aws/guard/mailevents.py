"""Bounces and complaints: what SES reports of mails to its simulator, whose addresses every platform may write to.

Mails to other addresses arrive. Sources: SES Developer Guide, "Using the mailbox simulator manually", "Monitoring SES events
using Amazon EventBridge", "Contents of event data that Amazon SES publishes to Amazon SNS".
"""

import datetime
import json
import re

from ministack.services import eventbridge, ses, ses_v2

SIMULATOR = re.compile(r"(bounce|complaint|suppressionlist)(?:\+[^@]*)?@simulator\.amazonses\.com", re.IGNORECASE)
BOUNCES = {"bounce": "General", "suppressionlist": "Suppressed"}
IDENTITIES = "/v2/email/identities"
# The member of an identity's record with the set of its mails.
SET = "ConfigurationSetName"


class Outbox(list):
    """The mails that were sent, oldest first."""

    def append(self, mail):
        super().append(mail)
        for address in mail["To"]:
            if match := SIMULATOR.fullmatch(address):
                report(mail, address, match[1].lower())


def use():
    list_of = ses._sent_emails_list
    serve = ses_v2.handle_request

    def outbox():
        sent = list_of()
        if not isinstance(sent, Outbox):
            sent = ses._sent_emails["entries"] = Outbox(sent)
        return sent

    async def handle_request(method, path, headers, body, query_params):
        response = await serve(method, path, headers, body, query_params)
        if method == "POST" and path == IDENTITIES and response[0] == 200:
            given = json.loads(body)
            ses_v2._identities[given["EmailIdentity"]][SET] = given.get(SET)
        return response

    ses._sent_emails_list = ses_v2._sent_emails_list = outbox
    ses_v2.handle_request = handle_request


def report(mail, address, kind):
    """Sends an event to the default bus, if the mails' configuration set has it as a destination."""
    name = set_of(mail["Source"])
    destinations = ((ses_v2._config_sets.get(name) or {}).get("EventDestinations") or {}).values()
    event = "Bounce" if kind in BOUNCES else "Complaint"
    if not any(receives(each, event.upper()) for each in destinations):
        return
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    about = {
        "timestamp": now,
        "messageId": mail["MessageId"],
        "source": mail["Source"],
        "destination": mail["To"],
        "tags": {"ses:configuration-set": [name]},
    }
    entry = {
        "Source": "aws.ses",
        "DetailType": "Email Bounced" if event == "Bounce" else "Email Complaint Received",
        "Detail": json.dumps({"eventType": event, event.lower(): details(kind, address, now), "mail": about}),
        "Resources": [],
    }
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def set_of(source):
    """The default configuration set of the sender's identity, by its address or its domain."""
    address = source.rpartition("<")[2].rstrip(">")
    for identity in (address, address.rpartition("@")[2]):
        if name := (ses_v2._identities.get(identity) or {}).get(SET):
            return name
    return None


def receives(destination, event):
    return destination["Enabled"] and "EventBridgeDestination" in destination and event in destination["MatchingEventTypes"]


def details(kind, address, now):
    if kind not in BOUNCES:
        recipients = [{"emailAddress": address}]
        return {"complainedRecipients": recipients, "complaintFeedbackType": "abuse", "timestamp": now}
    return {
        "bounceType": "Permanent",
        "bounceSubType": BOUNCES[kind],
        "bouncedRecipients": [{"emailAddress": address, "action": "failed", "status": "5.1.1"}],
        "timestamp": now,
    }
