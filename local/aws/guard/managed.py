"""Adds AWS's own policies that MiniStack lacks, so roles that programs attach them to have their rights."""

import json

from ministack.services import iam


def use(documents):
    """documents: policy documents by the policy's ARN."""
    for arn, document in documents.items():
        name = arn.removeprefix(iam._AWS_MANAGED_POLICY_PREFIX)
        iam._aws_managed_policies.setdefault(arn, iam._make_aws_managed_record(name, json.dumps(document)))
