import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicInvocation as rule } from "./forbidPublicInvocation.ts";

testRule(rule, "aws:lambda/permission:Permission", {
  compliant: {
    action: "lambda:InvokeFunction",
    function: "orders",
    principal: "apigateway.amazonaws.com",
    sourceArn: "arn:aws:execute-api:us-east-1:123456789012:abc123/live/*",
  },
  passing: {
    "a source that is not known yet": { function: unknown, sourceArn: unknown },
    "a bucket as the source": {
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::orders",
    },
    "any account's buckets, but of one account": {
      sourceArn: "arn:aws:s3:::*",
      sourceAccount: "123456789012",
    },
    // S3 User Guide, "Granting permissions to publish event notification messages to a destination".
    "a service for an account": { sourceArn: undefined, sourceAccount: "123456789012" },
    "a service for an account that is not known yet": {
      sourceArn: undefined,
      sourceAccount: unknown,
    },
    "an account": { principal: "123456789012", sourceArn: undefined },
    "a role": { principal: "arn:aws:iam::123456789012:role/caller", sourceArn: undefined },
    "an organization": { principal: "*", principalOrgId: "o-123", sourceArn: undefined },
    "a skill": {
      principal: "alexa-appkit.amazon.com",
      sourceArn: undefined,
      eventSourceToken: "skill",
    },
  },
  failing: {
    everybody: { principal: "*" },
    "everyone with an AWS identity": [
      { principal: "*", action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" },
      "principal",
    ],
    "everyone, for an unknown function": [{ principal: "*", function: unknown }, "principal"],
    "a service for everyone": { sourceArn: undefined },
    "another action of a service for everyone": [
      { action: "lambda:GetFunction", sourceArn: undefined },
      "sourceArn",
    ],
    "any source": { sourceArn: "*" },
    "any account's source": { sourceArn: "arn:aws:execute-api:*:*:*" },
    "any account's buckets": [
      { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::*" },
      "sourceArn",
    ],
  },
  undecided: { "who may": { principal: unknown, sourceArn: undefined } },
});
