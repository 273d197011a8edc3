import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import {
  directoryOptionRules,
  identityEnvironmentRules,
  UserDirectory,
  type UserDirectoryArgs,
} from "../../components/identity/index.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import updates from "../../project/userPools/updates.json" with { type: "json" };
import { recordResources } from "../support/recordResources.ts";

type Options = Partial<UserDirectoryArgs>;

interface Removal {
  /** The option, with what it needs. */
  readonly on: Options;
  /** What it needs, which stays. @default nothing */
  readonly base?: Options;
  /** The part of the pool that Cognito has no way to remove, as docs/identity.md says. @default none */
  readonly stays?: string;
  /** Why it can't be removed: the update fails. @default it can */
  readonly refused?: RegExp;
}

const region = "eu-west-1";
const entry = "tests/examples/handlers/preSignUp.ts";
const senderEmail = "no-reply@mail.example.com";
const mailDomain = { name: "mail.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };
const withSms: Options = { sms: {}, mfa: { factors: ["totp", "sms"] } };

/** Those that change the pool. A change of `signIn` and `caseSensitive` makes a new pool, which is refused. */
const removals: Readonly<Record<string, Removal>> = {
  password: { on: { password: { minimumLength: 20, classes: [] } } },
  plan: { on: { plan: "PLUS" } },
  recovery: { on: { recovery: "admin" } },
  attributes: {
    on: { attributes: { level: { type: "number" } } },
    refused: /can't change or remove attributes/,
  },
  mfa: { on: { mfa: { mode: "ON" } } },
  senderEmail: { on: { senderEmail } },
  senderIdentity: { on: { senderEmail, senderIdentity: "example.com" }, base: { senderEmail } },
  mailDomain: { on: { mailDomain, senderEmail } },
  sms: { on: withSms, stays: "SmsConfiguration" },
  triggers: { on: { triggers: { preAuthentication: { entry }, customEmailSender: { entry } } } },
  audit: { on: { audit: {} } },
  passwordless: { on: { senderEmail, passwordless: { email: true } }, base: { senderEmail } },
  passkeyDomain: {
    on: { passkeyDomain: "example.com", passwordless: { passkeys: true } },
    // Nobody can sign in by one, and those who have one can when they are allowed again.
    stays: "WebAuthnConfiguration",
  },
  threatProtection: { on: { plan: "PLUS", threatProtection: "audit" }, base: { plan: "PLUS" } },
};

/** Those that are resources of their own, which their removal deletes, code of functions, or settings of the deployment. */
const others = [
  "allowPasswordAuth",
  "allowedEmailDomains",
  "callbackUrls",
  "caseSensitive",
  "clients",
  "defaultLocale",
  "firewall",
  "groups",
  "identitySecrets",
  "keepFactors",
  "linkByVerifiedEmail",
  "logoutUrls",
  "logs",
  "machines",
  "messages",
  "pages",
  "providers",
  "revocation",
  "signIn",
  "signInDomain",
];

const arnOf = (service: string, resource: string) => `arn:aws:${service}:123456789012:${resource}`;

/** Outputs that Cognito accepts. */
const outputs = {
  "aws:lambda/function:Function": { arn: arnOf(`lambda:${region}`, "function:trigger") },
  "aws:kms/key:Key": { arn: arnOf(`kms:${region}`, "key/mrk-1") },
  "aws:iam/role:Role": { arn: arnOf("iam:", "role/users-sms") },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    arn: arnOf(`ses:${region}`, "identity/mail.example.com"),
    dkimSigningAttributes: { tokens: ["one", "two", "three"] },
  },
};

const poolInputs = async (more: Options) => {
  const given = { region, platformName: "Test", deletionProtection: false, ...more };
  const recorded = await recordResources(() => new UserDirectory("users", given), outputs);
  return recorded.inputs("UserPool", "users");
};

/** As on AWS, the endpoint keeps or resets what an update leaves out: by the same table. */
describe("an option that is removed from a deployed user pool", function () {
  this.timeout(60_000);
  const cloud = useCloud(region);

  const described = async (UserPoolId: string) => {
    const { UserPool } = await cloud.aws.cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    const mfa = await cloud.aws.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    const { LastModifiedDate: _, ...pool } = UserPool!;
    const { $metadata: __, ...factors } = mfa;
    return { ...pool, ...factors } as Record<string, unknown>;
  };

  it("is one of these", () => {
    const options = Object.keys({ ...directoryOptionRules, ...identityEnvironmentRules });

    assert.deepEqual([...Object.keys(removals), ...others].sort(), options.sort());
  });

  for (const [option, { on, base = {}, stays, refused }] of Object.entries(removals)) {
    const result = refused ? "is refused" : stays ? `leaves ${stays}` : "leaves nothing";

    it(`${option} ${result}`, async () => {
      const [without, given] = [await poolInputs(base), await poolInputs(on)];
      const own = await cloud.create("aws:cognito/userPool:UserPool", "users", without);
      const before = await described(own.id);
      await own.update(given);
      assert.notDeepEqual(await described(own.id), before, "It changes nothing.");
      if (refused) return assert.rejects(own.update(without), refused);
      await own.update(without);

      const after = await described(own.id);
      if (stays) {
        assert.ok(after[stays]);
        delete after[stays];
        delete before[stays];
      }
      assert.deepEqual(after, before);
    });
  }

  it("is judged by a table of all that an update can have", () => {
    const [, , , , members] = UpdateUserPoolRequest$ as unknown as [0, 0, 0, 0, string[]];
    const listed = Object.keys(updates.members).map((name) => name.split(".")[0]!);

    assert.deepEqual(
      [...new Set(listed)].sort(),
      members.filter((name) => name !== "UserPoolId").sort(),
    );
  });
});
