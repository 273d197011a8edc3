import type { Resource } from "../../graph/resource.ts";
import { canonicalName, type HealthCheck } from "./model.ts";

export const healthCheckType = "aws:route53/healthCheck:HealthCheck";

/**
 * Checkers per check here. Route 53 has some in each of at least three regions; three are enough to disagree,
 * and one healthy one of three is more than 18 %.
 */
const simulatedCheckers = 3;

/** Route 53's defaults. (Route 53 API Reference, "HealthCheckConfig") */
const defaults = { intervalSeconds: 30, failureThreshold: 3 };

export function readHealthCheck({ id, name, outputs }: Resource, owner: string): HealthCheck {
  const type = String(outputs["type"]);
  const inverted = outputs["invertHealthcheck"] === true;
  const shared = { id, name, owner, inverted, disabled: outputs["disabled"] === true };
  if (type === "CALCULATED") {
    const children = ((outputs["childHealthchecks"] as unknown[] | undefined) ?? []).map(String);
    return {
      ...shared,
      kind: "calculated",
      children,
      threshold: number(outputs["childHealthThreshold"]) ?? children.length,
    };
  }
  if (type !== "HTTPS" && type !== "HTTP") return { ...shared, kind: "fixed", type };
  return {
    ...shared,
    kind: "endpoint",
    fqdn: canonicalName(String(outputs["fqdn"] ?? "")),
    path: absolute(String(outputs["resourcePath"] ?? "")),
    intervalSeconds: number(outputs["requestInterval"]) ?? defaults.intervalSeconds,
    failureThreshold: number(outputs["failureThreshold"]) ?? defaults.failureThreshold,
    checkers: simulatedCheckers,
  };
}

/** Route 53 adds the first slash. (Route 53 API Reference, "HealthCheckConfig", ResourcePath) */
const absolute = (path: string): string => (path.startsWith("/") ? path : `/${path}`);

const number = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" ? undefined : Number(value);
