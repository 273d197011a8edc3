import assert from "node:assert/strict";
import { request as rawRequest } from "node:http";
import type { IntegrationDefinition } from "../openapi.ts";
import { startBackend, type TestBackend } from "../testing/backend.ts";
import { createModel, lambda, serve, type TestGateway } from "../testing/gateway.ts";
import { send } from "../testing/http.ts";
import type { ServiceRequest } from "./aws/service.ts";

type Way = "pass" | "drop" | "500" | "remap" | "own";

/**
 * Headers by name: sent by a client through `http_proxy`; mapped for `http_proxy`, `http` and `aws`; returned
 * by the backends of `http_proxy`, `http` (mapped) and `aws_proxy`. `own`: the gateway's value instead.
 *
 * Sources: API Gateway Developer Guide, "Amazon API Gateway important notes"; where LocalStack recorded
 * something else from AWS (test_apigateway_header_remapping_http, _aws), that. Not recorded, but dropped here:
 * a proxied or mapped `Connection`, `Trailer` and `Upgrade`, which would concern the gateway's own connection.
 */
const table: readonly [name: string, requests: string, responses: string][] = [
  ["Accept", "pass pass pass pass", "pass pass pass"],
  ["Accept-Charset", "pass pass pass pass", "pass pass pass"],
  ["Age", "pass pass pass pass", "pass pass pass"],
  ["Authorization", "pass pass pass 500", "remap remap remap"],
  ["Cache-Control", "pass pass pass pass", "pass pass pass"],
  ["Connection", "drop drop drop 500", "remap remap remap"],
  ["Content-Length", "drop 500 500 500", "remap remap own"],
  ["Content-MD5", "drop pass pass pass", "remap remap remap"],
  ["Content-Type", "pass pass pass pass", "pass pass pass"],
  ["Date", "pass pass pass pass", "remap remap remap"],
  ["Expect", "drop drop drop 500", "drop remap drop"],
  ["Host", "own pass pass drop", "drop remap drop"],
  ["Keep-Alive", "drop drop drop drop", "drop pass pass"],
  ["Max-Forwards", "drop pass pass pass", "remap remap remap"],
  ["Pragma", "pass pass pass pass", "pass pass pass"],
  ["Proxy-Authenticate", "drop drop drop 500", "drop remap drop"],
  ["Range", "pass pass pass pass", "pass pass pass"],
  ["Referer", "pass pass pass drop", "pass pass pass"],
  ["Server", "drop pass pass pass", "remap remap remap"],
  ["TE", "drop drop drop 500", "drop pass drop"],
  ["Trailer", "drop drop drop drop", "drop remap drop"],
  ["Transfer-Encoding", "drop 500 500 500", "drop drop drop"],
  ["Upgrade", "drop drop drop drop", "drop remap drop"],
  ["User-Agent", "pass pass pass pass", "remap remap remap"],
  ["Via", "drop drop drop pass", "drop pass drop"],
  ["Warn", "pass pass pass pass", "pass pass pass"],
  ["WWW-Authenticate", "drop pass pass pass", "remap remap remap"],
  ["X-Amzn-Apigateway-Api-Id", "own 500 500 500", "pass pass pass"],
  ["X-Amzn-Trace-Id", "own 500 500 500", "pass pass own"],
];

const value = "given";

