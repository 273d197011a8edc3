import { callAws } from "../shared/awsCall.ts";

/** How old a value may be. */
interface ReadOptions {
  /** Seconds since it was read; 0 reads it anew, such as after a login that was refused. @default 300 */
  readonly maxAgeSeconds?: number;
}

/** A secret can't be read. The message has no value. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/** A value, and when it was asked for. */
interface Known {
  readonly value: Promise<string>;
  readonly askedAtMs: number;
}

const timeoutMs = 3_000;
const known = new Map<string, Known>();

/**
 * The value of a secret in the function's `secrets`, read from Secrets Manager or Parameter Store as the function's
 * role. An instance keeps values for five minutes; calls at the same time share a request. Values are in no variable and
 * in no log.
 *
 * @param name - as in the definition: `PAYMENT_KEY`
 * @throws SecretError when there is no such secret, or it can't be read
 * @example const key = await readSecret("PAYMENT_KEY");
 */
export function readSecret(
  name: string,
  { maxAgeSeconds = 300 }: ReadOptions = {},
): Promise<string> {
  const before = known.get(name);
  const now = Date.now();
  if (before && now - before.askedAtMs < 1_000 * maxAgeSeconds) return before.value;
  const value = fetchSecret(name);
  known.set(name, { value, askedAtMs: now });
  // A failure is not kept: the next call tries again.
  value.catch(() => {
    if (known.get(name)?.value === value) known.delete(name);
  });
  return value;
}

async function fetchSecret(name: string): Promise<string> {
  const reference = process.env[`${name}_SECRET`];
  if (!reference) {
    throw new SecretError(`${name} is not a secret of this function. Add it to its secrets.`);
  }
  const fail = (problem: string) => new SecretError(`The secret ${name} can't be read: ${problem}`);
  // `arn:aws:secretsmanager:<region>:<account>:secret:<name>:<key>::`, the format of ECS.
  const [, , service, region = "", , , , key = ""] = reference.split(":");
  const arn = reference.split(":").slice(0, 7).join(":");
  const isParameter = service === "ssm";
  const call = isParameter
    ? {
        ...{ service: "ssm", variable: "SSM", region, target: "AmazonSSM.GetParameters" },
        input: { Names: [reference], WithDecryption: true },
      }
    : {
        ...{ service: "secretsmanager", variable: "SECRETS_MANAGER", region },
        target: "secretsmanager.GetSecretValue",
        input: { SecretId: arn },
      };
  const { status, output } = await callAws(call, process.env, timeoutMs).catch((error: Error) => {
    throw fail(error.message);
  });
  if (status !== 200)
    throw fail(`${call.service} responded with ${status} ${String(output["__type"])}`);
  const [parameter] = (output["Parameters"] ?? []) as { Value?: string }[];
  const text = isParameter ? parameter?.Value : output["SecretString"];
  if (typeof text !== "string") throw fail("it has no text");
  return key === "" ? text : valueOf(text, key, fail);
}

/** The value of a key in a JSON object. */
function valueOf(json: string, key: string, fail: (problem: string) => SecretError): string {
  const object = parse(json);
  if (typeof object !== "object" || object === null || !Object.hasOwn(object, key)) {
    throw fail(`it is not a JSON object with ${key}`);
  }
  const value: unknown = (object as Record<string, unknown>)[key];
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An error of `JSON.parse` would repeat a part of the secret. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
