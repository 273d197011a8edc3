import { testRule } from "../../testing/ruleTable.ts";
import { forbidPlainSecrets as rule } from "../forbidPlainSecrets.ts";

const password = "hunter2-hunter2";
const token = `ghp_${"A1b2C3d4E5f6G7h8I9j0".repeat(2).slice(0, 36)}`;

// Source: "Build specification reference for CodeBuild", AWS CodeBuild User Guide.
testRule(rule, "aws:codebuild/project:Project", {
  compliant: {
    source: {
      buildspec:
        "version: 0.2\nenv:\n  variables:\n    TABLE_NAME: orders\n  secrets-manager:\n    DB_PASSWORD: orders/db:password\n",
    },
  },
  passing: { "a file": { source: { buildspec: "ci/buildspec.yml" } } },
  failing: {
    "a password": [
      { source: { buildspec: `version: 0.2\nenv:\n  variables:\n    DB_PASSWORD: ${password}\n` } },
      "source.buildspec.env.variables.DB_PASSWORD",
    ],
  },
});

const machine = (Headers: object) => ({
  definition: JSON.stringify({ States: { Pay: { Type: "Task", Parameters: { Headers } } } }),
});

testRule(rule, "aws:sfn/stateMachine:StateMachine", {
  compliant: machine({ "Authorization.$": "$.token", "TaskToken.$": "$$.Task.Token" }),
  failing: {
    "a token": [
      machine({ Authorization: `Bearer ${token}` }),
      "definition.States.Pay.Parameters.Headers.Authorization",
    ],
  },
});

testRule(rule, "aws:cloudwatch/eventTarget:EventTarget", {
  compliant: { input: JSON.stringify({ table: "orders" }) },
  failing: { "a password": [{ input: JSON.stringify({ password }) }, "input.password"] },
});

testRule(rule, "aws:apigateway/integration:Integration", {
  compliant: {
    requestParameters: {
      "integration.request.header.x-api-key": "method.request.header.x-api-key",
      "integration.request.header.x-auth-token": "context.authorizer.token",
      "integration.request.header.X-Amz-Invocation-Type": "'Event'",
    },
  },
  failing: {
    "a key": [
      { requestParameters: { "integration.request.header.x-api-key": `'${password}'` } },
      "requestParameters.integration.request.header.x-api-key",
    ],
    "a token": [
      { requestParameters: { "integration.request.header.Authorization": `'Bearer ${token}'` } },
      "requestParameters.integration.request.header.Authorization",
    ],
  },
});

testRule(rule, "aws:ssm/parameter:Parameter", {
  compliant: { type: "SecureString", name: "/prod/db/password", value: password },
  passing: {
    "a table's name": { type: "String", name: "/prod/table", value: "orders" },
    "the ARN of a secret": {
      type: "String",
      name: "/prod/db/secret",
      value: "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders",
    },
  },
  failing: { "a password in plain text": [{ type: "String" }, "value"] },
});

// Source: "General options for all environments", AWS Elastic Beanstalk Developer Guide.
testRule(rule, "aws:elasticbeanstalk/environment:Environment", {
  compliant: { settings: [{ namespace: "aws:rds:dbinstance", name: "DBUser", value: "app" }] },
  failing: {
    "a database's password": [
      { settings: [{ namespace: "aws:rds:dbinstance", name: "DBPassword", value: password }] },
      "settings.DBPassword",
    ],
  },
});
