import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { Children } from "../../../project/children.ts";
import {
  type AwsEndpoint,
  connectEndpoint,
  localAccountId as accountId,
} from "../../aws/endpoint.ts";
import { startEndpoint } from "../../aws/miniStack.ts";
import type { Provider } from "../../graph/evaluate.ts";
import type { Properties } from "../../graph/resource.ts";
import { createProvider } from "../index.ts";

const region = "us-east-1";
const document = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statement });
const assumeRolePolicy = document({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const allow = (Action: string) => document({ Effect: "Allow", Action, Resource: "*" });
const reading = allow("dynamodb:DescribeTable");
let cases = 0;
const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

describe("the rights of a role", function () {
  this.timeout(60_000);
  const children = new Children(() => {});
  let aws: AwsEndpoint;
  let provider: Provider;
  let policyArn: string;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "iam-"));
    children.ownFolder(folder);
    aws = await startEndpoint({ region, children, folder, announce: () => {} });
    provider = createProvider({ region, accountId, stack: "test", aws });
    await create("dynamodb/table:Table", "orders", {
      name: "orders",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
    });
    const policy = await create("iam/policy:Policy", "reading", { path: "/a/", policy: reading });
    policyArn = String(policy.outputs["arn"]);
  });
  after(() => children.close());

  const create = (type: string, name: string, inputs: Properties) =>
    provider.create(`aws:${type}`, name, inputs);

  async function mayRead(roleArn: string): Promise<boolean> {
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "it" }),
    );
    const { dynamodb } = connectEndpoint(aws.url, region, {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    } as Parameters<typeof connectEndpoint>[2]);
    return dynamodb.send(new DescribeTableCommand({ TableName: "orders" })).then(
      () => true,
      (error: Error) => {
        assert.match(error.name, /^AccessDenied/);
        return false;
      },
    );
  }

  const own = () => policyArn;
  // Source: IAM User Guide, "Policies and permissions in AWS Identity and Access Management".
  for (const [title, expected, role, attached, problem] of [
    ["none without a policy", false, {}],
    ["its inline policies", true, { inlinePolicies: [{ name: "a", policy: reading }] }],
    ["its managed policies", true, () => ({ managedPolicyArns: [policyArn] })],
    ["an attached policy of the stack", true, {}, own],
    ["AWS's policy that MiniStack has", true, {}, () => awsPolicy("AmazonDynamoDBFullAccess")],
    ["AWS's policy that is added", true, {}, () => awsPolicy("AmazonDynamoDBReadOnlyAccess")],
    ["AWS's policy for something else", false, {}, () => awsPolicy("AWSLambda_FullAccess")],
    [
      "its boundary too",
      true,
      () => ({ permissionsBoundary: policyArn }),
      () => awsPolicy("AmazonDynamoDBFullAccess"),
    ],
    [
      "no more than its boundary",
      false,
      { permissionsBoundary: awsPolicy("AmazonSQSFullAccess") },
      own,
    ],
    [
      "nothing of a policy that is unknown",
      false,
      {},
      () => awsPolicy("AWSElementalMediaLiveFullAccess"),
      'the role "role9" has none of the rights of arn:aws:iam::aws:policy/AWSElementalMediaLiveFullAccess, which is unknown here',
    ],
  ] as [string, boolean, Properties | (() => Properties), (() => string)?, string?][]) {
    const name = `role${cases++}`;
    it(`are ${title}`, async () => {
      const more = typeof role === "function" ? role() : role;
      const { id, outputs } = await create("iam/role:Role", name, {
        name,
        assumeRolePolicy,
        ...more,
      });
      const made =
        attached &&
        (await create("iam/rolePolicyAttachment:RolePolicyAttachment", name, {
          role: id,
          policyArn: attached(),
        }));

      assert.equal(await mayRead(String(outputs["arn"])), expected);
      assert.deepEqual(made?.problems ?? [], problem ? [problem] : []);
    });
  }

  it("go with a policy that is attached to several roles", async () => {
    const roles = ["first", "second"];
    const arns: string[] = [];
    for (const name of roles) {
      // Pulumi also accepts a policy as an object.
      const trust = JSON.parse(assumeRolePolicy) as object;
      const { outputs } = await create("iam/role:Role", name, { name, assumeRolePolicy: trust });
      arns.push(String(outputs["arn"]));
    }
    await create("iam/policyAttachment:PolicyAttachment", "both", { roles, policyArn });

    assert.deepEqual(await Promise.all(arns.map(mayRead)), [true, true]);
  });
});
