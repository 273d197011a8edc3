"""Checks of single entries. Those that are valid succeed, so the checks run where MiniStack takes each."""

import json

from ministack import app as ministack


def use():
    """Adds the checks once MiniStack first loads a service, which takes long."""
    load = ministack._get_module
    added = set()

    def load_with_checks(name):
        module = load(name)
        if name in CHECKED and name not in added:
            added.add(name)
            CHECKED[name](module)
        return module

    ministack._get_module = load_with_checks


def check_messages(sqs):
    from models.messageAttributes import sqs_fault

    send = sqs._act_send_message

    def send_checked(data, queue):
        if fault := sqs_fault(data.get("MessageAttributes") or {}):
            raise sqs._Err("InvalidParameterValue", fault)
        return send(data, queue)

    # Batches call the function for each entry.
    sqs._act_send_message = sqs._HANDLERS["SendMessage"] = send_checked


def check_events(eventbridge):
    put = eventbridge._put_events

    def put_checked(data, *options, **named):
        faults = [event_fault(entry) for entry in data.get("Entries", [])]
        if not any(faults):
            return put(data, *options, **named)
        valid = [entry for entry, fault in zip(data["Entries"], faults) if fault is None]
        status, headers, body = put({**data, "Entries": valid}, *options, **named)
        if status != 200:
            return status, headers, body
        results = json.loads(body)
        others = iter(results["Entries"])
        results["FailedEntryCount"] += len(faults) - len(valid)
        results["Entries"] = [
            next(others) if fault is None else {"ErrorCode": fault[0], "ErrorMessage": fault[1]}
            for fault in faults
        ]
        return status, headers, json.dumps(results).encode()

    eventbridge._put_events = put_checked


def event_fault(entry):
    """Code and message of an event's error. Source: EventBridge API Reference, "PutEventsResultEntry"."""
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            return "InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument."
    try:
        detail = json.loads(entry["Detail"])
    except (TypeError, ValueError, RecursionError):
        detail = None
    return None if isinstance(detail, dict) else ("MalformedDetail", "Detail is malformed.")


CHECKED = {"eventbridge": check_events, "sqs": check_messages}
