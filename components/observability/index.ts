export { ApiAlarms, type ApiAlarmsArgs } from "./apiAlarms.ts";
