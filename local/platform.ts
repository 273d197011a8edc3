import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsEndpoint } from "./aws/endpoint.ts";
import { type Message, readMessages, watchMessages } from "./aws/messages.ts";
import { startEndpoint } from "./aws/miniStack.ts";
import { joinEndpoints } from "./aws/replication.ts";
import { describePlatform } from "./describePlatform.ts";
import { distributionsOf } from "./distributions.ts";
import {
  type Distributions,
  type Edge,
  hostNames,
  readSignInDomains,
  readZone,
  startEdge,
} from "./edge/index.ts";
import type { TlsOptions } from "./edge/listen.ts";
import type { Unserved } from "./graph/replay.ts";
import { Children } from "../project/children.ts";
import { assertFree } from "./process/freePort.ts";
import { jwksUri } from "./jwksUri.ts";
import { Logs } from "./process/logs.ts";
import { unservedInputs } from "./provider/unserved/index.ts";
import { Region } from "./region.ts";
import { makeServerCertificate } from "./serverCertificate.ts";
import { giveSecrets, LocalSecrets, requireSecrets } from "./secrets/index.ts";
import { serveSignIn } from "./signInPages.ts";
import type { ExportOptions } from "./sources/exports.ts";
import { programSource } from "./sources/program.ts";
import type { LoadedRegion, StackSource } from "./sources/source.ts";
import { publishState, type PlatformState } from "./stateFile.ts";
import { usageNames } from "./usagePlans.ts";

export interface PlatformOptions {
  /** Folder of the project, with `Pulumi.yaml`. */
  readonly root: string;
  readonly environment: string;
  /** Regions of the environment; all if left out. */
  readonly regions?: string[];
  /** Files with stack exports to serve instead of an environment of the project. */
  readonly from?: string[];
  /** Set if the exports are of the project's own program. @default false */
  readonly fromIsOwn?: boolean;
  /** Asks for consent before an export is used; throws if it is refused. @default consent is given */
  readonly agree?: ExportOptions["agree"];
  /** Port of the edge; the regions' gateways use the next ones. 0 chooses free ports. */
  readonly port: number;
  /** Factor that intervals of health checks and TTLs are divided by. @default 30 */
  readonly speed?: number | undefined;
  /** Serves HTTPS, with a certificate for the stacks' names that is made now. @default false */
  readonly tls?: boolean;
  /** Receives completed steps, and slow ones before they start. */
  readonly announce: (message: string) => void;
  /** Receives each mail that is sent. */
  readonly onMessage: (message: Message) => void;
  /** Cancels a start in progress. */
  readonly signal: AbortSignal;
}

/** A platform that runs on this machine. */
export interface Platform {
  readonly state: PlatformState;
  /** Further stages of REST APIs, beside the one in `state`. */
  readonly otherApis: { readonly name: string; readonly url: string }[];
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  /**
   * Stops everything that the platform started and removes its files, except its logs.
   *
   * @param graceMs - time for calls in progress to finish
   */
  stop(graceMs: number): Promise<void>;
}

