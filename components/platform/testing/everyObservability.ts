import type { PlatformDefinition } from "../index.ts";

/** Every option of `observability`. */
export const everyObservability: PlatformDefinition["observability"] = {
  dashboards: true,
  usage: true,
  alarms: {
    "service-cpu": { threshold: 70, periods: 6, periodsToAlarm: 4, severity: "page" },
  },
  runbooks: "https://git.example.com/runbooks",
  logs: {
    retentionDays: 90,
    encryption: "own key",
    infrequentFlowLogs: true,
    search: {
      instanceType: "m7g.large.search",
      instances: 2,
      volumeGb: 100,
      retentionDays: 30,
      archiveDays: 90,
      readers: ["10.8.0.0/16"],
    },
  },
};
