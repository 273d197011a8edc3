"""Where a pool's logs go: checked, stored and read back. Nothing here delivers logs.

Sources: API Reference, "SetLogDeliveryConfiguration", "LogConfigurationType"; Cognito Developer Guide, "Exporting logs from
Amazon Cognito user pools".
"""

from userpools import replicas
from userpools.rules import CognitoError, serves
from userpools.settings import tiers

KEY = "_palisade_logs"
# By source of events.
LEVELS = {"userNotification": "ERROR", "userAuthEvents": "INFO"}
DESTINATIONS = ("CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration")
# Of this region's replicas by pool: a replica has logs of its own.
of_replicas = {}


@serves("SetLogDeliveryConfiguration")
def set_logs(call):
    configurations = call.data["LogConfigurations"]
    sources = [each["EventSource"] for each in configurations]
    if len(set(sources)) < len(sources):
        refuse("Each EventSource can be configured once.")
    for each in configurations:
        check(None if replicas.current.get() else call.pool, each)
    place, key = place_of(call)
    place[key] = configurations
    return get_logs(call)


@serves("GetLogDeliveryConfiguration")
def get_logs(call):
    place, key = place_of(call)
    return {"LogDeliveryConfiguration": {"UserPoolId": call.data["UserPoolId"], "LogConfigurations": place.get(key, [])}}


def place_of(call):
    """The dict and the key with the configuration."""
    return (of_replicas, call.data["UserPoolId"]) if replicas.current.get() else (call.pool, KEY)


def check(pool, configuration):
    """pool: None for a replica, whose plan the home region knows"""
    source, level = configuration["EventSource"], configuration["LogLevel"]
    if level != LEVELS[source]:
        refuse(f"The LogLevel of {source} must be {LEVELS[source]}.")
    given = [name for name in DESTINATIONS if configuration.get(name)]
    if len(given) != 1:
        refuse(f"{source} needs exactly one destination.")
    if source == "userNotification" and given != ["CloudWatchLogsConfiguration"]:
        refuse("userNotification can be delivered to CloudWatch Logs only.")
    if source == "userAuthEvents" and pool is not None:
        tiers.check(pool, "User Activity Log Export", "PLUS")


def refuse(message):
    raise CognitoError("InvalidParameterException", message)
