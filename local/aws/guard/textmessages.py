"""The time of text messages, which SNS keeps by number instead of sending them, and text messages of user pools."""

import datetime
import uuid

from ministack.services import sns


class Log(list):
    """Text messages to one number, each with the time at which it was sent."""

    def append(self, record):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
        super().append({**record, "Timestamp": now})


def use():
    log_for = sns._sms_log_for

    def timed_log_for(number):
        log = log_for(number)
        if not isinstance(log, Log):
            log = sns._sms_messages[number] = Log(log)
        return log

    sns._sms_log_for = timed_log_for


def send(number, text):
    """Sends a text message as SNS does: the platform lists it."""
    sns._sms_log_for(number).append(
        {"PhoneNumber": number, "MessageId": str(uuid.uuid4()), "Message": text}
    )
