// Cost of many routes: compiling the OpenAPI document and evaluating a region's program.
import { defineApi, lambdaProxy } from "../components/api/index.ts";
import { compileOpenApi } from "../components/api/document/openapi.ts";
import { definePlatform, type PlatformDefinition } from "../components/platform.ts";
import { RegionalPlatform } from "../components/region/index.ts";
import { recordResources } from "../tests/support/recordResources.ts";
import { inTurns, median, printTable, ratio } from "./support/results.ts";

/** A Lambda proxy's part of the document. */
const parts = {
  integration: {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:us-east-1:lambda:path/functions/catalog",
    passthroughBehavior: "when_no_match",
    timeoutInMillis: 29_000,
  },
  responses: { "200": { description: "The backend's response" } },
};

const counts = [10, 100, 1_000];
const runs = 9;
/** Every tenth route has a throttle, which is one more resource. */
const routesPerThrottle = 10;

/** Times of one run with a number of routes, in ms. */
interface Run {
  readonly count: number;
  readonly compile: number;
  /** Writing the document as text. */
  readonly stringify: number;
  readonly evaluate: number;
  readonly resources: number;
}

await inTurns(1, counts, measure); // Warms up.
const results = (await inTurns(runs, counts, measure)).map(medians);
printDocuments(results);
printEvaluations(results);

async function measure(count: number): Promise<Run> {
  const definition = define(count);
  const startedAt = performance.now();
  const document = compile(definition);
  const compiledAt = performance.now();
  JSON.stringify(document);
  const writtenAt = performance.now();
  const resources = await evaluate(definition);
  return {
    count,
    compile: compiledAt - startedAt,
    stringify: writtenAt - compiledAt,
    evaluate: performance.now() - writtenAt,
    resources: resources.length,
  };
}

function define(count: number): PlatformDefinition {
  const throttle = { ratePerSecond: 10, burst: 20 };
  const routes = Array.from({ length: count }, (_, index) => {
    const guards = index % routesPerThrottle === 0 ? { throttle } : {};
    return [`GET /things-${index}/{id}`, lambdaProxy("catalog", guards)];
  });
  return {
    name: "Bench",
    services: { catalog: { directory: "services/catalog" } },
    routes: Object.fromEntries(routes),
  };
}

function compile({ name, routes }: PlatformDefinition) {
  const api = defineApi({ routes });
  return compileOpenApi({
    ...api,
    title: name,
    region: "us-east-1",
    routes: api.routes.map((route) => ({ ...route, parts })),
    userPoolArns: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pool"],
  });
}

async function evaluate(definition: PlatformDefinition) {
  const args = { region: "us-east-1", zones: ["us-east-1a", "us-east-1b"], production: false };
  const build = () =>
    new RegionalPlatform("bench", { ...args, definition: definePlatform(definition) });
  return (await recordResources(build)).resources;
}

function medians(measured: readonly Run[]): Run {
  const medianOf = (key: keyof Run) => median(measured.map((run) => run[key]));
  return {
    count: medianOf("count"),
    compile: medianOf("compile"),
    stringify: medianOf("stringify"),
    evaluate: medianOf("evaluate"),
    resources: medianOf("resources"),
  };
}

function printDocuments(results: Run[]): void {
  const perRoute = ({ compile, count }: Run) => compile / count;
  printTable(
    `Checking the routes and compiling their OpenAPI document, median of ${runs} runs`,
    ["routes", "time", "per route", `to ${counts[0]} routes`, "to JSON.stringify"],
    results.map((run) => [
      String(run.count),
      `${run.compile.toFixed(2)} ms`,
      `${(perRoute(run) * 1000).toFixed(1)} µs`,
      ratio(perRoute(run), perRoute(results[0]!)),
      ratio(run.compile, run.stringify),
    ]),
  );
}

function printEvaluations(results: Run[]): void {
  const perResource = ({ evaluate, resources }: Run) => evaluate / resources;
  printTable(
    `Evaluating a region, a throttle on every ${routesPerThrottle}th route, median of ${runs} runs`,
    ["routes", "throttles", "resources", "time", "per resource", `to ${counts[0]} routes`],
    results.map((run) => [
      String(run.count),
      String(run.count / routesPerThrottle),
      String(run.resources),
      `${run.evaluate.toFixed(0)} ms`,
      `${perResource(run).toFixed(2)} ms`,
      ratio(perResource(run), perResource(results[0]!)),
    ]),
  );
}
