import type { Caller } from "../../exchange/callers.ts";
import { PolicyDocumentError } from "./elements.ts";

/** True if a statement of a resource policy applies to a caller; undefined is an anonymous caller. */
export type Principals = (caller: Caller | undefined) => boolean;

const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/;
const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const identity = /^arn:aws:(?:iam::\d{12}:user\/|sts::\d{12}:assumed-role\/).+$/;

/**
 * Compiles a statement's `Principal`: everybody (`*`), accounts, roles with all their sessions, single
 * sessions, users. (IAM User Guide, "AWS JSON policy elements: Principal")
 *
 * @param ownAccountId - allowing this account grants its callers nothing, because their own policies
 *   decide
 * @throws PolicyDocumentError for other kinds of principals, which local requests never have
 */
export function compilePrincipal(
  principal: unknown,
  effect: "allow" | "deny",
  ownAccountId: string,
): Principals {
  const named = listed(principal).map((each): Principals => {
    if (each === "*") return () => true;
    const [, accountId] = account.exec(each) ?? [];
    if (accountId !== undefined) {
      if (effect === "allow" && accountId === ownAccountId) return () => false;
      return (caller) => caller?.accountId === accountId;
    }
    const [, roleAccount, roleName] = role.exec(each) ?? [];
    if (roleName !== undefined) {
      const sessions = `arn:aws:sts::${roleAccount}:assumed-role/${roleName}/`;
      return (caller) => caller?.userArn.startsWith(sessions) === true;
    }
    if (identity.test(each)) return (caller) => caller?.userArn === each;
    throw unsupported(each);
  });
  return (caller) => named.some((matches) => matches(caller));
}

function listed(principal: unknown): string[] {
  if (principal === "*") return ["*"];
  const { AWS: aws, ...others } = (principal ?? {}) as Record<string, unknown>;
  const given = Array.isArray(aws) ? (aws as unknown[]) : [aws];
  if (typeof principal !== "object" || Object.keys(others).length > 0) throw unsupported(principal);
  return given.map((each) => {
    if (typeof each !== "string") throw unsupported(principal);
    return each;
  });
}

const unsupported = (principal: unknown) =>
  new PolicyDocumentError(
    `the Principal ${JSON.stringify(principal)} is not supported locally; use "*" or {"AWS": …} with accounts, users or roles`,
  );
