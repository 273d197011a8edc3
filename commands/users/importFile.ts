import { readFile } from "node:fs/promises";
import { DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { groupNames } from "../../project/users/allUsers.ts";
import type { NewUser } from "../../project/users/changeUser.ts";
import type { Directory } from "../../project/users/directory.ts";
import { verified } from "../../project/users/newUser.ts";
import { printable } from "../../project/users/printable.ts";
import { UsersError } from "../../project/users/usersError.ts";

/** A line of a file, as `export` writes it; only names and attributes are needed. */
interface Line {
  readonly username?: string;
  readonly status?: string;
  readonly enabled?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
}

export interface NumberedUser extends Omit<NewUser, "invites"> {
  readonly line: number;
}

export interface ImportFile {
  readonly users: readonly NumberedUser[];
  /** Users of external providers, who appear when they sign in for the first time. */
  readonly external: number;
  /** Users who never confirmed their address: anybody may have signed up with it. */
  readonly unconfirmed: number;
}

/** What an import needs to know of the pool. */
interface Pool {
  /** The attributes that are names to sign in with; none if users have names of their own. */
  readonly names: readonly string[];
  readonly attributes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** Set by Cognito alone. Source: API Reference, "AdminCreateUser"; Developer Guide, "Working with user attributes". */
const ofCognito = new Set(["sub", "identities", "cognito:user_status", "cognito:mfa_enabled"]);

/** The most faults that one message lists. */
const shownFaults = 20;

/**
 * Reads a file of users and checks all of it against the pool, before anything is changed.
 *
 * @throws UsersError with the faults by line
 */
export async function readImport(directory: Directory, file: string): Promise<ImportFile> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsersError(`${file} can't be read: ${error.code ?? error.message}.`);
  });
  const pool = await readPool(directory);
  const faults: string[] = [];
  const lines = new Map<string, number>();
  const users: NumberedUser[] = [];
  let [external, unconfirmed] = [0, 0];
  for (const [index, content] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (content.trim() === "") continue;
    const line = index + 1;
    const parsed = parse(content);
    const found = typeof parsed === "string" ? [parsed] : faultsOf(parsed, pool);
    if (typeof parsed === "string" || found.length > 0) {
      faults.push(...found.map((fault) => `line ${line}: ${fault}`));
      continue;
    }
    if (parsed.status === "EXTERNAL_PROVIDER") {
      external += 1;
      continue;
    }
    if (parsed.status === "UNCONFIRMED") {
      unconfirmed += 1;
      continue;
    }
    const user = toUser(parsed, pool, line);
    const key = user.username.toLowerCase();
    const first = lines.get(key);
    if (first !== undefined)
      faults.push(`line ${line}: "${user.username}" is on line ${first} too`);
    else lines.set(key, line);
    users.push(user);
  }
  if (faults.length > 0) throw faulty(file, faults);
  if (users.length + external + unconfirmed === 0) throw new UsersError(`${file} has no users.`);
  return { users, external, unconfirmed };
}

function faulty(file: string, faults: readonly string[]): UsersError {
  const shown = faults.slice(0, shownFaults).map((fault) => `\n  - ${printable(fault)}`);
  const more = faults.length > shownFaults ? `\n  … and ${faults.length - shownFaults} more` : "";
  return new UsersError(`Nothing was imported. ${file} has faults:${shown.join("")}${more}`);
}

async function readPool(directory: Directory): Promise<Pool> {
  const { cognito, userPoolId } = directory;
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  return {
    names: UserPool!.UsernameAttributes ?? [],
    attributes: new Set(UserPool!.SchemaAttributes?.map(({ Name }) => Name!)),
    groups: new Set(await groupNames(directory)),
  };
}

/** @returns the fault if it is no object */
function parse(content: string): Line | string {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Line;
  } catch {
    // Not JSON either.
  }
  return 'must be an object of JSON, such as {"attributes": {"email": "jane@example.com"}}';
}

const fields = ["username", "status", "enabled", "created", "modified", "attributes", "groups"];

function faultsOf(line: Line, pool: Pool): string[] {
  const { username, status, enabled = true, attributes = {}, groups = [] } = line;
  const faults = Object.keys(line).flatMap((field) =>
    fields.includes(field) ? [] : [`unknown field "${field}"; known are ${fields.join(", ")}`],
  );
  if (username !== undefined && typeof username !== "string") faults.push("username must be text");
  if (typeof enabled !== "boolean") faults.push("enabled must be true or false");
  if (!isObject(attributes)) return [...faults, "attributes must be an object"];
  for (const [name, value] of Object.entries(attributes)) {
    if (ofCognito.has(name)) continue;
    if (!pool.attributes.has(name)) faults.push(`the pool has no attribute "${name}"`);
    if (typeof value !== "string") faults.push(`the attribute "${name}" must be text`);
  }
  if (!Array.isArray(groups)) return [...faults, "groups must be a list"];
  for (const group of groups) {
    if (!pool.groups.has(group)) faults.push(`the pool has no group ${JSON.stringify(group)}`);
  }
  if (status !== "EXTERNAL_PROVIDER" && nameIn(line, pool) === undefined) {
    const needed = pool.names.length > 0 ? `the attribute ${pool.names.join(" or ")}` : "username";
    faults.push(`${needed} is missing: it is the name to sign in with`);
  }
  return faults;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The name to sign in with. */
const nameIn = ({ username, attributes = {} }: Line, { names }: Pool): string | undefined =>
  names.length === 0 ? username : names.map((name) => attributes[name]).find((value) => value);

function toUser(line: Line, pool: Pool, number: number): NumberedUser {
  const given = Object.fromEntries(
    Object.entries(line.attributes ?? {}).filter(([name]) => !ofCognito.has(name)),
  );
  return {
    line: number,
    username: nameIn(line, pool)!,
    attributes: { ...given, ...verified(given), ...given },
    groups: line.groups ?? [],
    enabled: line.enabled ?? true,
  };
}
