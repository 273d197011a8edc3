import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { startHttpService, stopServices } from "../../testing/service.ts";
import { savedObjectsFile } from "../search/savedObjects.ts";
import { domainOf } from "./domain.ts";
import { setUp } from "./setUp.ts";

interface Request {
  readonly line: string;
  readonly body: string;
}

const password = "a-Password-1";
const setup = { retentionDays: 14, replicas: 0, writers: ["arn:aws:iam::123456789012:role/w"] };

// A domain by its documented API. The real OpenSearch of local/search/search.test.ts has neither index management,
// security nor Dashboards: Maven has none for 2.19.
describe("the setup of a domain", () => {
  let requests: Request[];
  let faults: number[];
  let importResult: object;
  /** Version of the retention, once there is one. */
  let version: number | undefined;

  stopServices();
  beforeEach(() => {
    requests = [];
    faults = [];
    importResult = { success: true, successCount: 9 };
    version = undefined;
  });

  const domain = async () => {
    const { url } = await startHttpService(async (request, response) => {
      const line = `${request.method} ${request.url}`;
      const body = await text(request);
      const expected = `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;
      if (request.headers.authorization !== expected) return void response.writeHead(401).end("{}");
      const fault = faults.shift();
      if (fault) return void response.writeHead(fault).end("not now");
      requests.push({ line, body });
      if (line === "GET /_plugins/_ism/policies/palisade-logs") {
        if (version === undefined) return void response.writeHead(404).end("{}");
        response.end(JSON.stringify({ _seq_no: version, _primary_term: 1 }));
      } else if (line.startsWith("PUT /_plugins/_ism/policies/palisade-logs")) {
        const named = /\?if_seq_no=(\d+)&if_primary_term=1$/.exec(line)?.[1];
        if (named !== version?.toString()) return void response.writeHead(409).end("conflict");
        version = (version ?? 6) + 1;
        response.end("{}");
      } else if (line.startsWith("POST /_dashboards/")) {
        assert.equal(request.headers["osd-xsrf"], "true");
        assert.match(request.headers["content-type"]!, /^multipart\/form-data; boundary=/);
        response.end(JSON.stringify(importResult));
      } else {
        response.end("{}");
      }
    });
    return domainOf({ url: url.origin, user: "admin", password }, [0, 0]);
  };
  const lines = () => requests.map(({ line }) => line);

  it("puts the template, the retention, the writers' role and the saved objects", async () => {
    await setUp(await domain(), setup);

    assert.deepEqual(lines(), [
      "PUT /_index_template/palisade-logs",
      "GET /_plugins/_ism/policies/palisade-logs",
      "PUT /_plugins/_ism/policies/palisade-logs",
      "PUT /_plugins/_security/api/roles/palisade-log-writer",
      "PUT /_plugins/_security/api/rolesmapping/palisade-log-writer",
      "POST /_dashboards/api/saved_objects/_import?overwrite=true",
    ]);
    const mapping = JSON.parse(requests[4]!.body) as object;
    assert.deepEqual(mapping, { backend_roles: setup.writers });
    const role = JSON.parse(requests[3]!.body) as { index_permissions: object[] };
    assert.deepEqual(role.index_permissions[0], {
      index_patterns: ["palisade-logs-*"],
      allowed_actions: ["create_index", "crud"],
    });
    assert.ok(requests[5]!.body.includes(savedObjectsFile()));
  });

  it("can be repeated, and changes the retention of indexes that exist", async () => {
    const connected = await domain();
    await setUp(connected, setup);
    requests = [];

    await setUp(connected, { ...setup, retentionDays: 30 });

    assert.deepEqual(lines().slice(1, 4), [
      "GET /_plugins/_ism/policies/palisade-logs",
      "PUT /_plugins/_ism/policies/palisade-logs?if_seq_no=7&if_primary_term=1",
      "POST /_plugins/_ism/change_policy/palisade-logs-*",
    ]);
    assert.match(requests[2]!.body, /"30d"/);
  });

  it("waits for a domain that is not ready yet", async () => {
    faults = [503, 503];

    await setUp(await domain(), setup);

    assert.equal(requests.length, 6);
  });

  it("says which request was refused and why, without the password", async () => {
    faults = [403];
    await assert.rejects(setUp(await domain(), setup), (error: Error) => {
      assert.equal(error.message, "PUT /_index_template/palisade-logs: 403 not now");
      return true;
    });
    importResult = { success: false, errors: [{ id: "palisade-call" }] };
    await assert.rejects(setUp(await domain(), setup), /did not import: \[{"id":"palisade-call"}]/);
  });
});
