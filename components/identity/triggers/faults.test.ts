import { secret } from "../../service/index.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";

const entry = "components/identity/triggers/testing/members.ts";
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
      "these options with replication",
      { audit: {}, replication: { issuer: "UPDATED" } },
      "audit",
      /replicat/,
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const given = { ...args, ...(more as Partial<UserDirectoryArgs>) };
      refuses(() => new UserDirectory("users", given), { argument, message });
    });
  }
});
