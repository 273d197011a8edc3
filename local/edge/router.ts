import { isAwsRegion } from "../../project/awsRegions.ts";
import { mapBasePath } from "./dns/basePath.ts";
import { type ApiDomain, canonicalName, recordKey, type Zone } from "./dns/model.ts";
import { type Resolution, resolve } from "./dns/resolve.ts";
import { ResolverCache } from "./dns/resolverCache.ts";
import { type RegionTarget, stageKey } from "./targets.ts";

/** A client's view of a request. */
export interface Query {
  /** The `Host` header. Names outside the zone mean the shared name. */
  readonly host: string;
  /** The client's place. @default the first region, also for unknown names */
  readonly clientRegion?: string | undefined;
  /** A client that keeps the answer for the records' TTL. @default each request asks anew */
  readonly clientId?: string | undefined;
}

/** A region that a request may go to. */
export interface Destination {
  readonly region: RegionTarget;
  /**
   * The address for a path, by the base path mappings of the host's domain name.
   *
   * @returns undefined if the region has no such domain name or mapping
   */
  locate(path: string): Location | undefined;
}

export interface Location {
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
}

/**
 * TTL of alias records of API Gateway, in seconds. Route 53 uses the target's, which can't be set. AWS
 * documents no figure for API Gateway: 60 is what is commonly seen.
 */
const aliasTtlSeconds = 60;

/**
 * Numbers from 0 to 1 in place of random ones: multiples of the golden ratio, so that each share of weighted
 * records is exact after few requests, whichever of them are counted.
 */
function evenlySpread(): () => number {
  let last = 0;
  return () => (last = (last + (Math.sqrt(5) - 1) / 2) % 1);
}

/** A name's answer, and whether it would be another region's if no record were ill. */
interface Answer {
  readonly domain: ApiDomain | undefined;
  readonly isDiverted: boolean;
}

/** Finds the region for a request as Route 53 and API Gateway do. */
export class Router {
  readonly #zone: Zone;
  readonly #targets: ReadonlyMap<string, RegionTarget>;
  readonly #isHealthy: (healthCheckId: string) => boolean;
  readonly #cache: ResolverCache<Answer>;
  readonly #random = evenlySpread();
  readonly #destinations = new Map<string, Destination>();

  /**
   * @param isHealthy - state of a health check
   * @param speed - factor that TTLs are divided by
   */
  constructor(
    zone: Zone,
    targets: readonly RegionTarget[],
    isHealthy: (healthCheckId: string) => boolean,
    speed: number,
  ) {
    this.#zone = zone;
    this.#targets = new Map(targets.map((target) => [target.name, target]));
    this.#isHealthy = isHealthy;
    this.#cache = new ResolverCache((aliasTtlSeconds * 1_000) / speed);
  }

  /**
   * The regions to try, in this order. Each is found when it is asked for, as if those before it were ill.
   *
   * @param onDiverted - called if the first is another region than with healthy records
   */
  *route(
    { host, clientRegion, clientId }: Query,
    onDiverted: () => void = () => {},
  ): Generator<Destination, void, undefined> {
    const name = this.nameOf(host);
    const from =
      clientRegion !== undefined && isAwsRegion(clientRegion)
        ? clientRegion
        : this.#zone.regions[0]!;
    const tried = new Set<string>();
    for (;;) {
      const answer: Answer =
        tried.size === 0
          ? this.#firstAnswer(name, from, clientId)
          : { domain: this.#ask(name, from, { without: tried }), isDiverted: false };
      if (answer.isDiverted) onDiverted();
      const { domain } = answer;
      const region = domain && this.#targets.get(domain.region);
      if (!region || tried.has(region.name)) return;
      tried.add(region.name);
      yield this.#destination(name, region);
    }
  }

  /** Whether the zone has an address of a host. */
  owns = (host: string): boolean => this.#zone.records.has(recordKey("A", withoutPort(host)));

  /** The name of the zone that a `Host` header means. */
  nameOf = (host: string): string => (this.owns(host) ? withoutPort(host) : this.#zone.sharedName);

  #firstAnswer(name: string, from: string, clientId: string | undefined): Answer {
    if (clientId === undefined) return this.#answer(name, from);
    const key = JSON.stringify([clientId, from, name]);
    const known = this.#cache.get(key);
    if (known) return known;
    const answer = this.#answer(name, from);
    if (answer.domain) this.#cache.set(key, answer);
    return answer;
  }

  /** Asks again without illness only if a record was ill, with the same numbers for weighted records. */
  #answer(name: string, from: string): Answer {
    let sawIll = false;
    const numbers: number[] = [];
    const random = () => {
      numbers.push(this.#random());
      return numbers.at(-1)!;
    };
    const isHealthy = (id: string) => {
      const healthy = this.#isHealthy(id);
      sawIll ||= !healthy;
      return healthy;
    };
    const domain = this.#ask(name, from, { random, isHealthy });
    if (!sawIll) return { domain, isDiverted: false };
    const again = () => numbers.shift() ?? 0;
    const usual = this.#ask(name, from, { random: again, isHealthy: () => true });
    return { domain, isDiverted: domain?.region !== usual?.region };
  }

  #ask(name: string, from: string, how: Partial<Resolution>): ApiDomain | undefined {
    return resolve(name, {
      zone: this.#zone,
      isHealthy: this.#isHealthy,
      random: this.#random,
      from,
      ...how,
    });
  }

  /** API Gateway finds the domain name by the host, whatever target the client was sent to. */
  #destination(name: string, region: RegionTarget): Destination {
    const key = `${region.name} ${name}`;
    const known = this.#destinations.get(key);
    if (known) return known;
    const mappings =
      this.#zone.domains.find((each) => each.region === region.name && each.name === name)
        ?.mappings ?? [];
    const destination: Destination = {
      region,
      locate: (path) => {
        const mapped = mapBasePath(mappings, path);
        if (!mapped) return undefined;
        const address = region.stages.get(stageKey(mapped.mapping.restApi, mapped.mapping.stage));
        if (!address) return undefined;
        const { hostname, port, pathname } = address;
        return { hostname, port, path: `${pathname}${mapped.path}` };
      },
    };
    this.#destinations.set(key, destination);
    return destination;
  }
}

const withoutPort = (host: string): string => canonicalName(host.replace(/:\d+$/, ""));
