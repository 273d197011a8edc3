"""Responses to refused requests, in the format of the service's protocol."""

import json
import uuid
from html import escape

# Packages of exceptions, which services of JSON 1.0 put before their names.
PACKAGES = {"ValidationException": "com.amazon.coral.validate#"}


class Refused(Exception):
    """The service refuses the request."""

    def __init__(self, code, message="", status=400, package=None):
        super().__init__(code)
        self.package = package
        self.code = code
        self.message = message
        self.status = status


def as_json(model, refused, message_key="message"):
    version = model.metadata["jsonVersion"]
    package = refused.package or PACKAGES.get(refused.code, "com.amazon.coral.service#")
    body = {"__type": package + refused.code if version == "1.0" else refused.code}
    if refused.message:
        body[message_key] = refused.message
    headers = {"content-type": f"application/x-amz-json-{version}"}
    return refused.status, headers, json.dumps(body).encode()


def as_xml(model, refused):
    namespace = model.metadata.get("xmlNamespace", "http://queue.amazonaws.com/doc/2012-11-05/")
    body = (
        f'<ErrorResponse xmlns="{namespace}"><Error><Type>Sender</Type><Code>{refused.code}</Code>'
        f"<Message>{escape(refused.message, quote=False)}</Message></Error><RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>"
    )
    return refused.status, {"content-type": "text/xml"}, body.encode()
