import type { PlanUsage, RegionLimits } from "../apiTypes/limits.ts";
import { createServiceCaller } from "../aws/callService.ts";
import { gatewayMayAssume } from "../aws/gatewayRoles.ts";
import { createSignerFinder } from "../aws/signers.ts";
import { RegionEvents } from "../events/index.ts";
import { UsageMeter } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import type { MeasuredFunction, MeasuredService } from "../metrics/index.ts";
import { type ProtectedPools, protectUserPools } from "../protectUserPools.ts";
import { changesBetween, type RegionChanges, stageName, withStarted } from "./changes.ts";
import { readDefinition, type RegionDefinition } from "./definition.ts";
import { inheritPort, RegionGateways } from "./gateways.ts";
import type { RegionOptions } from "./options.ts";
import { regionLimits } from "./limits.ts";
import { RegionRun, type RunOptions } from "./run.ts";
import type { RegionServices } from "./services.ts";

/**
 * One region: its private services, functions and gateways. It can be stopped and started again, and take other
 * resources; its AWS endpoint keeps running, with its data.
 */
export class Region {
  readonly #options: RegionOptions;
  readonly #callService: ReturnType<typeof createServiceCaller>;
  readonly #findSigner: ReturnType<typeof createSignerFinder>;
  readonly #events: RegionEvents;
  /** The ports of its stages by their names. They get them again at each start. */
  readonly #ports = new Map<string, number>();
  #definition: RegionDefinition;
  /** Survives stops, as on AWS. */
  #usage: UsageMeter;
  #pools: ProtectedPools;
  #run: RegionRun | undefined;
  #isStarted = false;
  /** The last start, update or reload. They happen one after another. */
  #changes: Promise<unknown> = Promise.resolve();
  #stopping: Promise<unknown> = Promise.resolve();
  #stops = 0;

