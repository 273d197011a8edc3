"""What users of the endpoint have stored: how much of each kind there is, and emptying it. The resources stay."""

from ministack.core.responses import request_scope
from ministack.services import cognito, dynamodb, s3, ses, sns, sqs

from . import objects


def counts():
    return {
        "users": sum(len(pool["_users"]) for pool in cognito._user_pools.all_values()),
        "items": sum(len(row) for table in dynamodb._tables.all_values() for row in table["items"].values()),
        "messages": sum(len(queue["messages"]) for queue in sqs._queues.all_values()),
        "objects": sum(len(bucket["objects"]) for bucket in s3._buckets._data.values()),
    }


def empty_users():
    for pool in cognito._user_pools.all_values():
        pool["_users"] = {}
        pool["EstimatedNumberOfUsers"] = 0
        for group in pool.get("_groups", {}).values():
            group["_users"] = []
    cognito._refresh_tokens.clear()
    # Mails and text messages are of users.
    ses._sent_emails.clear()
    sns._sms_messages.clear()


def empty_tables():
    for (account, region, _), table in dynamodb._tables.all_items():
        with request_scope(account, region):
            for pk, row in list(table["items"].items()):
                for sk in list(row):
                    dynamodb._remove_item(table, pk, sk)


def empty_queues():
    for queue in sqs._queues.all_values():
        queue["messages"].clear()


def empty_buckets():
    for (account, bucket), record in s3._buckets._data.items():
        record["objects"].clear()
        objects.forget(account, bucket)


EMPTY = {"users": empty_users, "tables": empty_tables, "queues": empty_queues, "buckets": empty_buckets}
