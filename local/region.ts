import { createServiceCaller } from "./aws/callService.ts";
import type { AwsEndpoint } from "./aws/endpoint.ts";
import { gatewayMayAssume } from "./aws/gatewayRoles.ts";
import { gatewayMayInvokeAs } from "./aws/invokeRoles.ts";
import { createSignerFinder } from "./aws/signers.ts";
import { RegionEvents } from "./events/index.ts";
import { clientCertificateOf } from "./clientCertificates.ts";
import {
  type Gateway,
  type PlanUsage,
  readRestApis,
  readUsagePlans,
  type RestApiModel,
  startGateway,
  TokenBucket,
  unservedRules,
  UsageMeter,
} from "./gateway/index.ts";
import type { Resource } from "./graph/resource.ts";
import { createInvoker, createStreamingInvoker, type FunctionRuntime } from "./lambda/index.ts";
import { functionsByArn, functionsOfApi, functionsOfRoles } from "./invokedFunctions.ts";
import type { GatewayPart } from "./lambda/permissions.ts";
import { RegionNetwork } from "./network/regionNetwork.ts";
import { accountLimit } from "../project/accountLimit.ts";
import type { Children } from "../project/children.ts";
import type { Logs } from "./process/logs.ts";
import { protectUserPools } from "./protectUserPools.ts";
import { RegionServices } from "./regionServices.ts";
import { startFunction } from "./startFunction.ts";
import type { LocalSecrets } from "./secrets/index.ts";
import {
  makeSocketFolder,
  readServices,
  startTaskCredentials,
  type TaskCredentials,
} from "./tasks/index.ts";

export interface RegionOptions {
  readonly name: string;
  /** The region's resources, as its stack declares them. */
  readonly resources: Resource[];
  /** The program's names of usage plans and API keys, by their ids. @default AWS's names */
  readonly usageNames?: ReadonlyMap<string, string>;
  readonly aws: AwsEndpoint;
  /** Port of its first REST API. 0 chooses a free one at the first start, as for all other APIs. */
  readonly port: number;
  /** Folder that relative paths in resources start from. */
  readonly root: string;
  /** Folder for unpacked code and services' sockets; removed by the caller. */
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  /** Values of the secrets on this machine. */
  readonly secrets: LocalSecrets;
  /** Receives messages for the user, such as about a service that ended by itself. */
  readonly announce: (message: string) => void;
  /** The address of a user pool's keys, by the pool's ARN, in any region. */
  readonly jwksUriOf: (userPoolArn: string) => string;
}

/** The resources contain no REST API to serve. */
class RegionError extends Error {
  override readonly name = "RegionError";
}

/** A stage of a REST API and, while the region runs, its gateway. */
interface ServedApi {
  readonly model: RestApiModel;
  port: number;
  gateway: Gateway | undefined;
}

/**
 * One region: its private services, functions and gateways. It can be stopped and started again; its AWS
 * endpoint keeps running, with its data.
 */
export class Region {
  readonly #options: RegionOptions;
  readonly #apis: ServedApi[];
  readonly #network: RegionNetwork;
  /** Survives stops, as on AWS. */
  readonly #usage: UsageMeter;
  readonly #callService: ReturnType<typeof createServiceCaller>;
  readonly #findSigner: ReturnType<typeof createSignerFinder>;
  readonly #events: RegionEvents;
  readonly #poolFirewalls: ReturnType<typeof protectUserPools>;
  #functions: FunctionRuntime[] = [];
  #services: RegionServices | undefined;
  #credentials: TaskCredentials | undefined;

