import type { Message } from "./apiTypes/mail.ts";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../project/children.ts";
import { watchMessages } from "./aws/messages.ts";
import { addAwsRequest, CallRecorder, printFailures, signInAgain } from "./calls/index.ts";
import { routeEndpoints } from "./control/routes.ts";
import { tokenEndpoints } from "./control/tokens.ts";
import { callEndpoints } from "./control/calls.ts";
import { savedDataEndpoints } from "./control/savedData.ts";
import { seedEndpoints } from "./control/seeds.ts";
import { type HeldData, SaveWatch } from "./data/index.ts";
import { describeRegions } from "./describePlatform.ts";
import { Feed } from "./control/feed.ts";
import { RegionMetrics } from "./metrics/index.ts";
import { PassedChecks } from "./edge/index.ts";
import { inspectEndpoints } from "./inspect/index.ts";
import { inspectedRegions } from "./platform/inspected.ts";
import { controlHandlers } from "./platform/control.ts";
import { startEndpoints, takeData } from "./platform/endpoints.ts";
import { ServedDefinition } from "./platform/definition.ts";
import { startReloading } from "./platform/reloading.ts";
import { startMeasuring } from "./platform/measuring.ts";
import { Front } from "./platform/front.ts";
import { assertPortsFree, portsOf } from "./platform/ports.ts";
import { createRegions } from "./platform/regions.ts";
import { beginSearch } from "./platform/search.ts";
import { PlatformSeeds } from "./platform/seeds.ts";
import { announceUnserved, sourceOf, type SourceOptions } from "./platform/source.ts";
import { Logs } from "./process/logs.ts";
import type { Region } from "./region/index.ts";
import { reloadEndpoints, type Reloader } from "./reload/index.ts";
import { giveSecrets, LocalSecrets, requireSecrets } from "./secrets/index.ts";
import type { LoadedStacks } from "./sources/source.ts";
import { publishState, type PlatformState } from "./stateFile.ts";

export interface PlatformOptions extends SourceOptions {
  /** Port of the edge; the regions' gateways use the next ones. 0 chooses free ports. */
  readonly port: number;
  /** Factor that intervals of health checks and TTLs are divided by. @default 30 */
  readonly speed?: number | undefined;
  /** Serves HTTPS, with a certificate for the stacks' names that is made now. @default false */
  readonly tls?: boolean;
  /** Keeps users, tables, queues, buckets and keys for the next start, in `.local/data`. @default nothing is kept */
  readonly keep?: boolean;
  /** Feeds the logs to an OpenSearch on this machine. @default false */
  readonly search?: boolean;
  /** Watches the project's files, and reloads what they concern. Not for exports. @default false */
  readonly watch?: boolean;
  /** Receives lines about what was reloaded. @default announce */
  readonly print?: (line: string) => void;
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

/** Number of messages that are kept for who follows them. */
const keptMessages = 50;

class PlatformStart {
  readonly #options: PlatformOptions;
  readonly #logs: Logs;
  readonly #children: Children;
  readonly #stops: (() => void | Promise<void>)[] = [];
  readonly #sent = new Feed<Message>(keptMessages);
  #regions: Region[] = [];
  #front: Front | undefined;
  #data: HeldData | undefined;
  #reloader: Reloader | undefined;
  #stopPrinting: () => void = () => {};
  #stopMeasuring: () => Promise<void> = async () => {};

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#logs = new Logs(join(options.root, ".local", "logs"));
    this.#children = new Children((name, line) => this.#logs.write(name, line));
  }

