import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { localAccountId as accountId } from "../aws/endpoint.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import type { Provider } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import { Children } from "../../project/children.ts";
import { startTaskCredentials } from "../tasks/index.ts";
import { createProvider } from "./index.ts";

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

describe("the local provider", function () {
  this.timeout(60_000);
  const children = new Children(() => {});
  let aws: AwsEndpoint;
  let provider: Provider;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "provider-"));
    children.ownFolder(folder);
    aws = await startEndpoint({ region: "us-east-1", children, folder, announce: () => {} });
    provider = createProvider({ region: "us-east-1", accountId, stack: "test", aws });
  });
  after(() => children.close());

  const create = (type: string, name: string, inputs: Properties) =>
    provider.create(type, name, inputs);

  it("names the unsupported type", async () => {
    await assert.rejects(create("aws:rds/instance:Instance", "db", {}), {
      name: "UnknownTypeError",
      message: /does not support "aws:rds\/instance:Instance"/,
    });
    await assert.rejects(provider.call("aws:ec2/getAmi:getAmi", {}), {
      name: "UnknownFunctionError",
    });
  });

  it("names the input that is missing", async () => {
    await assert.rejects(create("aws:apigateway/stage:Stage", "stage", { restApi: "api" }), {
      name: "InputError",
      message: /stageName is undefined/,
    });
  });

  it("gives a resource the same id at each start, and another id in another stack", async () => {
    const other = createProvider({ region: "us-east-1", accountId, stack: "other", aws });

    const first = await create("aws:apigateway/restApi:RestApi", "api", {});
    const again = await create("aws:apigateway/restApi:RestApi", "api", {});
    const elsewhere = await other.create("aws:apigateway/restApi:RestApi", "api", {});

    assert.equal(first.id, again.id);
    assert.notEqual(first.id, elsewhere.id);
  });

  it("creates tables", async () => {
    const { id } = await create("aws:dynamodb/table:Table", "orders", {
      hashKey: "owner",
      rangeKey: "id",
      attributes: [
        { name: "owner", type: "S" },
        { name: "id", type: "S" },
      ],
    });

    const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName: id }));
    assert.deepEqual(
      Table?.KeySchema?.map(({ AttributeName }) => AttributeName),
      ["owner", "id"],
    );
  });

  it("creates roles with their policies, and services get their credentials as from ECS", async () => {
    const table = await create("aws:dynamodb/table:Table", "mine", {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
    });
    const role = await create("aws:iam/role:Role", "task", {
      assumeRolePolicy: trust("ecs-tasks.amazonaws.com"),
    });
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["dynamodb:DescribeTable"], Resource: [table.outputs["arn"]] },
      ],
    });
    const { outputs } = await create("aws:iam/rolePolicy:RolePolicy", "task", {
      role: role.id,
      policy,
    });
    const stored = await aws.iam.send(
      new GetRolePolicyCommand({ RoleName: role.id, PolicyName: String(outputs["name"]) }),
    );
    assert.ok(stored.PolicyDocument);

    const credentials = await startTaskCredentials(aws);
    const variables = credentials.environmentFor(String(role.outputs["arn"]));
    const url = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]!;
    const token = variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"]!;
    const response = await fetch(url, { headers: { authorization: token } });
    const refused = await fetch(url, { headers: { authorization: "guess" } });

    assert.match(((await response.json()) as { AccessKeyId: string }).AccessKeyId, /^ASIA/);
    assert.equal(refused.status, 403);
    credentials.close();
  });

  it("creates functions outside of the VPC with their code", async () => {
    const role = await create("aws:iam/role:Role", "echo", {
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    });
    const source =
      "export const handler = async (event) => ({ ...event, from: process.env.FROM });";
    const { id } = await create("aws:lambda/function:Function", "echo", {
      role: role.outputs["arn"],
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(source) }),
      environment: { variables: { FROM: "here" } },
    });

    const { Payload } = await aws.lambda.send(
      new InvokeCommand({ FunctionName: id, Payload: JSON.stringify({ a: 1 }) }),
    );
    assert.deepEqual(JSON.parse(Buffer.from(Payload!).toString()), { a: 1, from: "here" });
  });

  it("creates pools and clients as declared", async () => {
    const pool = await create("aws:cognito/userPool:UserPool", "users", {
      usernameAttributes: ["email"],
      passwordPolicy: { minimumLength: 14, requireSymbols: true },
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
    });
    const client = await create("aws:cognito/userPoolClient:UserPoolClient", "app", {
      userPoolId: pool.id,
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      generateSecret: true,
    });

    const { UserPool } = await aws.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: pool.id }),
    );
    const { UserPoolClient } = await aws.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: client.id }),
    );
    assert.equal(UserPool?.Policies?.PasswordPolicy?.MinimumLength, 14);
    assert.deepEqual(UserPool?.UsernameAttributes, ["email"]);
    assert.equal(UserPool?.MfaConfiguration, "OPTIONAL");
    assert.deepEqual(UserPoolClient?.ExplicitAuthFlows, ["ALLOW_USER_SRP_AUTH"]);
    assert.equal(client.outputs["clientSecret"], UserPoolClient?.ClientSecret);
  });

  it("gives a machine client a token with its scope", async () => {
    const { id: userPoolId } = await create("aws:cognito/userPool:UserPool", "machines", {});
    await create("aws:cognito/resourceServer:ResourceServer", "orders", {
      userPoolId,
      identifier: "orders",
      name: "orders",
      scopes: [{ scopeName: "read", scopeDescription: "Read orders" }],
    });
    const { id, outputs } = await create("aws:cognito/userPoolClient:UserPoolClient", "machine", {
      userPoolId,
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["client_credentials"],
      allowedOauthScopes: ["orders/read"],
    });
    const basic = Buffer.from(`${id}:${String(outputs["clientSecret"])}`).toString("base64");
    const ask = (scope: string) =>
      fetch(`${aws.url}/oauth2/token`, {
        method: "POST",
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope }),
      });

    const granted = await ask("orders/read");
    const { access_token } = (await granted.json()) as { access_token: string };
    const claims = JSON.parse(Buffer.from(access_token.split(".")[1]!, "base64").toString());
    const refused = await ask("orders/write");

    assert.equal(granted.status, 200);
    assert.equal((claims as { scope: string }).scope, "orders/read");
    assert.equal(refused.status, 400);
  });
});
