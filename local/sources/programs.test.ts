import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programs } from "../../tests/support/exports/programs.ts";
import { account, restApi, served } from "../../tests/support/exports/states.ts";
import { fakeEndpoint } from "../../tests/support/plausibleOutputs.ts";
import { readRestApis } from "../gateway/index.ts";
import { notServed } from "../gateway/notServed.ts";
import { exportSource } from "./exports.ts";

/**
 * Stack exports as programs of other people have them. It proves what is served and what is named, not how the routes
 * respond, and not that the states are complete.
 */
describe("exports of other programs", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "programs-"));
    await mkdir(join(folder, "app"));
    await writeFile(join(folder, "app/index.js"), "exports.handler = async () => ({});");
  });
  after(() => rm(folder, { recursive: true }));

  for (const [title, { resources, routes, lines = [] }] of Object.entries(programs)) {
    it(title, async () => {
      const file = join(folder, "export.json");
      const deployment = {
        manifest: { time: "2026-11-29T00:00:00Z", magic: "0", version: "v3.230.0" },
        secrets_providers: { type: "passphrase", state: { salt: "v1:AA" } },
        resources,
        pending_operations: [{ resource: restApi(served), type: "creating" }],
        metadata: {},
      };
      await writeFile(file, JSON.stringify({ version: 3, deployment }));
      const named: string[] = [];

      const source = await exportSource({
        files: [file],
        root: folder,
        onUnserved: ({ type, name, reason }) =>
          named.push(`${type.split(":").at(-1)} ${name}: ${reason}`),
      });
      const endpoints = new Map(source.regions.map((each) => [each, fakeEndpoint(each, account)]));
      const { regions } = await source.load(endpoints);

      const models = readRestApis(regions[0]!.resources);
      const found = models.flatMap(({ document }) =>
        Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
          Object.entries(item).map(([key, operation]) => [
            `${key.replace("x-amazon-apigateway-any-method", "any")} ${path}`,
            operation[notServed] === undefined,
          ]),
        ),
      );
      assert.deepEqual(Object.fromEntries(found), routes);
      for (const line of lines)
        assert.ok(
          named.some((each) => line.test(each)),
          `${line} in\n${named.join("\n")}`,
        );
      assert.equal(named.length, lines.length, named.join("\n"));
    });
  }
});
