import assert from "node:assert/strict";
import fc from "fast-check";
import type { UserDirectoryArgs } from "../../components/identity/index.ts";
import { DeployedProject } from "../support/deployedProject.ts";
import { someSettings } from "../support/identitySettings.ts";

const stack = "dev-us-east-1";
const other = "prod-us-east-1";

/** One directory with each option, and some with any combination. */
const samples: readonly UserDirectoryArgs[] = [
  {
    ...{ region: "us-east-1", platformName: "Test", plan: "PLUS", deletionProtection: false },
    ...{ senderEmail: "no-reply@example.com", allowedEmailDomains: ["example.com"] },
    signInDomain: { name: "auth.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
    passkeyDomain: "auth.example.com",
    pages: { branding: "branding/" },
    signIn: { username: { aliases: ["email"] } },
    password: { minimumLength: 14, classes: ["numbers"], history: 3 },
    mfa: { mode: "OPTIONAL", factors: ["totp", "email", "sms"] },
    sms: {},
    recovery: ["phone", "email"],
    passwordless: { email: true, passkeys: true },
    attributes: {
      department: { type: "string" },
      level: { type: "number" },
      staff: { type: "boolean" },
    },
    groups: { admins: { precedence: 1 }, staff: { description: "All" } },
    threatProtection: { mode: "enforced", blockedAddresses: ["198.51.100.0/24"] },
    logs: { deliveryErrors: true, events: true },
    clients: {
      web: {
        kind: "app",
        pages: true,
        reads: ["email", "department"],
        tokens: { accessMinutes: 5 },
      },
    },
    machines: { billing: { scopes: ["orders/read"] } },
    callbackUrls: { web: ["https://app.example.com/in"] },
    logoutUrls: { web: ["https://app.example.com/out"] },
    firewall: {},
  },
  {
    ...{ region: "us-east-1", platformName: "Test", deletionProtection: false },
    mailDomain: { name: "mail.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
    senderEmail: "no-reply@mail.example.com",
    ...{ messages: "messages/", defaultLocale: "de" },
    sms: { senderId: "ACME", monthlySpendUsd: 5 },
    mfa: { factors: ["totp", "sms"] },
  },
  // An account has one setting for text messages, which one directory above makes.
  ...fc
    .sample(someSettings, { numRuns: 5, seed: 1 })
    .map((args) => (args.sms ? { ...args, sms: {} } : args)),
];

const programOf = (directories: readonly UserDirectoryArgs[]) => `
import { UserDirectory } from "./components/identity/index.ts";
export default async () => {
  ${JSON.stringify(directories)}.forEach(
    (args, index) => new UserDirectory(\`users\${index}\`, args as never),
  );
};
`;

/** The engine's stand-in for AWS returns what it was given: this does not prove what AWS adds. */
describe("the settings of users on the real engine", function () {
  this.timeout(300_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.init(stack, other);
  });
  after(() => deployed?.close());

  it("are deployed, and a second update changes nothing", async () => {
    await deployed.project.write({
      "index.ts": programOf(samples),
      "branding/settings.json": '{ "components": {\n"pageText": {} }, "categories": {} }',
      "branding/form-logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
      "branding/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    await deployed.succeed("up", stack);

    assert.deepEqual(await deployed.changes(stack), []);
    await deployed.succeed("up", stack, "--expect-no-changes");
  });

  /** `npm run deploy` makes two updates of it: see `identitySteps.test.ts`. */
  it("can't add email as a second factor together with what it needs by plain `pulumi up`", async () => {
    const before: UserDirectoryArgs = { region: "us-east-1", platformName: "Test" };
    const after: UserDirectoryArgs = {
      ...before,
      senderEmail: "no-reply@example.com",
      recovery: ["phone", "email"],
      mfa: { mode: "OPTIONAL", factors: ["email"] },
    };
    await deployed.project.write({ "index.ts": programOf([before]) });
    await deployed.succeed("up", other);
    await deployed.project.write({ "index.ts": programOf([after]) });

    const { code, stdout } = await deployed.run("up", other);

    assert.notEqual(code, 0);
    assert.match(stdout, /can't have email as a second factor yet/);
  });
});