  /** @throws RegionError when the resources have no REST API with a stage */
  constructor(options: RegionOptions) {
    const { aws, name, logs, announce, port, resources, usageNames } = options;
    this.#options = options;
    this.#definition = this.#read(resources, usageNames);
    options.metrics?.use(resources);
    this.#usage = new UsageMeter(this.#definition.plans);
    this.#callService = createServiceCaller(aws, (role) =>
      gatewayMayAssume(this.#definition.resources, role),
    );
    this.#findSigner = createSignerFinder(aws);
    this.#events = new RegionEvents({
      definition: this.#definition.events,
      aws,
      log: (line) => logs.write(`${name}/events`, line),
      announce: (message) => announce(`${name}: ${message}`),
    });
    this.#pools = protectUserPools(this.#definition.poolFirewalls, aws);
    this.#ports.set(stageName(this.#definition.apis[0]!), port);
  }

  get name(): string {
    return this.#options.name;
  }

  /** Its resources, of the last update. */
  get resources(): readonly Resource[] {
    return this.#definition.resources;
  }

  /** Address of the first API with its stage. APIs keep their ports when the region restarts. */
  get apiUrl(): string {
    return this.apis[0]!.url;
  }

  /** Each stage of each REST API. */
  get apis(): { name: string; restApi: string; stage: string; url: string }[] {
    return this.#definition.apis.map((model) => ({
      name: model.name,
      restApi: model.id,
      stage: model.stage.name,
      url: `http://127.0.0.1:${this.#ports.get(stageName(model)) ?? 0}/${model.stage.name}`,
    }));
  }

  /** What it serves. */
  get definition(): RegionDefinition {
    return this.#definition;
  }

  /** Its private services while it runs. */
  get services(): RegionServices | undefined {
    return this.#isStarted ? this.#run?.services : undefined;
  }

  /** What metrics are made of, while it runs. */
  get measured(): { functions: MeasuredFunction[]; services: MeasuredService[] } {
    const run = this.#isStarted ? this.#run : undefined;
    return { functions: run?.functions.measured ?? [], services: run?.services.measured ?? [] };
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

  /** Its throttles and caches as they are now; those of the account and stages while it runs. */
  get limits(): RegionLimits {
    return regionLimits(this.#run, this.#usage);
  }

  /** Deletes a stage's cached responses. @returns their number; undefined for a stage that does not run */
  flushCaches(stage: string): number | undefined {
    return this.#run?.gateways.running.get(stage)?.flushCaches();
  }

  /** Messages about the parts of its web ACLs that have no effect here, and about schedules and mappings. */
  get unserved(): readonly string[] {
    return this.#definition.unserved;
  }

  /** Does nothing while it runs. A stop in the meantime ends the start. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stopping;
      if (this.#run) return;
      const stops = this.#stops;
      const run = await RegionRun.create(this.#definition, this.#runOptions);
      if (this.#stops > stops) return run.end();
      this.#run = run;
      try {
        const prepared = await run.prepare(this.#definition, this.#usage, { mustLoad: false });
        if (run.isOver) return await prepared.discard();
        prepared.commit();
        this.#isStarted = true;
        await this.#events.start(run.functions.invoke);
      } catch (error) {
        if (run.isOver) return;
        await this.stop(0);
        throw error;
      }
    });
  }

  /**
   * @param graceMs - time for calls in progress to finish; 0 aborts them, as an outage does
   */
  async stop(graceMs: number): Promise<void> {
    const run = this.#run;
    this.#stops += 1;
    this.#run = undefined;
    this.#isStarted = false;
    if (run) this.#stopping = this.#stop(run, graceMs);
    await this.#stopping;
  }

  /**
   * Serves other resources from now on, and replaces only what differs. Calls in progress finish with what they
   * began with: functions' events as long as they take, services and streams for a minute at most. Of what stays the
   * same, counts, tokens and caches are kept, as are the ports of APIs by name. Changes happen one after another; a
   * stopped region starts with the new resources.
   *
   * @param usageNames - the program's names of usage plans and API keys, by their ids. @default AWS's names
   * @returns the names of what differs, as soon as new calls get it
   * @throws when the resources can't be read or a part of them does not start; the region is as before then
   */
  update(resources: Resource[], usageNames?: ReadonlyMap<string, string>): Promise<RegionChanges> {
    return this.#inTurn(async () => {
      const definition = this.#read(resources, usageNames);
      const usage = this.#usage.following(definition.plans);
      const changes = changesBetween(this.#definition, definition);
      const run = this.#run;
      const prepared = await run
        ?.prepare(definition, usage, { mustLoad: true })
        .catch((error: unknown) => {
          if (!run.isOver) throw error;
        });
      if (run?.isOver) await prepared?.discard();
      else prepared?.commit();
      if (!prepared) new RegionGateways(this.#runOptions).check({ definition, usage });
      if (!this.#run) inheritPort(this.#ports, this.#definition.apis, definition.apis);
      this.#definition = definition;
      this.#options.metrics?.use(resources);
      this.#usage = usage;
      this.#pools = protectUserPools(definition.poolFirewalls, this.#options.aws, this.#pools);
      this.#events.update(definition.events).catch(({ message }: Error) => {
        this.#options.announce(`${this.name}: ${message}`);
      });
      return prepared ? withStarted(changes, prepared.started) : changes;
    });
  }

  /**
   * Reads a function's bundle again, because its files changed: new calls get new instances, old instances finish
   * their calls.
   *
   * @param name - its name in AWS
   * @returns false if the region runs no function of this name
   * @throws FunctionLoadError when the new bundle does not load; the old one stays
   */
  reloadFunction(name: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const run = this.#run;
      if (run) return run.reloadFunction(name);
      return this.#definition.functions.some(({ resource }) => resource.outputs["name"] === name);
    });
  }

  async #stop(run: RegionRun, graceMs: number): Promise<void> {
    await run.closeGateways(graceMs);
    await Promise.all([this.#events.stop(), run.end()]);
    this.#callService.close();
    this.#findSigner.close();
  }

  get #runOptions(): RunOptions {
    return {
      ...this.#options,
      callService: this.#callService,
      findSigner: this.#findSigner,
      ports: this.#ports,
    };
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
}
