import type { AwsEndpoint } from "./aws/endpoint.ts";
import type { HostAddress } from "./lambda/index.ts";
import type { Children } from "../project/children.ts";
import {
  type readServices,
  type RunningService,
  runService,
  type TaskCredentials,
} from "./tasks/index.ts";

type ServiceSpec = ReturnType<typeof readServices>[number];

interface RegionServicesOptions {
  readonly specs: readonly ServiceSpec[];
  readonly aws: AwsEndpoint;
  readonly children: Children;
  readonly credentials: TaskCredentials;
  readonly socketFolder: string;
  /** Receives messages for the user. */
  readonly announce: (message: string) => void;
  /** Called when an address of a load balancer leads to another place, or to none (`null`). */
  readonly onAddress: (name: string, address: HostAddress | null) => void;
}

/** The private services of a running region. Each can be stopped and started again by itself. */
export class RegionServices {
  readonly #options: RegionServicesOptions;
  readonly #running = new Map<string, RunningService>();

  private constructor(options: RegionServicesOptions) {
    this.#options = options;
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

  /** Does nothing for a running service. */
  async start(name: string): Promise<void> {
    const spec = this.#options.specs.find((each) => each.name === name);
    if (!spec || this.#running.has(name)) return;
    const { onAddress } = this.#options;
    const service = await runService(spec, {
      ...this.#options,
      onAddress: (address) => spec.addresses.forEach((each) => onAddress(each, address ?? null)),
    });
    this.#running.set(name, service);
  }

  /** Does nothing for a stopped service. */
  async stop(name: string): Promise<void> {
    const service = this.#running.get(name);
    this.#running.delete(name);
    await service?.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.names.map((name) => this.stop(name)));
  }
}
