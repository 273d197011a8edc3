import { mapOf, type OptionRules, required, text } from "../../shared/options.ts";

/** Permissions of an API that machines can get. */
export interface ScopesArgs {
  /** Identifier before the slash, such as `orders` in `orders/read`. */
  identifier: string;
  /** Descriptions by scope name, such as `{ read: "Read orders" }`. */
  scopes: Record<string, string>;
}

/** Source: Cognito API Reference, "CreateResourceServer", "ResourceServerScopeType". */
export const scopesRules: OptionRules<ScopesArgs> = {
  identifier: required(
    text(
      /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/,
      '1 to 256 characters of ASCII, without spaces, " and \\',
    ),
  ),
  scopes: required(
    mapOf(
      text(/^[^]{1,256}$/, "a description of 1 to 256 characters"),
      text(/^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/, 'a name without spaces, /, " and \\'),
    ),
  ),
};

/** A scope of the platform's own, such as `orders/read`. Source: Cognito API Reference, "ResourceServerScopeType". */
export const customScope = text(
  /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E][\x21\x23-\x5B\x5D-\x7E]{0,255}\/[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/,
  "<identifier>/<name>, such as orders/read, of at most 256 characters each",
);

/** Scopes that Cognito itself gives. Source: Cognito Developer Guide, "Scopes, M2M, and resource servers". */
const builtIn: ReadonlySet<string> = new Set([
  "aws.cognito.signin.user.admin",
  "openid",
  "email",
  "phone",
  "profile",
]);

/** What may give scopes. */
interface ScopeGivers {
  readonly groups?: Readonly<Record<string, { readonly scopes?: readonly string[] }>> | undefined;
  readonly machines?: Readonly<Record<string, { readonly scopes: readonly string[] }>> | undefined;
  /** The scopes of the machine client. */
  readonly machineScopes?: ScopesArgs | undefined;
}

/** Scopes of groups, machines and the machine client. */
export function givenScopes({ groups = {}, machines = {}, machineScopes }: ScopeGivers): string[] {
  const { identifier, scopes = {} } = machineScopes ?? {};
  return [
    ...Object.values(groups).flatMap(({ scopes: ofGroup = [] }) => ofGroup),
    ...Object.values(machines).flatMap(({ scopes: ofMachine }) => ofMachine),
    ...Object.keys(scopes).map((name) => `${identifier}/${name}`),
  ];
}

/**
 * Whether a token can have a scope: from Cognito itself, a group, a machine or the machine client. Everything counts
 * as given to a platform without groups' scopes and machines, because it may create clients of its own.
 */
export function scopeCheck(givers: ScopeGivers) {
  if (givenScopes({ groups: givers.groups }).length === 0 && !givers.machines) return () => true;
  const given = new Set([...builtIn, ...givenScopes(givers)]);
  return (scope: string): boolean => given.has(scope);
}

/** Names of scopes by the identifier of their resource server: `{ orders: ["read"] }` for `orders/read`. */
export function scopesByServer(scopes: readonly string[]): Record<string, string[]> {
  const servers = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const slash = scope.lastIndexOf("/");
    if (slash <= 0) continue;
    const identifier = scope.slice(0, slash);
    const names = servers.get(identifier) ?? new Set();
    servers.set(identifier, names.add(scope.slice(slash + 1)));
  }
  return Object.fromEntries([...servers].map(([identifier, names]) => [identifier, [...names]]));
}
