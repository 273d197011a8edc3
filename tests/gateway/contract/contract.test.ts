import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Contract } from "../../../components/api/index.ts";
import { guardedDocument } from "../../../components/api/contract/testing/guarded.ts";
import type { OpenApiDocument } from "../../../local/gateway/openapi.ts";
import { createModel, serve, type TestGateway } from "../../../local/gateway/testing/gateway.ts";
import { root } from "../../support/platformProcess.ts";
import { shopDocument } from "../fakeServices.ts";
import { lint, validate } from "./judges.ts";

const run = promisify(execFile);

describe("GET /openapi.json", function () {
  this.timeout(120_000);
  const contracts: Record<string, Contract> = {};
  const gateways: TestGateway[] = [];

  before(async () => {
    const documents = {
      shop: await shopDocument(),
      guarded: (await guardedDocument()) as unknown as OpenApiDocument,
    };
    for (const [name, document] of Object.entries(documents)) {
      const gateway = await serve(createModel(document));
      gateways.push(gateway);
      const response = await fetch(`${gateway.url}/openapi.json`);
      assert.equal(response.headers.get("content-type"), "application/json");
      contracts[name] = (await response.json()) as Contract;
    }
  });
  before("run npm run openapi for the platform", async () => {
    const options = ["--stack", "prod-us-east-1", "--url", "https://api.example.com"];
    const { stdout } = await run("npm", ["run", "-s", "openapi", "--", ...options], { cwd: root });
    contracts["platform"] = JSON.parse(stdout) as Contract;
  });
  after(() => Promise.all(gateways.map((gateway) => gateway.close({ graceMs: 0 }))));

  it("returns the complete contract, even if its texts contain template syntax", () => {
    const { Order } = contracts["guarded"]!.components.schemas as {
      Order: { properties: { item: object } };
    };
    assert.deepEqual(Order.properties.item, {
      type: "string",
      pattern: "^\\$[#\\w]+\\$$",
      description: 'A "price": $10 #1',
    });
  });

  it("has a server URL that leads to the API", async () => {
    const [gateway] = gateways;
    const [server] = contracts["shop"]!.servers;

    const url = new URL(server!.url, `${gateway!.url}/openapi.json`);

    assert.equal(url.href, `${gateway!.url}/`);
  });

  it("is accepted by openapi-spec-validator", async () => {
    assert.equal((await validate(contracts)).match(/: OK$/gm)?.length, 3);
    await assert.rejects(
      validate({ invalid: { ...contracts["shop"], info: {} } }),
      ({ stdout }: { stdout?: string }) => /'title' is a required property/.test(stdout ?? ""),
    );
  });

  it("follows Spectral's default rules", async () => {
    for (const contract of Object.values(contracts)) assert.deepEqual(await lint(contract), []);
    const [found] = await lint({ ...contracts["shop"], servers: [] });
    assert.match(found ?? "", /oas3-api-servers/);
  });
});
