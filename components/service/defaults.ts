export { logRetentionDays } from "../shared/defaults.ts";

/** Where a service listens inside its task; it reads it from the variable `PORT`. */
export const containerPort = 8080;

/** Plain HTTP: the load balancer is inside the VPC and open to the proxy function alone. */
export const loadBalancerPort = 80;

/** CPU units, a quarter of a virtual CPU: the smallest task Fargate runs. */
export const cpu = 256;

/** MB of memory, the least that comes with that CPU. */
export const memoryMb = 512;

/** Two, so that a zone or a task may fail without the service. */
export const desiredCount = 2;

/** Answers 200 when the service can work. */
export const healthPath = "/health";

/** Seconds a task has to finish its calls when it is stopped. */
export const stopTimeoutSeconds = 30;

/** Images kept for a rollback; older ones expire. */
export const keptImages = 20;
