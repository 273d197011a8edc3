import { secret } from "../../service/index.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { migration, UserDirectory, type UserDirectoryArgs } from "../index.ts";

const entry = "tests/examples/handlers/preSignUp.ts";
const args: UserDirectoryArgs = { region: "us-east-1", platformName: "Test" };

describe("the options of triggers", () => {
  for (const [what, more, argument, message] of [
    [
      "own code that does not exist",
      { triggers: { preSignUp: { entry: "none.ts" } } },
      "triggers.preSignUp.entry",
      /existing file/,
    ],
    [
      "variables without own code",
      { triggers: { preSignUp: { environment: { LEVEL: "1" } } } },
      "triggers.preSignUp.environment",
      /without entry/,
    ],
    [
      "own code for mailed codes without a sender",
      { triggers: { createAuthChallenge: { entry } } },
      "triggers.createAuthChallenge",
      /senderEmail/,
    ],
    [
      "a secret in place of the platform's own",
      {
        triggers: {
          userMigration: {
            entry,
            directory: { url: "https://users.example.com/", token: secret("users") },
            secrets: { DIRECTORY_TOKEN: secret("mine") },
          },
        },
      },
      "triggers.userMigration.secrets.DIRECTORY_TOKEN",
      /the platform's own/,
    ],
    [
      "a table in place of the platform's own",
      { triggers: { createAuthChallenge: { entry, tables: { "code.budgets": ["GetItem"] } } } },
      "triggers.createAuthChallenge.tables.code.budgets",
      /the platform's own/,
    ],
    [
      "two directories",
      {
        triggers: {
          userMigration: {
            pool: { userPoolId: "eu-west-1_Old1", clientId: "c1" },
            directory: { url: "https://users.example.com/", token: secret("users") },
          },
        },
      },
      "triggers.userMigration.directory",
      /beside pool/,
    ],
    [
      "no directory",
      { triggers: { userMigration: {} } },
      "triggers.userMigration",
      /pool, directory or entry/,
    ],
    [
      "a directory without encryption",
      {
        triggers: {
          userMigration: {
            directory: { url: "http://users.example.com/", token: secret("users") },
          },
        },
      },
      "triggers.userMigration.directory.url",
      /https/,
    ],
    [
      "a claim that Cognito sets",
      { triggers: { preTokenGeneration: { claimsFrom: { groups: { admins: { sub: "x" } } } } } },
      "triggers.preTokenGeneration.claimsFrom.groups.admins.sub",
      /does not set itself/,
    ],
    [
      "a table without claims",
      { triggers: { preTokenGeneration: { claimsFrom: { table: "orders.members" } } } },
      "triggers.preTokenGeneration.claimsFrom.claims",
      /become claims/,
    ],
    [
      "claims without a table",
      { triggers: { preTokenGeneration: { claimsFrom: { claims: ["plan"] } } } },
      "triggers.preTokenGeneration.claimsFrom.claims",
      /without table/,
    ],
    [
      "more claims of groups than Lambda's variables hold",
      {
        triggers: {
          preTokenGeneration: { claimsFrom: { groups: { admins: { a: "x".repeat(3_000) } } } },
        },
      },
      "triggers.preTokenGeneration.claimsFrom.groups",
      /into a table/,
    ],
    [
      "tokens of machines without own code",
      { triggers: { preTokenGeneration: { machines: true } } },
      "triggers.preTokenGeneration.machines",
      /without entry/,
    ],
    [
      "a migration that no client can begin",
      { triggers: { userMigration: { entry } } },
      "triggers.userMigration",
      /client that sends passwords/,
    ],
    [
      "a migration beside sign-in without passwords",
      {
        triggers: { userMigration: { entry } },
        clients: { legacy: migration({ until: "2999-12-31" }) },
        passwordless: { email: true },
        senderEmail: "no-reply@example.com",
      },
      "triggers.userMigration",
      /passwordless/,
    ],
    [
      "a client for a migration that there is not",
      { clients: { legacy: migration({ until: "2999-12-31" }) } },
      "clients.legacy",
      /userMigration/,
    ],
    [
      "a client for a migration whose time is over",
      {
        triggers: { userMigration: { entry } },
        clients: { legacy: migration({ until: "2026-01-01" }) },
      },
      "clients.legacy.until",
      /not over/,
    ],
    [
      "a sender of mails without own code",
      { triggers: { customEmailSender: {} } },
      "triggers.customEmailSender.entry",
      /path of a module/,
    ],
    [
      "a sender of text messages for a pool that sends none",
      { triggers: { customSmsSender: { entry } } },
      "triggers.customSmsSender",
      /without sms/,
    ],
    [
      "secrets without own code",
      { triggers: { preSignUp: { secrets: { KEY: secret("x") } } } },
      "triggers.preSignUp.secrets",
      /without entry/,
    ],
    [
      "a secret whose variable exists twice",
      {
        triggers: {
          customEmailSender: {
            entry,
            secrets: { KEY: secret("x") },
            environment: { KEY_SECRET: "y" },
          },
        },
      },
      "triggers.customEmailSender.environment.KEY_SECRET",
      /another name/,
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const given = { ...args, ...(more as Partial<UserDirectoryArgs>) };
      refuses(() => new UserDirectory("users", given), { argument, message });
    });
  }
});
