"""What MiniStack's SQS does not do as AWS's: permissions of batches, and waiting for messages."""

import asyncio
import json
import time

from ministack.core import iam_actions
from ministack.services import sqs

# "To call SendMessageBatch, you need permission for SendMessage", and so on. (SQS Developer Guide, "Amazon SQS
# API permissions: Actions and resource reference")
BATCHES = {
    f"sqs:{action}Batch": f"sqs:{action}"
    for action in ("ChangeMessageVisibility", "DeleteMessage", "SendMessage")
}
TARGET = "AmazonSQS.ReceiveMessage"
# Turns of the event loop from the end of a connection to the request that it is of: a few more than it takes.
TURNS = 20


def use():
    """Checks the permission for a batch under the name of the action for one message."""
    extract = iam_actions.extract_iam_action

    def extract_as_on_aws(*request):
        action = extract(*request)
        return BATCHES.get(action, action)

    iam_actions.extract_iam_action = extract_as_on_aws


def waits_for_messages(request):
    return request.header("x-amz-target") == TARGET


async def serve(serve_aws, request, send):
    """Ends a wait with its client, who would otherwise take messages that nobody receives."""
    body = await request.receive()
    parts = [body]
    held = []

    async def receive():
        return parts.pop() if parts else await asyncio.shield(gone)

    async def hold(message):
        held.append(message)

    gone = asyncio.ensure_future(request.receive())
    response = asyncio.ensure_future(serve_aws(request.scope, receive, hold))
    await asyncio.wait({gone, response}, return_when=asyncio.FIRST_COMPLETED)
    if not response.done():
        response.cancel()
        return
    await response
    await read_arrived()
    if gone.done():
        give_back(held)
        return
    gone.cancel()
    for message in held:
        await send(message)


async def read_arrived():
    """Lets the server read what has arrived, such as the end of a connection before the message that was taken."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


def give_back(response):
    """Makes messages visible again that a response has, as if nobody had received them."""
    try:
        content = json.loads(b"".join(part.get("body", b"") for part in response))
    except ValueError:
        return
    taken = {message["ReceiptHandle"] for message in content.get("Messages", [])}
    for queue in sqs._queues.all_values():
        for message in queue["messages"]:
            if message["receipt_handle"] in taken:
                message["receipt_handle"] = None
                message["visible_at"] = time.time()
                message["receive_count"] -= 1
