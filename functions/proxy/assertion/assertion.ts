import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { joseSignature } from "./joseSignature.ts";

/** The header that carries a call's assertion. Clients can't set it: it has the protected prefix. */
export const assertionHeader = "x-user-assertion";

/** `iss` of everything that a proxy function signs. */
const issuer = "palisade-proxy";

/** How long an assertion is valid. API Gateway waits 29 s at most for a response. */
const assertionSeconds = 60;

/** How long KMS's signature of an instance's own key is valid, and when it is renewed. */
const delegationSeconds = 3_600;
const renewAfterSeconds = 2_700;

/** What an assertion says about a call. */
export interface AssertedCall {
  readonly method: string;
  /** Path at the service, without the query. */
  readonly path: string;
  /** The headers about the caller, which the proxy itself has set. */
  readonly user: Readonly<Record<string, string | string[]>>;
}

export interface AssertionOptions {
  /** The service that assertions are for (`aud`). */
  readonly service: string;
  /** Name of the key in the service's `ASSERTION_JWKS`. */
  readonly keyId: string;
  /** Signs with the key that services know. @throws Error when it can't in time */
  readonly signWithKey: (message: string, timeoutMs: number) => Promise<Uint8Array>;
  /** @default Date.now */
  readonly now?: () => number;
}

/** @throws Error when no key can be had within the time */
export type Assert = (call: AssertedCall, timeoutMs: number) => Promise<string>;

/** The instance's own key, with a statement that the service's key signed: until when to accept it. */
interface Delegation {
  readonly privateKey: KeyObject;
  /** First part of an assertion, which contains the statement. */
  readonly header: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * Makes an assertion for each call: a JWT (ES256) about who calls what, for one service, for a minute.
 *
 * KMS signs a key of the instance's own once an hour, which then signs each call, in about 30 µs: KMS
 * neither delays calls nor limits them (it carries out 300 such signatures per second and account), and a call's assertion
 * can name its method and path. The service verifies both signatures (RFC 7800, `cnf`).
 */
export function createAssertions({
  service,
  keyId,
  signWithKey,
  now = Date.now,
}: AssertionOptions): Assert {
  let current: Delegation | undefined;
  /** What calls wait for. */
  let first: Promise<unknown> | undefined;
  /** While the present key is good. Lambda may freeze it for hours, so that no call may wait for it. */
  let isRenewing = false;

  const renew = async (timeoutMs: number): Promise<void> => {
    const renewed = await delegate(timeoutMs);
    // One that was frozen may come last.
    if (renewed.expiresAt >= (current?.expiresAt ?? 0)) current = renewed;
  };

  async function renewAside(timeoutMs: number): Promise<void> {
    if (isRenewing) return;
    isRenewing = true;
    // While KMS can't be reached, the present key is good for another quarter of an hour.
    await renew(timeoutMs).catch(() => {});
    isRenewing = false;
  }

  async function delegate(timeoutMs: number): Promise<Delegation> {
    const iat = Math.floor(now() / 1000);
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const statement = `${encoded({ alg: "ES256", typ: "delegation+jwt", kid: keyId })}.${encoded({
      iss: issuer,
      aud: service,
      iat,
      exp: iat + delegationSeconds,
      cnf: { jwk: publicKey.export({ format: "jwk" }) },
    })}`;
    const signature = joseSignature(await signWithKey(statement, timeoutMs));
    const delegation = `${statement}.${signature.toString("base64url")}`;
    return {
      privateKey,
      header: encoded({ alg: "ES256", typ: "assertion+jwt", delegation }),
      renewAt: iat + renewAfterSeconds,
      // An assertion must not outlive the statement about its key.
      expiresAt: iat + delegationSeconds - assertionSeconds,
    };
  }

  return async ({ method, path, user }, timeoutMs) => {
    const iat = Math.floor(now() / 1000);
    const isUsable = current !== undefined && iat < current.expiresAt;
    if (!isUsable) await (first ??= renew(timeoutMs).finally(() => (first = undefined)));
    else if (iat >= current!.renewAt) void renewAside(timeoutMs);
    const { header, privateKey } = current!;
    const { "x-user-sub": sub } = user;
    const content = `${header}.${encoded({
      iss: issuer,
      aud: service,
      ...(sub !== undefined && { sub }),
      iat,
      exp: iat + assertionSeconds,
      htm: method,
      htu: path,
      user,
    })}`;
    const signature = sign("sha256", Buffer.from(content), {
      key: privateKey,
      dsaEncoding: "ieee-p1363",
    });
    return `${content}.${signature.toString("base64url")}`;
  };
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
