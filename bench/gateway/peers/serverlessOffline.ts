import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { freePort } from "../../../local/process/freePort.ts";
import { untilResponds } from "../../../local/process/untilReady.ts";
import { bundle, functionVariables, type Peer, type PeerContext } from "./peer.ts";

// The last major version that needs no downloaded binary and no account.
const packages = ["serverless@3.40.0", "serverless-offline@13.9.0"];

/** serverless-offline, which reads a token's claims but does not check it, and has no throttle. */
export async function startServerlessOffline(context: PeerContext): Promise<Peer> {
  const { children, folder, serviceUrl, idToken } = context;
  await writeFile(join(folder, "package.json"), "{}");
  await writeFile(join(folder, "serverless.yml"), stringify(definition(serviceUrl)));
  await copyFile(bundle, join(folder, "index.js"));
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", ...packages], {
    cwd: folder,
  });

  const ports = [await freePort(), await freePort()].map(String);
  const args = ["offline", "start", "--httpPort", ports[0]!, "--lambdaPort", ports[1]!];
  const program = join(folder, "node_modules/serverless/bin/serverless.js");
  const { exited } = children.spawn("serverless-offline", process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off" },
  });
  const url = `http://127.0.0.1:${ports[0]}/dev/items`;
  const started = await untilResponds(url, exited, () => true, 60_000);
  if (started !== "ready") throw new Error(`it did not start: ${JSON.stringify(started)}`);
  return {
    name: "serverless-offline",
    version: packages.join(" "),
    command: `sls ${args.join(" ")}`,
    url,
    headers: { authorization: idToken },
  };
}

const definition = (serviceUrl: string) => ({
  service: "bench",
  frameworkVersion: "3",
  plugins: ["serverless-offline"],
  provider: {
    name: "aws",
    runtime: "nodejs20.x",
    environment: functionVariables(serviceUrl),
  },
  functions: {
    proxy: { handler: "index.handler", events: [{ http: { method: "get", path: "items" } }] },
  },
});
