import { join } from "node:path";
import { accountId } from "./aws/miniStack.ts";
import type { AwsEndpoint } from "./aws/endpoint.ts";
import { type Gateway, readRestApis, type RestApiModel, startGateway } from "./gateway/index.ts";
import type { Resource } from "./graph/resource.ts";
import {
  createFunctionRuntime,
  createInvoker,
  type FunctionRuntime,
  type HostAddress,
} from "./lambda/index.ts";
import { gatewayMayInvoke } from "./lambda/permissions.ts";
import { functionType, readFunction } from "./lambda/readFunctions.ts";
import type { Children } from "./process/children.ts";
import type { Logs } from "./process/logs.ts";
import {
  readServices,
  type RunningService,
  runService,
  startTaskCredentials,
  type TaskCredentials,
} from "./services/index.ts";

export interface RegionOptions {
  readonly name: string;
  /** The region's resources, as its stack declares them. */
  readonly resources: Resource[];
  readonly aws: AwsEndpoint;
  /** Port of its gateway; 0 takes a free one at its first start. */
  readonly port: number;
  /** Folder that relative paths in resources start from. */
  readonly root: string;
  /** Folder for unpacked code; removed by the caller. */
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  /** Where the keys of a user pool of any region are, by its ARN. */
  readonly jwksUriOf: (userPoolArn: string) => string;
}

/** The resources hold no REST API that could be served. */
export class RegionError extends Error {
  override readonly name = "RegionError";
}

/**
 * One region: its private services, the functions in front of them and its gateway. It can be
 * stopped and started again; its AWS endpoint, and so its data, stays.
 */
export class Region {
  readonly #options: RegionOptions;
  readonly #api: RestApiModel;
  /** Local ports of load balancers by `host:port`; `null` while nothing is behind one. */
  readonly #hosts: Record<string, HostAddress | null> = {};
  #port: number;
  #gateway: Gateway | undefined;
  #functions: FunctionRuntime[] = [];
  #services: RunningService[] = [];
  #credentials: TaskCredentials | undefined;

  /** @throws RegionError when the resources have no REST API with a stage, or more than one */
  constructor(options: RegionOptions) {
    const [api, ...others] = readRestApis(options.resources);
    if (!api || others.length > 0) {
      throw new RegionError(
        `${options.name} has ${api ? others.length + 1 : "no"} REST API stages; one is served.`,
      );
    }
    this.#options = options;
    this.#api = api;
    this.#port = options.port;
  }

  get name(): string {
    return this.#options.name;
  }

  /** The API with its stage. Keeps its port over stops. */
  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port}/${this.#api.stage.name}`;
  }

  async start(): Promise<void> {
    this.#credentials = await startTaskCredentials(this.#options.aws);
    [this.#services, this.#functions] = await Promise.all([
      this.#startServices(this.#credentials),
      this.#startFunctions(),
    ]);
    this.#publishHosts();
    this.#gateway = await startGateway({
      api: this.#api,
      region: this.name,
      accountId,
      port: this.#port,
      invoke: createInvoker(this.#functions),
      jwksUriOf: this.#options.jwksUriOf,
      writeAccessLog: (line) => this.#options.logs.write(`${this.name}/access`, line),
    });
    this.#port = this.#gateway.port;
  }

  /**
   * Stops the region.
   *
   * @param graceMs - how long calls under way may go on; 0 cuts them off, as an outage does
   */
  async stop(graceMs: number): Promise<void> {
    if (graceMs === 0) await this.#gateway?.abort();
    else await this.#gateway?.close({ graceMs });
    await Promise.all([
      ...this.#functions.map((runtime) => runtime.close()),
      ...this.#services.map((service) => service.stop()),
    ]);
    this.#credentials?.close();
    this.#gateway = undefined;
    this.#functions = [];
    this.#services = [];
  }

  #startServices(credentials: TaskCredentials): Promise<RunningService[]> {
    const { aws, children, resources, root } = this.#options;
    const start = (spec: ReturnType<typeof readServices>[number]) => {
      const onPort = (port: number | undefined) => {
        for (const address of spec.addresses) {
          this.#hosts[address] = port === undefined ? null : { host: "127.0.0.1", port };
        }
        this.#publishHosts();
      };
      return runService(spec, { aws, children, credentials, onPort });
    };
    return Promise.all(readServices(resources, root).map(start));
  }

  async #startFunctions(): Promise<FunctionRuntime[]> {
    const { resources, folder, logs } = this.#options;
    const apiArn = `arn:aws:execute-api:${this.name}:${accountId}:${this.#api.id}`;
    const functions = resources.filter(
      (resource) => resource.type === functionType && gatewayMayInvoke(resources, resource, apiArn),
    );
    return Promise.all(
      functions.map(async (resource) => {
        const spec = await readFunction(resource, join(folder, this.name));
        const runtime = createFunctionRuntime({
          ...spec,
          hosts: this.#hosts,
          log: (line) => logs.write(`${this.name}/${spec.name}`, line),
        });
        await runtime.warm();
        return runtime;
      }),
    );
  }

  #publishHosts(): void {
    for (const runtime of this.#functions) runtime.setHosts(this.#hosts);
  }
}
