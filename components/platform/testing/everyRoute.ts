import {
  contract,
  dynamodb,
  eventBridge,
  from,
  httpProxy,
  kinesis,
  lambda,
  lambdaProxy,
  mock,
  redirect,
  s3,
  sns,
  sqs,
  stepFunctions,
  vpcLink,
} from "../../api/index.ts";
import type { PlatformDefinition } from "../index.ts";

const throttle = { ratePerSecond: 5, burst: 10 };
const service = {
  request: { vtl: "$input.body" },
  status: 200,
  errors: { ValidationException: 422 },
  contentTypes: ["application/json"],
};
const attributes = { user: from.claim("sub") };

/** Routes with every guard and every integration. */
export const everyRoute: PlatformDefinition["routes"] = {
  "GET /health": lambdaProxy("orders", {
    auth: "none",
    servicePath: "/ready",
    encodedSlashes: true,
    resilience: { retries: { maxAttempts: 4 } },
  }),
  "POST /orders/{id}": lambdaProxy("orders", {
    auth: "cognito",
    scopes: ["orders/write"],
    apiKey: true,
    throttle,
    largeBody: true,
    cors: { allowOrigin: "https://a.example.com", allowHeaders: ["X-A"], maxAgeSeconds: 5 },
    validate: {
      query: { page: "optional" },
      headers: { "X-Tenant": "required" },
      body: { type: "object" },
    },
    summary: "Places an order",
    description: "At once.",
    tags: ["Orders"],
    operationId: "placeOrder",
    answers: { 201: "The order" },
    timeoutMs: 5_000,
  }),
  "GET /stream": lambdaProxy("orders", { streaming: true, timeoutMs: 60_000 }),
  "GET /cached": lambdaProxy("orders", {
    cache: { ttlSeconds: 60, keys: ["query.page"], shared: true, ignoreBody: false },
  }),
  "POST /thumbnails": lambda("thumbnail", { timeoutMs: 25_000, streaming: false }),
  "GET /linked/{id}": vpcLink("orders", {
    auth: { authorizer: "partners" },
    headers: { "X-Id": from.path("id"), "X-User-Plan": from.text("none") },
  }),
  "GET /rates/{currency}": httpProxy("https://${stageVariables.partner}/{currency}", {
    path: { currency: from.path("currency") },
    query: { tenant: from.claim("sub") },
    headers: { "X-Tenant": from.claim("sub") },
    method: "GET",
    passCredentials: false,
  }),
  "GET /mock": mock({ status: 200, body: { a: 1 }, headers: { "X-A": "b" } }),
  "GET /robots.txt": mock({ contentType: "text/plain", body: "User-agent: *" }),
  "GET /openapi.json": contract({
    info: {
      version: "2",
      description: "Orders",
      contact: { name: "A", url: "https://example.com", email: "a@example.com" },
      license: { name: "MIT", url: "https://example.com/license" },
    },
  }),
  "GET /old/{id}": redirect("/new/{id}", { status: 301 }),
  "GET /notes": dynamodb("notes", { ...service, action: "get", key: { id: { S: "a" } } }),
  "PUT /notes": dynamodb("notes", {
    action: "put",
    item: { id: from.body("$.id"), count: { N: 1 }, done: { BOOL: true } },
    condition: "#n = :v",
    names: { n: "name" },
    values: { v: { S: from.claim("sub") } },
  }),
  "PATCH /notes": dynamodb("notes", {
    action: "update",
    key: { id: from.claim("sub") },
    update: "SET a = :a",
    values: { a: { N: 1 } },
    returnsItem: true,
  }),
  "DELETE /notes": dynamodb("notes", { action: "delete", key: { id: from.claim("sub") } }),
  "GET /notes/all": dynamodb("notes", {
    action: "query",
    keyCondition: "id = :id",
    values: { id: from.claim("sub") },
    index: "byDay",
    filter: "a = :id",
    fields: ["id"],
    limit: 10,
    backwards: true,
  }),
  "POST /events": eventBridge("events", { source: "shop", detailType: "Placed", detail: "x" }),
  "POST /readings": kinesis("readings", { data: from.body(), partitionKey: from.requestId() }),
  "POST /batches": kinesis("readings", { records: "$.all", recordKey: "$.device" }),
  "PUT /files/{key+}": s3("files", {
    action: "put",
    key: from.path("key"),
    prefix: "public/",
    contentType: from.text("text/csv"),
    contentTypes: ["text/csv"],
    text: true,
  }),
  "POST /news": sns("news", {
    message: from.body(),
    subject: from.text("News"),
    attributes,
    groupId: from.claim("sub"),
    deduplicationId: from.requestId(),
  }),
  "POST /jobs": sqs("jobs", {
    ...service,
    message: from.body(),
    attributes,
    groupId: from.claim("sub"),
    deduplicationId: from.requestId(),
  }),
  "POST /imports": stepFunctions("import", {
    action: "startSync",
    input: "x",
    name: from.requestId(),
  }),
  "GET /imports/{id}": stepFunctions("import", {
    action: "describe",
    execution: from.path("id"),
  }),
};
