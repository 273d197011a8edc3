import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { FindSigner } from "../gateway/index.ts";
import { miniStack } from "./cognito/testing/miniStack.ts";
import type { AwsEndpoint } from "./endpoint.ts";
import { createSignerFinder } from "./signers.ts";

const region = "eu-west-1";
const methodArn = (rest: string) => `arn:aws:execute-api:${region}:123456789012:api/live/${rest}`;

const policy = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const invoke = (Resource: string, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});

describe("createSignerFinder", () => {
  const stack = miniStack();
  let aws: AwsEndpoint;
  let find: FindSigner & { close(): void };

  before(() => {
    aws = stack.aws;
    find = createSignerFinder(aws);
  });
  after(() => find.close());

  const ask = (accessKeyId: string, rest = "GET/orders", sourceIp = "127.0.0.1") =>
    find({ accessKeyId, methodArn: methodArn(rest), sourceIp });

  async function createUser(UserName: string, PolicyDocument: string) {
    await aws.iam.send(new CreateUserCommand({ UserName }));
    await aws.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "api", PolicyDocument }));
    const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName }));
    return { id: AccessKey!.AccessKeyId!, secret: AccessKey!.SecretAccessKey! };
  }

  it("identifies the account itself, which may do everything", async () => {
    const credentials = await aws.sts.config.credentials();

    const root = await ask(credentials.accessKeyId);

    assert.equal(root?.secretAccessKey, credentials.secretAccessKey);
    assert.equal(root?.decision, "allow");
    assert.equal(root?.caller.userArn, "arn:aws:iam::123456789012:root");
  });

  it("identifies a user's key and evaluates the user's policies", async () => {
    const key = await createUser(
      "partner",
      policy(invoke(methodArn("GET/*")), invoke(methodArn("*/secret"), { Effect: "Deny" })),
    );

    const allowed = await ask(key.id);
    const silent = await ask(key.id, "POST/orders");
    const denied = await ask(key.id, "GET/secret");

    assert.equal(allowed?.secretAccessKey, key.secret);
    assert.equal(allowed?.sessionToken, undefined);
    assert.equal(allowed?.caller.userArn, "arn:aws:iam::123456789012:user/partner");
    assert.match(allowed?.caller.caller ?? "", /^AIDA/);
    assert.deepEqual(
      [allowed, silent, denied].map((signer) => signer?.decision),
      ["allow", "silent", "deny"],
    );
  });

  it("evaluates cache invalidation separately from calls", async () => {
    const key = await createUser(
      "editor",
      policy(invoke("*"), invoke(methodArn("GET/news"), { Action: "execute-api:InvalidateCache" })),
    );
    const renew = (rest: string) =>
      find({
        accessKeyId: key.id,
        methodArn: methodArn(rest),
        sourceIp: "127.0.0.1",
        action: "execute-api:InvalidateCache",
      });

    const signers = [await renew("GET/news"), await renew("GET/orders")];

    assert.deepEqual(
      signers.map((signer) => signer?.decision),
      ["allow", "silent"],
    );
  });

  it("evaluates conditions of policies", async () => {
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const key = await createUser("office", policy(invoke("*", { Condition })));

    const inside = await ask(key.id, "GET/a", "10.1.2.3");
    const outside = await ask(key.id, "GET/a", "192.0.2.1");

    assert.deepEqual([inside?.decision, outside?.decision], ["allow", "silent"]);
  });

  it("identifies a role's session with its token and evaluates its session policy", async () => {
    const RoleName = "caller";
    const trust = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
    const { Role } = await aws.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }),
    );
    await aws.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "api",
        PolicyDocument: policy(invoke("*")),
      }),
    );
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({
        RoleArn: Role!.Arn,
        RoleSessionName: "job",
        Policy: policy(invoke(methodArn("GET/*"))),
      }),
    );

    const allowed = await ask(Credentials!.AccessKeyId!);
    const beyond = await ask(Credentials!.AccessKeyId!, "POST/orders");

    assert.equal(allowed?.sessionToken, Credentials!.SessionToken);
    assert.equal(allowed?.caller.userArn, "arn:aws:sts::123456789012:assumed-role/caller/job");
    assert.deepEqual([allowed?.decision, beyond?.decision], ["allow", "silent"]);
  });

  it("does not identify unknown, inactive or placeholder keys", async () => {
    const key = await createUser("former", policy(invoke("*")));
    await aws.iam.send(
      new UpdateAccessKeyCommand({ UserName: "former", AccessKeyId: key.id, Status: "Inactive" }),
    );

    const found = await Promise.all(
      ["AKIANOBODY", key.id, "test", "123456789012", ""].map((id) => ask(id)),
    );

    assert.deepEqual(found, [undefined, undefined, undefined, undefined, undefined]);
  });

  it("learns nothing without the account's secret", async () => {
    const response = await fetch(`${aws.url}/_palisade/signers`, {
      method: "POST",
      headers: { authorization: "Bearer guess" },
      body: JSON.stringify({ accessKeyId: "test", methodArn: methodArn("GET/a"), sourceIp: "" }),
    });

    assert.equal(response.status, 403);
    assert.match(
      await response.text(),
      /"This path is internal to the platform\. Send Authorization/,
    );
  });
});
