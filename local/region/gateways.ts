import { gatewayMayInvokeAs } from "../aws/invokeRoles.ts";
import { clientCertificateOf } from "../clientCertificates.ts";
import {
  compileReleases,
  type Gateway,
  type GatewayOptions,
  type RestApiModel,
  startGateway,
} from "../gateway/index.ts";
import { createInvoker, createStreamingInvoker } from "../lambda/index.ts";
import type { GatewayPart } from "../lambda/permissions.ts";
import { stageName } from "./changes.ts";
import { functionsOf, type RegionDefinition } from "./definition.ts";
import type { RegionFunction } from "./functions.ts";
import type { RegionOptions } from "./options.ts";
import { allOrNone } from "./prepared.ts";

interface GatewaysOptions
  extends
    Pick<RegionOptions, "aws" | "calls" | "name" | "logs" | "jwksUriOf" | "metrics">,
    Pick<GatewayOptions, "account" | "callService" | "findSigner" | "locateTarget"> {
  /** The ports that stages have had, by their names. Those that start get them again. */
  readonly ports: Map<string, number>;
}

/** What a definition gives its gateways beside the stages. */
export interface GatewayParts extends Pick<GatewayOptions, "codeVersion" | "usage"> {
  readonly definition: RegionDefinition;
  readonly functions: readonly RegionFunction[];
}

interface PreparedGateways {
  /** Switches over at once. @returns resolves when no call is in progress that began before */
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Time for the calls of a removed stage to finish, in ms; the longest that an integration takes. */
const removalMs = 30_000;

/** The gateways of a running region: one for each stage. */
export class RegionGateways {
  readonly #options: GatewaysOptions;
  #running: ReadonlyMap<string, Gateway> = new Map();
  /** Those of removed stages, until their calls have finished. */
  readonly #leaving = new Set<Gateway>();

  constructor(options: GatewaysOptions) {
    this.#options = options;
  }

