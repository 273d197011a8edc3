import { setTimeout } from "node:timers/promises";
import { accountLimit } from "../../project/accountLimit.ts";
import { type CallService, type FindSigner, leaveAddress, TokenBucket } from "../gateway/index.ts";
import type { UsageMeter } from "../gateway/index.ts";
import { type NetworkRules, readNetworkRules, RegionNetwork } from "../network/regionNetwork.ts";
import { makeSocketFolder, startTaskCredentials, type TaskCredentials } from "../tasks/index.ts";
import type { Started } from "./changes.ts";
import type { RegionDefinition } from "./definition.ts";
import { RegionFunctions } from "./functions.ts";
import { type GatewayParts, RegionGateways } from "./gateways.ts";
import type { RegionOptions } from "./options.ts";
import { RegionServices } from "./services.ts";

export interface RunOptions extends RegionOptions {
  readonly callService: CallService;
  readonly findSigner: FindSigner;
  /** The ports that stages have had, by their names. */
  readonly ports: Map<string, number>;
}

/** A definition that a region can serve at once. */
interface PreparedDefinition {
  /** Names of functions and services that were started. */
  readonly started: Started;
  /** Switches over, in one turn of the event loop. What is of no use any more ends when its calls have finished. */
  commit(): void;
  /** Ends what is new. The old stays as it is. */
  discard(): Promise<void>;
}

/** The longest time that replaced functions and services wait for calls, such as streams, in ms. */
const longestCallMs = 60_000;

/** A region from a start to a stop: its services, functions and gateways. */
export class RegionRun {
  readonly #network: RegionNetwork;
  readonly #credentials: TaskCredentials;
  readonly functions: RegionFunctions;
  readonly services: RegionServices;
  readonly gateways: RegionGateways;
  /** The account's throttle, over all APIs. */
  readonly account: TokenBucket;
  #rules: NetworkRules;
  /** Counts definitions with other code, and reloads of code. */
  #versions = 0;
  #reloads = 0;
  readonly #over = new AbortController();

  private constructor(
    options: RunOptions,
    rules: NetworkRules,
    credentials: TaskCredentials,
    socketFolder: string,
  ) {
    const { announce, calls, logs, name, secrets } = options;
    this.#rules = rules;
    this.#credentials = credentials;
    const network = (this.#network = new RegionNetwork(rules, {
      report: (message) => {
        logs.write(`${name}/network`, message);
        announce(`${name}: ${message}`);
      },
    }));
    const shared = { ...options, network, credentials, socketFolder };
    this.functions = new RegionFunctions(shared);
    this.services = new RegionServices({
      ...shared,
      traces: calls?.services(socketFolder),
      secretsOf: (spec) => secrets.of(spec),
      logFileOf: (log) => logs.fileOf(log),
      announce: (message) => announce(`${name}: ${message}`),
      onAddresses: () => this.#publishHosts(),
      onRestart: () => (this.#reloads += 1),
      isInUse: (address) => leaveAddress(address) > 0 || !this.functions.hasMoved,
    });
    this.account = new TokenBucket(accountLimit(name));
    this.gateways = new RegionGateways({
      ...options,
      account: this.account,
      locateTarget: (target) => network.locateTarget(target),
    });
  }

  /** Makes a run with nothing in it yet: the first definition is prepared like each other. */
  static async create(definition: RegionDefinition, options: RunOptions): Promise<RegionRun> {
    const [rules, credentials, socketFolder] = await Promise.all([
      readNetworkRules(definition.resources),
      startTaskCredentials(options.aws),
      makeSocketFolder(options.folder, options.children),
    ]);
    return new RegionRun(options, rules, credentials, socketFolder);
  }

  /** Whether it was stopped. */
  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /**
   * Starts what a definition adds or changes, beside what runs.
   *
   * @param options - `mustLoad`: whether functions that do not load are an error
   * @throws when a part can't be served or does not start; what runs stays as it is
   */
  async prepare(
    definition: RegionDefinition,
    usage: UsageMeter,
    { mustLoad }: { readonly mustLoad: boolean },
  ): Promise<PreparedDefinition> {
    const rules = await readNetworkRules(definition.resources);
    const failed = new AbortController();
    const preparing = this.services.prepare(definition.services, rules, failed.signal);
    preparing.catch(() => {}); // Reported below.
    const code = { version: this.#versions };
    const codeVersion = () => `${code.version}.${this.#reloads}`;
    // Their faults show sooner than those of services.
    const { functions, gateways } = await this.#prepareApis(
      { definition, usage, codeVersion },
      rules,
      mustLoad,
    ).catch(async (error: unknown) => {
      failed.abort(error);
      await preparing.then(
        (services) => services.discard(),
        () => {},
      );
      throw error;
    });
    const discardApis = () => Promise.all([functions.discard(), gateways.discard()]);
    const services = await preparing.catch(async (error: unknown) => {
      await discardApis();
      throw error;
    });
    return {
      started: { functions: functions.changed, services: services.changed },
      commit: () => {
        if (functions.changed.length + services.changed.length > 0) this.#versions += 1;
        code.version = this.#versions;
        this.#rules = rules;
        this.#network.use(rules);
        const parts = [functions.commit(), services.commit()];
        const callsEnded = gateways.commit();
        this.#publishHosts();
        const ended = Promise.race([callsEnded, afterMs(longestCallMs, this.#over.signal)]);
        for (const retire of parts) void retire(ended);
      },
      discard: async () => {
        await Promise.all([discardApis(), services.discard()]);
      },
    };
  }

  /**
   * Reads a function's code again and gives new calls new instances.
   *
   * @returns false if there is no function of this name
   * @throws FunctionLoadError when the new code does not load; the old one stays
   */
  async reloadFunction(name: string): Promise<boolean> {
    const isKnown = await this.functions.reload(name, this.#rules);
    this.#reloads += 1;
    return isKnown;
  }

  /** @param graceMs - time for calls in progress to finish; 0 aborts them */
  async closeGateways(graceMs: number): Promise<void> {
    this.#over.abort();
    await this.gateways.close(graceMs);
  }

  /** Ends everything but its gateways. */
  async end(): Promise<void> {
    await Promise.all([this.functions.close(), this.services.stopAll()]);
    this.#credentials.close();
    this.#network.close();
  }

  async #prepareApis(
    parts: Omit<GatewayParts, "functions">,
    rules: NetworkRules,
    mustLoad: boolean,
  ) {
    const declared = parts.definition.functions;
    const functions = await this.functions.prepare(declared, rules, { mustLoad });
    try {
      const gateways = await this.gateways.prepare({ ...parts, functions: functions.functions });
      return { functions, gateways };
    } catch (error) {
      await functions.discard();
      throw error;
    }
  }

  #publishHosts(): void {
    this.functions.setHosts((arn) => this.#network.hostsFor(arn));
  }
}

/** Resolves after a time, or at once when the signal says so. */
const afterMs = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { ref: false, signal }).catch(() => {});
