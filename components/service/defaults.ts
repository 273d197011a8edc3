/** Port on which a service listens inside its task, as the variable `PORT` says. */
export const containerPort = 8080;

/** Plain HTTP: the load balancer is inside the VPC and admits only proxy functions and the VPC link. */
export const loadBalancerPort = 80;

/** CPU units, a quarter of a virtual CPU: the smallest task that Fargate runs. */
export const cpu = 256;

/** MB of memory, the least with that CPU. */
export const memoryMb = 512;

/** Costs less than X86_64, and the base images of the example services have it. */
export const cpuArchitecture = "ARM64";

/** Seconds: a task that has just started may still load its code. */
export const healthCheckGracePeriodSeconds = 30;

/** Two, so that the service survives the failure of a task or a zone. */
export const desiredCount = 2;

/** With a certificate. */
export const tlsPort = 443;

/** TLS 1.3 alone, which all clients inside the VPC have. Source: Application Load Balancers Guide, "Security policies". */
export const tlsPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06";

/** Responds with 200 while the service works. */
export const healthPath = "/health";

/** Seconds that a task has to finish its calls when it is stopped. */
export const stopTimeoutSeconds = 30;

/** Version of Pulumi's plugin that builds images. From 0.0.21 on, a refresh keeps them in the state. */
export const dockerBuildVersion = "0.0.22";

/** Images kept for a rollback; older ones expire. */
export const keptImages = 20;

/** Seconds: new tasks take about a minute to start and to count. */
export const scaleOutCooldownSeconds = 60;

/** Seconds, as Application Auto Scaling's own default: tasks that are removed too early have to start again. */
export const scaleInCooldownSeconds = 300;
