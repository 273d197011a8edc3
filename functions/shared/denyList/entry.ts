/** What was revoked: one session, all sessions of a user, or all tokens of a machine client. */
export type Revoked =
  /** A token's `origin_jti`, which stays the same when tokens are refreshed. */
  | { readonly session: string }
  /** A token's `sub`. */
  | { readonly subject: string }
  /** The id of an app client. */
  | { readonly client: string };

/** The claims by which a token is found in the deny list. */
export interface RevocableClaims {
  readonly sub?: unknown;
  readonly origin_jti?: unknown;
  /** In access tokens; ID tokens have `aud`. */
  readonly client_id?: unknown;
  readonly aud?: unknown;
  /** Seconds since 1970 of the sign-in, which stay the same when tokens are refreshed. */
  readonly auth_time?: unknown;
  readonly iat?: unknown;
}

/** An entry's key, such as `session#<origin_jti>`. `components/api/integrations/signOut.ts` has the same rule. */
export function keyOf(revoked: Revoked): string {
  const [[kind, id] = []] = Object.entries(revoked) as [string, string][];
  return `${kind}#${id}`;
}

/**
 * The keys of the entries that concern a token: of its subject, and of its session or, for a machine's
 * token, whose subject is its client, of its client.
 */
export function keysFor({ sub, origin_jti: session, client_id, aud }: RevocableClaims): string[] {
  const client = client_id ?? aud;
  const hasSession = isText(session) && sub !== client;
  return [
    ...(isText(sub) ? [keyOf({ subject: sub })] : []),
    ...(hasSession ? [keyOf({ session })] : isText(client) ? [keyOf({ client })] : []),
  ];
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A value in DynamoDB's notation. Source: DynamoDB API Reference, "AttributeValue". */
interface Attribute {
  readonly S?: string;
  readonly N?: string;
}

/** An entry as DynamoDB returns it. */
export type Entry = Readonly<Record<string, Attribute>>;

/**
 * Whether an entry refuses a token. One of a session refuses every token of the session. Others refuse
 * those whose sign-in is not later than the revocation. Both times are whole seconds, so a new sign-in in
 * the same second is refused too. A token without a time is refused.
 *
 * Entries that DynamoDB should have deleted, but has not yet, only concern tokens that have expired.
 */
export function refuses({ key, before }: Entry, { auth_time, iat }: RevocableClaims): boolean {
  if (key?.S?.startsWith("session#")) return true;
  const signedInAt = Number(auth_time ?? iat ?? NaN);
  return !(signedInAt > Number(before?.N ?? NaN));
}

/** When something is revoked, and how long that matters. */
interface Revocation {
  readonly tableName: string;
  readonly revoked: Revoked;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds after which every token from before has expired, refreshed ones too. */
  readonly keptSeconds: number;
}

/** The input of DynamoDB's `UpdateItem` that revokes tokens. It may be repeated. */
export function revocationInput({ tableName, revoked, now, keptSeconds }: Revocation) {
  const before = Math.floor(now / 1000);
  return {
    TableName: tableName,
    Key: { key: { S: keyOf(revoked) } },
    UpdateExpression: "SET #before = :before, expiresAt = :expiresAt",
    ExpressionAttributeNames: { "#before": "before" },
    ExpressionAttributeValues: {
      ":before": { N: String(before) },
      ":expiresAt": { N: String(before + keptSeconds) },
    },
  };
}
