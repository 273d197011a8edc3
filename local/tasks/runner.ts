import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Child, Children } from "../process/children.ts";
import { freePort } from "../process/freePort.ts";
import { untilAnswers } from "../process/untilAnswers.ts";
import type { ServiceSpec } from "./spec.ts";
import { startCommand } from "./startCommand.ts";
import type { TaskCredentials } from "./taskCredentials.ts";

/** A service does not come up. */
export class ServiceStartError extends Error {
  override readonly name = "ServiceStartError";
}

export interface ServiceOptions {
  readonly aws: AwsEndpoint;
  readonly children: Children;
  readonly credentials: TaskCredentials;
  /** Told when it has ended by itself and is started again. */
  readonly announce: (message: string) => void;
  /** Told whenever the service's port changes, with `undefined` while it is down. */
  readonly onPort: (port: number | undefined) => void;
}

/** A private service that runs here. */
export interface RunningService {
  stop(): Promise<void>;
}

/** Time a service has to answer its first health check, in ms. */
const startTimeoutMs = 30_000;

/** Pause before a service that ended is started again, in ms; as long as ECS's shortest. */
const restartDelayMs = 1_000;

/**
 * Starts a service by its own start command and keeps it running, as ECS does with its tasks.
 *
 * @throws ServiceStartError when it ends or does not answer its health check in time
 */
export async function runService(
  spec: ServiceSpec,
  options: ServiceOptions,
): Promise<RunningService> {
  let stopped = false;
  let child: Child;

  const start = async () => {
    const port = await freePort();
    child = await spawnService(spec, port, options);
    await untilHealthy(spec, port, child.exited);
    options.onPort(port);
    void child.exited.then((reason) => restart(reason));
  };
  const restart = async (reason: string) => {
    options.onPort(undefined);
    if (!stopped) options.announce(`${spec.name} ended (${reason}): starting it again`);
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, restartDelayMs).unref());
      if (stopped) return;
      try {
        return await start();
      } catch {
        await child.stop(); // Its log says why; try again.
      }
    }
  };

  await start();
  return {
    stop: async () => {
      stopped = true;
      await child.stop();
    },
  };
}

async function spawnService(
  spec: ServiceSpec,
  port: number,
  { aws, children, credentials }: ServiceOptions,
): Promise<Child> {
  const { command, args, path } = await startCommand(spec.directory);
  return children.spawn(`${aws.region}/${spec.name}`, command, args, {
    cwd: spec.directory,
    env: {
      PATH: `${path}:${process.env["PATH"]}`,
      HOME: process.env["HOME"],
      // The SDK's reminder of its own support policy says nothing about the service.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_REGION: aws.region,
      AWS_ENDPOINT_URL: aws.url,
      ...(spec.taskRoleArn ? credentials.environmentFor(spec.taskRoleArn) : {}),
      ...spec.environment,
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
}

async function untilHealthy(
  spec: ServiceSpec,
  port: number,
  exited: Promise<string>,
): Promise<void> {
  const url = `http://127.0.0.1:${port}${spec.healthPath}`;
  const isHealthy = ({ status }: Response) => status === 200;
  const started = await untilAnswers(url, exited, isHealthy, startTimeoutMs);
  if (started === "answers") return;
  const problem =
    started === "silent"
      ? `did not answer GET ${spec.healthPath} with 200 on the port in the variable PORT within ` +
        `${startTimeoutMs / 1000} s`
      : `in ${spec.directory} ended while starting: ${started.ended}`;
  throw new ServiceStartError(
    `Service "${spec.name}" ${problem}. Its log is in the newest folder under .local/logs.`,
  );
}
