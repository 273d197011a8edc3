import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { managedDocuments } from "./managedPolicies.ts";
import { confinedNode } from "../lambda/confinement.ts";
import type { Child, Children } from "../../project/children.ts";
import { freePort } from "../process/freePort.ts";
import { untilResponds } from "../process/untilReady.ts";
import { type ObserveRequest, startCognitoFront } from "./cognito/index.ts";
import {
  type AwsEndpoint,
  connectEndpoint,
  EndpointError,
  givenEndpoint,
  localAccountId,
} from "./endpoint.ts";
import { installMiniStack } from "./install.ts";
import { readKept } from "./kept.ts";
import { keptAccount } from "./keptAccount.ts";
import { newCredentials, type RootCredentials } from "./rootCredentials.ts";

/** MiniStack behind a guard. */
const program = fileURLToPath(new URL("guard/program.py", import.meta.url));

/** Time limit for MiniStack's start, in ms. */
const startTimeoutMs = 30_000;

interface EndpointOptions {
  readonly region: string;
  readonly children: Children;
  /** Folder for files of the endpoint; the caller removes it. */
  readonly folder: string;
  /** Folder that keeps the account's resources and data between starts. @default nothing is kept */
  readonly stateFolder?: string;
  /** Set if a response to a write waits until it is on the disk. @default it is a moment later */
  readonly confirmsWrites?: boolean;
  /** The account's root key. @default that of the kept account, or a new one */
  readonly credentials?: RootCredentials;
  /** Receives each request to the endpoint when it has ended. @default none is observed */
  readonly onRequest?: ObserveRequest;
  /** Called before steps that take seconds. */
  readonly announce: (message: string) => void;
}

/**
 * The region's AWS endpoint: the one that `AWS_ENDPOINT_URL_<REGION>` names, such as
 * `AWS_ENDPOINT_URL_US_EAST_1`, or a new MiniStack that checks signatures and permissions.
 *
 * @throws InstallError, EndpointError
 */
export async function startEndpoint(options: EndpointOptions): Promise<AwsEndpoint> {
  return (await givenEndpoint(options.region)) ?? startMiniStack(options);
}

async function startMiniStack(options: EndpointOptions): Promise<AwsEndpoint> {
  const python = await installMiniStack(options.announce);
  const port = await freePort();
  const account = options.stateFolder ? await keptAccount(options.stateFolder) : undefined;
  const credentials = options.credentials ?? account?.credentials ?? newCredentials();
  const direct = connectEndpoint(`http://127.0.0.1:${port}`, options.region, credentials);
  const front = await startCognitoFront(
    { ...direct, accessKey: credentials },
    (error) => {
      // Calls to a process that is being ended fail.
      if (!options.children.closing) console.error(error);
    },
    options.onRequest,
  );
  const ports = [port, Number(new URL(front.url).port)];
  let child: Child;
  try {
    child = spawnMiniStack(
      options,
      python,
      port,
      JSON.stringify({
        ...{ ...credentials, ports, node: confinedNode(), policies: managedDocuments },
        keeping: account && { key: account.key, confirms: options.confirmsWrites ?? false },
      }),
    );
  } catch (error) {
    await front.close();
    throw error;
  }
  void child.exited.then(() => front.close());
  await untilReady(`${direct.url}/_ministack/health`, child.exited);
  const aws = {
    ...connectEndpoint(front.url, options.region, credentials),
    accessKey: credentials,
    identity: front.identity,
    tellsSigners: true,
  };
  if (!account) return aws;
  const kept = await readKept(aws);
  kept.notes.forEach((note) => options.announce(`${options.region}: ${note}`));
  return { ...aws, kept };
}

/** @param input - the program's standard input, which is secret, unlike its environment */
function spawnMiniStack(
  options: EndpointOptions,
  python: string,
  port: number,
  input: string,
): Child {
  // `-B`: writes no compiled files into the project.
  return options.children.spawn(`ministack ${options.region}`, python, ["-B", program], {
    cwd: options.folder,
    // Functions that MiniStack runs inherit its environment, so it must not hold secrets.
    env: {
      PATH: process.env["PATH"],
      HOME: options.folder,
      TMPDIR: options.folder,
      AUTH: "true",
      // A failing trigger makes the sign-in fail, as on AWS.
      MINISTACK_COGNITO_PRETOKEN_STRICT: "true",
      MINISTACK_ACCOUNT_ID: localAccountId,
      MINISTACK_REGION: options.region,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: "127.0.0.1",
      IOT_MTLS_ENABLED: "false",
      SFTP_ENABLED: "false",
      PALISADE_SES_VERIFICATION_MS: process.env["PALISADE_SES_VERIFICATION_MS"] ?? "0",
      // The pools' keys are there. By default it is a folder of all users.
      STATE_DIR: options.stateFolder ?? join(options.folder, `state-${options.region}`),
      ...(options.stateFolder && {
        PERSIST_STATE: "1",
        S3_PERSIST: "1",
        S3_DATA_DIR: join(options.stateFolder, "objects"),
      }),
    },
    input,
  });
}

async function untilReady(url: string, exited: Promise<string>): Promise<void> {
  const started = await untilResponds(url, exited, ({ ok }) => ok, startTimeoutMs);
  if (started === "ready") return;
  throw new EndpointError(
    started === "silent"
      ? `MiniStack did not respond at ${url} within ${startTimeoutMs / 1000} s.`
      : `MiniStack ended while starting: ${started.ended}`,
  );
}
