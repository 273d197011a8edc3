// Throughput of the gateway, compared with other ways to serve the same route.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../project/children.ts";
import { fewRoutes, manyRoutes } from "./gateway/definitions.ts";
import { measureSpread } from "./gateway/latency.ts";
import { watchMemory } from "./gateway/memory.ts";
import { startMiniStackPeer } from "./gateway/peers/miniStack.ts";
import type { Peer, StartPeer } from "./gateway/peers/peer.ts";
import { startServerlessOffline } from "./gateway/peers/serverlessOffline.ts";
import { compareRouteCounts } from "./gateway/routeCount.ts";
import { serveGateway } from "./gateway/servedGateway.ts";
import { measureThrottle } from "./gateway/throttle.ts";
import { compareThroughputs } from "./gateway/throughput.ts";
import { printVerdicts, type Verdict } from "./gateway/verdict.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { startPlainProxy } from "./support/plainProxy.ts";
import { type Target, timeRequest } from "./support/target.ts";

const routes = manyRoutes.toLocaleString("en");
const parts: Record<string, () => Promise<Verdict[]>> = {
  peers: comparePeers,
  latency: () => measureSpread(served("gateway → function", "/items"), viaPlainProxy()),
  throttle: () => measureThrottle(served("a route with a throttle", "/limited")),
  routes: () =>
    compareRouteCounts(served(`${fewRoutes} routes`, ""), {
      ...served(`${routes} routes`, ""),
      url: gateway.many,
    }),
  memory: () =>
    watchMemory(gateway, served("gateway", ""), ["/items", "/outside", "/linked"].map(stagePath)),
};
const chosen = process.argv[2];
if (chosen !== undefined && !(chosen in parts)) {
  console.error(`"${chosen}" is not a part. Use one of ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

// Turns off the AWS SDK's reminder of its support policy.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const peerProcesses = new Children(() => {});
const gateway = await serveGateway();
const headers = { authorization: gateway.idToken };
const plainProxy = await startPlainProxy(gateway.serviceUrl);
const stop = async () => {
  plainProxy.stop();
  await Promise.all([gateway.stop(), peerProcesses.close()]);
};
const forget = onInterrupt(stop);
try {
  const verdicts: Verdict[] = [];
  for (const [part, measure] of Object.entries(parts)) {
    if (chosen === undefined || chosen === part) verdicts.push(...(await measure()));
  }
  printVerdicts(verdicts);
} finally {
  forget();
  await stop();
}

async function comparePeers(): Promise<Verdict[]> {
  const serverlessOffline = await startPeer("serverless-offline", startServerlessOffline);
  const miniStack = await startPeer("MiniStack", startMiniStackPeer);
  return compareThroughputs({
    service: { name: "service, direct", url: `${gateway.serviceUrl}/items`, headers },
    plainProxy: viaPlainProxy(),
    gateway: {
      function: served("gateway → function", "/items"),
      httpProxy: served("gateway, httpProxy", "/outside"),
      vpcLink: served("gateway, vpcLink", "/linked"),
    },
    serverlessOffline,
    miniStack,
  });
}

/** A peer that can't be started is reported and left out. */
async function startPeer(name: string, start: StartPeer): Promise<Peer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-peer-"));
  peerProcesses.ownFolder(folder);
  const { serviceUrl, idToken } = gateway;
  try {
    const peer = await start({ children: peerProcesses, folder, serviceUrl, idToken });
    await timeRequest(peer); // Throws unless the status is 200.
    console.log(`${name}: ${peer.version}, started by: ${peer.command}`);
    return peer;
  } catch (error) {
    console.log(`${name} is left out: ${(error as Error).message}`);
    return undefined;
  }
}

function viaPlainProxy(): Target {
  return { name: "plain node:http proxy", url: `${plainProxy.url}/items`, headers };
}

function served(name: string, path: string): Target {
  return { name, url: `${gateway.few}${path}`, headers };
}

function stagePath(path: string): string {
  return new URL(gateway.few).pathname + path;
}