  /** @throws RegionError when the resources have no REST API with a stage */
  constructor(options: RegionOptions) {
    const models = readRestApis(options.resources);
    if (models.length === 0)
      throw new RegionError(
        `${options.name} has no REST API with a stage. Declare one to run the region.`,
      );
    this.#options = options;
    const { aws, resources } = options;
    this.#network = new RegionNetwork(resources, {
      report: (message) => {
        options.logs.write(`${options.name}/network`, message);
        options.announce(`${options.name}: ${message}`);
      },
    });
    this.#usage = new UsageMeter(readUsagePlans(resources, options.usageNames));
    this.#callService = createServiceCaller(aws, (role) => gatewayMayAssume(resources, role));
    this.#findSigner = createSignerFinder(aws);
    this.#events = new RegionEvents({
      resources,
      aws,
      log: (line) => options.logs.write(`${options.name}/events`, line),
      announce: (message) => options.announce(`${options.name}: ${message}`),
    });
    this.#poolFirewalls = protectUserPools(resources, aws);
    this.#apis = models.map((model, index) => ({
      model,
      port: index === 0 ? options.port : 0,
      gateway: undefined,
    }));
  }

  get name(): string {
    return this.#options.name;
  }

  /** Address of the first API with its stage. APIs keep their ports when the region restarts. */
  get apiUrl(): string {
    return this.apis[0]!.url;
  }

  /** Each stage of each REST API. */
  get apis(): { name: string; restApi: string; stage: string; url: string }[] {
    return this.#apis.map(({ model, port }) => ({
      name: model.name,
      restApi: model.id,
      stage: model.stage.name,
      url: `http://127.0.0.1:${port}/${model.stage.name}`,
    }));
  }

  /** Its private services while it runs. */
  get services(): RegionServices | undefined {
    return this.#services;
  }

  /** When its schedules are due and, while it runs, the queues that its functions consume. */
  get events(): Pick<RegionEvents, "schedules" | "consumers"> {
    return this.#events;
  }

  /**
   * Makes a schedule's call now.
   *
   * @returns undefined if there is no such schedule
   */
  runSchedule(name: string): Promise<void> | undefined {
    return this.#events.run(name);
  }

  /** Requests counted by usage plan and API key. */
  get usage(): PlanUsage[] {
    return this.#usage.report();
  }

  /** Messages about the parts of its web ACLs that have no effect here, and about schedules and mappings. */
  get unserved(): string[] {
    const ofApis = this.#apis.flatMap(({ model: { firewall } }) => firewall ?? []);
    const notes = [...ofApis, ...this.#poolFirewalls].flatMap((firewall) =>
      unservedRules(firewall),
    );
    return [...notes.map((message) => `Not served: ${message}`), ...this.#events.unserved];
  }

  async start(): Promise<void> {
    await this.#network.load();
    this.#credentials = await startTaskCredentials(this.#options.aws);
    const socketFolder = await makeSocketFolder(this.#options.folder, this.#options.children);
    [this.#services, this.#functions] = await Promise.all([
      this.#startServices(this.#credentials, socketFolder),
      this.#startFunctions(socketFolder, this.#credentials),
    ]);
    this.#publishHosts();
    const account = new TokenBucket(accountLimit(this.name));
    await Promise.all(this.#apis.map((api) => this.#startGateway(api, account)));
    await this.#events.start(this.#functions);
  }

  /**
   * @param graceMs - time for calls in progress to finish; 0 aborts them, as an outage does
   */
  async stop(graceMs: number): Promise<void> {
    await Promise.all(
      this.#apis.map(({ gateway }) =>
        graceMs === 0 ? gateway?.abort() : gateway?.close({ graceMs }),
      ),
    );
    await Promise.all([
      this.#events.stop(),
      ...this.#functions.map((runtime) => runtime.close()),
      this.#services?.stopAll(),
    ]);
    this.#credentials?.close();
    this.#network.close();
    this.#callService.close();
    this.#findSigner.close();
    for (const api of this.#apis) api.gateway = undefined;
    this.#functions = [];
    this.#services = undefined;
  }

  #startServices(credentials: TaskCredentials, socketFolder: string): Promise<RegionServices> {
    const { aws, children, resources, root, announce, logs, secrets } = this.#options;
    return RegionServices.start({
      specs: readServices(resources, root),
      network: this.#network,
      aws,
      children,
      credentials,
      socketFolder,
      secretsOf: (spec) => secrets.of(spec),
      logFileOf: (name) => logs.fileOf(name),
      announce: (message) => announce(`${this.name}: ${message}`),
      onAddress: (name, address, service) => {
        this.#network.setAddress(name, service, address, socketFolder);
        this.#publishHosts();
      },
    });
  }

  async #startGateway(api: ServedApi, account: TokenBucket): Promise<void> {
    const { aws, jwksUriOf, logs } = this.#options;
    const callableBy = (part: GatewayPart) => {
      const arns = this.#functionsOf(api.model, part).map(({ outputs }) => outputs["arn"]);
      return this.#functions.filter(({ arn }) => arns.includes(arn));
    };
    const callable = callableBy("methods");
    const { resources } = this.#options;
    const callableAs = (role: string) =>
      this.#functions.filter(({ arn }) => gatewayMayInvokeAs(resources, role, arn));
    api.gateway = await startGateway({
      api: api.model,
      region: this.name,
      accountId: aws.accountId,
      account,
      usage: this.#usage,
      port: api.port,
      invoke: createInvoker(callable, callableAs),
      invokeStreaming: createStreamingInvoker(callable, callableAs),
      invokeAuthorizer: createInvoker(callableBy("authorizers"), callableAs),
      findSigner: this.#findSigner,
      locateTarget: (target) => this.#network.locateTarget(target),
      clientCertificate: clientCertificateOf(api.model.stage.clientCertificateId),
      callService: this.#callService,
      jwksUriOf,
      writeAccessLog: (line, canary) =>
        logs.write(`${this.name}/access${canary ? "/Canary" : ""}`, line),
      writeFirewallLog: (line) => logs.write(`${this.name}/firewall`, line),
      writeFaultLog: (line) => logs.write(`${this.name}/gateway`, line),
    });
    api.port = api.gateway.port;
    // Loads the keys of another region's user pool before that region can fail.
    await api.gateway.warm().catch(() => {});
  }

  /** @returns the functions that a part of an API may invoke */
  #functionsOf({ id }: RestApiModel, part: GatewayPart): Resource[] {
    const { aws, resources } = this.#options;
    const apiArn = `arn:aws:execute-api:${this.name}:${aws.accountId}:${id}`;
    return functionsOfApi(resources, apiArn, part);
  }

  async #startFunctions(
    socketFolder: string,
    credentials: TaskCredentials,
  ): Promise<FunctionRuntime[]> {
    const { resources } = this.#options;
    const models = this.#apis.map(({ model }) => model);
    const used = (part: GatewayPart) => models.flatMap((model) => this.#functionsOf(model, part));
    const authorizers = new Set([...used("authorizers"), ...functionsOfRoles(resources, models)]);
    const ofEvents = functionsByArn(resources, this.#events.functionArns);
    const functions = new Set([...used("methods"), ...authorizers, ...ofEvents]);
    return Promise.all(
      [...functions].map((resource) =>
        startFunction(resource, {
          ...this.#options,
          region: this.name,
          isAuthorizer: authorizers.has(resource),
          network: this.#network,
          socketFolder,
          credentials,
        }),
      ),
    );
  }

  #publishHosts(): void {
    for (const runtime of this.#functions) runtime.setHosts(this.#network.hostsFor(runtime.arn));
  }
}
