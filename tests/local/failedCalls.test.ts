import assert from "node:assert/strict";
import { createPrivateKey, sign } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run as npmRunCall } from "../../commands/token/call.ts";
import { run as npmRunTrace } from "../../commands/trace/index.ts";
import type { LogDocument } from "../../functions/logs/document.ts";
import type { CallRecord } from "../../local/calls/record.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { ControlApi } from "../support/controlApi.ts";
import { copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { newUser } from "../support/users.ts";
import { orderRoutes, platformFile } from "./failing/program.ts";

// Proves what the API tells and the terminal prints, not the console's page.
describe("a call", function () {
  this.timeout(60_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  let idToken: string;
  const api = new ControlApi(() => state.edge);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-failed-"));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json");
    await linkPackages(folder);
    const write = async (path: string, content: string) => {
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), content);
    };
    const server = await readFile(new URL("failing/server.py", import.meta.url), "utf8");
    await write("services/python/server.py", server);
    await write("services/python/Dockerfile", 'FROM python\nCMD ["python3", "server.py"]\n');
    await write("stacks/platform.ts", platformFile);
    await write(
      "functions/authorizers/ill/handler.ts",
      'export const handler = async () => {\n  throw new Error("no keys");\n};\n',
    );
    await write(
      "handlers/malformed.ts",
      "export const handler = async () => ({ statusCode: 200, body: { a: 1 } });\n",
    );
    await write(
      "handlers/broken.ts",
      'export const handler = async () => {\n  throw new TypeError("no such list");\n};\n',
    );
    await change("services/orders/routes.js", {
      "  return {\n": orderRoutes,
    });
    // The way from the function to the service is closed.
    await change("components/ingress/vpcProxy.ts", {
      "    args.servicePort,\n    {": '    name.includes("-shut-") ? 81 : args.servicePort,\n    {',
    });
    const args = ["--no-watch", "--regions", "us-east-1", "--port", "0"];
    platform = PlatformProcess.keeping(folder, ...args);
    state = await platform.ready();
    ({ idToken } = await newUser(state, "ada@example.com"));
  });
  after(async () => {
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const change = async (path: string, texts: Record<string, string>) => {
    const file = join(folder, path);
    let text = await readFile(file, "utf8");
    for (const [from, to] of Object.entries(texts)) {
      assert.ok(text.includes(from), `${path}: ${from}`);
      text = text.replace(from, to);
    }
    await writeFile(file, text);
  };
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${state.edge}${path}`, { redirect: "manual", ...init });
    const text = await response.text();
    const id = response.headers.get("x-amzn-requestid")!;
    return { id, status: response.status, text };
  };
  const recordOf = async (id: string) => {
    for (;;) {
      const { status, text } = await api.send("GET", `calls/${id}`);
      if (status === 200) return JSON.parse(text) as CallRecord;
    }
  };
  /** The user's token with another time of expiry, signed by the pool's key. */
  const expired = async () => {
    const keys = join(folder, ".local/data/local/us-east-1/cognito-pool-keys");
    const file = (await readdir(keys)).find((name) => name.endsWith("-id.pem"));
    const [head = "", body = ""] = idToken.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { exp: number };
    const changed = Buffer.from(JSON.stringify({ ...claims, exp: 1_700_000_000 })).toString(
      "base64url",
    );
    const key = createPrivateKey(await readFile(join(keys, file!)));
    const signature = sign("sha256", Buffer.from(`${head}.${changed}`), key);
    return `${head}.${changed}.${signature.toString("base64url")}`;
  };

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const order = (body: string) => async () => ({
    method: "POST",
    headers: { ...bearer(idToken), "content-type": "application/json" },
    body,
  });
  const table =
    (path: string, status: number, cause: string, detail: RegExp, hint?: RegExp) =>
    (init: () => Promise<RequestInit> = async () => ({})) => ({
      ...{ path, status, cause, detail, hint, init },
    });

  for (const [what, { path, status, cause, detail, hint, init }] of Object.entries({
    "a mapping template": table(
      ...(["/template", 500, "template"] as const),
      /^The response template of GET \/template failed in line 3, at \$util\.parseJson: the text is not JSON/,
      /check values with #if/,
    )(),
    "a function's response": table(
      ...(["/malformed", 502, "malformed-response"] as const),
      /body is not a string\.$/,
      /with a text as body: JSON\.stringify/,
    )(),
    "a function that throws": table(
      ...(["/broken", 502, "function"] as const),
      /TypeError: no such list\.$/,
      /Its log has the stack/,
    )(),
    "a service that fails": table(
      ...(["/fails", 500, "backend"] as const),
      /^The integration of GET \/fails responded with 500: no such list\.$/,
      /log lines/,
    )(),
    "a service that ends its response early": table(
      ...(["/cut", 502, "service"] as const),
      /^The service python gave no response: the service closed the connection\.$/,
      /Its log says whether it crashed/,
    )(),
    "the network": table(
      ...(["/shut", 503, "network"] as const),
      /Security group "local-shut-proxy" \(sg-\w+\) has no egress rule for tcp\/80 to .*\. Add one\.$/,
      /On AWS, this call fails too/,
    )(),
    "a redirect to a private name": table(
      ...(["/redirect", 302, "redirect"] as const),
      /private name, which no client can reach/,
      /Redirect to a path/,
    )(),
    "the body's size": table(
      ...(["/orders", 403, "firewall"] as const),
      /^The web ACL's rule "bodySize" blocked the request\.$/,
      /`largeBody` of a route/,
    )(order("x".repeat(70_000))),
    "the body's schema": table(
      ...(["/orders", 400, "validation"] as const),
      /^The body does not fit the schema: object has missing required properties \(\["item"\]\)\.$/,
      /`validate\.body` of POST \/orders/,
    )(order("{}")),
    "a body that is not JSON": table(
      ...(["/orders", 400, "validation"] as const),
      /instance is not JSON/,
      /Quote it for your shell/,
    )(order("{item}")),
    "a missing parameter": table(
      ...(["/search", 400, "validation"] as const),
      /^Missing required request parameters: \[q\]\.$/,
    )(),
    "a missing signature": table(
      ...(["/signed", 403, "signature"] as const),
      /needs a request that is signed/,
      /`npm run call` signs it/,
    )(),
    "an expired token": table(
      ...(["/orders", 401, "unauthorized"] as const),
      /^Token expired/,
      /Get a new token/,
    )(async () => ({ headers: bearer(await expired()) })),
    "a token without the scope": table(
      ...(["/scoped", 401, "unauthorized"] as const),
      /access token with one of its scopes: orders\/read\. This is an ID token\.$/,
      /token -- --scope orders\/read`/,
    )(async () => ({ headers: bearer(idToken) })),
  })) {
    it(`is explained by ${what}`, async () => {
      const { id, status: received } = await call(path, await init());

      const { error } = await recordOf(id);
      assert.equal(received, status);
      assert.equal(error?.cause, cause, error?.detail);
      assert.match(error!.detail, detail);
      if (hint) assert.match(error!.hint ?? "", hint);
    });
  }

  it("is explained on the terminal, too, by what the logs know", async () => {
    assert.match(
      await platform.line(/500 GET \/template: /),
      /in line 3, at \$util\.parseJson.* See http\S+\/calls\/[\w-]+$/,
    );
    assert.match(await platform.line(/502 GET \/cut: /), /The service python gave no response: /);
  });

  for (const [path, hop, detail] of [
    ["/guarded", "authorizer", /no keys/],
    ["/broken", "function local-broken", /no such list/],
    ["/shut", "load balancer of shut", /unreachable|timeout/],
    ["/throws", "service orders", /RangeError: no such list/],
    ["/undeletable", "table of service orders", /not authorized.*DeleteItem/],
  ] as const) {
    it(`is followed by npm run trace to the ${hop}`, async () => {
      const headers = { "x-key": "k", "x-correlation-id": `client${path.replace("/", "-")}` };
      const { id } = await call(path, { headers });
      const trace = async (...args: string[]) => runCommand(npmRunTrace, [id, ...args], folder);

      let { stdout } = await trace();
      // Lines are written after the response.
      while (!stdout.includes(`Failed at the ${hop}: `)) ({ stdout } = await trace());

      assert.match(stdout, detail);
      const { lines } = JSON.parse((await trace("--json")).stdout) as { lines: LogDocument[] };
      const gateway = lines.find((line) => line["event.dataset"] === "palisade.access");
      assert.equal(gateway?.["http.request.id"], id);
      // Every other line is joined to it by one of the call's ids.
      const { "trace.id": traceId, ...ids } = gateway!;
      const known = new Set([id, traceId, ids["palisade.extended_request_id"]]);
      for (const role of ["integration", "authorizer"])
        known.add(ids[`palisade.${role}_request_id`]!);
      for (const line of lines) {
        const own = ["http.request.id", "trace.id", "faas.execution"].map((name) => line[name]);
        assert.ok(
          own.some((each) => each !== undefined && known.has(each)),
          JSON.stringify(line),
        );
      }
    });
  }

  it("continues the client's trace at the function, the service and the table", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    const { id } = await call("/undeletable", { headers });
    const continued = async () => {
      const { stdout } = await runCommand(npmRunTrace, [id, "--json"], folder);
      const { lines } = JSON.parse(stdout) as { lines: LogDocument[] };
      const own = lines.filter((line) => line["palisade.w3c_trace_id"] === trace);
      return own.map((line) => line["event.dataset"]).sort();
    };

    let found = await continued();
    while (found.length < 2) found = await continued();

    assert.deepEqual(found, ["palisade.function", "palisade.service"]);
    let record = await recordOf(id);
    while (!record.spans.some(({ kind }) => kind === "table")) record = await recordOf(id);
  });

  it("succeeds with npm run call on a route that needs a signature", async () => {
    const args = ["GET", "/signed", "--url", state.edge];
    const { code, stdout, stderr } = await runCommand(npmRunCall, args, folder);

    assert.deepEqual([code, stdout], [0, '{"signed":true}\n'], stderr);
    assert.match(stderr, /^Signed by the account's root key, for us-east-1: [^]*^200 OK/m);
  });

  it("has parts that were assumed, of a service without traces", async () => {
    const { id } = await call("/table");
    const assumed = (kind: string, { spans }: CallRecord) =>
      spans.find((span) => span.kind === kind)?.attributes["assumed"];

    let record = await recordOf(id);
    while (assumed("table", record) === undefined || assumed("service", record) === undefined)
      record = await recordOf(id);

    assert.deepEqual([assumed("service", record), assumed("table", record)], [true, true]);
    const span = record.spans.find(({ kind }) => kind === "table")!;
    assert.equal(record.spans.find(({ id: own }) => own === span.parent)?.name, "python");
  });

  it("gets through from a service to another in both directions, also after one was stopped", async () => {
    const control = (action: string) =>
      api.send("POST", `regions/us-east-1/services/python/${action}`);

    const { status, text } = await call("/through");
    await control("stop");
    const without = await call("/through");
    await control("start");

    assert.equal(status, 200, text);
    assert.match(text, /"through":\{.*"status":"ok"/);
    assert.notEqual(without.status, 200);
    assert.equal((await call("/through")).status, 200);
  });
});
