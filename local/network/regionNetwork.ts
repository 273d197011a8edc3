import type { LinkTarget } from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import type { HostAddress, HostMap, Unreachable } from "../lambda/index.ts";
import { LinkTargets } from "../linkTargets.ts";
import { awsServices } from "./awsServices.ts";
import { BlackHole } from "./blackHole.ts";
import { GatewayTimeouts } from "./gatewayTimeouts.ts";
import type { Caller, PairVerdict, Verdicts } from "./verdicts.ts";

interface RegionNetworkOptions {
  /** Time after which connections fail that the network drops. @default 3 s; clients on AWS wait for minutes */
  readonly timeoutMs?: number;
  /** Receives once what keeps a caller from a target, and what to add. */
  readonly report: (message: string) => void;
}

/** What a definition of the region makes its network carry. */
export interface NetworkRules {
  readonly verdicts: Verdicts;
  readonly linkTargets: LinkTargets;
}

/** Loads the policies' model of networks, which takes a moment. */
export async function readNetworkRules(resources: readonly Resource[]): Promise<NetworkRules> {
  const { Verdicts } = await import("./verdicts.ts");
  return { verdicts: new Verdicts(resources), linkTargets: new LinkTargets(resources) };
}

interface ServiceAddress {
  /** The service behind the name. */
  readonly service: string;
  readonly address: HostAddress | null;
  /** Folder for the socket of a responder in its place. */
  readonly socketFolder: string;
}

/**
 * The network of a region, as its stack's security groups, network ACLs, routes and endpoints make it. What the
 * stack does not decide, such as with a network of another stack, is let through.
 */
export class RegionNetwork {
  readonly #timeoutMs: number;
  readonly #report: RegionNetworkOptions["report"];
  readonly #timeouts: GatewayTimeouts;
  readonly #blackHole: BlackHole;
  readonly #services = new Map<string, ServiceAddress>();
  /** Where names lead, by the rules. */
  readonly #addresses = new Map<string, HostAddress | null>();
  readonly #reported = new Set<string>();
  #rules: NetworkRules;

  constructor(rules: NetworkRules, { timeoutMs = 3_000, report }: RegionNetworkOptions) {
    this.#rules = rules;
    this.#timeoutMs = timeoutMs;
    this.#report = report;
    this.#timeouts = new GatewayTimeouts(timeoutMs);
    this.#blackHole = new BlackHole(timeoutMs);
  }

  /** Carries what other rules allow, from now on. */
  use(rules: NetworkRules): void {
    this.#rules = rules;
    for (const [name, service] of this.#services) this.#lead(name, service);
  }

  /**
   * Sets the address of a service behind a load balancer's name; `null` without a running service. If the load
   * balancer does not reach the service's tasks, the name leads to a responder that times out as that does.
   *
   * @param socketFolder - folder for the responder's socket
   */
  setAddress(
    name: string,
    service: string,
    address: HostAddress | null,
    socketFolder: string,
  ): void {
    this.#services.set(name, { service, address, socketFolder });
    this.#lead(name, { service, address, socketFolder });
  }

  /** Removes a name, which then leads nowhere. */
  removeName(name: string): void {
    this.#services.delete(name);
    this.#addresses.delete(name);
  }

  /** The addresses of all names, as a function's network carries connections to them. */
  hostsFor(functionArn: string, rules = this.#rules): HostMap {
    const locate = (name: string) => this.locate(["function", functionArn], name, rules) ?? null;
    return Object.fromEntries([...this.#addresses.keys()].map((name) => [name, locate(name)]));
  }

  /**
   * The address behind a name, as a caller's network carries connections to it.
   *
   * @param rules - @default those in use
   */
  locate(
    caller: Caller,
    name: string,
    rules = this.#rules,
  ): HostAddress | Unreachable | null | undefined {
    const isDropped = rules.verdicts.onName(caller, name)?.carries === false;
    return isDropped ? { timesOutAfterMs: this.#timeoutMs } : this.#addresses.get(name);
  }

  /**
   * The address of a VPC link's target.
   *
   * @returns null without a running service, or if the network does not carry connections to it
   */
  locateTarget(target: LinkTarget): HostAddress | null {
    const caller = ["link", target.linkId] as const;
    const name = this.#rules.linkTargets.addressOf(target);
    const address = this.locate(caller, name) ?? null;
    if (!address || !("timesOutAfterMs" in address)) return address;
    this.reportUnreachable(caller, name);
    return null;
  }

  /** Reports, once, what keeps a caller from a name. Does nothing if it is not kept from it. */
  reportUnreachable(caller: Caller, name: string): void {
    // A function may name anything, and names have no case.
    const names = [...this.#addresses.keys()].map((one) => one.toLowerCase());
    if (!names.includes(name.toLowerCase())) return;
    const verdict = this.#rules.verdicts.onName(caller, name);
    if (verdict?.carries === false) this.#reportOnce(verdict);
  }

  /**
   * Variables that keep the SDKs of a function or service from services of AWS that its network does not reach. They
   * are the same as long as the network is.
   *
   * @param rules - @default those in use
   */
  async awsVariables(
    caller: Caller,
    region: string,
    rules = this.#rules,
  ): Promise<Record<string, string>> {
    const verdicts = Object.entries(awsServices).flatMap(([variable, service]) => {
      const verdict = rules.verdicts.onAws(caller, service, region);
      return verdict?.carries === false ? [{ variable, verdict }] : [];
    });
    const urls = verdicts.map(async ({ variable, verdict }) => [
      `AWS_ENDPOINT_URL_${variable}`,
      await this.#blackHole.urlFor(verdict.pair, () => this.#reportOnce(verdict)),
    ]);
    return Object.fromEntries((await Promise.all(urls)) as [string, string][]);
  }

  close(): void {
    this.#timeouts.close();
    this.#blackHole.close();
  }

  #lead(name: string, { service, address, socketFolder }: ServiceAddress): void {
    const verdict = this.#rules.verdicts.onTasks(name, service);
    const isDropped = address !== null && verdict?.carries === false;
    this.#addresses.set(
      name,
      isDropped
        ? this.#timeouts.addressFor(verdict.pair, socketFolder, () => this.#reportOnce(verdict))
        : address,
    );
  }

  #reportOnce({ pair, reason }: PairVerdict): void {
    if (this.#reported.has(pair)) return;
    this.#reported.add(pair);
    const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
    this.#report(`The network drops connections: ${pair}. ${sentence}.`);
  }
}
