// What `GET status`, `regions`, `traffic`, `map` and `reloads` return, for the page too: types only.

/** A region's part of `GET status`. */
export interface RegionStatus {
  /** URL of its API, with the stage. */
  readonly api: string;
  readonly state: "running" | "stopping" | "stopped" | "starting";
  readonly healthy: boolean;
  /** Whether DNS leads clients there. */
  readonly routed: boolean;
  readonly requests: number;
  readonly errors: number;
  readonly drained?: boolean;
  readonly identity?: "stopped";
  readonly delayMs?: number;
}

/** `GET status`. */
export interface PlatformStatus {
  readonly edge: { readonly requests: number; readonly failovers: number };
  readonly regions: Readonly<Record<string, RegionStatus>>;
}

/** A region's part of `GET regions`: what it consists of, and why it is ill. */
export interface RegionParts {
  /** Whether it has the user pool. */
  readonly home: boolean;
  readonly services: readonly { readonly name: string; readonly running: boolean }[];
  readonly checks: readonly HealthCheckState[];
}

export interface HealthCheckState {
  readonly id: string;
  readonly name: string;
  readonly kind: "endpoint" | "calculated" | "fixed";
  /** Of an endpoint. */
  readonly host?: string;
  readonly path?: string;
  /** Of a calculated check: ids of others, and how many must be healthy. */
  readonly children?: readonly string[];
  readonly threshold?: number;
  /** Of a fixed one. */
  readonly type?: string;
  readonly healthy: boolean;
  /** Why the latest request failed. */
  readonly failure?: string;
}

/** Values for each interval, the oldest first; the last is not over yet. */
export interface TrafficValues {
  readonly requests: readonly number[];
  readonly errors: readonly number[];
  /** In ms; `null` without requests. */
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
}

/** `GET traffic`: what the edge sent to each region in the last 15 minutes. */
export interface TrafficReport {
  readonly intervalSeconds: number;
  /** Begin of the first interval, in s since 1970. */
  readonly from: number;
  readonly regions: Readonly<Record<string, TrafficValues>>;
}

/** `GET map`: the world for the overview, in the units of an SVG of this size. */
export interface WorldMap {
  readonly width: number;
  readonly height: number;
  /** Outline of the land, as the `d` of an SVG path. */
  readonly land: string;
  /** Where AWS's regions are, by name. */
  readonly places: Readonly<Record<string, readonly [x: number, y: number]>>;
}

/** Why a reload failed, and where in the project, if that is known. */
export interface ReloadError {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  /** The line's text. */
  readonly source?: string;
}

/** Something was reloaded while the platform runs, or could not be. */
export interface ReloadEvent {
  /** When it was done, in ISO 8601. */
  readonly at: string;
  readonly kind: "service" | "function" | "definition";
  /** Services or functions, or what of the definition changed, such as `GET /orders`. */
  readonly names: readonly string[];
  /** A line about it, as on the terminal. */
  readonly text: string;
  /** Since the first change of a file was seen, in ms. */
  readonly durationMs: number;
  /** Why it failed: what was there before goes on. Left out if it succeeded. */
  readonly error?: ReloadError;
}

/** `GET reloads`. */
export interface Reloads {
  readonly watching: boolean;
  /** Whether everything that was changed is reloaded. */
  readonly settled: boolean;
  readonly reloads: readonly ReloadEvent[];
  /** What is broken now. */
  readonly faults: readonly ReloadEvent[];
}

/** `GET data`. */
export interface SavedData {
  /** Regions whose data can't be written to the disk at present. */
  readonly problems: readonly SaveProblem[];
}

/** The data of a region that can't be written to the disk. It is tried again every few seconds. */
export interface SaveProblem {
  readonly region: string;
  /** When it was noticed, in ISO 8601. */
  readonly since: string;
  readonly message: string;
}
