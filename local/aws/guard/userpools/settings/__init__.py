"""Settings of user pools and their parts: what Cognito refuses, what an update resets, and the parts that MiniStack lacks."""
