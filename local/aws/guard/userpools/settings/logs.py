"""Where a pool's logs go: checked, stored and read back. Nothing here delivers logs.

Sources: API Reference, "SetLogDeliveryConfiguration", "LogConfigurationType"; Cognito Developer Guide, "Exporting logs from
Amazon Cognito user pools".
"""

from userpools.rules import CognitoError, serves
from userpools.settings import tiers

KEY = "_palisade_logs"
# By source of events.
LEVELS = {"userNotification": "ERROR", "userAuthEvents": "INFO"}
DESTINATIONS = ("CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration")


@serves("SetLogDeliveryConfiguration")
def set_logs(call):
    configurations = call.data["LogConfigurations"]
    sources = [each["EventSource"] for each in configurations]
    if len(set(sources)) < len(sources):
        refuse("Each EventSource can be configured once.")
    for each in configurations:
        check(call.pool, each)
    call.pool[KEY] = configurations
    return get_logs(call)


@serves("GetLogDeliveryConfiguration")
def get_logs(call):
    configurations = call.pool.get(KEY, [])
    return {"LogDeliveryConfiguration": {"UserPoolId": call.pool["Id"], "LogConfigurations": configurations}}


def check(pool, configuration):
    source, level = configuration["EventSource"], configuration["LogLevel"]
    if level != LEVELS[source]:
        refuse(f"The LogLevel of {source} must be {LEVELS[source]}.")
    given = [name for name in DESTINATIONS if configuration.get(name)]
    if len(given) != 1:
        refuse(f"{source} needs exactly one destination.")
    if source == "userNotification" and given != ["CloudWatchLogsConfiguration"]:
        refuse("userNotification can be delivered to CloudWatch Logs only.")
    if source == "userAuthEvents":
        tiers.check(pool, "User Activity Log Export", "PLUS")


def refuse(message):
    raise CognitoError("InvalidParameterException", message)
