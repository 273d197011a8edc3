import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../components/platform/index.ts";
import { RegionalPlatform } from "../../components/region/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { Logs } from "../../local/process/logs.ts";
import { createProvider } from "../../local/provider/index.ts";
import { type Cloud, useCloud } from "../../local/provider/testing/cloud.ts";
import { Region } from "../../local/region/index.ts";
import { giveSecrets, LocalSecrets } from "../../local/secrets/index.ts";
import { Children } from "../../project/children.ts";

/** A platform's region on this machine, as `npm start` serves it, with a MiniStack of its own. */
export interface ServedRegion {
  readonly cloud: Cloud;
  readonly region: Region;
  /** Messages for the user so far. */
  readonly messages: readonly string[];
  /** Folder with the functions' code and the services' sockets. */
  readonly folder: string;
  /** The id or an output of a resource, by the end of its type, such as `Queue`, and its name in the program. */
  output(type: string, name: string, property: string): string;
  /** Calls the region's API. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The log of a function so far, by its name in AWS, or of a service, by its name in the program. */
  log(name: string): Promise<string>;
}

/**
 * Serves a platform as `test` before the tests of the calling suite, and stops it after them.
 *
 * @param change - changes the evaluated resources
 * @param values - the lines of `.env.local`
 */
export function useServedRegion(
  definition: Platform,
  name = "eu-west-1",
  change: (resources: Resource[]) => Resource[] = (resources) => resources,
  values: Readonly<Record<string, string>> = {},
): ServedRegion {
  const cloud = useCloud(name);
  let logs: Logs;
  const children = new Children((log, line) => logs.write(log, line));
  let folder: string;
  let resources: Resource[];
  let region: Region | undefined;
  const messages: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "region-"));
    children.ownFolder(folder);
    logs = new Logs(join(folder, "logs"));
    const { aws, accountId } = cloud;
    const program = async () => {
      const zones = [`${name}a`, `${name}b`];
      const args = { region: name, zones, production: false, allowPasswordAuth: true, definition };
      new RegionalPlatform("test", args);
      return {};
    };
    const stack = { project: "palisade", stack: "test", config: { "aws:region": name }, program };
    const provider = createProvider({ region: name, accountId, stack: "test", aws });
    ({ resources } = await evaluateStack(stack, provider, () => undefined));
    const secrets = new LocalSecrets(new Map(Object.entries(values)), "test");
    const announce = (message: string) => messages.push(message);
    await giveSecrets(secrets, [{ region: name, resources }], {
      root: process.cwd(),
      endpoints: new Map([[name, aws]]),
      areExports: false,
      announce,
    });
    region = new Region({
      ...{
        name,
        resources: change(resources),
        aws,
        port: 0,
        root: process.cwd(),
        folder,
        children,
        logs,
      },
      secrets,
      announce,
      jwksUriOf: (poolArn) => aws.jwksUri(poolArn.slice(poolArn.lastIndexOf("/") + 1)),
    });
    await region.start();
  });
  after(async () => {
    await region?.stop(0);
    await children.close();
  });

  return {
    cloud,
    messages,
    get region() {
      return region!;
    },
    get folder() {
      return folder;
    },
    output: (type, resource, property) => {
      const found = resources.find(
        (each) => each.type.endsWith(`:${type}`) && each.name === resource,
      );
      return String(property === "id" ? found?.id : found?.outputs[property]);
    },
    call: (path, init) => fetch(`${region!.apiUrl}${path}`, init),
    log: (of) => readFile(logs.fileOf(`${name}/${of}`), "utf8"),
  };
}
