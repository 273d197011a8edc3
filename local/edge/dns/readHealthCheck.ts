import type { Properties, Resource } from "../../graph/resource.ts";
import { canonicalName, type HealthCheck } from "./model.ts";

export const healthCheckType = "aws:route53/healthCheck:HealthCheck";

/**
 * Checkers per check here. Route 53 has some in each of at least three regions; three are enough to disagree,
 * and one healthy one of three is more than 18 %.
 */
const simulatedCheckers = 3;

/** Route 53's defaults. (Route 53 API Reference, "HealthCheckConfig") */
const defaults = { intervalSeconds: 30, failureThreshold: 3 };

/** What Route 53 accepts. (Route 53 API Reference, "HealthCheckConfig") */
const limits: Readonly<Record<string, { allowed: string; accepts: (value: number) => boolean }>> = {
  requestInterval: { allowed: "10 or 30", accepts: (value) => value === 10 || value === 30 },
  failureThreshold: { allowed: "1 to 10", accepts: (value) => isWhole(value, 1, 10) },
  childHealthThreshold: { allowed: "0 to 256", accepts: (value) => isWhole(value, 0, 256) },
};

const isWhole = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

/** @param onUnserved - receives why the check is not made here */
export function readHealthCheck(
  { id, name, outputs }: Resource,
  owner: string,
  onUnserved: (reason: string) => void,
): HealthCheck {
  const type = String(outputs["type"]);
  const inverted = outputs["invertHealthcheck"] === true;
  const shared = { id, name, owner, inverted, disabled: outputs["disabled"] === true };
  const mistake = mistakeOf(outputs);
  if (mistake !== undefined) {
    onUnserved(`${mistake}; it counts as ill`);
    return { ...shared, kind: "fixed", type, healthy: false };
  }
  if (type === "CALCULATED") {
    const children = childrenOf(outputs).map(String);
    return {
      ...shared,
      kind: "calculated",
      children,
      threshold: number(outputs["childHealthThreshold"]) ?? children.length,
    };
  }
  if (type !== "HTTPS" && type !== "HTTP") {
    onUnserved(`its type is ${type}, which nothing measures here; it counts as healthy`);
    return { ...shared, kind: "fixed", type, healthy: true };
  }
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

const childrenOf = (outputs: Properties) => (outputs["childHealthchecks"] ?? []) as unknown[];

function mistakeOf(outputs: Properties): string | undefined {
  if (!Array.isArray(childrenOf(outputs))) {
    return `its childHealthchecks is ${JSON.stringify(childrenOf(outputs))}; allowed is a list of ids`;
  }
  for (const [property, { allowed, accepts }] of Object.entries(limits)) {
    const value = number(outputs[property]);
    if (value !== undefined && !accepts(value)) {
      return `its ${property} is ${JSON.stringify(outputs[property])}; allowed is ${allowed}`;
    }
  }
  return undefined;
}

/** Route 53 adds the first slash. (Route 53 API Reference, "HealthCheckConfig", ResourcePath) */
const absolute = (path: string): string => (path.startsWith("/") ? path : `/${path}`);

const number = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" ? undefined : Number(value);
