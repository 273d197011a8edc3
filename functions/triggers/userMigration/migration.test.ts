import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import type { UserMigrationTriggerEvent } from "aws-lambda";
import { AwsError } from "../../shared/awsClient.ts";
import { startHttpService, stopServices } from "../../testing/service.ts";
import { testTrigger } from "../../testing/trigger.ts";
import { httpDirectory } from "./httpDirectory.ts";
import { createMigration } from "./migration.ts";
import { otherPool } from "./otherPool.ts";
import type { Attributes, MigrationSource } from "./source.ts";

const userName = "jane@example.com";
const refused = { name: "Refusal", message: "Incorrect username or password" };

const eventOf = (
  triggerSource: UserMigrationTriggerEvent["triggerSource"] = "UserMigration_Authentication",
): UserMigrationTriggerEvent => ({
  ...testTrigger,
  userName,
  triggerSource,
  request: { password: "Right-1" },
  response: { userAttributes: {}, desiredDeliveryMediums: [] },
});

describe("migrating a user", () => {
  const sourceOf = (attributes: Attributes | undefined): MigrationSource => ({
    signIn: async (_, password) => (password === "Right-1" ? attributes : undefined),
    find: async () => attributes,
  });
  const jane = {
    email: "Jane@example.com",
    email_verified: "true",
    "custom:tenant": "acme",
    sub: "0f1e",
  };
  const migrate = (attributes: Attributes | undefined, event = eventOf()) =>
    createMigration(sourceOf(attributes), ["email", "email_verified"])(event);

  it("takes over the attributes that are named, and the password", async () => {
    const { response } = await migrate(jane);

    assert.deepEqual(response, {
      userAttributes: { email: "Jane@example.com", email_verified: "true" },
      finalUserStatus: "CONFIRMED",
      messageAction: "SUPPRESS",
      desiredDeliveryMediums: [],
    });
  });

  it("leaves the password of a user open who has forgotten it", async () => {
    const { response } = await migrate(jane, eventOf("UserMigration_ForgotPassword"));

    assert.equal(response.finalUserStatus, undefined);
    assert.equal(response.messageAction, "SUPPRESS");
  });

  it("refuses unknown users and wrong passwords alike", async () => {
    const wrong = eventOf();
    wrong.request.password = "Wrong-1";

    await assert.rejects(migrate(undefined), refused);
    await assert.rejects(migrate(undefined, eventOf("UserMigration_ForgotPassword")), refused);
    await assert.rejects(migrate(jane, wrong), refused);
  });

  it("refuses a user with another address than the one entered", async () => {
    await assert.rejects(migrate({ email: "mallory@example.com" }), refused);
    await assert.rejects(migrate({ name: "Jane" }), refused);
  });
});

describe("users of another pool", () => {
  let called: string[];
  let outputs: Record<string, object>;

  const source = otherPool(
    async (operation) => {
      called.push(operation);
      const output = outputs[operation]!;
      if (output instanceof Error) throw output;
      return output as Record<string, unknown>;
    },
    { userPoolId: "eu-west-1_old", clientId: "old" },
  );
  const error = (name: string) => new AwsError("AdminInitiateAuth", 400, { __type: name });

  beforeEach(() => {
    called = [];
    outputs = {
      AdminInitiateAuth: { AuthenticationResult: { AccessToken: "t" } },
      AdminGetUser: { UserAttributes: [{ Name: "email", Value: userName }] },
    };
  });

  it("have the attributes of that pool once their password is right", async () => {
    assert.deepEqual(await source.signIn(userName, "Right-1"), { email: userName });
    assert.deepEqual(called, ["AdminInitiateAuth", "AdminGetUser"]);
  });

  for (const name of [
    "NotAuthorizedException",
    "UserNotFoundException",
    "PasswordResetRequiredException",
  ]) {
    it(`are not found after ${name}`, async () => {
      outputs["AdminInitiateAuth"] = error(name);

      assert.equal(await source.signIn(userName, "Wrong-1"), undefined);
    });
  }

  for (const ChallengeName of ["SOFTWARE_TOKEN_MFA", "NEW_PASSWORD_REQUIRED"]) {
    it(`are not found at ${ChallengeName}: a password alone must not replace it`, async () => {
      outputs["AdminInitiateAuth"] = { ChallengeName };

      assert.equal(await source.signIn(userName, "Right-1"), undefined);
    });
  }

  it("are not found if they are disabled or of a provider", async () => {
    for (const more of [{ Enabled: false }, { UserStatus: "EXTERNAL_PROVIDER" }]) {
      outputs["AdminGetUser"] = more;
      assert.equal(await source.find(userName), undefined);
    }
  });

  it("are unknown while that pool has a problem", async () => {
    outputs["AdminInitiateAuth"] = error("TooManyRequestsException");

    await assert.rejects(source.signIn(userName, "Right-1"), { code: "TooManyRequestsException" });
  });
});

describe("users of an HTTP directory", () => {
  let asked: unknown;

  stopServices();

  const directoryWith = async (status: number, text: string) => {
    const { url } = await startHttpService(async (request, response) => {
      asked = [request.method, request.headers.authorization, await json(request)];
      response.writeHead(status).end(text);
    });
    return httpDirectory(url, async () => "token");
  };

  it("are asked for with their password, as the platform", async () => {
    const directory = await directoryWith(200, '{"attributes":{"email":"jane@example.com"}}');

    assert.deepEqual(await directory.signIn(userName, "Right-1"), { email: userName });
    const question = { username: userName, password: "Right-1" };
    assert.deepEqual(asked, ["POST", "Bearer token", question]);
    await directory.find(userName);
    assert.deepEqual(asked, ["POST", "Bearer token", { username: userName }]);
  });

  for (const status of [401, 404]) {
    it(`are not found after ${status}`, async () => {
      const directory = await directoryWith(status, "{}");

      assert.equal(await directory.signIn(userName, "Wrong-1"), undefined);
    });
  }

  for (const [status, text] of [
    [500, "{}"],
    [200, "{}"],
    [200, '{"attributes":null}'],
    [302, "{}"],
  ] as const) {
    it(`are unknown after ${status} ${text}`, async () => {
      const directory = await directoryWith(status, text);

      await assert.rejects(directory.signIn(userName, "Right-1"), /and no attributes$/);
    });
  }
});
