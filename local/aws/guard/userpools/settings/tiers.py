"""Feature plans. Source: Cognito Developer Guide, "User pool feature plans"."""

from ministack.services import cognito
from userpools.rules import CognitoError


def check(pool, feature, *tiers):
    """Refuses a feature that the pool's plan lacks."""
    tier = cognito._user_pool_tier(pool)
    if tier not in tiers:
        message = f"The following features need to be disabled for the {tier} pricing tier configured: {feature}"
        raise CognitoError("FeatureUnavailableInTierException", message)
