/**
 * The conformance table: what API Gateway does, line by line, held against the local gateway over
 * HTTP. To add a case, add an entry to the file of its section in `tables/`:
 *
 *     {
 *       fact: "2.1 D:set-up-lambda-proxy-integrations",    // the section and its source
 *       name: "{proxy+} matches no empty rest",
 *       resource: "/{proxy+}",                             // below a path of the case's own …
 *       operation: lambda(),                               // … and what is there
 *       request: "GET ~/",                                 // ~ is the case's own path
 *       expect: { status: 403, backend: null },
 *     }
 *
 * Cases of a table share one served stage, so that a case costs a request and not a gateway; what
 * concerns the whole API (binary types, gateway responses) is a table of its own. What is behind the
 * gateway responds as the case's `response` says: functions and services are stand-ins (`serve`), HTTP
 * endpoints are real. A case whose fact is marked UNCONFIRMED belongs into `tables/unconfirmed.ts`,
 * whose failing says less. `case.ts` describes the fields.
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

/** Runs the tables, each with a stage of its own. */
export function runTables(tables: readonly Table[]): void {
  let backend: TestBackend;
  let pool: JwksServer;
  const scene: Scene = { response: {}, authorizer: undefined, seen: [], asked: [] };
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

      for (const [index, example] of table.cases.entries()) {
        it(`${example.name} (${example.fact})`, async () => {
          Object.assign(scene, { seen: [], asked: [] });
          scene.response = example.response ?? {};
          scene.authorizer = example.authorizer;
          for (const earlier of example.before ?? []) await ask(gateway.port, index, earlier);
          now += example.pauseMs ?? 0;
          const earlierCalls = scene.seen.length;
          gateway.logLines.length = 0;

          const response = await ask(gateway.port, index, example.request);

          const called = scene.seen.slice(earlierCalls);
          check(example.expect, response, called.at(-1), scene.asked, gateway.logLines.at(-1));
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

async function ask(port: number, index: number, asked: Request | string): Promise<RawResponse> {
  const request: Request = typeof asked === "string" ? { line: asked } : asked;
  const [, method = "", target = ""] = /^(\S+) (.*)$/s.exec(request.line) ?? [];
  const path = target.replace(/^~/, `/dev/c${index}`);
  const given = Object.entries(request.headers ?? {}).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value as string]),
  );
  const body = request.body?.toString();
  const signing = { method, ...(body !== undefined && { body }), ...request.sign };
  const signature = request.sign ? await signedHeaders(port, path, signing) : [];
  const headers = [...given, ...signature.filter((_, at) => !isHost(signature[at - (at % 2)]!))];
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
  asked: readonly unknown[],
  logged: string | undefined,
): void {
  assert.equal(response.status, expected.status, response.text);
  // Every response can be told apart. (2.4)
  assert.match(response.headers["x-amzn-requestid"]!, /^[\da-f-]{36}$/);
  assert.match(response.headers["x-amz-apigw-id"]!, /=$/);
  const { body } = expected;
  if (Buffer.isBuffer(body)) assert.deepEqual(response.bytes, body);
  else if (body !== undefined) same(response.text, body, "body");
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    same(response.headers[name], value ?? undefined, name);
  }
  checkSeen(seen, expected.backend, "what is behind the gateway");
  checkSeen(asked.at(-1), expected.authorizer, "the authorizer");
  if (expected.authorizerCalls !== undefined) assert.equal(asked.length, expected.authorizerCalls);
  if (expected.log !== undefined) same(logged, expected.log, "access log");
}

function checkSeen(seen: unknown, expected: Seen | null | undefined, what: string): void {
  if (expected === undefined) return;
  assert.equal(seen === undefined, expected === null, `${what} was called or not`);
  for (const [path, value] of Object.entries(expected ?? {})) {
    const got = path.split(".").reduce<unknown>(memberOf, seen);
    if (value instanceof RegExp) assert.match(String(got), value, path);
    else assert.deepEqual(got, value, path);
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  (value as Record<string, unknown> | null | undefined)?.[name];

function same(
  given: string | undefined,
  expected: string | RegExp | undefined,
  what: string,
): void {
  if (expected instanceof RegExp) assert.match(given ?? "", expected, what);
  else assert.equal(given, expected, what);
}

/** A received request with path and query apart, and its body as text. */
function withPath({ method, url, headers, rawHeaders, body }: TestBackend["received"][number]) {
  const [path, query] = url.split("?");
  return { method, path, query, headers, rawHeaders, body: body.toString(), bytes: body };
}
