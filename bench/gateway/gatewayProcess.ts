// A region with two REST APIs in a separate process, served as by `npm start`.
import { RegionalPlatform } from "../../components/region/index.ts";
import { freePort } from "../../local/process/freePort.ts";
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
import { region, regionArgs, startRegion, withAddress } from "./startRegion.ts";

const directPort = await freePort();
const serviceUrl = `http://127.0.0.1:${directPort}`;
const { aws, outputs, urlOf } = await startRegion(program, (resource) =>
  withAddress(resource, outsideUrl, serviceUrl),
);
process.on("message", (wanted) => {
  if (wanted === "processor") return process.send!(process.cpuUsage());
  globalThis.gc!();
  process.send!(process.memoryUsage());
});
process.send!({
  few: urlOf("few"),
  many: urlOf("many"),
  serviceUrl,
  idToken: await newIdToken(aws, region, outputs as never),
} satisfies Served);

async function program() {
  const args = { ...regionArgs, throttle: roomyLimit, requestsPerAddress: mostPerAddress };
  const few = new RegionalPlatform("few", {
    ...args,
    definition: itemsPlatform(fewRoutes, directPort),
    allowPasswordAuth: true,
  });
  const { userPoolId, userPoolArn, clientId, issuer } = few.directory;
  const home = { userPoolId, userPoolArn, clientId, issuer };
  new RegionalPlatform("many", { ...args, definition: itemsPlatform(manyRoutes), home });
  return { userPoolId, clientId };
}
