// Time that the gateway, its authorizer and the proxy function add to a call of the private service.
import { addClaims } from "../functions/proxy/claims.ts";
import { claimsOf, newUser } from "../tests/support/users.ts";
import { region, startBenchPlatform } from "./support/benchPlatform.ts";
import { startPlainProxy } from "./support/plainProxy.ts";
import { inTurns, median, percent, percentile, printTable, ratio } from "./support/results.ts";
import { type Target, timeRequest } from "./support/target.ts";

/** Limit of the gateway's median overhead over the service itself. */
const limitMs = 3;
const requests = 2_000;
const warmUpRequests = 500;

const platform = await startBenchPlatform();
const proxy = await startPlainProxy(platform.catalogUrl);
try {
  const targets = await findTargets();
  await inTurns(warmUpRequests, targets, timeRequest);
  printLatencies(targets, await inTurns(requests, targets, timeRequest));
} finally {
  proxy.stop();
  await platform.stop();
}

/** The service itself first: the others are compared with it. */
async function findTargets(): Promise<Target[]> {
  const { edge, regions } = platform.state;
  const { idToken } = await newUser(platform.state, "bench@example.com");
  const headers = serviceHeaders(idToken);
  const authorization = { authorization: idToken };
  return [
    { name: "service, direct", url: `${platform.catalogUrl}/catalog`, headers },
    { name: "plain node:http proxy", url: `${proxy.url}/catalog`, headers },
    { name: "region's gateway", url: `${regions[region]!.api}/catalog`, headers: authorization },
    { name: "edge", url: `${edge}/catalog`, headers: authorization },
  ];
}

/** Headers that the proxy function sends to the service. */
function serviceHeaders(idToken: string): Record<string, string> {
  const headers = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    "x-forwarded-host": "127.0.0.1",
    "x-correlation-id": "1b5cb37e-72b1-4750-af72-5ef84b70cb12",
  };
  addClaims(headers, claimsOf(idToken));
  return headers;
}

function printLatencies(targets: Target[], latencies: number[][]): void {
  const medians = latencies.map(median);
  const [direct, plain] = medians as [number, number];
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  printTable(
    `GET /catalog with an ID token, one request at a time, ${requests} each`,
    ["", "median", "p95", "to direct", "to plain proxy", "overhead", `of ${limitMs} ms`],
    targets.map(({ name }, index) => [
      name,
      ms(medians[index]!),
      ms(percentile(latencies[index]!, 95)),
      ratio(medians[index]!, direct),
      ratio(medians[index]!, plain),
      ms(medians[index]! - direct),
      percent(medians[index]! - direct, limitMs),
    ]),
  );
}
