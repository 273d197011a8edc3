import type { HealthCheckState, RegionParts, RegionStatus } from "../apiTypes/platform.ts";
import type { EndpointCheck, HealthCheck, Zone } from "./dns/model.ts";
import { isRecordHealthy } from "./dns/resolve.ts";
import type { HealthChecks } from "./health.ts";
import type { RegionEventsStatus, RegionHandlers } from "./regionActions.ts";
import type { RegionTarget } from "./targets.ts";

/** Whether DNS leads clients to a region: its records of shared names are healthy. */
function isRouted(target: RegionTarget, zone: Zone, health: HealthChecks): boolean {
  const own = [...zone.records.values()]
    .flat()
    .filter(({ owner, policy }) => owner === target.name && policy.kind === "latency");
  return own.every((record) => isRecordHealthy(record, { zone, isHealthy: health.isHealthy }));
}

export function describeRegion(
  target: RegionTarget,
  zone: Zone,
  health: HealthChecks,
  events?: RegionEventsStatus,
): RegionStatus & Partial<RegionEventsStatus> {
  const routed = isRouted(target, zone, health);
  return {
    api: target.api.href,
    state: target.state,
    healthy: target.state === "running" && routed,
    routed,
    requests: target.requests,
    errors: target.errors,
    ...(health.isDrained(target.name) && { drained: true }),
    ...(target.identityStopped && { identity: "stopped" }),
    ...(target.delayMs > 0 && { delayMs: target.delayMs }),
    ...(events && events.schedules.length > 0 && { schedules: events.schedules }),
    ...(events && events.consumers.length > 0 && { consumers: events.consumers }),
  };
}

/** A region's part of `GET regions`: what it consists of, and why it is ill. */
export const describeParts = (
  { name }: RegionTarget,
  zone: Zone,
  health: HealthChecks,
  handlers: Pick<RegionHandlers, "services" | "isServiceRunning">,
): RegionParts => ({
  home: name === zone.regions[0],
  services: handlers.services(name).map((service) => ({
    name: service,
    running: handlers.isServiceRunning?.(name, service) ?? true,
  })),
  checks: [...zone.checks.values()]
    .filter(({ owner }) => owner === name)
    .map((check) => ({
      id: check.id,
      name: check.name,
      kind: check.kind,
      ...describeCheck(check),
      healthy: health.isHealthy(check.id),
      ...failureIn(check.id, health),
    })),
});

function failureIn(id: string, health: HealthChecks): { failure?: string } {
  const failure = health.isHealthy(id) ? undefined : health.failureOf(id);
  return failure === undefined ? {} : { failure };
}

/** The slowest health check: how often it asks, and after how many failures it notices. */
export function describeDetection({ checks }: Zone, speed: number) {
  const endpoints = [...checks.values()].filter(
    (check): check is EndpointCheck => check.kind === "endpoint" && !check.disabled,
  );
  const [slowest] = endpoints.toSorted((a, b) => slowness(b) - slowness(a));
  if (!slowest) return undefined;
  const { intervalSeconds, failureThreshold } = slowest;
  return { intervalMs: (intervalSeconds * 1_000) / speed, failureThreshold };
}

const slowness = ({ intervalSeconds, failureThreshold }: EndpointCheck): number =>
  intervalSeconds * (failureThreshold + 1);

/** The zone's names with their records, and the health checks. */
export const describeDomain = (zone: Zone, health: HealthChecks) => ({
  name: zone.sharedName,
  records: [...zone.records.values()].flat().map((record) => ({
    name: record.name,
    type: record.type,
    ...(record.setIdentifier !== undefined && { setIdentifier: record.setIdentifier }),
    ...(record.policy.kind === "latency" && { region: record.policy.region }),
    ...(record.policy.kind === "weighted" && { weight: record.policy.weight }),
    alias: record.alias.name,
    ...(record.healthCheckId !== undefined && { healthCheckId: record.healthCheckId }),
    healthy: isRecordHealthy(record, { zone, isHealthy: health.isHealthy }),
  })),
  checks: [...zone.checks.values()].map((check) => ({
    id: check.id,
    name: check.name,
    stack: check.owner,
    ...describeCheck(check),
    healthy: health.isHealthy(check.id),
  })),
});

function describeCheck(
  check: HealthCheck,
): Pick<HealthCheckState, "host" | "path" | "children" | "threshold" | "type"> {
  if (check.kind === "endpoint") return { host: check.fqdn, path: check.path };
  if (check.kind === "calculated") return { children: check.children, threshold: check.threshold };
  return { type: check.type };
}
