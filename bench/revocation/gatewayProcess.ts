// Two APIs of a region in a separate process, served as by `npm start`: one reads the deny list for each call, the other
// keeps decisions for a while.
import { lambdaProxy } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";
import { RegionalPlatform } from "../../components/region/index.ts";
import { mostPerAddress, roomyLimit } from "../gateway/definitions.ts";
import { newIdToken } from "../gateway/newIdToken.ts";
import { region, regionArgs, startRegion } from "../gateway/startRegion.ts";
import type { Directory, Served } from "./served.ts";

/** A platform with one route to a small private service. */
const platformOf = (withinSeconds: number) =>
  definePlatform({
    name: "Bench of revocation",
    services: { items: { directory: "bench/gateway/service" } },
    routes: { "GET /items": lambdaProxy("items") },
    identity: { revocation: { withinSeconds } },
  });

const { aws, outputs, urlOf } = await startRegion(program, (resource) => resource);
const served = async (name: "each" | "kept") => ({
  url: `${urlOf(name)}/items`,
  idToken: await newIdToken(aws, region, outputs[name] as Directory),
  denyListTable: (outputs[name] as Directory).denyListTable,
});
process.send!({
  aws: { url: aws.url, region, key: aws.accessKey! },
  each: await served("each"),
  kept: await served("kept"),
} satisfies Served);

async function program() {
  return { each: directoryOf("each", 2), kept: directoryOf("kept", 10) };
}

function directoryOf(name: string, withinSeconds: number) {
  const platform = new RegionalPlatform(name, {
    ...regionArgs,
    throttle: roomyLimit,
    requestsPerAddress: mostPerAddress,
    allowPasswordAuth: true,
    definition: platformOf(withinSeconds),
  });
  const { userPoolId, clientId, denyListTable } = platform.directory;
  return { userPoolId, clientId, denyListTable } as Record<keyof Directory, never>;
}
