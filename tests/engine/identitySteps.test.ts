import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { UserDirectoryArgs } from "../../components/identity/index.ts";
import { deployCommand, type DeployCommandOptions } from "../support/deployCommand.ts";
import { copyProject, engineOrSkip, type Project } from "../support/engine.ts";

/** A region with nothing but users. */
const programOf = (options: Partial<UserDirectoryArgs>) => `
import * as pulumi from "@pulumi/pulumi";
import { identityEnvironment, UserDirectory } from "./components/identity/index.ts";
import { readIdentity } from "./stacks/identityConfig.ts";
export default async () => {
  new UserDirectory("dev-users", {
    ...{ region: "us-east-1", platformName: "Test", deletionProtection: false },
    ...${JSON.stringify(options)},
    ...identityEnvironment(readIdentity(new pulumi.Config(), undefined)),
  } as never);
  return { alarmNames: ["dev-users-alarm"] };
};
`;

const stackFile = `config:
  aws:region: us-east-1
  palisade:environment: dev
  palisade:homeRegion: us-east-1
  palisade:zones: [us-east-1a, us-east-1b]
  palisade:production: false
`;
const sender = `  palisade:mailDomain: mail.example.com
  palisade:mailHostedZone: Z0123456789ABCDEFGHIJ
  palisade:senderEmail: no-reply@mail.example.com
`;

/** What Cognito accepts only after something else, through `npm run deploy`. */
describe("the steps of users' settings", function () {
  this.timeout(240_000);
  let project: Project;

  before(async function () {
    project = await copyProject(await engineOrSkip(this));
    await rm(join(project.folder, "stacks/Pulumi.dev-eu-west-1.yaml"));
  });
  after(() => project?.remove());

  const deploy = (options?: DeployCommandOptions) =>
    deployCommand(project.folder, ["dev", "--local", "--yes", "--no-policy-pack"], options);

  const locks = async () => {
    const folder = join(project.folder, ".local/deploy/state/.pulumi/locks");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile());
  };

  describe("a sender at a new domain for mail", () => {
    it("waits for SES, as the plan says, and stops waiting at Ctrl-C", async () => {
      await project.write({
        "index.ts": programOf({}),
        "stacks/Pulumi.dev-us-east-1.yaml": stackFile + sender,
      });
      let interrupted = false;

      const { code, output } = await deploy({
        env: { PALISADE_SES_VERIFICATION_MS: "3600000" },
        onOutput: (text, signal) => {
          if (interrupted || !text.includes("Waiting until SES")) return;
          interrupted = true;
          signal("SIGINT");
        },
      });

      assert.equal(code, 130, output);
      assert.match(
        output,
        /dev-us-east-1 {2}\d+ to create\n +waits up to 30 minutes until SES has verified mail\.example\.com\n/,
      );
      assert.match(output, /dev-us-east-1 {2}Waiting until SES has verified mail\.example\.com\n/);
      assert.deepEqual(await locks(), []);
    });

    it("goes on from there once SES has verified it", async () => {
      const { code, output } = await deploy();

      assert.equal(code, 0, output);
      assert.match(output, /dev-us-east-1 {2}deployed/);
    });
  });

  describe("email as a new second factor, with what it needs", () => {
    const factor: Partial<UserDirectoryArgs> = {
      recovery: ["phone", "email"],
      mfa: { mode: "OPTIONAL", factors: ["email"] },
    };

    it("comes in two updates, as the plan says; a kill in between loses nothing", async () => {
      await project.write({ "index.ts": programOf(factor) });
      let killed = false;

      const { code, output } = await deploy({
        onOutput: (text, signal) => {
          if (killed || !text.includes("update 2 of 2")) return;
          killed = true;
          signal("SIGKILL");
        },
      });

      assert.equal(code, 255, output);
      assert.match(
        output,
        /dev-us-east-1 {2}1 to update\n +in two updates: first how the pool sends mail and recovers accounts/,
      );
      assert.match(output, /dev-us-east-1 {2}update 1 of 2: first how the pool sends mail/);
    });

    it("goes on with the second update", async () => {
      const { code, output } = await deploy();

      assert.equal(code, 0, output);
      assert.match(output, /dev-us-east-1 {2}1 to update\n/);
      assert.doesNotMatch(output, /two updates/);
    });
  });
});
