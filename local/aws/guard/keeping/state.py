"""The state of MiniStack's services as text, by service, and back.

Beside what MiniStack would save itself there are parts of ours: the mails that were sent, and the evaluation that the
resources come from.
"""

import importlib.metadata
import json
import os

from ministack import app as ministack
from ministack.core import persistence
from ministack.services import ses

import mailevents

MAILS, EVALUATION = "palisade-mails", "palisade-evaluation"

# The JSON text that the platform keeps here with its resources.
evaluation = None


def version():
    return importlib.metadata.version("ministack")


def port():
    return os.environ["GATEWAY_PORT"]


def texts():
    """Each service's state, as bytes by name. Services that nobody has used have none."""
    parts = {}
    for service, state_of in ministack._build_persistence_save_dict().items():
        state = state_of()
        if state:
            parts[service] = encode({"version": persistence._state_format_version(service), "state": state})
    if mails := {region: list(sent) for (_, region, _), sent in ses._sent_emails.all_items()}:
        parts[MAILS] = encode(mails)
    if evaluation is not None:
        parts[EVALUATION] = evaluation.encode()
    return parts


def encode(state):
    return json.dumps(state, default=persistence._json_default).encode()


def decode(content):
    return json.loads(content, object_hook=persistence._json_object_hook)


def restore(parts, ports):
    """Gives each service its state. Yields what could not be restored.

    `ports` has the endpoint's ports at the time of that state, and now: queues have them in their names.
    """
    global evaluation
    for name, content in parts.items():
        try:
            if name not in ("dynamodb", "kms"):
                content = moved(content, ports)
            if name == EVALUATION:
                evaluation = content.decode()
            elif name == MAILS:
                restore_mails(decode(content))
            else:
                restore_service(name, decode(content))
        except Exception as error:  # noqa: BLE001: one service's state must not stop the others
            yield f"{name}: {type(error).__name__}: {error}"


def restore_service(name, saved):
    if name not in ministack._state_map:
        raise KeyError("this version has no such service")
    if saved["version"] > persistence._state_format_version(name):
        raise ValueError("a newer version of MiniStack has written it")
    ministack._get_module(ministack._state_map[name]).load_persisted_state(saved["state"])


def restore_mails(mails):
    for region, sent in mails.items():
        ses._sent_emails.set_scoped(os.environ["MINISTACK_ACCOUNT_ID"], region, "entries", mailevents.Outbox(sent))


def moved(content, ports):
    for before, now in ports:
        if before != now:
            content = content.replace(f"127.0.0.1:{before}".encode(), f"127.0.0.1:{now}".encode())
    return content
