import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import * as pulumiAws from "@pulumi/aws";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { oidc, secretConfig } from "../../components/identity/index.ts";
import { testTrigger } from "../../functions/testing/trigger.ts";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { TestDirectory } from "../support/testDirectory.ts";
import { claimsOf, createUser } from "../support/users.ts";

/** The triggers as bundled, with their own roles, on a local endpoint, which calls them as Cognito does. */
describe("triggers of a directory", function () {
  this.timeout(240_000); // MiniStack may have to be installed.

  let oldPoolId: string;
  let queueUrl: string;
  const directory = new TestDirectory(async (aws) => {
    queueUrl = await collectAudits(aws);
    const old = await createOldPool(aws);
    oldPoolId = old.userPoolId;
    const table = new pulumiAws.dynamodb.Table("members", {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "sub",
      attributes: [{ name: "sub", type: "S" }],
    });
    return {
      allowedEmailDomains: ["example.com", "mailinator.com"],
      audit: {},
      tables: { "orders.members": { tableName: table.name, tableArn: table.arn } },
      triggers: {
        preSignUp: { disposableAddresses: "refuse" },
        postConfirmation: { groups: { "example.com": "staff" } },
        userMigration: { pool: old },
        preTokenGeneration: {
          requiredGroups: ["staff"],
          claimsFrom: {
            groups: { staff: { role: "staff" } },
            table: "orders.members",
            claims: ["plan", "seats"],
          },
        },
      },
    };
  });
  const { cloud } = directory;
  const inPool = (Username: string) => ({ UserPoolId: directory.userPoolId, Username });
  const newAddress = (domain = "example.com") => `jane-${randomBytes(4).toString("hex")}@${domain}`;
  const groupsOf = async (name: string) => {
    const { Groups } = await cloud.aws.cognito.send(
      new AdminListGroupsForUserCommand(inPool(name)),
    );
    return Groups!.map(({ GroupName }) => GroupName);
  };
  const addToStaff = (name: string) =>
    cloud.aws.cognito.send(new AdminAddUserToGroupCommand({ ...inPool(name), GroupName: "staff" }));

  before(() =>
    cloud.aws.cognito.send(
      new CreateGroupCommand({ UserPoolId: directory.userPoolId, GroupName: "staff" }),
    ),
  );

  it("refuse a disposable address, with words for the user", async () => {
    await assert.rejects(directory.app.signUp(newAddress("mailinator.com")), {
      name: "UserLambdaValidationException",
      message:
        "PreSignUp failed with error Addresses of mailinator.com are for a short time only. Please use another one.",
    });
  });

  it("add a user to the group of the domain, give claims and report the sign-in", async () => {
    const jane = newAddress();
    await directory.app.signUp(jane);
    const mail = (await readMessages(cloud.aws)).findLast(({ to }) => to.includes(jane))!;
    await directory.app.confirm(jane, /\d{6}/.exec(mail.text)![0]);
    assert.deepEqual(await groupsOf(jane), ["staff"]);
    const { UserAttributes } = await cloud.aws.cognito.send(new AdminGetUserCommand(inPool(jane)));
    const sub = UserAttributes!.find(({ Name }) => Name === "sub")!.Value!;
    await cloud.aws.dynamodb.send(
      new PutItemCommand({
        TableName: directory.idOf("Table", "members"),
        Item: { sub: { S: sub }, plan: { S: "gold" }, seats: { N: "3" }, other: { S: "x" } },
      }),
    );

    const { IdToken, AccessToken } = await directory.app.signIn(jane);

    for (const token of [IdToken!, AccessToken!]) {
      const { role, plan, seats, other } = claimsOf(token);
      assert.deepEqual([role, plan, seats, other], ["staff", "gold", 3, undefined]);
    }
    const reported = (await receiveAudits(cloud.aws, queueUrl, 2)).filter(
      ({ detail }) => detail.sub === sub,
    );
    assert.deepEqual(reported.map((event) => event["detail-type"]).sort(), [
      "User Confirmed",
      "User Signed In",
    ]);
    assert.doesNotMatch(JSON.stringify(reported), /jane-/);
  });

  it("refuse tokens to a user outside the required group", async () => {
    const jane = newAddress();
    await createUser(cloud.aws.cognito, directory.userPoolId, jane);

    await assert.rejects(directory.app.signIn(jane), /You can't sign in here/);
    await addToStaff(jane);
    assert.ok((await directory.app.signIn(jane)).AccessToken);
  });

  it("bring a user from the other pool at the right password, with the password", async () => {
    const jane = newAddress();
    await createUser(cloud.aws.cognito, oldPoolId, jane);

    // Migrated, but in no group yet.
    await assert.rejects(directory.app.signIn(jane), /You can't sign in here/);

    const { UserStatus } = await cloud.aws.cognito.send(new AdminGetUserCommand(inPool(jane)));
    assert.equal(UserStatus, "CONFIRMED");
    await addToStaff(jane);
    assert.ok((await directory.app.signIn(jane)).AccessToken);
  });

  it("show an unknown user nothing of the other pool", async () => {
    await assert.rejects(directory.app.signIn(newAddress()), (error: Error) => {
      assert.doesNotMatch(error.message, new RegExp(`${oldPoolId}|AWS|AdminInitiateAuth`));
      return true;
    });
  });
});

/** Linking, by the trigger's function as Cognito would call it. */
describe("the trigger that links accounts", function () {
  this.timeout(240_000);

  const directory = new TestDirectory(async () => ({
    providers: {
      Acme: oidc({
        issuer: "https://login.example.com",
        clientId: "c1",
        secret: secretConfig("acme"),
      }),
    },
    identitySecrets: { acme: "secret" },
    linkByVerifiedEmail: ["Acme"],
  }));
  const { cloud } = directory;

  it("links an account once, however often Cognito calls it", async () => {
    const jane = `jane-${randomBytes(4).toString("hex")}@example.com`;
    await createUser(cloud.aws.cognito, directory.userPoolId, jane);
    const event = {
      ...testTrigger,
      userPoolId: directory.userPoolId,
      userName: "Acme_42",
      triggerSource: "PreSignUp_ExternalProvider",
      request: { userAttributes: { email: jane, email_verified: "true" } },
      response: {},
    };

    for (let call = 0; call < 2; call += 1) {
      const { FunctionError, Payload } = await cloud.aws.lambda.send(
        new InvokeCommand({
          FunctionName: directory.idOf("Function", "users-preSignUp"),
          Payload: JSON.stringify(event),
        }),
      );
      assert.ok(FunctionError);
      assert.match(Buffer.from(Payload!).toString(), /Your account is linked now/);
    }

    const { UserAttributes } = await cloud.aws.cognito.send(
      new AdminGetUserCommand({ UserPoolId: directory.userPoolId, Username: jane }),
    );
    const identities = JSON.parse(
      UserAttributes!.find(({ Name }) => Name === "identities")!.Value!,
    ) as { providerName: string; userId: string }[];
    assert.deepEqual(
      identities.map(({ providerName, userId }) => [providerName, userId]),
      [["Acme", "42"]],
    );
  });
});

async function createOldPool({ cognito }: AwsEndpoint) {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: "old", UsernameAttributes: ["email"] }),
  );
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool!.Id,
      ClientName: "migration",
      ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  return { userPoolId: UserPool!.Id!, clientId: UserPoolClient!.ClientId! };
}

/** A queue that gets the default bus's events about users. */
async function collectAudits(aws: AwsEndpoint): Promise<string> {
  const [events, sqs] = await Promise.all([aws.eventBridge(), aws.sqs()]);
  const { QueueUrl } = await sqs.createQueue({ QueueName: "audits" });
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["QueueArn"] });
  const pattern = JSON.stringify({ source: ["palisade.identity"] });
  await events.putRule({ Name: "audits", EventPattern: pattern });
  const target = { Id: "queue", Arn: Attributes!["QueueArn"]! };
  await events.putTargets({ Rule: "audits", Targets: [target] });
  return QueueUrl!;
}

interface AuditEvent {
  readonly "detail-type": string;
  readonly detail: { readonly sub: string };
}

/** Waits for a number of events. */
async function receiveAudits(aws: AwsEndpoint, QueueUrl: string, count: number) {
  const sqs = await aws.sqs();
  const received: AuditEvent[] = [];
  while (received.length < count) {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
    received.push(...Messages.map(({ Body }) => JSON.parse(Body!) as AuditEvent));
  }
  return received;
}
