import { Agent } from "node:http";
import { Traffic } from "./traffic.ts";

/** A region behind the edge. */
export interface RegionTarget {
  readonly name: string;
  /** URL of its API's stage, without a trailing slash. */
  api: URL;
  /** Addresses of all its stages by {@link stageKey}; of the first one also by an empty key. */
  stages: ReadonlyMap<string, StageAddress>;
  /** Keeps connections to the region's gateways open. */
  readonly agent: Agent;
  /** Requests are sent to running regions only: another user's program may listen on a stopped one's port. */
  state: "running" | "stopping" | "stopped" | "starting";
  /** Time in ms by which each request is delayed. */
  delayMs: number;
  /** Whether its Cognito is unreachable. */
  identityStopped: boolean;
  /** Requests that the edge sent there; `errors` counts those without a response, or with 5xx. */
  requests: number;
  errors: number;
  /** Those of the last minutes. */
  readonly traffic: Traffic;
}

export interface StageAddress {
  readonly hostname: string;
  readonly port: string;
  /** The stage's path, without a trailing slash. */
  readonly pathname: string;
}

/** A region with the addresses of its APIs. */
export interface RegionAddress {
  readonly name: string;
  /** URL of its first API's stage. */
  readonly apiUrl: string;
  /** All stages of its REST APIs. @default none but the first */
  readonly stages?: readonly {
    readonly restApi: string;
    readonly stage: string;
    readonly url: string;
  }[];
}

export const stageKey = (restApi: string, stage: string): string => `${restApi}/${stage}`;

export const createTarget = (address: RegionAddress): RegionTarget => ({
  name: address.name,
  ...addressesOf(address),
  agent: new Agent({ keepAlive: true }),
  state: "running",
  delayMs: 0,
  identityStopped: false,
  requests: 0,
  errors: 0,
  traffic: new Traffic(),
});

/** Where a region's APIs are, such as after a change of its stack. */
export const addressesOf = ({
  apiUrl,
  stages = [],
}: RegionAddress): Pick<RegionTarget, "api" | "stages"> => ({
  api: new URL(apiUrl),
  stages: new Map([
    [stageKey("", ""), addressOf(apiUrl)],
    ...stages.map(({ restApi, stage, url }) => [stageKey(restApi, stage), addressOf(url)] as const),
  ]),
});

function addressOf(url: string): StageAddress {
  const { hostname, port, pathname } = new URL(url);
  return { hostname, port, pathname: pathname === "/" ? "" : pathname };
}
