import {
  callerOf,
  headerOf,
  type OperationInput,
  poolOfToken,
  type ReplicaRequest,
  type RequestHead,
} from "./caller.ts";
import type { PoolFirewall } from "./firewalls.ts";
import { CognitoError, type CognitoResponse, jsonObject, withError } from "./protocol.ts";

/** A pool's own domain. */
export interface PoolDomain {
  readonly name: string;
  /** The region that serves it while Cognito is down in the pool's region. */
  readonly secondary: string | undefined;
}

/** What a replica has of its own. */
export interface PoolReplica {
  readonly status: "ACTIVE" | "INACTIVE";
  /** Its `LambdaConfig`, of functions in its region. */
  readonly triggers: object;
}

/** Cognito in one region, for that of another region with a replica of its pools. It works while stopped. */
export interface HomeCognito {
  /** The pool of a client. `undefined` if the region has no such client. */
  poolIdOf(clientId: string): Promise<string | undefined>;
  send(head: RequestHead, body?: Buffer): Promise<CognitoResponse>;
  /** The own domain of a pool of this region. */
  domainOf(userPoolId: string): PoolDomain | undefined;
}

/** Control of Cognito in one region. */
export interface IdentityService {
  /** Makes Cognito unreachable in this region. The region's other services go on. */
  stop(): void;
  start(): void;
  /** Tells it where Cognito is in all regions. */
  join(regions: ReadonlyMap<string, HomeCognito>): void;
  /** Serves the replica of another region's pool, or no longer. */
  setReplica(userPoolId: string, replica: PoolReplica | undefined): void;
  /** Serves the own domain of a pool of this region, or no longer. */
  setDomain(userPoolId: string, domain: PoolDomain | undefined): void;
  /** Lets a web ACL inspect the requests to a pool of this region, or no longer. */
  setFirewall(userPoolId: string, firewall: PoolFirewall | undefined): void;
  /** Serves the pages of managed login to browsers that know them by another origin, such as `https://localhost:8083`. */
  servePagesAt(origin: string): void;
  /** Keeps a pool's keys reachable while Cognito is stopped, as those of the updated issuer are. */
  keepKeys(userPoolId: string): void;
  readonly cognito: HomeCognito;
}

/**
 * Operations of an active replica that need no signature. Those with a signature are not served here,
 * because the home region would refuse it.
 * Source: Cognito Developer Guide, "Multi-Region replication for user pools".
 */
const allowed = new Set([
  "InitiateAuth",
  "RespondToAuthChallenge",
  "GetTokensFromRefreshToken",
  "RevokeToken",
  "GetUser",
  "GlobalSignOut",
  "GetUserAuthFactors",
]);

/** Settings that a replica has of its own, in its region. Same source. */
const regional = new Set(["GetLogDeliveryConfiguration", "SetLogDeliveryConfiguration"]);

/** Replicas in this region of other regions' pools; their data stay in the home region. */
export class Replicas {
  readonly #region: string;
  /** Cognito's host on AWS, which health checks call. */
  readonly #endpoint: string;
  readonly #replicas = new Map<string, PoolReplica>();
  readonly #kept = new Set<string>();
  readonly #domains = new Map<string, PoolDomain>();
  /** Origins of the pages by host. */
  readonly #origins = new Map<string, string>();
  #regions: ReadonlyMap<string, HomeCognito> = new Map();
  #stopped = false;

  constructor(region: string) {
    this.#region = region;
    this.#endpoint = `cognito-idp.${region}.amazonaws.com`;
  }

  set stopped(stopped: boolean) {
    this.#stopped = stopped;
  }

  join(regions: ReadonlyMap<string, HomeCognito>): void {
    this.#regions = regions;
  }

  setReplica(userPoolId: string, replica: PoolReplica | undefined): void {
    if (replica === undefined) this.#replicas.delete(userPoolId);
    else this.#replicas.set(userPoolId, replica);
  }

  keepKeys(userPoolId: string): void {
    this.#kept.add(userPoolId);
  }

  setDomain(userPoolId: string, domain: PoolDomain | undefined): void {
    if (domain === undefined) this.#domains.delete(userPoolId);
    else this.#domains.set(userPoolId, domain);
  }

  servePagesAt(origin: string): void {
    this.#origins.set(new URL(origin).host, origin);
  }

  /** The pages' origin for a request's host. `undefined` if it is this machine's own one. */
  originOf = (host: string): string | undefined => this.#origins.get(host.toLowerCase());

  domainOf = (userPoolId: string): PoolDomain | undefined => this.#domains.get(userPoolId);

