import type { IncomingMessage, ServerResponse } from "node:http";
import { Control, controlPrefix } from "../control/index.ts";
import { messageEndpoints } from "../control/messages.ts";
import { type RegionUsage, usageEndpoints } from "../control/usage.ts";
import { hostOf, isGone, rawHeadersOf } from "./client.ts";
import { implicitZone } from "./dns/implicitZone.ts";
import type { Zone } from "./dns/model.ts";
import { type EdgeCall, followCall } from "./edgeCall.ts";
import { forward } from "./forward.ts";
import { HealthChecks } from "./health.ts";
import { listen, type TlsOptions } from "./listen.ts";
import type { PassedChecks } from "./passedChecks.ts";
import { probe } from "./probe.ts";
import { RegionActions, type RegionHandlers } from "./regionActions.ts";
import { respond, respondJson } from "./respond.ts";
import { type Destination, Router } from "./router.ts";
import { SignIn, type SignInDomain } from "./signIn.ts";
import { describeDetection, describeDomain, describeParts, describeRegion } from "./status.ts";
import { addressesOf, createTarget, type RegionAddress, type RegionTarget } from "./targets.ts";
import { trafficReport } from "./traffic.ts";

/** Actions on the platform that the edge offers. */
export interface ControlHandlers extends RegionHandlers {
  /** Sent mails, optionally only those to one address. */
  messages(to: string | undefined): Promise<unknown[]>;
  /** Usage of the API keys in each region's usage plans. */
  usage(): RegionUsage[];
}

export interface EdgeOptions {
  /** Port on 127.0.0.1; 0 selects a free one. */
  readonly port: number;
  /** Regions with their APIs. Clients without a location count as near the first. */
  readonly regions: readonly RegionAddress[];
  readonly control: ControlHandlers;
  /** Records and health checks of the stacks. @default latency records of one name, checked at `healthPath` */
  readonly zone?: Zone | undefined;
  /** Domains of user pools, and the URLs of the AWS endpoints by region. @default no domains */
  readonly signIn?: {
    readonly domains: readonly SignInDomain[];
    readonly endpoints: ReadonlyMap<string, string>;
  };
  /** Path of the health check below a region's API, without a zone. @default "/health" */
  readonly healthPath?: string;
  /** Factor that intervals of health checks and TTLs are divided by. @default 30: 30 s become 1 s */
  readonly speed?: number | undefined;
  /** Gets the ids of health checks that pass. @default they are not kept */
  readonly passedChecks?: PassedChecks | undefined;
  /** Makes the part that handles requests before they are routed. @default all requests are routed */
  readonly front?: ((router: Router) => EdgeFront) | undefined;
  /** Serves HTTPS instead of HTTP. @default HTTP */
  readonly tls?: TlsOptions | undefined;
  /** Called with each request that is not for the edge itself, when its response has ended. @default none is followed */
  readonly onCall?: ((call: EdgeCall) => void) | undefined;
  /** Called with unexpected errors; clients receive a fixed text. @default prints them */
  readonly reportError?: (error: unknown) => void;
}

/** A part of the edge in front of the regions. */
export interface EdgeFront {
  /**
   * Handles a request outside `/_palisade/`.
   *
   * @param next - routes the request to a region
   */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    next: () => Promise<void>,
  ): Promise<void>;
  /** Its part of `/_palisade/status`. */
  status(): object;
}

/** One address over all regions. */
export interface Edge {
  readonly url: string;
  /** The JSON API under `/_palisade/`, to which other parts of the platform add theirs. */
  readonly control: Control;
  /** Whether Route 53 takes a health check as healthy; undefined for one that does not exist. */
  isHealthy(check: string): boolean | undefined;
  /** Takes over where the APIs of its regions are now, such as after a change of their stacks. */
  relocate(regions: readonly RegionAddress[]): void;
  /**
   * Stops it.
   *
   * @param graceMs - time limit for requests in progress
   */
  close(options: { graceMs: number }): Promise<void>;
}

export const defaultSpeed = 30;

/** Header with a client's location: the name of an AWS region. */
const clientRegionHeader = "x-palisade-client-region";

/** Header with the name of a client that keeps its DNS answer for the TTL. */
const clientHeader = "x-palisade-client";

