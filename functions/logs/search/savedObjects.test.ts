import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { documentFields } from "../fields.ts";
import { anyIdField, indexPattern } from "./indexTemplate.ts";
import { dashboardQueries } from "./queries.ts";
import { retentionPolicy } from "./retention.ts";
import { savedObjects, savedObjectsFile } from "./savedObjects.ts";

const fields = new Set<string>([...documentFields.map(({ name }) => name), anyIdField]);

// Against the documented formats: neither Dashboards nor the index management of OpenSearch runs here.
describe("saved objects of Dashboards", () => {
  it("are lines of JSON, each with an id of its own", () => {
    const lines = savedObjectsFile().trimEnd().split("\n");

    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      savedObjects,
    );
    const ids = savedObjects.map(({ type, id }) => `${type} ${id}`);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("refer to the index pattern, which is one of them", () => {
    const pattern = savedObjects.find(({ type }) => type === "index-pattern")!;
    assert.deepEqual(pattern.attributes, { title: indexPattern, timeFieldName: "@timestamp" });
    for (const { attributes, references } of savedObjects) {
      const { kibanaSavedObjectMeta: meta } = attributes as {
        kibanaSavedObjectMeta?: { searchSourceJSON: string };
      };
      const source = meta && (JSON.parse(meta.searchSourceJSON) as { indexRefName: string });
      assert.deepEqual(
        references.map(({ name, id }) => [name, id]),
        source ? [[source.indexRefName, pattern.id]] : [],
      );
    }
  });

  it("show fields that documents have", () => {
    const columns = savedObjects.flatMap(
      ({ attributes }) => (attributes as { columns?: string[] }).columns ?? [],
    );

    assert.ok(columns.length > 0);
    for (const column of columns) assert.ok(fields.has(column), column);
  });

  it("search fields that documents have, as docs/search.md shows", () => {
    const docs = readFileSync("docs/search.md", "utf8");
    for (const query of Object.values(dashboardQueries)) {
      assert.ok(docs.includes(`\`${query}\``), query);
      for (const [, field] of query.matchAll(/([\w.]+) [:>]/g)) {
        assert.ok(fields.has(field!), field);
      }
    }
  });
});

describe("the retention of logs in OpenSearch", () => {
  it("deletes an index some days after it was made", () => {
    const { policy } = retentionPolicy(14);

    const [kept, deleted] = policy.states;
    assert.equal(policy.default_state, kept?.name);
    assert.deepEqual(kept?.transitions, [
      { state_name: deleted?.name, conditions: { min_index_age: "14d" } },
    ]);
    assert.deepEqual(deleted?.actions, [{ delete: {} }]);
    assert.deepEqual(policy.ism_template, [{ index_patterns: [indexPattern], priority: 100 }]);
  });
});