/** Starts every region of an environment or of exported stacks, and the edge in front of them. If a part fails, everything is stopped. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  options.signal.throwIfAborted();
  const start = new PlatformStart(options);
  try {
    return await Promise.race([start.run(), rejectOnAbort(options.signal)]);
  } catch (error) {
    await start.stop(0);
    throw error;
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

class PlatformStart {
  readonly #options: PlatformOptions;
  readonly #logs: Logs;
  readonly #children: Children;
  readonly #stops: (() => void | Promise<void>)[] = [];
  #regions: Region[] = [];
  #edge: Edge | undefined;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#logs = new Logs(join(options.root, ".local", "logs"));
    this.#children = new Children((name, line) => this.#logs.write(name, line));
  }

  async run(): Promise<Platform> {
    const { root, announce } = this.#options;
    const source = await this.#source();
    const secrets = await LocalSecrets.read(root, this.#options.environment, announce);
    requireSecrets(secrets, source.secretOwners ?? []);
    await this.#checkPorts(source.regions.length);
    const folder = await mkdtemp(join(tmpdir(), "palisade-"));
    this.#children.ownFolder(folder);

    const endpoints = await this.#startEndpoints(source.regions, folder);
    const loaded = await source.load(endpoints);
    announce("Loaded the stacks");
    const all = [...loaded.regions, ...loaded.edges].flatMap(({ resources }) => resources);
    unservedInputs(all).forEach(announce);

    const areExports = this.#options.from !== undefined;
    await giveSecrets(secrets, loaded.regions, { root, endpoints, areExports, announce });
    this.#regions = this.#createRegions(loaded.regions, endpoints, folder, secrets);
    // Regions of one program have the same messages.
    new Set(this.#regions.flatMap(({ unserved }) => unserved)).forEach(announce);
    await Promise.all(this.#regions.map((region) => region.start()));
    announce("Started services, functions and gateways");

    const certificate = this.#options.tls ? join(folder, "edge.pem") : undefined;
    const domains = readSignInDomains(loaded.regions);
    const { speed, from } = this.#options;
    const distributions = await distributionsOf(loaded, {
      endpoints,
      speed,
      folder,
      logs: this.#logs,
      leavesOut: from !== undefined,
      announce,
    });
    if (distributions) this.#stops.push(() => distributions.close());
    const zone = readZone(loaded.regions, this.#announceUnserved);
    const names = [...hostNames(zone), ...domains.map(({ name }) => name)];
    const tls =
      certificate === undefined
        ? undefined
        : await makeServerCertificate(certificate, [
            ...new Set([...names, ...(distributions?.names ?? [])]),
          ]);
    this.#edge = await this.#startEdge({ zone, domains, tls, distributions }, [
      ...endpoints.values(),
    ]);
    const signIn = await serveSignIn(loaded.regions, {
      ...{ domains, endpoints, tls, edgeUrl: this.#edge.url },
      port: this.#options.port === 0 ? 0 : this.#lastPort(loaded.regions.length),
    });
    this.#stops.push(() => signIn?.close(0));
    const state = {
      ...describePlatform(this.#edge.url, this.#regions, loaded.regions, endpoints),
      ...(certificate && { certificate }),
      ...(signIn && { signIn: signIn.url }),
    };
    this.#stops.push(await publishState(join(root, ".local"), state));
    return {
      state,
      otherApis: this.#regions.flatMap(({ apis }) => apis.slice(1)),
      logFolder: this.#logs.folder,
      stop: (graceMs) => this.stop(graceMs),
    };
  }

  async stop(graceMs: number): Promise<void> {
    await this.#edge?.close({ graceMs });
    await Promise.all(this.#regions.map((region) => region.stop(graceMs)));
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#children.close();
    this.#logs.close();
  }

  /** Fails early for ports in use, which otherwise fail after everything else has started. */
  async #checkPorts(regions: number): Promise<void> {
    const { port } = this.#options;
    if (port === 0) return;
    const last = this.#options.tls ? this.#lastPort(regions) : port + regions;
    for (let next = port; next <= last; next++) await assertFree(next);
  }

  /** That of the sign-in pages. */
  #lastPort = (regions: number): number => this.#options.port + regions + 1;

  async #source(): Promise<StackSource> {
    const { root, environment, regions, from, fromIsOwn, agree, announce } = this.#options;
    if (from === undefined) return programSource(root, environment, regions, announce);
    const { exportSource } = await import("./sources/exports.ts");
    return exportSource({
      files: from,
      root,
      ...(fromIsOwn && { areOwn: true }),
      ...(agree && { agree }),
      onUnserved: this.#announceUnserved,
    });
  }

  #announceUnserved = ({ type, name, reason }: Unserved) =>
    this.#options.announce(`Not served: ${type} "${name}": ${reason}`);

  async #startEndpoints(regions: string[], folder: string): Promise<Map<string, AwsEndpoint>> {
    const { announce } = this.#options;
    // Loads while the endpoints start.
    void import("./network/verdicts.ts");
    const endpoints = await Promise.all(
      regions.map((region) =>
        startEndpoint({ region, children: this.#children, folder, announce }),
      ),
    );
    await joinEndpoints(endpoints);
    announce("Started the AWS endpoints");
    return new Map(endpoints.map((aws) => [aws.region, aws]));
  }

  #createRegions(
    loaded: LoadedRegion[],
    endpoints: ReadonlyMap<string, AwsEndpoint>,
    folder: string,
    secrets: LocalSecrets,
  ): Region[] {
    const { root, port, announce } = this.#options;
    return loaded.map(
      ({ region, resources, outputs }, index) =>
        new Region({
          name: region,
          resources,
          usageNames: usageNames(outputs),
          aws: endpoints.get(region)!,
          port: port === 0 ? 0 : port + 1 + index,
          root,
          folder,
          children: this.#children,
          logs: this.#logs,
          secrets,
          announce,
          jwksUriOf: (userPoolArn) => jwksUri(endpoints, userPoolArn),
        }),
    );
  }

  async #startEdge(
    { zone, domains, tls, distributions }: EdgeParts,
    endpoints: AwsEndpoint[],
  ): Promise<Edge> {
    const byName = new Map(this.#regions.map((region) => [region.name, region]));
    this.#stops.push(watchMessages(endpoints, this.#options.onMessage));
    return startEdge({
      port: this.#options.port,
      regions: this.#regions.map(({ name, apiUrl, apis }) => ({ name, apiUrl, stages: apis })),
      zone,
      signIn: { domains, endpoints: new Map(endpoints.map(({ region, url }) => [region, url])) },
      tls,
      front: distributions?.front,
      speed: this.#options.speed,
      control: {
        stopIdentity: (name) => endpoints.find(({ region }) => region === name)?.identity?.stop(),
        startIdentity: (name) => endpoints.find(({ region }) => region === name)?.identity?.start(),
        stop: async (name) => byName.get(name)!.stop(0),
        start: async (name) => byName.get(name)!.start(),
        services: (name) => byName.get(name)!.services?.names ?? [],
        stopService: async (name, service) => byName.get(name)!.services?.stop(service),
        startService: async (name, service) => byName.get(name)!.services?.start(service),
        events: (name) => byName.get(name)!.events,
        runSchedule: async (name, schedule) => byName.get(name)!.runSchedule(schedule),
        usage: () => this.#regions.map(({ name, usage }) => ({ region: name, plans: usage })),
        messages: async (to) => {
          const messages = (await Promise.all(endpoints.map(readMessages))).flat();
          return to === undefined
            ? messages
            : messages.filter((message) => message.to.includes(to));
        },
      },
    });
  }
}

/** What the edge consists of beside the regions. */
interface EdgeParts {
  readonly zone: ReturnType<typeof readZone>;
  readonly domains: ReturnType<typeof readSignInDomains>;
  /** `undefined` for HTTP. */
  readonly tls: TlsOptions | undefined;
  readonly distributions: Distributions | undefined;
}
