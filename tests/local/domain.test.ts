import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { DescribedAlarm } from "../../local/apiTypes/alarms.ts";
import { connectEndpoint } from "../../local/aws/endpoint.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { measuredQueues } from "../../local/inspect/alarms/measuredQueues.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";
import { copyProject } from "../support/projectCopy.ts";

const name = "api.world.example";
const signInDomain = "auth.world.example";
const callback = "https://app.world.example/in";

/** The regions of the environment `world`, without its edge stack. */
async function addWorld(folder: string): Promise<void> {
  for (const region of ["us-east-1", "eu-west-1"]) {
    const file = `Pulumi.world-${region}.yaml`;
    const settings = await readFile(join(root, "tests/support/world", file), "utf8");
    await writeFile(join(folder, "stacks", file), settings.replace(/^ *palisade:edge:.*\n/m, ""));
  }
}

/** Sign-in pages at a domain of their own, in a look of their own. */
async function addPages(folder: string): Promise<void> {
  const change = async (file: string, from: string, to: string) => {
    const content = await readFile(join(folder, file), "utf8");
    assert.ok(content.includes(from), file);
    await writeFile(join(folder, file), content.replace(from, to));
  };
  const identity = 'identity: { messages: "messages/"';
  const options =
    'pages: { branding: "branding/" }, clients: { web: { kind: "app", pages: true } }';
  await change("stacks/platform.ts", identity, `${identity}, ${options}`);
  const settings = `palisade:signInDomain: ${signInDomain}\n  palisade:callbackUrls: { web: ["${callback}"] }`;
  await change("stacks/Pulumi.world-us-east-1.yaml", "config:", `config:\n  ${settings}`);
  const color = { components: { pageBackground: { lightMode: { color: "c0ffeeff" } } } };
  await mkdir(join(folder, "branding"));
  await writeFile(join(folder, "branding/settings.json"), JSON.stringify(color));
}

const queueAlarm = (QueueName: string): Resource => ({
  ...{ type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: QueueName, id: QueueName, inputs: {} },
  outputs: {
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName },
  },
});

/** Shows that the resources of the real program lead the edge; local/edge has the cases. */
describe("a platform of regions with a domain", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await copyProject();
    await addWorld(folder);
    await addPages(folder);
    const options = ["--env", "world", "--port", "0", "--tls", "--speed", "150"];
    platform = PlatformProcess.in(folder, ...options);
    state = await platform.ready();
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  /** Asks the edge over TLS for a host, with the certificate that the platform publishes. */
  const ask = async (
    host: string,
    path: string,
    headers: Record<string, string> = {},
    method = "GET",
  ) => {
    const ca = await readFile(state.certificate!);
    const servername = host.replace(/:.*/, "").replace("127.0.0.1", "");
    const sent = request(`${state.edge}${path}`, {
      ...{ ca, method, agent: false, headers: { host, ...headers } },
      ...(servername && { servername }),
    }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const { statusCode: status, headers: received } = response;
    const region = received["x-palisade-region"];
    return { status, region, headers: received, body: await text(response) };
  };
  const regionFor = async (from: string) =>
    (await ask(name, "/health/gateway", { "x-palisade-client-region": from })).region;
  const control = async (path: string) => {
    const { host } = new URL(state.edge);
    const { status, body } = await ask(host, `/_palisade/regions/${path}`, {}, "POST");
    assert.equal(status, 200, body);
  };

  it("serves its names over TLS, in paths without a stage", async () => {
    assert.equal((await ask(name, "/health")).status, 200);
    const { region, status } = await ask(`eu-west-1.${name}`, "/health");
    assert.deepEqual([region, status], ["eu-west-1", 200]);
  });

  it("evaluates the declared alarms, those of health checks too", async () => {
    const alarms = async () => {
      const { body } = await ask("127.0.0.1", "/_palisade/alarms");
      return (JSON.parse(body) as { alarms: DescribedAlarm[] }).alarms;
    };
    const isMeasured = ({ runbook, state: is }: DescribedAlarm) =>
      !/health-check|service-down/.test(runbook!) || is === "OK";
    let all = await alarms();
    while (!all.every(isMeasured)) all = await alarms();

    const runbooks = (is: string) => {
      const files = all.filter((alarm) => alarm.state === is).map(({ runbook }) => runbook!);
      return [...new Set(files.map((file) => file.replace(/^.*\/|\.md$/g, "")))].sort();
    };
    assert.deepEqual([all[0]!.kind, all[0]!.state], ["composite", "OK"]);
    assert.deepEqual(runbooks("ALARM"), []);
    assert.deepEqual(runbooks("not measured"), [
      ...["certificate-expiry", "nat-ports", "table-throttles", "users-throttled"],
    ]);
    assert.ok(runbooks("OK").includes("health-check-deep"));
  });

  it("measures queues that alarms are about, and leaves their messages", async () => {
    const { aws: url, accessKey } = state.regions["eu-west-1"]!;
    const aws = Object.assign(connectEndpoint(url, "eu-west-1", accessKey!), {
      accessKey: accessKey!,
    });
    const sqs = await aws.sqs();
    for (const QueueName of ["letters", "work"]) await sqs.createQueue({ QueueName });
    await sqs.sendMessage({ QueueUrl: `${url}/123456789012/letters`, MessageBody: "lost" });

    const alarmed = ["letters", "work"].map(queueAlarm);
    for (const queues of [await measuredQueues(aws, alarmed), await measuredQueues(aws, alarmed)]) {
      assert.deepEqual(queues.map((queue) => [queue.name, queue.visible]).sort(), [
        ["letters", 1],
        ["work", 0],
      ]);
      assert.ok(queues.every((queue) => queue.oldestSeconds >= 0 && queue.oldestSeconds < 60));
    }
  });

  it("has sign-in pages at the user pool's own domain, in the look of a folder", async () => {
    const query = new URLSearchParams({
      client_id: state.regions["us-east-1"]!.clients!["web"]!,
      redirect_uri: callback,
      response_type: "code",
      scope: "openid",
    });

    const host = `${signInDomain}:${new URL(state.edge).port}`;
    const page = await ask(host, `/oauth2/authorize?${query}`);
    query.set("redirect_uri", "https://evil.example/");
    const elsewhere = await ask(host, `/oauth2/authorize?${query}`);

    assert.equal(page.status, 200, page.body);
    assert.match(page.body, /background-color:#c0ffeeff.*name="password"/s);
    assert.match(String(page.headers["set-cookie"]), /HttpOnly; SameSite=Lax; Secure/);
    assert.equal(elsewhere.status, 400);
    assert.equal(elsewhere.headers["location"], undefined);
  });

  it("sends clients elsewhere while a region's services are down, and back", async () => {
    const before = await regionFor("eu-west-1");
    for (const service of ["orders", "catalog"])
      await control(`eu-west-1/services/${service}/stop`);
    while ((await regionFor("eu-west-1")) !== "us-east-1");
    for (const service of ["orders", "catalog"])
      await control(`eu-west-1/services/${service}/start`);
    while ((await regionFor("eu-west-1")) !== "eu-west-1");

    assert.equal(before, "eu-west-1");
  });

  it("gives a region its clients back as soon as it was started", async () => {
    await control("eu-west-1/stop");
    while ((await regionFor("eu-west-1")) !== "us-east-1");
    await control("eu-west-1/start");

    assert.equal(await regionFor("eu-west-1"), "eu-west-1");
  });
});
