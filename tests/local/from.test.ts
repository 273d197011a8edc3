import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportedAccountId, exportStacks } from "../support/exportStacks.ts";
import { foreignExport, handlerSource } from "../support/foreignExport.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { claimsOf, newUser } from "../support/users.ts";

describe("a platform from stack exports", function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "exports-"));
  });
  after(() => rm(folder, { recursive: true }));

  const call = async (url: string, options: RequestInit = {}) => {
    const response = await fetch(url, options);
    return { status: response.status, text: await response.text() };
  };

  describe("of our own program, deployed to another account", () => {
    let platform: PlatformProcess;
    let state: PlatformState;

    before(async () => {
      const files = await exportStacks("local", folder);
      platform = new PlatformProcess("--port", "0", ...files.flatMap((file) => ["--from", file]));
      state = await platform.ready();
    });
    after(() => platform.stop());

    it("serves every region with the pool that replaces the exported one", async () => {
      const { idToken } = await newUser(state, "ada@example.com");
      const headers = { authorization: idToken };

      const responses = await Promise.all(
        Object.values(state.regions).map(({ api }) => call(`${api}/catalog`, { headers })),
      );

      assert.deepEqual(Object.keys(state.regions), ["us-east-1", "eu-west-1"]);
      assert.deepEqual(
        responses.map(({ status }) => status),
        [200, 200],
      );
      for (const { userPoolId, issuer } of Object.values(state.regions)) {
        assert.notEqual(userPoolId, "us-east-1_Exported1");
        assert.equal(issuer, claimsOf(idToken)["iss"]);
      }
      assert.equal((await call(`${state.edge}/catalog`)).status, 401);
    });

    it("lets its services write their tables", async () => {
      const { idToken } = await newUser(state, "bob@example.com");

      const { status } = await call(`${state.edge}/orders`, {
        method: "POST",
        headers: { authorization: idToken, "content-type": "application/json" },
        body: JSON.stringify({ item: "tea", quantity: 1 }),
      });

      assert.equal(status, 201);
    });

    it("omits only what exists on AWS alone", () => {
      assert.doesNotMatch(platform.output, /Not served: (?!rules of the web ACL)/);
    });
  });

  describe("of another program", () => {
    let platform: PlatformProcess;
    let state: PlatformState;

    before(async () => {
      const file = join(folder, "foreign.json");
      await mkdir(join(folder, "app"));
      await writeFile(join(folder, "app", "index.mjs"), handlerSource);
      await writeFile(file, JSON.stringify(foreignExport));
      platform = new PlatformProcess("--port", "0", "--from", file);
      state = await platform.ready();
    });
    after(() => platform.stop());

    it("serves its REST API with its function, settings and secrets", async () => {
      const { status, text } = await call(`${state.edge}/hello`);

      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(text), {
        greeting: "hello",
        stage: "v1",
        accountId: "123456789012",
      });
      assert.ok(!text.includes(exportedAccountId));
    });

    it("limits calls by the exported settings", async () => {
      const responses = await Promise.all(
        Array.from({ length: 5 }, () => call(`${state.edge}/limited`)),
      );

      const statuses = responses.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [200, 429, 429, 429, 429]);
    });

    it("serves its other REST APIs, made of resources, at separate addresses", async () => {
      const line = await platform.line(/^admin\s/);

      const { status } = await call(`${line.split(/\s+/)[1]}/hello`);

      assert.equal(status, 200);
      assert.deepEqual(Object.keys(state.regions), ["eu-central-1"]);
    });

    it("responds 501 for a route that can't be served, and names it", async () => {
      const { status } = await call(`${state.edge}/partner`);

      assert.equal(status, 501);
      assert.match(
        platform.output,
        /Not served: .*RestApi "shop get \/partner": .*"arn:aws:iam::\*:user\/\*"/,
      );
    });

    for (const [what, line] of [
      [
        "a type without a counterpart",
        /aws:elasticache\/cluster:Cluster "cache": has no counterpart here/,
      ],
      ["a function with another runtime", /Function "report": its runtime is python3.13/],
      ["a function whose code is elsewhere", /Function "lost": .*lost\.zip does not exist/],
      ["a REST API without routes", /RestApi "parts": REST API "parts": has no OpenAPI body/],
      ["a resource of another region", /Function "edge": is in us-east-1/],
      ["a value that is encrypted", /Function "hello": environment\.variables\.KEY is encrypted/],
    ] as const) {
      it(`names ${what}`, () => {
        assert.match(platform.output, line);
      });
    }
  });

  describe("refuses to start", () => {
    const fails = async (...args: string[]): Promise<string> => {
      const platform = new PlatformProcess("--port", "0", ...args);
      assert.equal(await platform.exited, 1);
      return platform.output;
    };
    const failsWith = async (text: string): Promise<string> => {
      const file = join(folder, "wrong.json");
      await writeFile(file, text);
      return fails("--from", file);
    };

    it("with a file that does not exist", async () => {
      assert.match(
        await fails("--from", join(folder, "nowhere.json")),
        /StackExportError: .*nowhere\.json can't be read .*Make one with: pulumi stack export --file/,
      );
    });

    it("with a file that is not JSON", async () => {
      assert.match(await failsWith("config:"), /StackExportError: .*wrong\.json is not JSON/);
    });

    it("with an export that has nothing to serve", async () => {
      const { version, deployment } = foreignExport;
      const resources = deployment.resources.filter(({ type }) => !/restApi/.test(type));

      const output = await failsWith(JSON.stringify({ version, deployment: { resources } }));

      assert.match(output, /NothingServedError: .*no REST API can be served/);
    });

    for (const args of [
      ["--regions", "us-east-1"],
      ["--env", "dev"],
    ]) {
      it(`with ${args[0]} in addition`, async () => {
        assert.match(
          await fails("--from", "export.json", ...args),
          new RegExp(`'--from <files...>' cannot be used with option '${args[0]} `),
        );
      });
    }
  });
});
