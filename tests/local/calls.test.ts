import assert from "node:assert/strict";
import { run as npmRunCall } from "../../commands/token/call.ts";
import type { CallRecord, CallSummary, LiveBatch, Span } from "../../local/calls/record.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";
import { newUser } from "../support/users.ts";

const json = { "content-type": "application/json" };
const password = "correct-horse-battery";

describe("records of calls", function () {
  this.timeout(120_000);
  let platform: PlatformProcess;
  let state: PlatformState;
  let idToken: string;
  let accessToken: string;

  before(async () => {
    platform = new PlatformProcess("--port", "0");
    state = await platform.ready();
    ({ idToken, accessToken } = await newUser(state, "ada@example.com"));
  });
  after(() => platform.stop());

  const control = async <Body>(path: string, init: RequestInit = {}) => {
    const response = await fetch(`${state.edge}/_palisade/${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const signedIn = (token = idToken) => ({ authorization: `Bearer ${token}` });
  const order = (more: RequestInit = {}) => ({
    method: "POST",
    headers: { ...signedIn(), ...json },
    body: JSON.stringify({ item: "tea", quantity: 2 }),
    ...more,
  });

  /** Calls the platform. @returns the call's id */
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${state.edge}${path}`, init);
    await response.text();
    return { id: response.headers.get("x-amzn-requestid")!, status: response.status };
  };
  /** The record of a call, once it is as expected: services tell their parts a moment later. */
  const recordOf = async (id: string, isComplete = (_: CallRecord) => true) => {
    for (;;) {
      const { body } = await control<CallRecord>(`calls/${id}`);
      if (body.spans !== undefined && isComplete(body)) return body;
    }
  };
  const kindsOf = ({ spans }: CallRecord) => new Set(spans.map(({ kind }) => kind));
  const errorOf = async (path: string, init: RequestInit = {}) =>
    (await recordOf((await call(path, init)).id)).error!;

  it("has a call's parts, which lie within one another and add up to its time", async () => {
    const { id } = await call("/orders", order());
    const record = await recordOf(id, ({ spans }) =>
      ["table", "service"].every((kind) =>
        spans.some((span) => span.kind === kind && !span.attributes["assumed"]),
      ),
    );

    const found = kindsOf(record);
    for (const kind of [
      "edge",
      "gateway",
      "firewall",
      "authorizer",
      "throttle",
      "function",
    ] as const)
      assert.ok(found.has(kind), `no part ${kind}: ${[...found].join()}`);
    const { spans, durationMs } = record;
    const parentOf = ({ parent }: Span) => spans.find((each) => each.id === parent);
    const table = spans.find(({ kind }) => kind === "table")!;
    assert.match(table.name, /^PutItem local-orders-table-orders/);
    assert.equal(parentOf(table)?.kind, "service", "the table is called by the service");
    assert.equal(table.attributes["assumed"], undefined, "by its trace");
    for (const span of spans) {
      const { startMs, durationMs: length } = parentOf(span) ?? { startMs: 0, durationMs };
      const isWithin =
        span.startMs >= startMs - 0.01 && span.startMs + span.durationMs <= startMs + length + 0.01;
      assert.ok(isWithin, `${span.name} reaches out of its parent`);
    }
    const own = (span: Span) =>
      spans
        .filter(({ parent }) => parent === span.id)
        .reduce((left, child) => left - child.durationMs, span.durationMs);
    const sum = spans.reduce((all, span) => all + own(span), 0);
    assert.ok(Math.abs(sum - durationMs) <= durationMs * 0.05, `${sum} ms of ${durationMs} ms`);
    assert.ok(
      spans.every((span) => own(span) >= -0.01),
      "no part is shorter than those within it",
    );
    // Clocks that differ would cut the service's part, and the table's within it, down to nothing.
    const service = parentOf(table)!;
    assert.ok(table.durationMs > 0, JSON.stringify(spans));
    assert.ok(service.startMs > parentOf(service)!.startMs, JSON.stringify(spans));
    const logs = new Set(
      record.logs.map(({ log }) =>
        log
          .split("/")
          .at(-1)!
          .replace(/-proxy.*/, "-proxy"),
      ),
    );
    assert.deepEqual([...logs].sort(), ["access", "local-orders", "local-orders-proxy"]);
  });

  it("has the queue that an integration called", async () => {
    const { id } = await call("/feedback", order({ body: '{"text":"fine"}' }));

    const { spans } = await recordOf(id, (each) => kindsOf(each).has("queue"));

    const queue = spans.find(({ kind }) => kind === "queue")!;
    assert.match(queue.name, /^SendMessage .*feedback/);
    assert.equal(spans.find((each) => each.id === queue.parent)?.kind, "integration");
  });

  it("shows no secret anywhere", async () => {
    const headers = {
      ...signedIn(),
      ...json,
      cookie: "sid=cookie-secret-1",
      "x-api-key": "key-secret-1",
    };
    const body = JSON.stringify({
      item: "tea",
      quantity: 1,
      password,
      nested: [{ apiToken: "field-secret-1" }],
    });
    const { id } = await call("/orders?token=query-secret-1&page=2", {
      method: "POST",
      headers,
      body,
    });

    const texts = await Promise.all(
      [`calls/${id}`, `calls/${id}/curl`, "calls?limit=500"].map(async (path) =>
        JSON.stringify((await control(path)).body),
      ),
    );
    const [record] = texts;
    const secrets = [
      idToken,
      password,
      "cookie-secret-1",
      "key-secret-1",
      "field-secret-1",
      "query-secret-1",
    ];
    for (const [index, secret] of secrets.entries())
      assert.ok(!texts.join().includes(secret), `secret ${index} is shown`);
    assert.match(record!, /page=2/);
    assert.match(texts[1]!, /authorization: Bearer \$\(npm run -s token -- --user [\w-]+\)/);
  });

  it("filters calls, and refuses what it does not know", async () => {
    const correlationId = "filtered-call-1";
    const { id } = await call("/health", { headers: { "x-correlation-id": correlationId } });
    const list = async (query: string) =>
      (await control<{ calls: CallSummary[] }>(`calls?limit=500&${query}`)).body.calls;

    const region = (await recordOf(id)).region!;
    const [other] = Object.keys(state.regions).filter((each) => each !== region);
    assert.deepEqual(
      (await list(`q=${correlationId}`)).map((each) => each.id),
      [id],
    );
    assert.equal((await control<CallRecord>(`calls/${correlationId}`)).body.id, id);
    const route = encodeURIComponent("GET /health");
    const has = async (query: string) => (await list(query)).some((each) => each.id === id);
    assert.ok(await has(`region=${region}&route=${route}&status=2xx`));
    assert.ok(!(await has(`region=${other}`)));
    assert.ok(!(await has("status=failed")));
    assert.ok(!(await has(`since=${Date.now() + 1000}`)));
    for (const [path, status] of [
      ["calls?region=mars", 404],
      ["calls?status=abc", 400],
      ["calls?since=soon", 400],
      ["calls?limit=0", 400],
      ["calls/live?status=abc", 400],
      ["calls/none", 404],
      ["calls/none/curl", 404],
    ] as const) {
      const refused = await control<{ message: string }>(path);
      assert.equal(refused.status, status, path);
      assert.match(refused.body.message, /\w+\. ?|Use /);
    }
  });

  it("streams calls as they come, also beside a client that does not read", async () => {
    const lazy = await fetch(`${state.edge}/_palisade/calls/live`);
    const live = await fetch(`${state.edge}/_palisade/calls/live?status=404`);
    const { id } = await call("/orders/nothing", { headers: signedIn() });

    let text = "";
    for await (const chunk of live.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("data:") && text.endsWith("\n\n")) break;
    }
    const batch = JSON.parse(/^data: (.*)$/m.exec(text)![1]!) as LiveBatch;
    assert.deepEqual([batch.calls.map((each) => each.id), batch.leftOut], [[id], 0]);
    await lazy.body!.cancel();
  });

  it("replays a call with what the client sent", async () => {
    const { id } = await call("/orders", order());
    const before = await recordOf(id);

    const { status, body } = await control<{ id: string; status: number }>(`calls/${id}/replay`, {
      method: "POST",
    });

    assert.deepEqual([status, body.status], [200, 201]);
    assert.notEqual(body.id, id);
    const again = await recordOf(body.id);
    assert.deepEqual(again.request.body, before.request.body);
    assert.equal(again.principal, before.principal);
  });

  it("says why the gateway refused a call, and what to do", async () => {
    const preflight = {
      method: "OPTIONS",
      headers: { origin: "https://app.example", "access-control-request-method": "GET" },
    };
    for (const [path, init, cause, hint] of [
      ["/order", {}, "no-route", /Did you mean GET \/orders\?/],
      ["/health", { method: "POST" }, "no-route", /This path has: GET \/health/],
      ["/live/orders", {}, "no-route", /twice. Did you mean GET \/orders\?/],
      ["/orders", preflight, "cors", /`cors` of stacks/],
      ["/orders", {}, "unauthorized", /npm run -s token/],
      ["/orders", { headers: signedIn(accessToken) }, "unauthorized", /Send the ID token/],
      [
        "/orders",
        { headers: signedIn(`${idToken.slice(0, -8)}AAAAAAAA`) },
        "unauthorized",
        undefined,
      ],
    ] as const) {
      const error = await errorOf(path, init);
      assert.equal(error.cause, cause, `${path}: ${error.detail}`);
      if (hint) assert.match(error.hint ?? "", hint);
    }
  });

  it("is explained by npm run call, with the address of its page", async () => {
    const args = ["GET", "/order", "--url", state.edge];
    const { code, stdout, stderr } = await runCommand(npmRunCall, args, root);

    assert.equal(code, 1);
    assert.match(stdout, /^{"message":/);
    assert.match(stderr, /^403 Forbidden [^]*There is no route GET \/order\. Did you mean GET/m);
    assert.match(stderr, new RegExp(`^See ${state.console}calls/[\\w-]+$`, "m"));
  });

  it("prints a failure once, with its reason, and has it in the record", async () => {
    const [region = ""] = Object.keys(state.regions);
    const stopped = `regions/${region}/services/local-orders`;
    await control(`${stopped}/stop`, { method: "POST" });

    const ids: string[] = [];
    for (let count = 0; count < 3; count++) {
      const response = await fetch(`${state.regions[region]!.api}/orders`, { headers: signedIn() });
      await response.text();
      ids.push(response.headers.get("x-amzn-requestid")!);
    }

    const record = await recordOf(ids[0]!);
    assert.deepEqual([record.status, record.error?.cause], [503, "service"]);
    assert.match(record.error!.hint!, /service is not running/);
    assert.match(
      await platform.line(/503 GET \/orders: /),
      new RegExp(`See ${state.console}calls/${ids[0]}$`),
    );
    assert.equal(platform.output.match(/503 GET \/orders: /g)!.length, 1);
    await control(`${stopped}/start`, { method: "POST" });
  });
});
