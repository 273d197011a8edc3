/**
 * The conformance tables compare the local gateway with API Gateway over HTTP. To add a case, add an
 * entry to the file of its section in `tables/`:
 *
 *     example("2.1 D:set-up-lambda-proxy-integrations", "{proxy+} does not match an empty path", {
 *       resource: "/{proxy+}",              // the path below the case's own path
 *       operation: lambda(),                // the operation of that resource
 *       request: "GET ~/",                  // ~ stands for the case's own path
 *       expect: { status: 403, backend: null },
 *     }),
 *
 * The cases of a table share one served stage, so they are fast; settings of the API (binary types,
 * gateway responses) need a separate table. Functions and services are fakes that return the case's
 * `response`; HTTP endpoints are real servers. Unconfirmed behavior belongs in `tables/unconfirmed.ts`.
 * The fields are described in `case.ts`.
 */
import assert from "node:assert/strict";
import { startBackend, type TestBackend } from "../../../local/gateway/testing/backend.ts";
import { createModel, serve, type TestGateway } from "../../../local/gateway/testing/gateway.ts";
import { type RawResponse, send } from "../../../local/gateway/testing/http.ts";
import { signedHeaders } from "../../../local/gateway/testing/signing.ts";
import { type JwksServer, startJwksServer } from "../../../local/gateway/testing/tokens.ts";
import { UsageMeter } from "../../../local/gateway/usage/index.ts";
import type { OpenApiDocument, PathItem } from "../../../local/gateway/openapi.ts";
import type { Expectation, Request, Seen, Table } from "./case.ts";
import { authorizerArn } from "./operations.ts";
import { callService, invoke, invokeStreaming, respond, type Scene } from "./scene.ts";
import { poolKey } from "./tokens.ts";

/** Runs the tables, each on its own stage. */
export function runTables(tables: readonly Table[]): void {
  let backend: TestBackend;
  let pool: JwksServer;
  const scene: Scene = { response: {}, authorizer: undefined, seen: [], authorizerEvents: [] };
  before(async () => {
    pool = await startJwksServer([poolKey]);
    backend = await startBackend((_, outgoing) => {
      scene.seen.push(withPath(backend.received.at(-1)!));
      respond(scene.response, outgoing);
    });
  });
  after(() => {
    pool.close();
    backend.close();
  });

  for (const table of tables) {
    describe(table.title, () => {
      let gateway: TestGateway;
      let now = 0;
      before(async () => {
        const clock = () => now;
        const document = locate(documentOf(table), backend.url);
        gateway = await serve(createModel(document, table.stage, table.api), undefined, {
          invoke: (arn, payload) => invoke(scene, arn === authorizerArn, payload),
          invokeStreaming: (_, payload) => invokeStreaming(scene, payload),
          callService: (request, signal) => callService(scene, request, signal),
          jwksUriOf: () => pool.uri,
          clock,
          usage: new UsageMeter(table.usagePlans ?? [], { clock }),
          ...table.options,
        });
      });
      after(() => gateway.abort());

      for (const [index, each] of table.cases.entries()) {
        it(`${each.name} (${each.fact})`, async () => {
          Object.assign(scene, { seen: [], authorizerEvents: [] });
          scene.response = each.response ?? {};
          scene.authorizer = each.authorizer;
          for (const earlier of each.before ?? []) await sendRequest(gateway.port, index, earlier);
          now += each.pauseMs ?? 0;
          const earlierCalls = scene.seen.length;
          gateway.logLines.length = 0;

          const response = await sendRequest(gateway.port, index, each.request ?? "GET ~");

          const called = scene.seen.slice(earlierCalls);
          check(
            each.expect,
            response,
            called.at(-1),
            scene.authorizerEvents,
            gateway.logLines.at(-1),
          );
          assert.deepEqual(gateway.errors, []);
        });
      }
    });
  }
}

/** The table's document, and each case's own resource below `/c<number>`. */
function documentOf({ document = {}, cases }: Table): OpenApiDocument {
  const own = cases.flatMap(({ operation, resource = "" }, index): [string, PathItem][] => {
    if (operation === undefined) return [];
    const isItem = Object.keys(operation).some(
      (key) => /^[a-z]{3,7}$/.test(key) && methods.has(key),
    );
    const item = isItem ? operation : { "x-amazon-apigateway-any-method": operation };
    return [[`/c${index}${resource}`, item as PathItem]];
  });
  return { ...document, paths: { ...document.paths, ...Object.fromEntries(own) } };
}

const methods = new Set(["delete", "get", "head", "options", "patch", "post", "put"]);

const locate = (document: OpenApiDocument, url: string): OpenApiDocument =>
  JSON.parse(JSON.stringify(document).replaceAll("http://backend", url)) as OpenApiDocument;

async function sendRequest(
  port: number,
  index: number,
  given: Request | string,
): Promise<RawResponse> {
  const request: Request = typeof given === "string" ? { line: given } : given;
  const [, method = "", target = ""] = /^(\S+) (.*)$/s.exec(request.line) ?? [];
  const path = target.replace(/^~/, `/dev/c${index}`);
  const custom = Object.entries(request.headers ?? {}).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value as string]),
  );
  const body = request.body?.toString();
  const signing = { method, ...(body !== undefined && { body }), ...request.sign };
  const signature = request.sign ? await signedHeaders(port, path, signing) : [];
  const headers = [...custom, ...signature.filter((_, at) => !isHost(signature[at - (at % 2)]!))];
  return send(port, path, {
    method,
    headers,
    ...(request.body !== undefined && { body: request.body }),
  });
}

const isHost = (name: string): boolean => name.toLowerCase() === "host";

function check(
  expected: Expectation,
  response: RawResponse,
  seen: unknown,
  authorizerEvents: readonly unknown[],
  logged: string | undefined,
): void {
  assert.equal(response.status, expected.status, response.text);
  // Every response has both ids.
  assert.match(response.headers["x-amzn-requestid"]!, /^[\da-f-]{36}$/);
  assert.match(response.headers["x-amz-apigw-id"]!, /=$/);
  const { body } = expected;
  if (Buffer.isBuffer(body)) assert.deepEqual(response.bytes, body);
  else if (body !== undefined) assertText(response.text, body, "body");
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assertText(response.headers[name], value ?? undefined, name);
  }
  checkSeen(seen, expected.backend, "the backend");
  checkSeen(authorizerEvents.at(-1), expected.authorizer, "the authorizer");
  if (expected.authorizerCalls !== undefined)
    assert.equal(authorizerEvents.length, expected.authorizerCalls);
  if (expected.log !== undefined) assertText(logged, expected.log, "access log");
}

function checkSeen(seen: unknown, expected: Seen | null | undefined, label: string): void {
  if (expected === undefined) return;
  assert.equal(seen === undefined, expected === null, `call of ${label}`);
  for (const [path, value] of Object.entries(expected ?? {})) {
    const got = path.split(".").reduce<unknown>(memberOf, seen);
    if (value instanceof RegExp) assert.match(String(got), value, path);
    else assert.deepEqual(got, value, path);
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  (value as Record<string, unknown> | null | undefined)?.[name];

function assertText(
  given: string | undefined,
  expected: string | RegExp | undefined,
  label: string,
): void {
  if (expected instanceof RegExp) assert.match(given ?? "", expected, label);
  else assert.equal(given, expected, label);
}

/** A received request with path and query apart, and its body as text. */
function withPath({ method, url, headers, rawHeaders, body }: TestBackend["received"][number]) {
  const [path, query] = url.split("?");
  return { method, path, query, headers, rawHeaders, body: body.toString(), bytes: body };
}
