import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformState } from "../../local/stateFile.ts";
import { copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

/** A service in Python that passes its call on to the orders service. */
const python = `
import http.server, os, socketserver, urllib.request

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = 200, b"{}"
        if self.path == "/through":
            try:
                with urllib.request.urlopen(os.environ["ORDERS_URL"] + "/health") as answer:
                    body = answer.read()
            except urllib.error.HTTPError as error:
                status, body = error.code, error.read()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self):
        return str(self.client_address)

socketserver.ThreadingUnixStreamServer(os.environ["PALISADE_SOCKET"], Handler).serve_forever()
`;

describe("services that call each other, on one machine", function () {
  this.timeout(120_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-calls-"));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json");
    await linkPackages(folder);
    const catalog = join(folder, "services", "catalog");
    await rm(join(catalog, "package.json"));
    await writeFile(join(catalog, "server.py"), python);
    await writeFile(join(catalog, "Dockerfile"), 'FROM python\nCMD ["python3", "server.py"]\n');
    // The orders service passes calls of /orders/from-catalog on.
    await replace(join("services", "orders", "routes.js"), {
      "  return {\n": `  return {
    "/through": {
      async GET() {
        const response = await fetch(process.env.CATALOG_URL + "/through");
        return { status: response.status, body: { through: await response.json() } };
      },
    },
`,
    });
    await replace(join("stacks", "platform.ts"), {
      '"services/orders",': '"services/orders", calls: ["catalog"],',
      '{ directory: "services/catalog" }': '{ directory: "services/catalog", calls: ["orders"] }',
      'lambdaProxy("catalog")':
        'lambdaProxy("catalog"), "GET /through": lambdaProxy("orders", { auth: "none" })',
    });
    platform = PlatformProcess.in(folder, "--regions", "us-east-1", "--port", "0");
    state = await platform.ready();
  });
  after(async () => {
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const replace = async (path: string, texts: Record<string, string>) => {
    const file = join(folder, path);
    let text = await readFile(file, "utf8");
    for (const [from, to] of Object.entries(texts)) {
      assert.ok(text.includes(from), `${path}: ${from}`);
      text = text.replace(from, to);
    }
    await writeFile(file, text);
  };

  const call = async () => {
    const response = await fetch(`${state.edge}/through`);
    return { status: response.status, text: await response.text() };
  };
  const control = async (action: string) => {
    const url = `${state.edge}/_palisade/regions/us-east-1/services/catalog/${action}`;
    assert.equal((await fetch(url, { method: "POST" })).status, 200);
  };

  it("get through in both directions, from Node.js and from Python", async () => {
    const { status, text } = await call();

    assert.equal(status, 200, text);
    assert.match(text, /"through":\{.*"status":"ok"/);
  });

  it("find each other again after one was stopped and started", async () => {
    await control("stop");
    assert.notEqual((await call()).status, 200);
    await control("start");
    assert.equal((await call()).status, 200);
  });
});
