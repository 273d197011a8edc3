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

/**
 * The network of a region, as its stack's security groups, network ACLs, routes and endpoints make it. What the
 * stack does not decide, such as with a network of another stack, is let through.
 */
export class RegionNetwork {
  readonly #resources: readonly Resource[];
  readonly #timeoutMs: number;
  readonly #report: RegionNetworkOptions["report"];
  readonly #linkTargets: LinkTargets;
  readonly #timeouts: GatewayTimeouts;
  readonly #blackHole: BlackHole;
  readonly #addresses: Record<string, HostAddress | null> = {};
  readonly #reported = new Set<string>();
  #verdicts: Verdicts | undefined;

  constructor(resources: readonly Resource[], { timeoutMs = 3_000, report }: RegionNetworkOptions) {
    this.#resources = resources;
    this.#timeoutMs = timeoutMs;
    this.#report = report;
    this.#linkTargets = new LinkTargets(resources);
    this.#timeouts = new GatewayTimeouts(timeoutMs);
    this.#blackHole = new BlackHole(timeoutMs);
  }

  /** Must be awaited before anything else. */
  async load(): Promise<void> {
    const { Verdicts } = await import("./verdicts.ts");
    this.#verdicts ??= new Verdicts(this.#resources);
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
    const verdict = this.#verdicts?.onTasks(name, service);
    const isDropped = address !== null && verdict?.carries === false;
    this.#addresses[name] = isDropped
      ? this.#timeouts.addressFor(verdict.pair, socketFolder, () => this.#reportOnce(verdict))
      : address;
  }

  /** The addresses of all names, as a function's network carries connections to them. */
  hostsFor(functionArn: string): HostMap {
    const names = Object.keys(this.#addresses);
    const locate = (name: string) => this.locate(["function", functionArn], name) ?? null;
    return Object.fromEntries(names.map((name) => [name, locate(name)]));
  }

  /** The address behind a name, as a caller's network carries connections to it. */
  locate(caller: Caller, name: string): HostAddress | Unreachable | null | undefined {
    const isDropped = this.#verdicts?.onName(caller, name)?.carries === false;
    return isDropped ? { timesOutAfterMs: this.#timeoutMs } : this.#addresses[name];
  }

  /**
   * The address of a VPC link's target.
   *
   * @returns null without a running service, or if the network does not carry connections to it
   */
  locateTarget(target: LinkTarget): HostAddress | null {
    const caller = ["link", target.linkId] as const;
    const name = this.#linkTargets.addressOf(target);
    const address = this.locate(caller, name) ?? null;
    if (!address || !("timesOutAfterMs" in address)) return address;
    this.reportUnreachable(caller, name);
    return null;
  }

  /** Reports, once, what keeps a caller from a name. Does nothing if it is not kept from it. */
  reportUnreachable(caller: Caller, name: string): void {
    // A function may name anything, and names have no case.
    const names = Object.keys(this.#addresses).map((one) => one.toLowerCase());
    if (!names.includes(name.toLowerCase())) return;
    const verdict = this.#verdicts?.onName(caller, name);
    if (verdict?.carries === false) this.#reportOnce(verdict);
  }

  /** Variables that keep the SDKs of a function or service from services of AWS that its network does not reach. */
  async awsVariables(caller: Caller, region: string): Promise<Record<string, string>> {
    const verdicts = Object.entries(awsServices).flatMap(([variable, service]) => {
      const verdict = this.#verdicts?.onAws(caller, service, region);
      return verdict?.carries === false ? [{ variable, verdict }] : [];
    });
    const urls = verdicts.map(async ({ variable, verdict }) => [
      `AWS_ENDPOINT_URL_${variable}`,
      await this.#blackHole.urlFor(() => this.#reportOnce(verdict)),
    ]);
    return Object.fromEntries((await Promise.all(urls)) as [string, string][]);
  }

  close(): void {
    this.#timeouts.close();
    this.#blackHole.close();
  }

  #reportOnce({ pair, reason }: PairVerdict): void {
    if (this.#reported.has(pair)) return;
    this.#reported.add(pair);
    const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
    this.#report(`The network drops connections: ${pair}. ${sentence}.`);
  }
}
