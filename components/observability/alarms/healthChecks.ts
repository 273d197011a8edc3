import type { AlarmThreshold } from "./threshold.ts";

const healthCheck: Omit<AlarmThreshold, "summary" | "reason"> = {
  severity: "page",
  namespace: "AWS/Route53",
  metrics: { status: { name: "HealthCheckStatus", statistic: "Minimum" } },
  comparison: "below",
  threshold: 1,
  unit: "status",
  periodsToAlarm: 1,
  periods: 1,
  periodSeconds: 60,
  missing: "missing",
  source: 'Route 53 Developer Guide, "Monitoring health checks using CloudWatch"',
};

/** Of the alarms in us-east-1, where Route 53's metrics are. `components/endpoint` and the sign-in pages have them. */
export const healthChecks = {
  "health-check": {
    ...healthCheck,
    summary: "The region gets no calls by its domain: it is unhealthy or drained",
    reason: "Route 53 has already required three failures in a row.",
  },
  "health-check-shallow": {
    ...healthCheck,
    summary: "The region's gateway does not respond",
    reason:
      "The gateway itself answers this route, so its name, its certificate or API Gateway fails.",
  },
  "health-check-deep": {
    ...healthCheck,
    summary:
      "The region's health route fails: a function, a load balancer, a service or what it needs",
    reason: "It takes the way of all calls.",
  },
  "health-check-sign-in": {
    ...healthCheck,
    summary: "Cognito does not respond in the home region: the replica serves sign-in",
    reason: "Sign-in has moved to another region, where new users can't register.",
  },
} satisfies Readonly<Record<string, AlarmThreshold>>;
