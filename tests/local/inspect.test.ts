import assert from "node:assert/strict";
import {
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { connectEndpoint } from "../../local/aws/endpoint.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { ControlApi } from "../support/controlApi.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

const region = "us-east-1";
const hostile = `<img src=x onerror="document.title='owned'">`;

type Node = Readonly<Record<"urn" | "type" | "name" | "kind", string>>;

describe("what there is in a platform, by the control API", function () {
  this.timeout(120_000);
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    platform = new PlatformProcess("--port", "0", "--regions", region);
    state = await platform.ready();
  });
  after(() => platform.stop());

  const control = new ControlApi(() => state.edge);
  const send: ControlApi["send"] = (...request) => control.send(...request);
  const refusal: ControlApi["refusal"] = (...request) => control.refusal(...request);
  const get = <Answer>(path: string) => control.get<Answer>(path);
  const aws = () => {
    const { aws: url, accessKey } = state.regions[region]!;
    return connectEndpoint(url, region, accessKey!);
  };
  const urnOf = async (kind: string, name: string) => {
    const { items } = await get<{ items: Node[] }>(`resources?q=${kind}+${name}`);
    return encodeURIComponent(items.find((node) => node.kind === kind)!.urn);
  };

  it("shows a resource with its grants and network, and the policies' findings", async () => {
    const proxy = await urnOf("Function", "local-orders-proxy");
    const table = await urnOf("Table", "local-orders-table-orders");
    const shown = await get<{
      inputs: { handler: string };
      may: { words: string }[];
      grants: { who: string; words: string }[];
      network: { to: { label: string; port: number; carries: boolean }[] };
    }>(`resources/${proxy}`);
    const { grants } = await get<typeof shown>(`resources/${table}`);
    const { findings } = await get<{ findings: { doubt?: string }[] }>(
      `resources/findings?region=${region}`,
    );

    assert.equal(shown.inputs.handler, "index.handler");
    assert.ok(shown.may.some(({ words }) => /write log lines/.test(words)));
    assert.deepEqual(
      shown.grants.map(({ who, words }) => [who, words]),
      [["API Gateway", 'May call, for stage "local"']],
    );
    const ways = shown.network.to.map(({ label, port, carries }) => [label, port, carries]);
    assert.ok(
      ways.some((way) => String(way) === String(['load balancer "local-orders"', 80, true])),
    );
    assert.ok(
      ways.some((way) => String(way) === String(['load balancer "local-catalog"', 80, false])),
    );
    assert.ok(grants.some(({ who }) => who.includes('task definition "local-orders"')));
    assert.ok(findings.some(({ doubt }) => /transforms .* are not applied/.test(doubt ?? "")));
  });

  it("puts resources into their components, with references between them", async () => {
    const { nodes, edges } = await get<{
      nodes: (Node & { parent?: string; isComponent: boolean })[];
      edges: { from: string; to: string }[];
    }>(`resources/graph?region=${region}`);
    const known = new Set(nodes.map(({ urn }) => urn));

    assert.ok(nodes.some(({ isComponent, kind }) => isComponent && kind === "PrivateService"));
    assert.ok(nodes.every(({ parent }) => parent === undefined || known.has(parent)));
    assert.ok(edges.length > 100);
    assert.ok(edges.every(({ from, to }) => known.has(from) && known.has(to)));
  });

  it("reveals no secret in any of its responses about resources and logs", async () => {
    const { items } = await get<{ items: Node[] }>("resources?limit=1000");
    const all = await Promise.all(
      items.map(({ urn }) => send("GET", `resources/${encodeURIComponent(urn)}`)),
    );
    const texts = [
      ...all.map(({ text }) => text),
      (await send("GET", "logs/lines?limit=1000")).text,
      (await send("GET", `resources/graph?region=${region}`)).text,
    ].join("\n");

    const { userPoolId: UserPoolId, accessKey } = state.regions[region]!;
    const { cognito } = aws();
    const listed = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
    const secrets = await Promise.all(
      (listed.UserPoolClients ?? []).map(async ({ ClientId }) => {
        const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
        return (await cognito.send(command)).UserPoolClient?.ClientSecret;
      }),
    );
    const known = [...secrets, accessKey?.secretAccessKey].filter((each) => each !== undefined);
    const refused = all.filter(({ status }) => status !== 200);
    assert.deepEqual(refused, []);
    assert.ok(known.length > 1, "a machine's secret and the account's key");
    for (const secret of known) assert.equal(texts.includes(secret), false);
  });

  it("finds the lines of a call in the logs of all processes", async () => {
    const { sources } = await get<{ sources: { name: string }[] }>("logs");
    const call = await fetch(`${state.edge}/health`);
    const requestId = call.headers.get("x-amzn-requestid")!;
    let lines: { source: string; requestId?: string; level: string }[] = [];
    // Each process writes its line when it can.
    const isTold = () => lines.some((line) => line.requestId === requestId);
    while (lines.length < 2 || !isTold()) {
      ({ lines } = await get<{ lines: typeof lines }>(`logs/lines?id=${requestId}`));
    }

    assert.ok(sources.some(({ name }) => name === `${region}/access`));
    assert.ok(lines.some(({ source }) => source === `${region}/access`));
  });

  it("sends new lines of the logs to those who follow them", async () => {
    const end = new AbortController();
    const response = await fetch(`${state.edge}/_palisade/logs/follow?source=${region}/access`, {
      signal: end.signal,
    });
    const call = setInterval(() => void fetch(`${state.edge}/health`), 200);
    let text = "";
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes('"lines":')) break;
    }
    clearInterval(call);
    end.abort();

    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.match(text, /"source":"us-east-1\/access"/);
  });

  it("creates, changes and deletes a user, whatever the attributes are", async () => {
    const pool = state.regions[region]!.userPoolId;
    const created = await send("POST", `pools/${pool}/users`, {
      username: "eve@example.com",
      password: "Correct-horse-1",
      attributes: { email: "eve@example.com", email_verified: "true", name: hostile },
    });
    const { username } = JSON.parse(created.text) as { username: string };
    const path = `pools/${pool}/users/${encodeURIComponent(username)}`;
    const { users } = await get<{ users: { attributes: { name?: string } }[] }>(
      `pools/${pool}/users?attribute=email&q=eve%40`,
    );
    const disabled = JSON.parse((await send("POST", `${path}/disable`, {})).text) as object;
    const refused = await refusal("POST", `${path}/password`, { password: "x" });
    const unknown = await refusal("POST", `${path}/promote`, {});
    await send("POST", `${path}/sign-out`, {});
    await send("DELETE", path);

    assert.equal(created.status, 200, created.text);
    assert.deepEqual(
      users.map(({ attributes }) => attributes.name),
      [hostile],
    );
    assert.equal((disabled as { isEnabled: boolean }).isEnabled, false);
    assert.match(refused, /^400 AWS responded with InvalidPasswordException/);
    assert.match(unknown, /^404 Unknown action "promote". Use one of: confirm, password, join/);
    assert.match(await refusal("GET", path), /^404 AWS responded with UserNotFoundException/);
  });

  it("shows a mail with its code, and its HTML without scripts", async () => {
    const pool = state.regions[region]!.userPoolId;
    await send("POST", `pools/${pool}/users`, { username: "mallory@example.com" });
    type Listed = { messages: { id: string; codes: string[] }[] };
    let messages: Listed["messages"] = [];
    while (messages.length === 0) {
      ({ messages } = await get<Listed>("messages/last?to=mallory"));
    }
    const [{ id } = { id: "" }] = messages;
    const one = await get<{ isHtml: boolean; to: string[] }>(`messages/${id}`);
    const preview = await send("GET", `messages/${id}/preview`);

    assert.deepEqual([one.isHtml, one.to], [true, ["mallory@example.com"]]);
    assert.match(preview.headers.get("content-type")!, /^text\/html/);
    assert.match(preview.headers.get("content-security-policy")!, /^sandbox; default-src 'none';/);
    assert.match(await refusal("GET", "messages/none"), /^404 There is no message "none"/);
  });

  it("pages, queries, edits and deletes items", async () => {
    const { tables } = await get<{ tables: { name: string }[] }>(`tables?region=${region}`);
    const { name } = tables.find((table) => table.name.includes("table-orders"))!;
    const path = `tables/${name}/items?region=${region}`;
    for (const id of ["1", "2", "3"]) {
      const item = {
        owner: { S: "eve" },
        id: { S: id },
        note: { S: hostile },
        size: { N: "9007199254740993" },
      };
      assert.equal((await send("PUT", path, { item })).status, 200);
    }
    type Items = { items: { id: { S: string }; size: { N: string } }[]; next?: string };
    const first = await get<Items>(`${path}&hash=eve&limit=2`);
    const second = await get<Items>(`${path}&hash=eve&limit=2&cursor=${first.next}`);
    const key = { owner: { S: "eve" }, id: { S: "1" } };
    const deleted = await send("DELETE", path, { key });

    assert.deepEqual(
      [...first.items, ...second.items].map(({ id, size }) => [id.S, size.N]),
      ["1", "2", "3"].map((id) => [id, "9007199254740993"]),
    );
    assert.equal(deleted.status, 200);
    assert.match(await refusal("DELETE", path, { key }), /^404 .* has no item with this key/);
    assert.match(await refusal("PUT", path, { item: { id: "1" } }), /^400 "id" of "item" must be/);
    assert.match(await refusal("GET", `${path}&cursor=x`), /^400 .*no cursor/);
    assert.match(await refusal("GET", `tables/none/items?region=${region}`), /^404 /);
  });

  it("peeks at messages without a trace, and moves dead letters back", async () => {
    const sqs = await aws().sqs();
    await sqs.createQueue({ QueueName: "letters" });
    const policy = {
      deadLetterTargetArn: `arn:aws:sqs:${region}:123456789012:letters`,
      maxReceiveCount: 1,
    };
    await sqs.createQueue({
      QueueName: "work",
      Attributes: { RedrivePolicy: JSON.stringify(policy) },
    });
    await send("POST", `queues/letters/messages?region=${region}`, {
      body: hostile,
      attributes: { a: "b" },
    });
    type Held = { body: string; receives: number; attributes: object };
    type Peeked = { way: string; messages: Held[] };
    const peeked = await get<Peeked>(`queues/letters/messages?region=${region}`);
    const again = await get<Peeked>(`queues/letters/messages?region=${region}`);
    const moved = await send("POST", `queues/letters/redrive?region=${region}`, {});
    const work = await get<Peeked>(`queues/work/messages?region=${region}`);

    assert.deepEqual(peeked, again);
    assert.deepEqual(
      peeked.messages.map(({ body, receives, attributes }) => [body, receives, attributes]),
      [[hostile, 0, { a: "b" }]],
    );
    assert.equal(moved.text, '{"moved":1}');
    assert.deepEqual(
      work.messages.map(({ body }) => body),
      [hostile],
    );
    assert.match(
      await refusal("POST", `queues/work/redrive?region=${region}`, {}),
      /^400 Name the queue to move messages of "work" to/,
    );
  });

  it("shows objects as plain text, downloads and deletes them, whatever their names are", async () => {
    const s3 = await aws().s3();
    await s3.createBucket({ Bucket: "things" });
    const key = `pages/"><img src=x onerror=a>'.html`;
    await s3.putObject({ Bucket: "things", Key: key, Body: hostile, ContentType: "text/html" });
    const path = (action: string) =>
      `buckets/things/${action}?region=${region}&key=${encodeURIComponent(key)}`;

    const top = await get<{ folders: string[] }>(`buckets/things/objects?region=${region}`);
    const inside = await get<{ objects: { key: string; shownAs: string }[] }>(
      `buckets/things/objects?region=${region}&prefix=pages%2F`,
    );
    const preview = await send("GET", path("preview"));
    const download = await send("GET", path("download"));
    await send("DELETE", path("objects"));

    assert.deepEqual(top.folders, ["pages/"]);
    assert.deepEqual(
      inside.objects.map((object) => [object.key, object.shownAs]),
      [[key, "text"]],
    );
    assert.equal(preview.text, hostile);
    assert.equal(preview.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.match(preview.headers.get("content-security-policy")!, /^sandbox;/);
    assert.match(download.headers.get("content-disposition")!, /^attachment; filename\*=UTF-8''/);
    assert.match(await refusal("GET", path("preview")), /^404 /);
    assert.match(await refusal("DELETE", path("objects")), /^404 /);
  });

  for (const [path, expected] of [
    ["resources?limit=0", /^400 .*limit= is "0"/],
    ["resources?region=mars", /^404 Unknown region "mars". Use one of: us-east-1/],
    ["resources/graph", /^400 The parameter \?region= is required/],
    ["logs/lines?source=..%2F..%2Fplatform", /^404 Unknown log "\.\.\/\.\.\/platform"/],
    [`queues/none/messages?region=${region}`, /^404 Unknown queue "none"/],
    [`buckets/none/objects?region=${region}`, /^404 AWS responded with NoSuchBucket/],
  ] as const) {
    it(`refuses GET ${path}`, async () => {
      assert.match(await refusal("GET", path), expected);
    });
  }
});
