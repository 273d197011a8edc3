import { createServiceCaller } from "../aws/callService.ts";
import { gatewayMayAssume } from "../aws/gatewayRoles.ts";
import { createSignerFinder } from "../aws/signers.ts";
import { RegionEvents } from "../events/index.ts";
import { type PlanUsage, TokenBucket, UsageMeter } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import type { FunctionRuntime } from "../lambda/index.ts";
import { changesBetween, isUnchanged, type RegionChanges } from "./changes.ts";
import { readDefinition, type RegionDefinition } from "./definition.ts";
import { RegionNetwork } from "../network/regionNetwork.ts";
import { accountLimit } from "../../project/accountLimit.ts";
import { protectUserPools } from "../protectUserPools.ts";
import { serveApi, type ServedApi } from "./gateways.ts";
import type { RegionOptions } from "./options.ts";
import { RegionServices } from "./services.ts";
import { startFunction } from "./startFunction.ts";
import { makeSocketFolder, startTaskCredentials, type TaskCredentials } from "../tasks/index.ts";

/** Time for calls in progress to finish, in ms. */
const graceMs = 5_000;

/** A function or service that the region does not have. */
class UnknownNameError extends Error {
  override readonly name = "UnknownNameError";
}

/**
 * One region: its private services, functions and gateways. It can be stopped and started again; its AWS
 * endpoint keeps running, with its data.
 */
export class Region {
  readonly #options: RegionOptions;
  #definition: RegionDefinition;
  #apis: ServedApi[];
  #network: RegionNetwork;
  /** Survives stops, as on AWS. */
  #usage: UsageMeter;
  readonly #callService: ReturnType<typeof createServiceCaller>;
  readonly #findSigner: ReturnType<typeof createSignerFinder>;
  #events: RegionEvents;
  #functions: FunctionRuntime[] = [];
  #services: RegionServices | undefined;
  #credentials: TaskCredentials | undefined;
  #isRunning = false;
  /** The last change. Changes happen one after another. */
  #changes: Promise<unknown> = Promise.resolve();

  /** @throws RegionError when the resources have no REST API with a stage */
  constructor(options: RegionOptions) {
    const { aws, resources, usageNames } = options;
    this.#options = options;
    this.#definition = this.#read(resources, usageNames);
    this.#network = this.#createNetwork();
    this.#usage = new UsageMeter(this.#definition.plans);
    this.#callService = createServiceCaller(aws, (role) =>
      gatewayMayAssume(this.#definition.resources, role),
    );
    this.#findSigner = createSignerFinder(aws);
    this.#events = this.#createEvents();
    protectUserPools(resources, aws);
    this.#apis = this.#definition.apis.map((model, index) => ({
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
  get unserved(): readonly string[] {
    return this.#definition.unserved;
  }

  /**
   * Serves other resources from now on, and replaces only what differs. Calls in progress finish with what they
   * began with. Changes happen one after another; a stopped region starts with the new resources.
   *
   * @returns the names of what differs
   * @throws when the resources can't be read or a part of them does not start; the region is as before then
   */
  update(resources: Resource[], usageNames?: ReadonlyMap<string, string>): Promise<RegionChanges> {
    return this.#inTurn(async () => {
      const definition = this.#read(resources, usageNames);
      const changes = changesBetween(this.#definition, definition);
      const isRunning = this.#isRunning;
      if (isRunning && !isUnchanged(changes)) await this.stop(graceMs);
      this.#definition = definition;
      this.#network = this.#createNetwork();
      this.#usage = new UsageMeter(definition.plans);
      this.#events = this.#createEvents();
      protectUserPools(resources, this.#options.aws);
      this.#apis = definition.apis.map((model, index) => ({
        model,
        port: this.#apis[index]?.port ?? 0,
        gateway: undefined,
      }));
      if (isRunning && !isUnchanged(changes)) await this.#start();
      return changes;
    });
  }

  /**
   * Reads a function's bundle again, because its files changed: new calls get new instances, old instances finish
   * their calls.
   *
   * @param name - its name in AWS
   * @throws UnknownNameError when the region does not run it
   * @throws FunctionLoadError when the new bundle does not load; the old one stays
   */
  reloadFunction(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const names = this.#definition.functions.map(({ resource }) => resource.outputs["name"]);
      if (!names.includes(name))
        throw new UnknownNameError(
          `${this.name} runs no function "${name}". It runs ${names.join(", ")}.`,
        );
      if (!this.#isRunning) return;
      await this.stop(graceMs);
      await this.#start();
    });
  }

  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  async #start(): Promise<void> {
    if (this.#isRunning) return;
    await this.#network.load();
    this.#credentials = await startTaskCredentials(this.#options.aws);
    const socketFolder = await makeSocketFolder(this.#options.folder, this.#options.children);
    [this.#services, this.#functions] = await Promise.all([
      this.#startServices(this.#credentials, socketFolder),
      this.#startFunctions(socketFolder, this.#credentials),
    ]);
    this.#publishHosts();
    const account = new TokenBucket(accountLimit(this.name));
    const parts = {
      ...this.#options,
      definition: this.#definition,
      functions: this.#functions,
      network: this.#network,
      usage: this.#usage,
      callService: this.#callService,
      findSigner: this.#findSigner,
      account,
    };
    await Promise.all(this.#apis.map((api) => serveApi(api, parts)));
    await this.#events.start(this.#functions);
    this.#isRunning = true;
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
    this.#isRunning = false;
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = this.#changes.then(change, change);
    this.#changes = done.catch(() => {});
    return done;
  }

  #read(resources: Resource[], usageNames?: ReadonlyMap<string, string>): RegionDefinition {
    const { aws, root, name } = this.#options;
    return readDefinition(resources, { name, accountId: aws.accountId, root, usageNames });
  }

  #createNetwork(): RegionNetwork {
    const { announce, logs, name } = this.#options;
    return new RegionNetwork(this.#definition.resources, {
      report: (message) => {
        logs.write(`${name}/network`, message);
        announce(`${name}: ${message}`);
      },
    });
  }

  #createEvents(): RegionEvents {
    const { announce, aws, logs, name } = this.#options;
    return new RegionEvents({
      definition: this.#definition.events,
      aws,
      log: (line) => logs.write(`${name}/events`, line),
      announce: (message) => announce(`${name}: ${message}`),
    });
  }

  #startServices(credentials: TaskCredentials, socketFolder: string): Promise<RegionServices> {
    const { aws, calls, children, announce, logs, secrets, watches } = this.#options;
    return RegionServices.start({
      specs: this.#definition.services,
      network: this.#network,
      aws,
      children,
      credentials,
      socketFolder,
      traces: calls?.services(socketFolder),
      watches,
      secretsOf: (spec) => secrets.of(spec),
      logFileOf: (name) => logs.fileOf(name),
      announce: (message) => announce(`${this.name}: ${message}`),
      onAddress: (name, address, service) => {
        this.#network.setAddress(name, service, address, socketFolder);
        this.#publishHosts();
      },
    });
  }

  async #startFunctions(
    socketFolder: string,
    credentials: TaskCredentials,
  ): Promise<FunctionRuntime[]> {
    return Promise.all(
      this.#definition.functions.map(({ resource, isAuthorizer }) =>
        startFunction(resource, {
          ...this.#options,
          region: this.name,
          isAuthorizer,
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
