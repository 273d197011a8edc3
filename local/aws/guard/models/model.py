"""The services' models, each loaded when it is first needed: loading one takes 2 to 20 ms."""

import functools
import gzip
import importlib.util
import json
import os

DATA = os.path.join(importlib.util.find_spec("botocore").submodule_search_locations[0], "data")

# Services of the JSON protocols by the prefix of X-Amz-Target. Cognito has rules of its own.
BY_TARGET = {
    "AWSEvents": "events",
    "AWSStepFunctions": "stepfunctions",
    "AmazonSQS": "sqs",
    "AmazonSSM": "ssm",
    "DynamoDBStreams_20120810": "dynamodbstreams",
    "DynamoDB_20120810": "dynamodb",
    "Firehose_20150804": "firehose",
    "Kinesis_20131202": "kinesis",
    "Logs_20140328": "logs",
    "TrentService": "kms",
    "secretsmanager": "secretsmanager",
}

# Services of the query protocol by the name in signatures.
BY_SCOPE = {"ses": "ses", "sns": "sns", "sqs": "sqs"}


class Model:
    def __init__(self, name):
        self.name = name
        folder = os.path.join(DATA, name)
        versions = [each for each in os.listdir(folder) if os.path.exists(file_of(folder, each))]
        with gzip.open(file_of(folder, max(versions))) as file:
            content = json.load(file)
        self.operations = content["operations"]
        self.shapes = content["shapes"]
        self.metadata = content["metadata"]

    def input_of(self, operation):
        """The name of the shape of an operation's input; None if it has none."""
        return self.operations[operation].get("input", {}).get("shape")


def file_of(folder, version):
    return os.path.join(folder, version, "service-2.json.gz")


@functools.cache
def load(name):
    return Model(name)
