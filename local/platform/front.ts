import { join } from "node:path";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { startConsole } from "../console/server.ts";
import { distributionsOf } from "../distributions.ts";
import {
  type Edge,
  type EdgeOptions,
  hostNames,
  type PassedChecks,
  readSignInDomains,
  readZone,
  startEdge,
} from "../edge/index.ts";
import type { Unserved } from "../graph/replay.ts";
import type { Logs } from "../process/logs.ts";
import type { Region } from "../region/index.ts";
import { makeServerCertificate } from "../serverCertificate.ts";
import { differingParts, frontParts } from "./frontDifferences.ts";
import type { Ports } from "./ports.ts";
import { serveSignIn } from "../signInPages.ts";
import type { LoadedStacks } from "../sources/source.ts";

interface FrontOptions {
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly control: EdgeOptions["control"];
  readonly onCall: EdgeOptions["onCall"];
  readonly passedChecks: PassedChecks;
  readonly ports: Ports;
  /** Factor that intervals of health checks and TTLs are divided by. @default 30 */
  readonly speed: number | undefined;
  /** Serves HTTPS, with a certificate that is made now. */
  readonly tls: boolean;
  /** Leaves out distributions with parts that can't be served; otherwise they are an error. */
  readonly leavesOut: boolean;
  /** Folder for the certificate and the functions' code; removed by the caller. */
  readonly folder: string;
  readonly logs: Logs;
  readonly announce: (message: string) => void;
  /** Receives resources that are not served. */
  readonly onUnserved: (unserved: Unserved) => void;
}

/** The addresses of the front. */
interface FrontState {
  readonly edge: string;
  readonly console: string;
  /** File with the certificate. Left out without TLS. */
  readonly certificate?: string;
  /** Address of the sign-in pages at `localhost`. Left out without TLS, or if no pool has a domain. */
  readonly signIn?: string;
}

/** What is in front of the regions: the edge with its domains and certificate, distributions, sign-in pages and the console. */
export class Front {
  readonly #options: FrontOptions;
  readonly #stops: (() => void | Promise<void>)[] = [];
  #edge: Edge | undefined;
  #parts: ReadonlyMap<string, string> = new Map();

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /** If it fails, `close` stops the parts that have started. */
  async start(loaded: LoadedStacks, regions: readonly Region[]): Promise<FrontState> {
    const { endpoints, ports, speed, control, onCall, passedChecks } = this.#options;
    this.#parts = frontParts(loaded);
    const domains = readSignInDomains(loaded.regions);
    const distributions = await distributionsOf(loaded, this.#options);
    if (distributions) this.#stops.push(() => distributions.close());
    const zone = readZone(loaded.regions, this.#options.onUnserved);
    const certificate = this.#options.tls ? join(this.#options.folder, "edge.pem") : undefined;
    const names = [
      ...hostNames(zone),
      ...domains.map(({ name }) => name),
      ...(distributions?.names ?? []),
    ];
    const tls =
      certificate === undefined
        ? undefined
        : await makeServerCertificate(certificate, [...new Set(names)]);
    this.#edge = await startEdge({
      port: ports.edge,
      regions: regions.map(addressOf),
      zone,
      signIn: { domains, endpoints: new Map([...endpoints].map(([name, { url }]) => [name, url])) },
      tls,
      front: distributions?.front,
      speed,
      control,
      onCall,
      passedChecks,
    });
    const { url: edgeUrl, control: api } = this.#edge;
    const pages = await startConsole({ port: ports.console, tls, control: api });
    this.#stops.push(() => pages.close(0));
    api.leadTo(`${pages.url}/`);
    const signIn = await serveSignIn(loaded.regions, {
      ...{ domains, endpoints, edgeUrl, tls },
      port: ports.signIn,
    });
    this.#stops.push(() => signIn?.close(0));
    return {
      edge: edgeUrl,
      console: `${pages.url}/`,
      ...(certificate && { certificate }),
      ...(signIn && { signIn: signIn.url }),
    };
  }

  /**
   * Leads to the regions' stages as they are now.
   *
   * @returns resources that it serves otherwise than these stacks declare them, until the next start
   */
  update(loaded: LoadedStacks, regions: readonly Region[]): string[] {
    this.#edge?.relocate(regions.map(addressOf));
    return differingParts(this.#parts, frontParts(loaded));
  }

  /** Whether Route 53 takes a health check as healthy; undefined for one that is not served. */
  isHealthy = (check: string): boolean | undefined => this.#edge?.isHealthy(check);

  /** The JSON API under `/_palisade/`, once it has started. */
  get control(): Edge["control"] {
    return this.#edge!.control;
  }

  /** @param graceMs - time for requests in progress to finish */
  async close(graceMs: number): Promise<void> {
    await this.#edge?.close({ graceMs });
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}

const addressOf = ({ name, apiUrl, apis }: Region) => ({ name, apiUrl, stages: apis });