describe("headers", () => {
  let backend: TestBackend;
  let gateway: TestGateway;
  let sent: ServiceRequest | undefined;
  /** The header that the backends return. */
  let returned = "X-None";

  before(async () => {
    backend = await startBackend((_, response) => {
      response.sendDate = false;
      response.socket!.end(
        `HTTP/1.1 200 OK\r\n${returned}: ${returned === "Content-Length" ? "2" : value}\r\n` +
          `${returned === "Content-Length" ? "" : "Content-Length: 2\r\n"}\r\n{}`,
      );
    });
    const integrations = (name: string): Record<string, IntegrationDefinition> => {
      const mapped = { [`integration.request.header.${name}`]: `'${value}'` };
      const template = {
        "application/json": `#set($context.requestOverride.header.${name} = "${value}"){}`,
      };
      const toService = {
        type: "aws",
        uri: "arn:aws:apigateway:eu-west-1:s3:path/bucket",
        httpMethod: "POST",
        credentials: "arn:aws:iam::123456789012:role/r",
        responses: { default: { statusCode: "200" } },
      };
      const http = { type: "http", httpMethod: "GET", uri: backend.url };
      const answers = { responses: { default: { statusCode: "200" } } };
      const header = `method.response.header.${name}`;
      return {
        "/proxy": { ...http, type: "http_proxy" },
        "/proxy/mapped": { ...http, type: "http_proxy", requestParameters: mapped },
        "/http": { ...http, ...answers, requestParameters: mapped },
        "/http/overridden": { ...http, ...answers, requestTemplates: template },
        "/aws": { ...toService, requestParameters: mapped },
        "/aws/overridden": { ...toService, requestTemplates: template },
        "/http/returned": {
          ...http,
          responses: {
            default: { statusCode: "200", responseParameters: { [header]: `'${value}'` } },
          },
        },
      };
    };
    const paths = Object.fromEntries(
      table.flatMap(([name]) =>
        Object.entries(integrations(name)).map(([path, integration]) => [
          `/${name}${path}`,
          { get: { "x-amazon-apigateway-integration": integration } },
        ]),
      ),
    );
    const model = createModel({ paths: { ...paths, "/lambda": { get: lambda() } } });
    gateway = await serve(
      model,
      () => Promise.resolve({ payload: JSON.stringify({ headers: { [returned]: value } }) }),
      {
        callService: (request) => {
          sent = request;
          return Promise.resolve({ status: 200, headers: new Map(), body: Buffer.from("{}") });
        },
      },
    );
  });
  after(async () => {
    backend.close();
    await gateway.abort();
  });

  const get = async (path: string, headers: string[] = []) => {
    backend.received.splice(0);
    sent = undefined;
    return send(gateway.port, `/dev${path}`, { headers });
  };

  /** How a header reached the backend. */
  const wayTo = (status: number, name: string): Way => {
    const headers = sent?.headers ?? backend.received[0]?.headers;
    if (status === 500 && headers === undefined) return "500";
    assert.equal(status, 200);
    const found = headers?.[name.toLowerCase()];
    if (found === undefined) return "drop";
    if (found === value) return "pass";
    return name === "Connection" ? "drop" : "own";
  };

  for (const [name, requests] of table) {
    it(`to the backend: ${name}`, async () => {
      const ways: Way[] = [];
      // Node.js would not send these from a client, or they end the request.
      const unsendable =
        /^(connection|content-length|expect|transfer-encoding|host|upgrade|trailer)$/i;
      const [sentWay = ""] = requests.split(" ");
      if (unsendable.test(name)) ways.push(sentWay as Way);
      else ways.push(wayTo((await get(`/${name}/proxy`, [name, value])).status, name));
      for (const path of ["/proxy/mapped", "/http", "/aws"]) {
        ways.push(wayTo((await get(`/${name}${path}`)).status, name));
      }
      assert.equal(ways.join(" "), requests);

      const overridden: Way[] = [];
      for (const path of ["/http/overridden", "/aws/overridden"]) {
        overridden.push(wayTo((await get(`/${name}${path}`)).status, name));
      }
      assert.equal(overridden.join(" "), ways.slice(2).join(" "), "by a template");
    });
  }

  for (const [name, , responses] of table) {
    it(`to the client: ${name}`, async () => {
      returned = name;
      const wayBack = async (path: string): Promise<Way> => {
        const { headers } = await readHead(gateway.port, `/dev${path}`);
        if (headers[`x-amzn-remapped-${name.toLowerCase()}`] !== undefined) return "remap";
        const found = headers[name.toLowerCase()];
        if (found === undefined) return "drop";
        return found.includes(value) ? "pass" : "own";
      };
      const ways: Way[] = [];
      for (const path of [`/${name}/proxy`, `/${name}/http/returned`, "/lambda"]) {
        ways.push(await wayBack(path));
      }
      assert.equal(ways.join(" "), responses);
    });
  }
});

/** Without the body, whose framing a header may break. */
function readHead(port: number, path: string) {
  return new Promise<{ headers: NodeJS.Dict<string> }>((resolve, reject) => {
    rawRequest({ port, path, agent: false }, (response) => {
      resolve({ headers: response.headers as NodeJS.Dict<string> });
      response.destroy();
    })
      .on("error", reject)
      .end();
  });
}