  /**
   * Compiles the stages of a definition. A stage keeps its port and its server; so does the first stage under another
   * name, unless a stage of the old name remains.
   *
   * @throws NotServedError | RestApiDefinitionError when a part of an API cannot be served
   */
  async prepare(parts: GatewayParts): Promise<PreparedGateways> {
    const servers = serversFor(parts.definition.apis, this.#running);
    const started: Gateway[] = [];
    const stages = await allOrNone(
      parts.definition.apis.map(async (api) => {
        const name = stageName(api);
        const options = this.#optionsFor(api, parts);
        const running = servers.get(name);
        if (running) return { name, gateway: running, use: running.prepare(options) };
        const gateway = await this.#start(name, options);
        started.push(gateway);
        // Loads the keys of another region's user pool before that region can fail.
        await gateway.warm().catch(() => {});
        return { name, gateway, use: () => Promise.resolve() };
      }),
      async ({ gateway }) => {
        if (started.includes(gateway)) await gateway.abort();
      },
    );
    return {
      commit: async () => {
        const callsEnded = stages.map(({ use }) => use());
        const before = this.#running;
        this.#running = new Map(stages.map(({ name, gateway }) => [name, gateway]));
        for (const [name, { port }] of this.#running) this.#options.ports.set(name, port);
        const used = new Set(this.#running.values());
        const removed = [...before.values()].filter((gateway) => !used.has(gateway));
        for (const gateway of used) void gateway.warm().catch(() => {});
        await Promise.all([...callsEnded, ...removed.map((gateway) => this.#remove(gateway))]);
      },
      discard: async () => {
        await Promise.all(started.map((gateway) => gateway.abort()));
      },
    };
  }

  /** The running gateways by the names of their stages, as `stageName` gives them. */
  get running(): ReadonlyMap<string, Gateway> {
    return this.#running;
  }

  /**
   * Compiles the stages of a definition without serving them.
   *
   * @throws NotServedError | RestApiDefinitionError when a part of an API cannot be served
   */
  check(parts: Omit<GatewayParts, "functions">): void {
    for (const api of parts.definition.apis)
      compileReleases(this.#optionsFor(api, { ...parts, functions: [] }));
  }

  /** @param graceMs - time for calls in progress to finish; 0 aborts them */
  async close(graceMs: number): Promise<void> {
    const all = [...this.#running.values(), ...this.#leaving];
    this.#running = new Map();
    await Promise.all(
      all.map((gateway) => (graceMs === 0 ? gateway.abort() : gateway.close({ graceMs }))),
    );
  }

  /** The port that the stage had, unless another program has taken it meanwhile. */
  async #start(name: string, options: GatewayOptions): Promise<Gateway> {
    const port = this.#options.ports.get(name) ?? 0;
    try {
      return await startGateway({ ...options, port });
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || this.#running.size === 0) throw error;
      return startGateway({ ...options, port: 0 });
    }
  }

  async #remove(gateway: Gateway): Promise<void> {
    this.#leaving.add(gateway);
    await gateway.close({ graceMs: removalMs });
    this.#leaving.delete(gateway);
  }

  #optionsFor(
    api: RestApiModel,
    { codeVersion, definition, functions, usage }: GatewayParts,
  ): GatewayOptions {
    const { aws, calls, logs, metrics, name, ports: _, ...shared } = this.#options;
    const { resources } = definition;
    const region = { name, accountId: aws.accountId };
    const callableBy = (part: GatewayPart) => {
      const arns = functionsOf(api, part, resources, region).map(({ outputs }) => outputs["arn"]);
      return functions.filter(({ arn }) => arns.includes(arn));
    };
    const callable = callableBy("methods");
    const callableAs = (role: string) =>
      functions.filter(({ arn }) => gatewayMayInvokeAs(resources, role, arn));
    return {
      ...shared,
      api,
      calls: calls?.gateway,
      region: name,
      accountId: aws.accountId,
      port: 0,
      usage,
      codeVersion,
      invoke: createInvoker(callable, callableAs),
      invokeStreaming: createStreamingInvoker(callable, callableAs),
      invokeAuthorizer: createInvoker(callableBy("authorizers"), callableAs),
      clientCertificate: clientCertificateOf(api.stage.clientCertificateId),
      codeVersionOf: (arn) => {
        const unqualified = arn.split(":").slice(0, 7).join(":");
        return functions.find((each) => each.arn === unqualified)?.version ?? "";
      },
      writeAccessLog: (line, canary) => {
        logs.write(`${name}/access${canary ? "/Canary" : ""}`, line);
        metrics?.accessLine(api.id, api.stage.name, line, canary);
      },
      writeFirewallLog: (line) => logs.write(`${name}/firewall`, line),
      writeFaultLog: (line) => logs.write(`${name}/gateway`, line),
    };
  }
}

/** Which running gateway serves which stage from now on. */
function serversFor(
  apis: readonly RestApiModel[],
  running: ReadonlyMap<string, Gateway>,
): ReadonlyMap<string, Gateway> {
  const names = apis.map(stageName);
  const servers = new Map<string, Gateway>();
  for (const name of names) {
    const gateway = running.get(name);
    if (gateway) servers.set(name, gateway);
  }
  const [first] = names;
  const [[oldName, gateway] = []] = running;
  if (first !== undefined && gateway && !servers.has(first) && !names.includes(oldName!)) {
    servers.set(first, gateway);
  }
  return servers;
}

/** The first stage keeps the port of the first one before, unless a stage of the old name remains. */
export function inheritPort(
  ports: Map<string, number>,
  before: readonly RestApiModel[],
  after: readonly RestApiModel[],
): void {
  const [old] = before.map(stageName);
  const names = after.map(stageName);
  const [first] = names;
  if (old === undefined || first === undefined || ports.has(first) || names.includes(old)) return;
  ports.set(first, ports.get(old) ?? 0);
}
