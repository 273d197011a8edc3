import { ControlError } from "../control/index.ts";
import type { CallToTry, TokenToHandOut } from "./triedCall.ts";

type Members = Readonly<Record<string, unknown>>;

/** Headers that belong to the connection, or follow from the rest of the call. */
const own = [
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "keep-alive",
  "expect",
  "upgrade",
  "te",
];

/** Checks the body of `POST try`. @throws ControlError 400 with what is wrong and what is allowed */
export function readCall(given: unknown): CallToTry {
  const call = objectWith(given, "The body", [
    ...["method", "path", "headers", "body", "region", "api", "stage", "as", "signs"],
  ]);
  const { method, path, signs } = call;
  if (typeof method !== "string" || !/^[A-Z]{1,20}$/.test(method) || method === "CONNECT") {
    throw wrong("method", "a method in upper case, such as GET");
  }
  if (typeof path !== "string" || !/^\/[\x21-\x7e]*$/.test(path)) {
    throw wrong("path", "a path that begins with /, with spaces and special characters encoded");
  }
  if (signs !== undefined && typeof signs !== "boolean") throw wrong("signs", "true or false");
  if (signs && call["region"] === undefined) {
    throw new ControlError(400, 'A signature is for one region. Add "region".');
  }
  if (signs && call["as"] !== undefined) {
    throw new ControlError(
      400,
      'A call has a token ("as") or a signature ("signs"). Leave one out.',
    );
  }
  return {
    method,
    path,
    headers: readHeaders(call["headers"] ?? {}),
    ...texts(call, ["body", "region", "api", "stage"]),
    ...(call["as"] !== undefined && { as: readToken(call["as"]) }),
    ...(signs && { signs }),
  };
}

/** Checks the body of `POST tokens`. @throws ControlError 400 */
export function readToken(given: unknown): TokenToHandOut {
  const wanted = objectWith(given, '"as"', [
    ...["user", "groups", "client", "machine", "scopes", "access"],
  ]);
  if (
    wanted["machine"] !== undefined &&
    (wanted["user"] ?? wanted["groups"] ?? wanted["client"]) !== undefined
  ) {
    throw new ControlError(400, 'A machine has no "user", "groups" or "client". Leave them out.');
  }
  const { access } = wanted;
  if (access !== undefined && typeof access !== "boolean") throw wrong("access", "true or false");
  return {
    ...texts(wanted, ["user", "client", "machine"]),
    ...lists(wanted, ["groups", "scopes"]),
    ...(access !== undefined && { access }),
  };
}

function readHeaders(given: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  if (typeof given !== "object" || given === null)
    throw wrong("headers", "an object of names and values");
  for (const [name, value] of Object.entries(given)) {
    const isName = /^[\w!#$%&'*+.^`|~-]+$/.test(name);
    if (!isName || typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new ControlError(
        400,
        `The header ${JSON.stringify(name)} is not a valid name with a text of one line.`,
      );
    }
    if (own.includes(name.toLowerCase())) {
      throw new ControlError(400, `The header "${name}" is the connection's own. Leave it out.`);
    }
    headers[name] = value;
  }
  return headers;
}

function objectWith(given: unknown, what: string, names: readonly string[]): Members {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new ControlError(400, `${what} must be an object with ${names.join(", ")}.`);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return given as Members;
  throw new ControlError(400, `${what} has no "${unknown}". Use ${names.join(", ")}.`);
}

function texts<Name extends string>(given: Members, names: readonly Name[]) {
  const found: { [Each in Name]?: string } = {};
  for (const name of names) {
    const value = given[name];
    if (value === undefined) continue;
    if (typeof value !== "string") throw wrong(name, "a text");
    found[name] = value;
  }
  return found;
}

function lists<Name extends string>(given: Members, names: readonly Name[]) {
  const found: { [Each in Name]?: string[] } = {};
  for (const name of names) {
    const value = given[name];
    if (value === undefined) continue;
    const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
    if (!isList) throw wrong(name, "a list of texts");
    found[name] = value as string[];
  }
  return found;
}

const wrong = (name: string, allowed: string): ControlError =>
  new ControlError(400, `"${name}" must be ${allowed}.`);