  /** Whether a host is Cognito's in this region on AWS, the own domain of one of its pools, or the pages' own. */
  hasHost(host: string): boolean {
    const name = host.toLowerCase().replace(/:\d+$/, "");
    return (
      name === this.#endpoint ||
      this.originOf(host) !== undefined ||
      [...this.#domains.values()].some((each) => each.name === name)
    );
  }

  /** Whether a request is for Cognito, which is stopped. */
  refuses(operation: string | undefined, head: RequestHead): boolean {
    if (!this.#stopped) return false;
    const { url = "" } = head;
    const poolId = poolOfKeys(url);
    // Other regions serve them too, but not by this region's host.
    if (poolId !== undefined) return !this.#kept.has(poolId) || hostOf(head) === this.#endpoint;
    return operation !== undefined || isManagedLogin(url);
  }

  /** Whether a request comes by a name of Cognito's, or may be for the domain of a pool with a replica here. */
  concerns = (head: RequestHead): boolean =>
    this.hasHost(hostOf(head)) || (this.#replicas.size > 0 && isManagedLogin(head.url ?? ""));

  /** Serves managed login and the token endpoint of a pool whose domain fails over to this region. */
  async servePage(head: RequestHead, body: Buffer): Promise<CognitoResponse | undefined> {
    const poolId = await this.#replicaOf(callerOf(head, body));
    if (poolId === undefined || this.#replicas.get(poolId)?.status !== "ACTIVE") return undefined;
    const home = this.#regions.get(homeOf(poolId))!;
    const isServedHere = home.domainOf(poolId)?.secondary === this.#region;
    return isServedHere ? home.send(this.#atReplica(poolId, head), body) : undefined;
  }

  /** A request to MiniStack in this region, with the replica whose own settings it is about. */
  async ownOf(operation: string, head: RequestHead, body: Buffer): Promise<RequestHead> {
    if (!regional.has(operation)) return head;
    const poolId = await this.#replicaOf(jsonObject(body));
    return poolId === undefined ? head : this.#atReplica(poolId, head);
  }

  #atReplica(userPoolId: string, { method, url, rawHeaders, origin }: RequestHead): RequestHead {
    const { triggers } = this.#replicas.get(userPoolId)!;
    const replica: ReplicaRequest = { userPoolId, region: this.#region, triggers };
    return { method, url, rawHeaders, ...(origin !== undefined && { origin }), replica };
  }

  /** Serves an operation on a replicated pool. `undefined` for other pools. */
  async serve(
    operation: string,
    head: RequestHead,
    body: Buffer,
  ): Promise<CognitoResponse | undefined> {
    if (this.#replicas.size === 0 || regional.has(operation)) return undefined;
    const input = jsonObject(body);
    const poolId = await this.#replicaOf(input);
    if (poolId === undefined) return undefined;
    const isActive = this.#replicas.get(poolId)!.status === "ACTIVE";
    const isTotp = input["ChallengeName"] === "SOFTWARE_TOKEN_MFA";
    if (isActive && allowed.has(operation) && !isTotp) {
      return this.#regions.get(homeOf(poolId))!.send(this.#atReplica(poolId, head), body);
    }
    const subject = isTotp ? "A code of an authenticator app" : operation;
    const what = isActive ? "" : " inactive";
    const message = `${subject} is not accepted by the${what} replica of ${poolId} in ${this.#region}. Use ${homeOf(poolId)}.`;
    const empty = { status: 400, headers: [], body: Buffer.from("") };
    return withError(empty, new CognitoError("UnsupportedOperationException", message));
  }

  /** Fetches the keys of another region's pool, which AWS serves in several regions. */
  async keys(head: RequestHead): Promise<CognitoResponse | undefined> {
    const poolId = poolOfKeys(head.url ?? "");
    if (poolId === undefined || homeOf(poolId) === this.#region) return undefined;
    return this.#regions.get(homeOf(poolId))?.send(head);
  }

  async #replicaOf(input: OperationInput): Promise<string | undefined> {
    const named = input.UserPoolId ?? poolOfToken(input.AccessToken);
    if (named !== undefined) return this.#replicas.has(named) ? named : undefined;
    for (const poolId of this.#replicas.keys()) {
      const home = this.#regions.get(homeOf(poolId));
      if ((await home?.poolIdOf(String(input.ClientId))) === poolId) return poolId;
    }
    return undefined;
  }
}

/** A pool's id begins with its home region, also in a replica. */
const homeOf = (userPoolId: string): string => userPoolId.split("_")[0]!;

/** Pages and addresses of a pool's domain. Source: Cognito Developer Guide, "User pool endpoints and managed login reference". */
const isManagedLogin = (url: string): boolean => /^\/(oauth2|saml2|login|logout)\b/.test(url);

const hostOf = ({ rawHeaders }: RequestHead): string => headerOf("host", rawHeaders);

const poolOfKeys = (url: string): string | undefined =>
  /^\/([a-z0-9-]+_\w+)\/\.well-known\//.exec(url)?.[1];
