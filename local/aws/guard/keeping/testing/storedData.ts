import assert from "node:assert/strict";
import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { totp } from "../../../cognito/testing/totp.ts";
import type { AwsEndpoint } from "../../../endpoint.ts";
import { callJson } from "../../../jsonCall.ts";
import { callKms } from "../../../keys.ts";
import { readMessages } from "../../../messages.ts";
import { password, UserPool } from "../../userpools/testing/userPool.ts";

/** A kind of data: stores some, and returns the check that it is there, at any endpoint. */
type Kind = (aws: AwsEndpoint) => Promise<(later: AwsEndpoint) => Promise<void>>;

const secretsManager = { name: "secretsmanager", prefix: "secretsmanager" };
const parameters = { name: "ssm", prefix: "AmazonSSM" };

/** One of each kind. */
export const kinds: Record<string, Kind> = {
  "a user with a password, a second factor, a group and a session": async (aws) => {
    const pool = await UserPool.create(
      aws,
      {},
      {
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      },
    );
    const { userPoolId: UserPoolId, clientId: ClientId } = pool;
    await aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    await pool.addUser("ada", { email: "ada@example.com" });
    const group = { UserPoolId, GroupName: "admins" };
    await aws.cognito.send(new CreateGroupCommand(group));
    await aws.cognito.send(new AdminAddUserToGroupCommand({ ...group, Username: "ada" }));
    const signIn = new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD: password },
    });
    const { AuthenticationResult: tokens } = await aws.cognito.send(signIn);
    const AccessToken = tokens!.AccessToken!;
    const { SecretCode } = await aws.cognito.send(
      new AssociateSoftwareTokenCommand({ AccessToken }),
    );
    await aws.cognito.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode!) }),
    );
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await aws.cognito.send(
      new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }),
    );
    let answered = false;
    return async ({ cognito, jwksUri }) => {
      const { ChallengeName, Session } = await cognito.send(signIn);
      assert.equal(ChallengeName, "SOFTWARE_TOKEN_MFA");
      if (!answered) {
        // A code is accepted once.
        answered = true;
        const answer = { USERNAME: "ada", SOFTWARE_TOKEN_MFA_CODE: totp(SecretCode!, 1) };
        const { AuthenticationResult } = await cognito.send(
          new RespondToAuthChallengeCommand({
            ...{ ClientId, ChallengeName, Session, ChallengeResponses: answer },
          }),
        );
        assert.ok(AuthenticationResult?.IdToken);
      }
      const RefreshToken = tokens!.RefreshToken!;
      await cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
      const of = { UserPoolId, Username: "ada" };
      const { Groups } = await cognito.send(new AdminListGroupsForUserCommand(of));
      assert.equal(Groups?.[0]?.GroupName, "admins");
      await assertSigned(tokens!.IdToken!, jwksUri(UserPoolId));
    };
  },

  "an item": async ({ dynamodb }) => {
    const TableName = "things";
    const Item = {
      id: { S: "1" },
      bytes: { B: Uint8Array.of(0, 255, 128) },
      names: { SS: ["a", "b"] },
      nested: { M: { list: { L: [{ N: "1.5" }, { NULL: true }] } } },
    };
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
    return async (later) => {
      const get = new GetItemCommand({ TableName, Key: { id: Item.id } });
      assert.deepEqual((await later.dynamodb.send(get)).Item, Item);
    };
  },

  "a message": async (aws) => {
    const sqs = await aws.sqs();
    const { QueueUrl } = await sqs.createQueue({ QueueName: "jobs" });
    const MessageAttributes = { kind: { DataType: "String", StringValue: "job" } };
    await sqs.sendMessage({ QueueUrl, MessageBody: "work", MessageAttributes });
    return async (later) => {
      const { QueueUrl: now } = await (await later.sqs()).getQueueUrl({ QueueName: "jobs" });
      const { Messages } = await (
        await later.sqs()
      ).receiveMessage({
        ...{ QueueUrl: now, MessageAttributeNames: ["All"], VisibilityTimeout: 0 },
      });
      assert.equal(Messages?.[0]?.Body, "work");
      assert.equal(Messages[0].MessageAttributes?.["kind"]?.StringValue, "job");
    };
  },

  "versions of an object": async (aws) => {
    const s3 = await aws.s3();
    const Bucket = "keeps-files";
    await s3.createBucket({ Bucket });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    const object = { Bucket, Key: "a/b.txt" };
    const Metadata = { by: "ada" };
    const { VersionId } = await s3.putObject({ ...object, Body: "old", Metadata });
    await s3.putObject({ ...object, Body: "new", ContentType: "text/plain" });
    return async (later) => {
      const now = await later.s3();
      const [latest, earlier] = await Promise.all([
        now.getObject(object),
        now.getObject({ ...object, VersionId }),
      ]);
      assert.equal(await latest.Body?.transformToString(), "new");
      assert.equal(latest.ContentType, "text/plain");
      assert.equal(await earlier.Body?.transformToString(), "old");
      assert.deepEqual(earlier.Metadata, Metadata);
    };
  },

  "a secret and a parameter": async (aws) => {
    await callJson(aws, secretsManager, "CreateSecret", { Name: "db", SecretString: "hidden-1" });
    const Type = "SecureString";
    await callJson(aws, parameters, "PutParameter", { Name: "/a", Value: "hidden-2", Type });
    return async (later) => {
      const secret = await callJson(later, secretsManager, "GetSecretValue", { SecretId: "db" });
      assert.equal((secret as { SecretString: string }).SecretString, "hidden-1");
      const parameter = await callJson(later, parameters, "GetParameter", {
        ...{ Name: "/a", WithDecryption: true },
      });
      assert.equal((parameter as { Parameter: { Value: string } }).Parameter.Value, "hidden-2");
    };
  },

  "a key": async (aws) => {
    const { KeyMetadata } = (await callKms(aws, "CreateKey", {})) as {
      KeyMetadata: { KeyId: string };
    };
    const KeyId = KeyMetadata.KeyId;
    const Plaintext = Buffer.from("plain").toString("base64");
    const { CiphertextBlob } = (await callKms(aws, "Encrypt", { KeyId, Plaintext })) as {
      CiphertextBlob: string;
    };
    return async (later) => {
      const decrypted = await callKms(later, "Decrypt", { CiphertextBlob });
      assert.equal((decrypted as { Plaintext: string }).Plaintext, Plaintext);
    };
  },

  "a rule of events": async (aws) => {
    const EventPattern = JSON.stringify({ source: ["shop"] });
    await (await aws.eventBridge()).putRule({ Name: "orders", EventPattern });
    return async (later) => {
      const rule = await (await later.eventBridge()).describeRule({ Name: "orders" });
      assert.equal(rule.EventPattern, EventPattern);
    };
  },

  "a sender and a mail": async ({ ses, ...aws }) => {
    const EmailIdentity = "shop@example.com";
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    const text = (Data: string) => ({ Data });
    const Content = { Simple: { Subject: text("Hello"), Body: { Text: text("Ada") } } };
    const Destination = { ToAddresses: ["ada@example.com"] };
    await ses.send(
      new SendEmailCommand({ ...{ FromEmailAddress: EmailIdentity, Destination, Content } }),
    );
    const [sent] = await readMessages({ ses, ...aws });
    return async (later) => {
      const known = await later.ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
      assert.equal(known.VerifiedForSendingStatus, true);
      assert.deepEqual(await readMessages(later), [sent]);
    };
  },
};

/** Asserts that a pool's published key verifies a token. */
async function assertSigned(token: string, jwksUri: string): Promise<void> {
  const [head = "", body, signature = ""] = token.split(".");
  const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
  const { keys } = (await (await fetch(jwksUri)).json()) as {
    keys: (JsonWebKey & { kid: string })[];
  };
  const key = createPublicKey({ key: keys.find((each) => each.kid === kid)!, format: "jwk" });
  const data = Buffer.from(`${head}.${body}`);
  assert.ok(verify("RSA-SHA256", data, key, Buffer.from(signature, "base64url")));
}
