import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The file with the values of secrets, in the project's folder. Git ignores it. */
export const secretsFile = ".env.local";

/** Secrets have no value on this machine. */
class MissingSecretsError extends Error {
  override readonly name = "MissingSecretsError";
}

/** A service or function, and the variables whose values are secrets. */
export interface SecretOwner {
  readonly name: string;
  readonly secrets: readonly string[];
}

/**
 * Values of secrets, for the services and functions on this machine. A line of `.env.local` is
 * `<OWNER>__<VARIABLE>=<value>`, such as `ORDERS__PAYMENT_KEY=…`, with quotes and line ends as in other
 * `.env` files. Values are passed to their owner's process alone, and written nowhere.
 */
export class LocalSecrets {
  #values: ReadonlyMap<string, string>;
  /** Begins the names of the environment's services and functions. */
  readonly #environment: string;

  readonly #read: () => Promise<ReadonlyMap<string, string>>;

  /** @param read - reads the values again. @default they stay */
  constructor(
    values: ReadonlyMap<string, string>,
    environment: string,
    read = () => Promise.resolve(values),
  ) {
    this.#values = values;
    this.#environment = environment;
    this.#read = read;
  }

  /**
   * @param root - the project's folder
   * @param environment - its name begins those of services, as in `local-orders`
   * @param warn - called if other users can read the file
   */
  static async read(
    root: string,
    environment: string,
    warn: (message: string) => void,
  ): Promise<LocalSecrets> {
    const read = () => readValues(join(root, secretsFile), warn);
    return new LocalSecrets(await read(), environment, read);
  }

  /** Reads the file again, in which values may have changed. */
  async readAgain(): Promise<void> {
    this.#values = await this.#read();
  }

  /** All values of the file, to be masked where they could appear. */
  get values(): string[] {
    return [...this.#values.values()].filter((value) => value !== "");
  }

  /** The environment variables of a service or function; those without a value are left out. */
  of({ name, secrets }: SecretOwner): Record<string, string> {
    const entries = secrets.map((each) => [
      each,
      this.#values.get(this.lineOf({ name }, each)) ?? "",
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== "")) as Record<
      string,
      string
    >;
  }

  /** Keys of the file that have no value. */
  missing({ name, secrets }: SecretOwner): string[] {
    const given = this.of({ name, secrets });
    return secrets
      .filter((each) => !Object.hasOwn(given, each))
      .map((each) => this.lineOf({ name }, each));
  }

  /** Key of the file for a variable. */
  lineOf({ name }: Pick<SecretOwner, "name">, variable: string): string {
    const prefix = `${this.#environment}-`;
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    return `${own.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}__${variable}`;
  }
}

async function readValues(
  path: string,
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  if (text !== "" && ((await stat(path)).mode & 0o077) !== 0) {
    warn(
      `Warning: other users of this machine can read ${secretsFile}. Run: chmod 600 ${secretsFile}`,
    );
  }
  return new Map(Object.entries(parseEnv(text)).map(([key, value]) => [key, value ?? ""]));
}

/** @throws MissingSecretsError with the lines to add */
export function requireSecrets(secrets: LocalSecrets, owners: readonly SecretOwner[]): void {
  const keys = new Set(owners.flatMap((owner) => secrets.missing(owner)));
  if (keys.size === 0) return;
  const lines = [...keys].map((key) => `  ${key}=<value>`).join("\n");
  throw new MissingSecretsError(
    `${keys.size === 1 ? "A secret has" : `${keys.size} secrets have`} no value on this machine. Any value will do that ` +
      `the service works with. Add to ${secretsFile}, in the project's folder:\n${lines}`,
  );
}
