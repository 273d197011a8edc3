import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

/** Responses of Cognito by operation. */
const responses: Record<string, object> = {
  ListUserPoolClients: {
    UserPoolClients: [{ ClientName: "dev-users-machine-billing-1a2b3c4", ClientId: "client1" }],
  },
  ListUserPoolClientSecrets: { ClientSecrets: [{ ClientSecretId: "client1--1" }] },
  AddUserPoolClientSecret: {
    ClientSecretDescriptor: { ClientSecretId: "client1--2", ClientSecretValue: "the-secret" },
  },
};

describe("npm run machines -- rotate", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "palisade-machines-"))));
  after(() => rm(folder, { recursive: true }));

  const rotate = (out: string, ...args: string[]) =>
    runCommand(
      (argv, io) =>
        run(argv, io, async (_, { env: environment }) => {
          const cognito = new CognitoIdentityProviderClient({ region: "us-east-1" });
          cognito.middlewareStack.add(
            (_next, { commandName }) =>
              async () => ({
                response: {},
                output: { $metadata: {}, ...responses[commandName!.replace("Command", "")] },
              }),
            { step: "initialize" },
          );
          return { cognito, userPoolId: "pool", environment, close: () => cognito.destroy() };
        }),
      ["rotate", "billing", "--out", out, ...args],
      folder,
    );

  for (const [args, options] of [
    [[], ""],
    [["--env", "prod"], " --env prod"],
    [["--url", "http://127.0.0.1:8080"], " --url http://127.0.0.1:8080"],
  ] as const) {
    it(`says how to go on in the same place: "${options}"`, async () => {
      const out = `billing${args.length}${options.length}.json`;

      const { code, stdout, stderr } = await rotate(out, ...args);

      assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(stdout.endsWith(`: npm run machines -- retire billing${options}\n`), stdout);
      assert.doesNotMatch(stdout, /the-secret/);
      const written = JSON.parse(await readFile(join(folder, out), "utf8")) as object;
      assert.deepEqual(written, { clientId: "client1", clientSecret: "the-secret" });
    });
  }

  it("makes no secret that it can't write", async () => {
    const { code, stderr } = await rotate("nowhere/billing.json");

    assert.equal(code, 1);
    assert.match(stderr, /^MachinesError: .*nowhere\/billing\.json can't be written: ENOENT/);
  });
});
