/** Failures to inject in place of the service; shares of attempts from 0 to 1. */
export interface FaultInjection {
  /** Added to the time of the service. @default 0 */
  readonly latencyMs?: number;
  /** @default 1 */
  readonly latencyShare?: number;
  /** Share that fails with `errorStatus` without reaching the service. @default 0 */
  readonly errorShare?: number;
  /** @default 503 */
  readonly errorStatus?: number;
  /** Share that is never answered and never reaches the service. @default 0 */
  readonly blackHoleShare?: number;
  /** Lets callers inject failures by the header `x-fault-injection`. @default false */
  readonly byHeader?: boolean;
}

/** What happens to one attempt. */
export interface Fault {
  readonly latencyMs: number;
  /** Status in place of the service's response. */
  readonly status: number | undefined;
  readonly isBlackHole: boolean;
}

/** Header by which callers inject failures. No service gets it. */
export const faultHeader = "x-fault-injection";

/** @param random - gives numbers in [0, 1) */
export function drawFault(options: FaultInjection, random: () => number): Fault {
  const { latencyMs = 0, latencyShare = 1, errorShare = 0, errorStatus = 503 } = options;
  const draw = random();
  const blackHoleShare = options.blackHoleShare ?? 0;
  return {
    latencyMs: latencyMs > 0 && random() < latencyShare ? latencyMs : 0,
    status: draw >= blackHoleShare && draw < blackHoleShare + errorShare ? errorStatus : undefined,
    isBlackHole: draw < blackHoleShare,
  };
}

/**
 * Reads a header such as `latency=500, error=503` or `blackhole`. Unknown parts have no effect.
 *
 * @returns options that inject the same into each attempt
 */
export function headerFaults(header: string): FaultInjection {
  const number = (name: string) => {
    const [, digits] = new RegExp(`(?:^|[\\s,])${name}=(\\d{1,6})(?=$|[\\s,])`).exec(header) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const status = number("error") ?? 0;
  return {
    latencyMs: number("latency") ?? 0,
    ...(status >= 500 && status <= 599 && { errorShare: 1, errorStatus: status }),
    ...(/(^|[\s,])blackhole($|[\s,])/.test(header) && { blackHoleShare: 1 }),
  };
}
