import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { ServiceTraces } from "../calls/index.ts";
import type { HostAddress } from "../lambda/index.ts";
import type { RegionNetwork } from "../network/regionNetwork.ts";
import type { Children } from "../../project/children.ts";
import {
  type RunningService,
  ServiceCalls,
  runService,
  type ServiceSpec,
  type TaskCredentials,
} from "../tasks/index.ts";

interface RegionServicesOptions {
  readonly specs: readonly ServiceSpec[];
  readonly aws: AwsEndpoint;
  readonly children: Children;
  readonly credentials: TaskCredentials;
  readonly network: Pick<RegionNetwork, "awsVariables" | "locate" | "reportUnreachable">;
  readonly socketFolder: string;
  /** Makes services tell their part of calls. @default they don't */
  readonly traces?: ServiceTraces | undefined;
  /** Whether services are started by their script `start:watch`, if they have one. @default false */
  readonly watches?: boolean | undefined;
  /** The values of a service's secrets, by variable. */
  readonly secretsOf: (spec: ServiceSpec) => Readonly<Record<string, string>>;
  /** Path of a log, by its name. */
  readonly logFileOf: (name: string) => string;
  /** Receives messages for the user. */
  readonly announce: (message: string) => void;
  /** Called when an address of a service's load balancer leads to another place, or to none (`null`). */
  readonly onAddress: (name: string, address: HostAddress | null, service: string) => void;
}

/** The private services of a running region. Each can be stopped and started again by itself. */
export class RegionServices {
  readonly #options: RegionServicesOptions;
  readonly #calls: ServiceCalls;
  readonly #running = new Map<string, RunningService>();
  /** The last change of each service. Changes of one service happen one after another. */
  readonly #changes = new Map<string, Promise<void>>();
  #isOver = false;

  private constructor(options: RegionServicesOptions) {
    this.#options = options;
    const { aws, network, socketFolder, specs } = options;
    this.#calls = new ServiceCalls({
      names: specs.flatMap(({ privateAddresses }) => privateAddresses),
      awsHost: new URL(aws.url).hostname,
      socketFolder,
      locate: (caller, name) => network.locate(["service", caller], name),
      onUnreachable: (caller, name) => network.reportUnreachable(["service", caller], name),
    });
  }

  /** Starts all of them. */
  static async start(options: RegionServicesOptions): Promise<RegionServices> {
    const services = new RegionServices(options);
    await Promise.all(services.names.map((name) => services.start(name)));
    return services;
  }

  get names(): string[] {
    return this.#options.specs.map(({ name }) => name);
  }

  isRunning = (name: string): boolean => this.#running.has(name);

  /** Does nothing for a running service, and once all were stopped. */
  start(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const spec = this.#options.specs.find((each) => each.name === name);
      if (!spec || this.#running.has(name) || this.#isOver) return;
      const { onAddress } = this.#options;
      const service = await runService(spec, {
        ...this.#options,
        calls: this.#calls,
        traces: this.#options.traces,
        awsVariables: await this.#options.network.awsVariables(
          ["service", name],
          this.#options.aws.region,
        ),
        onAddress: (address) =>
          [...spec.addresses, ...spec.privateAddresses].forEach((each) =>
            onAddress(each, address ?? null, name),
          ),
      });
      this.#running.set(name, service);
    });
  }

  /** Does nothing for a stopped service. */
  stop(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const service = this.#running.get(name);
      this.#running.delete(name);
      await service?.stop();
    });
  }

  /**
   * Starts a service's new process beside the old one, leads its addresses to the new one once that is healthy,
   * and stops the old one.
   *
   * @throws ServiceStartError when the new process does not become healthy; the old one stays
   */
  async restart(name: string): Promise<void> {
    await this.stop(name);
    await this.start(name);
  }

  /** Stops them for good. */
  async stopAll(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.names.map((name) => this.stop(name)));
    this.#calls.close();
    this.#options.traces?.close();
  }

  /** Otherwise two starts would run a service twice, and one that outlasts a stop would go on. */
  #inTurn(name: string, change: () => Promise<void>): Promise<void> {
    const before = this.#changes.get(name) ?? Promise.resolve();
    const done = before.then(change, change);
    this.#changes.set(name, done);
    return done;
  }
}