  async run(): Promise<Platform> {
    const startedAt = Date.now();
    const { root, announce, environment, signal } = this.#options;
    const source = await sourceOf(this.#options);
    this.#stops.unshift(async () => source.close?.());
    const secrets = await LocalSecrets.read(root, environment, announce);
    const ports = portsOf(this.#options.port, source.regions.length);
    const tls = this.#options.tls ?? false;
    await assertPortsFree(ports, tls);
    const folder = await mkdtemp(join(tmpdir(), "palisade-"));
    this.#children.ownFolder(folder);
    const parts = { root, folder, children: this.#children, logs: this.#logs, secrets, announce };

    const searching = this.#options.search
      ? beginSearch({
          ...{ ...parts, environment, secrets: () => secrets.values },
          regions: () => this.#regions,
          inspected: () => inspectedRegions(definition.loaded, endpoints),
        })
      : undefined;
    const recorder = new CallRecorder();
    const passedChecks = new PassedChecks();
    const ownKeys = new Set<string>();
    if (this.#options.keep) this.#data = await takeData(this.#options);
    const [endpoints] = await Promise.all([
      startEndpoints(source.regions, {
        ...parts,
        data: this.#data,
        onRequest: (request) => addAwsRequest(recorder, request, (key) => ownKeys.has(key)),
      }),
      source.check?.().then((owners) => requireSecrets(secrets, owners)),
    ]);
    announce("Started the AWS endpoints");
    for (const { accessKey } of endpoints.values()) ownKeys.add(accessKey?.accessKeyId ?? "");
    const saves = new SaveWatch(endpoints.values(), announce);
    this.#stops.push(() => saves.close());
    const loaded = await source.load(endpoints, { signal });
    announce(`Loaded the stacks${loaded.isRepeated ? ": nothing has changed" : ""}`);

    const areExports = this.#options.from !== undefined;
    await giveSecrets(secrets, loaded.regions, { root, endpoints, areExports, announce });
    const metrics = new Map(loaded.regions.map(({ region }) => [region, new RegionMetrics()]));
    this.#regions = createRegions(loaded.regions, {
      ...parts,
      ...{ recorder, metrics },
      endpoints,
      firstPort: ports.firstRegion,
      watches: this.#watches,
    });
    const regions = this.#regions;
    this.#front = new Front({
      ...parts,
      ...{ endpoints, ports, tls, leavesOut: areExports },
      speed: this.#options.speed,
      control: controlHandlers(regions, endpoints),
      onCall: recorder.edge,
      passedChecks,
      onUnserved: announceUnserved(announce),
    });
    const definition = new ServedDefinition(loaded, {
      ...{ root, environment, source, endpoints, regions, front: this.#front, secrets, announce },
      onLoaded: (current) => published.replace(stateOf(current)),
    });
    definition.announceUnserved();
    await Promise.all(regions.map((region) => region.start()));
    announce("Started services, functions and gateways");
    await loaded.finish?.();
    this.#stops.push(watchMessages([...endpoints.values()], startedAt, this.#onMessage));

    const search = await searching;
    this.#stops.push(async () => search?.close());
    const addresses = await this.#front.start(loaded, regions);
    const stateOf = (current: LoadedStacks): PlatformState => ({
      ...addresses,
      ...(search && { search: search.url }),
      regions: describeRegions(regions, current.regions, endpoints),
    });
    const currentState = () => stateOf(definition.loaded);
    const inspected = () => inspectedRegions(definition.loaded, endpoints);
    const measuring = startMeasuring({
      ...{ running: regions, metrics, endpoints, inspected, announce },
      isHealthy: this.#front.isHealthy,
      logFolder: this.#logs.folder,
    });
    this.#stopMeasuring = () => measuring.close();
    this.#front.control.add(
      inspectEndpoints({
        regions: inspected,
        running: regions,
        alarms: () => measuring.evaluate(),
        recorder,
        logFolder: this.#logs.folder,
        passedChecks,
        sent: this.#sent,
        secrets: () => secrets.values,
      }),
    );
    this.#front.control.add(
      callEndpoints({
        recorder,
        secrets: () => secrets.values,
        regions: () => this.#regions.map(({ name }) => name),
        logFolder: this.#logs.folder,
        urls: { edge: addresses.edge, gateway: this.#urlOf },
        signIn: signInAgain(currentState),
      }),
    );
    this.#front.control.add([
      ...routeEndpoints({ regions: () => regions, state: currentState }),
      ...tokenEndpoints(currentState),
    ]);
    const now = () => definition.loaded;
    const seeds = new PlatformSeeds({
      ...{ root, environment, endpoints, loaded: now, announce, signal },
    });
    this.#front.control.add([
      ...seedEndpoints((onLong, left) => seeds.apply(onLong, left)),
      ...savedDataEndpoints(() => saves.problems),
    ]);
    await seeds.applyToEmpty();
    this.#stopPrinting = printFailures({
      ...{ recorder, print: announce, secrets: () => secrets.values },
      ...{ console: addresses.console, logFolder: this.#logs.folder },
    });
    const published = await publishState(join(root, ".local"), stateOf(loaded));
    this.#stops.push(() => published.takeBack());
    // A recording was compared with the files before.
    const since = this.#options.recording ? performance.timeOrigin : startedAt;
    this.#reloader = this.#watches
      ? startReloading(definition, { ...this.#options, regions, since })
      : undefined;
    this.#front.control.add(reloadEndpoints(this.#reloader));
    return {
      state: stateOf(loaded),
      otherApis: regions.flatMap(({ apis }) => apis.slice(1)),
      logFolder: this.#logs.folder,
      stop: (graceMs) => this.stop(graceMs),
    };
  }

  /** Exports are not watched: nothing says what their code is made of. */
  get #watches(): boolean {
    return (this.#options.watch ?? false) && this.#options.from === undefined;
  }

  async stop(graceMs: number): Promise<void> {
    // Health checks fail while the parts end.
    this.#stopPrinting();
    await this.#stopMeasuring();
    await this.#reloader?.close();
    await this.#front?.close(graceMs);
    await Promise.all(this.#regions.map((region) => region.stop(graceMs)));
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#children.close();
    await this.#data?.release();
    this.#logs.close();
  }

  #urlOf = (region: string, restApi: string, stage: string): string | undefined =>
    this.#regions
      .find(({ name }) => name === region)
      ?.apis.find((api) => api.restApi === restApi && api.stage === stage)?.url;

  #onMessage = (message: Message): void => {
    this.#options.onMessage(message);
    this.#sent.publish(message);
  };
}