/**
 * Starts the edge, which sends each request to a region as the zone's records and health checks say, and
 * serves `/_palisade/*` itself.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { speed = defaultSpeed, reportError = (error) => console.error(error) } = options;
  const targets = options.regions.map(createTarget);
  const names = targets.map(({ name }) => name);
  const zone = options.zone ?? implicitZone(names, options.healthPath ?? "/health");
  const counters = { requests: 0, failovers: 0 };
  const { domains, endpoints } = options.signIn ?? { domains: [], endpoints: new Map() };
  const signInChecks = domains.flatMap(({ failover }) => (failover ? [failover.check] : []));
  const checks = new Map([
    ...zone.checks,
    ...signInChecks.map((check) => [check.id, check] as const),
  ]);
  const health: HealthChecks = new HealthChecks({
    checks,
    speed,
    probe: (check, intervalMs) =>
      probe(
        check,
        signIn.endpoint(check.fqdn) ?? destinationOf(check.fqdn),
        intervalMs,
        options.passedChecks,
      ),
  });
  const signIn = new SignIn(domains, endpoints, health.isHealthy);
  const router = new Router(zone, targets, health.isHealthy, speed);
  const front = options.front?.(router);
  const destinationOf = (host: string): Destination | undefined =>
    router.owns(host) ? (router.route({ host }).next().value ?? undefined) : undefined;
  const actions = new RegionActions(targets, options.control, health, (region) =>
    health.checkNow(({ fqdn }) => destinationOf(fqdn)?.region.name === region),
  );
  const describe = (target: RegionTarget) =>
    describeRegion(target, zone, health, options.control.events?.(target.name));
  const status = () => ({
    edge: counters,
    regions: Object.fromEntries(targets.map((target) => [target.name, describe(target)])),
    detection: describeDetection(zone, speed),
    ...(options.zone && { domain: describeDomain(zone, health) }),
    ...front?.status(),
  });
  const parts = () =>
    targets.map(
      (target) => [target.name, describeParts(target, zone, health, options.control)] as const,
    );
  const control = new Control();
  control.add([
    { method: "GET", path: "status", handle: status },
    { method: "GET", path: "regions", handle: () => ({ regions: Object.fromEntries(parts()) }) },
    { method: "GET", path: "traffic", handle: () => trafficReport(targets) },
    ...messageEndpoints(options.control.messages),
    ...usageEndpoints(options.control.usage),
    ...actions.endpoints(describe),
  ]);

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/_palisade") return respond(response, 308, { location: controlPrefix });
    if (request.url?.startsWith(controlPrefix)) {
      return control.handle(request, response, "tools");
    }
    const cognito = signIn.find(hostOf(request));
    if (cognito) return forward(request, response, [cognito], () => undefined);
    counters.requests++;
    if (options.onCall) followCall(request, response, rawHeadersOf(request), options.onCall);
    const next = () => toRegion(request, response);
    return front ? front.handle(request, response, next) : next();
  };
  const toRegion = (request: IncomingMessage, response: ServerResponse) => {
    let isSentOn = false;
    const sendOn = () => {
      if (!isSentOn) counters.failovers++;
      isSentOn = true;
    };
    const query = {
      host: hostOf(request),
      clientRegion: request.headers[clientRegionHeader]?.toString(),
      clientId: request.headers[clientHeader]?.toString(),
    };
    return forward(request, response, router.route(query, sendOn), sendOn);
  };
  const listener = await listen(options.port, options.tls, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      reportError(error);
      fail(response);
    });
  });
  health.start();

  return {
    url: listener.url,
    control,
    isHealthy: (check) => (checks.has(check) ? health.isHealthy(check) : undefined),
    relocate: (regions) => {
      for (const region of regions) {
        const target = targets.find(({ name }) => name === region.name);
        if (target) Object.assign(target, addressesOf(region));
      }
    },
    close: async ({ graceMs }) => {
      health.stop();
      control.close();
      await listener.close(graceMs);
      for (const { agent } of targets) agent.destroy();
      signIn.close();
    },
  };
}

/** The error may name paths of this machine, so it is only printed to the terminal. */
function fail(response: ServerResponse): void {
  if (response.headersSent || isGone(response)) response.destroy();
  else
    respondJson(response, 500, {
      message: "Internal server error. See the terminal for the reason.",
    });
}
