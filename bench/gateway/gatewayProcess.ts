// A region with two REST APIs in a separate process, served as by `npm start`.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RegionalPlatform } from "../../components/region/index.ts";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { startEndpoint } from "../../local/aws/miniStack.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { Children } from "../../project/children.ts";
import { freePort } from "../../local/process/freePort.ts";
import { Logs } from "../../local/process/logs.ts";
import { createProvider } from "../../local/provider/index.ts";
import { Region } from "../../local/region.ts";
import {
  fewRoutes,
  itemsPlatform,
  manyRoutes,
  mostPerAddress,
  outsideUrl,
  roomyLimit,
} from "./definitions.ts";
import { newIdToken } from "./newIdToken.ts";
import type { Served } from "./servedGateway.ts";

const region = "us-east-1";

const folder = await mkdtemp(join(tmpdir(), "palisade-bench-"));
const logs = new Logs(join(folder, "logs"));
const children = new Children((name, line) => logs.write(name, line));
children.ownFolder(folder);
process.once("disconnect", () => void children.close().then(() => process.exit()));
// Ctrl-C reaches the whole process group, so this process ignores it and ends when the benchmark disconnects.
process.on("SIGINT", () => {});

const announce = () => {};
const aws = await startEndpoint({ region, children, folder, announce });
const directPort = await freePort();
const { resources, outputs } = await evaluate(aws);
const served = new Region({
  name: region,
  resources,
  aws,
  port: 0,
  root: process.cwd(),
  folder,
  children,
  logs,
  announce,
  jwksUriOf: (poolArn) => aws.jwksUri(poolArn.slice(poolArn.lastIndexOf("/") + 1)),
});
await served.start();
process.on("message", () => {
  globalThis.gc!();
  process.send!(process.memoryUsage());
});
process.send!({
  few: urlOf("few"),
  many: urlOf("many"),
  serviceUrl: `http://127.0.0.1:${directPort}`,
  idToken: await newIdToken(aws, region, outputs),
} satisfies Served);

async function evaluate(aws: AwsEndpoint) {
  const program = async () => {
    const args = {
      region,
      zones: [`${region}a`, `${region}b`],
      production: false,
      throttle: roomyLimit,
      requestsPerAddress: mostPerAddress,
    };
    const few = new RegionalPlatform("few", {
      ...args,
      definition: itemsPlatform(fewRoutes, directPort),
      allowPasswordAuth: true,
    });
    const { userPoolId, userPoolArn, clientId, issuer } = few.directory;
    const home = { userPoolId, userPoolArn, clientId, issuer };
    new RegionalPlatform("many", { ...args, definition: itemsPlatform(manyRoutes), home });
    return { userPoolId, clientId };
  };
  const { resources, outputs } = await evaluateStack(
    { project: "palisade", stack: "bench", config: { "aws:region": region }, program },
    createProvider({ region, accountId: aws.accountId, stack: "bench", aws }),
    () => undefined,
  );
  return {
    resources: resources.map(withServiceAddress),
    outputs: outputs as { userPoolId: string; clientId: string },
  };
}

function withServiceAddress(resource: Resource): Resource {
  const { body } = resource.outputs;
  if (typeof body !== "string") return resource;
  const replaced = body.replaceAll(outsideUrl, `http://127.0.0.1:${directPort}`);
  return { ...resource, outputs: { ...resource.outputs, body: replaced } };
}

function urlOf(api: string): string {
  return served.apis.find(({ name }) => name.includes(api))!.url;
}
