export { ApiAlarms, type ApiAlarmsArgs, alarmTopicArns } from "./apiAlarms.ts";
