"""What MiniStack's SQS does not do as AWS's: permissions of batches, and waiting for messages."""

import asyncio

from ministack.core import iam_actions

# "To call SendMessageBatch, you need permission for SendMessage", and so on. (SQS Developer Guide, "Amazon SQS
# API permissions: Actions and resource reference")
BATCHES = {
    f"sqs:{action}Batch": f"sqs:{action}"
    for action in ("ChangeMessageVisibility", "DeleteMessage", "SendMessage")
}
TARGET = "AmazonSQS.ReceiveMessage"


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

    async def receive():
        return parts.pop() if parts else await asyncio.shield(gone)

    gone = asyncio.ensure_future(request.receive())
    response = asyncio.ensure_future(serve_aws(request.scope, receive, send))
    await asyncio.wait({gone, response}, return_when=asyncio.FIRST_COMPLETED)
    if response.done():
        gone.cancel()
        await response
    else:
        response.cancel()
