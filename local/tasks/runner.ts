import { rm } from "node:fs/promises";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { ServiceTraces } from "../calls/index.ts";
import type { HostAddress } from "../lambda/index.ts";
import type { Child, Children } from "../../project/children.ts";
import { printable } from "../inside.ts";
import { freePort, releasePort } from "../process/freePort.ts";
import { addressWhenHealthy, HealthError } from "./health.ts";
import type { ServiceCalls } from "./serviceCalls.ts";
import { newSocketPath, socketEnvironment } from "./socket.ts";
import type { ServiceSpec } from "./spec.ts";
import { startCommand } from "./startCommand.ts";
import type { TaskCredentials } from "./taskCredentials.ts";

/** A service did not start. */
class ServiceStartError extends Error {
  override readonly name = "ServiceStartError";
}

export interface ServiceOptions {
  readonly aws: AwsEndpoint;
  readonly children: Children;
  readonly credentials: TaskCredentials;
  /** Its ways to other services. */
  readonly calls: ServiceCalls;
  /** Makes it tell its part of calls. @default it doesn't */
  readonly traces?: ServiceTraces | undefined;
  /** Variables about services of AWS that its network does not reach. @default none */
  readonly awsVariables?: Readonly<Record<string, string>>;
  /** Folder for its socket, accessible only to its owner; the caller removes it. */
  readonly socketFolder: string;
  /** Whether it is started by its script `start:watch`, if it has one. @default false */
  readonly watches?: boolean | undefined;
  /** The values of its secrets, by variable. */
  readonly secretsOf: (spec: ServiceSpec) => Readonly<Record<string, string>>;
  /** Path of a log, by its name. */
  readonly logFileOf: (name: string) => string;
  /** Called when other users can reach it, and when it has ended and is restarted. */
  readonly announce: (message: string) => void;
  /** Called when the service's address changes, with `undefined` while it is down. */
  readonly onAddress: (address: HostAddress | undefined) => void;
  /** Cancels the start, which then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A running private service. */
export interface RunningService {
  /** Where it listens; undefined while it is down. */
  readonly address: HostAddress | undefined;
  /** Its process, which leads those that it starts; undefined before it starts. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Last lines of a service that ended, in the announcement. */
const announcedLines = 5;

/** Pause before a restart in ms; as long as ECS's shortest. */
const restartDelayMs = 1_000;

/**
 * Starts a service by its own start command and keeps it running, as ECS does with its tasks.
 *
 * @throws ServiceStartError when it ends or its health check does not succeed in time
 */
export async function runService(
  spec: ServiceSpec,
  options: ServiceOptions,
): Promise<RunningService> {
  let stopped = false;
  let child: Child | undefined;
  let current: HostAddress | undefined;
  let isAnnounced = false;

  const start = async () => {
    const port = await freePort();
    const socketPath = newSocketPath(options.socketFolder, port);
    child = await spawnService(spec, port, socketPath, options);
    void child.exited.then(() => {
      releasePort(port);
      return rm(socketPath, { force: true });
    });
    // It may have been stopped meanwhile.
    if (stopped) return child.stop();
    const address = await untilHealthy(spec, port, socketPath, child, options);
    if ("port" in address && !isAnnounced) {
      isAnnounced = true;
      options.announce(openToUsers(spec, port));
    }
    options.onAddress((current = address));
    const started = child;
    void child.exited.then((reason) => restart(reason, started));
  };
  const restart = async (reason: string, ended: Child) => {
    options.onAddress((current = undefined));
    if (!stopped) {
      const lines = (await told(ended)).slice(-announcedLines);
      const last = lines.length === 0 ? "It has printed nothing." : "Its last lines:";
      options.announce(`${spec.name} ended (${reason}); restarting it. ${last}`);
      lines.forEach((line) => options.announce(`  ${line}`));
      options.announce(`  Its log: ${options.logFileOf(logName(spec, options.aws))}`);
    }
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, restartDelayMs).unref());
      if (stopped) return;
      try {
        return await start();
      } catch {
        await child?.stop(); // Its log has the reason; try again.
      }
    }
  };

  const stop = async () => {
    stopped = true;
    await child?.stop();
  };
  const { signal } = options;
  const cancel = () => void stop();
  signal?.addEventListener("abort", cancel);
  try {
    signal?.throwIfAborted();
    await start();
    signal?.throwIfAborted();
  } catch (error) {
    await stop();
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  return {
    get address() {
      return current;
    },
    get pid() {
      return child?.pid;
    },
    stop,
  };
}

async function spawnService(
  spec: ServiceSpec,
  port: number,
  socketPath: string,
  { aws, awsVariables, calls, children, credentials, secretsOf, traces, watches }: ServiceOptions,
): Promise<Child> {
  const nodeOptions = spec.environment["NODE_OPTIONS"];
  const callEnvironment = await calls.environmentFor(spec.name, nodeOptions);
  const hosts = [new URL(aws.url).host, ...calls.names];
  const optionsSoFar = callEnvironment["NODE_OPTIONS"] ?? nodeOptions;
  const traceEnvironment = await traces?.environmentFor(spec.name, hosts, optionsSoFar);
  const { command, args, path } = await startCommand(spec.directory, watches);
  return children.spawn(logName(spec, aws), command, args, {
    cwd: spec.directory,
    env: {
      PATH: `${path}:${process.env["PATH"]}`,
      HOME: process.env["HOME"],
      // The SDK's warning about its support policy is not about the service.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_REGION: aws.region,
      AWS_ENDPOINT_URL: aws.url,
      ...awsVariables,
      // The name of the endpoint has no subdomains. The SDK for JavaScript does not read this.
      AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
      ...(spec.taskRoleArn ? credentials.environmentFor(spec.taskRoleArn) : {}),
      ...callEnvironment,
      ...spec.environment,
      ...secretsOf(spec),
      HOST: "127.0.0.1",
      PORT: String(port),
      ...traceEnvironment,
      ...socketEnvironment(socketPath, traceEnvironment?.["NODE_OPTIONS"] ?? optionsSoFar),
    },
  });
}

const logName = ({ name }: ServiceSpec, { region }: AwsEndpoint): string => `${region}/${name}`;

async function untilHealthy(
  spec: ServiceSpec,
  port: number,
  socketPath: string,
  { exited, lastLines }: Child,
  { aws, logFileOf }: ServiceOptions,
): Promise<HostAddress> {
  try {
    return await addressWhenHealthy({ path: spec.healthPath, port, socketPath, exited });
  } catch (error) {
    if (!(error instanceof HealthError)) throw error;
    const lines = (await told({ lastLines })).map((line) => `\n  ${line}`).join("");
    throw new ServiceStartError(
      `Service "${spec.name}" in ${spec.directory} ${error.message}. ` +
        `${lines === "" ? "It has printed nothing." : `Its last lines:${lines}`}\n` +
        `Its log: ${logFileOf(logName(spec, aws))}`,
    );
  }
}

/** The last lines that it has printed about itself. */
const told = async ({ lastLines }: Pick<Child, "lastLines">): Promise<string[]> =>
  (await lastLines()).filter((line) => !ofNode.test(line)).map(printable);

/** Lines of an uncaught error that say nothing about the service. */
const ofNode = /^\s*$|^\s+at .*\(node:internal\/|^Node\.js v\d/;

const openToUsers = ({ name }: ServiceSpec, port: number): string =>
  `${name} listens on port ${port}, which every program and user of this machine can reach, and not ` +
  `on the socket in PALISADE_SOCKET (services/README.md)`;
