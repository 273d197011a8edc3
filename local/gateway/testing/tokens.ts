import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const region = "eu-west-1";
export const poolId = `${region}_Pool1`;
export const poolArn = `arn:aws:cognito-idp:${region}:123456789012:userpool/${poolId}`;
export const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function createKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
}

/** A public key set in a pool's format. */
function toJwks(keys: readonly SigningKey[]): string {
  return JSON.stringify({
    keys: keys.map(({ kid, publicKey }) => ({
      ...publicKey.export({ format: "jwk" }),
      kid,
      use: "sig",
      alg: "RS256",
    })),
  });
}

/** An ID token's claims; authorizers check `token_use`, `iss` and the times. */
export function idClaims(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: "user-1",
    iss: issuer,
    aud: "client-1",
    token_use: "id",
    iat: now,
    exp: now + 3600,
    ...overrides,
  };
}

export function accessClaims(scope: string): Record<string, unknown> {
  return idClaims({ token_use: "access", scope, aud: undefined, client_id: "client-1" });
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token signed by the pool's key, with changes to its header. */
export function signToken(
  key: SigningKey,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): string {
  return signParts(key, encode({ alg: "RS256", kid: key.kid, ...header }), encode(claims));
}

/** A token of encoded parts as they are, signed by the pool's key. */
export function signParts(key: SigningKey, header: string, payload: string): string {
  const input = `${header}.${payload}`;
  return `${input}.${sign("RSA-SHA256", Buffer.from(input), key.privateKey).toString("base64url")}`;
}

/** A forgery that uses the public key as a shared secret. */
export function signWithPublicKey(key: SigningKey, claims: Record<string, unknown>): string {
  const input = `${encode({ alg: "HS256", kid: key.kid })}.${encode(claims)}`;
  const secret = key.publicKey.export({ format: "pem", type: "spki" });
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

/** A forgery without a signature. */
export function unsigned(key: SigningKey, claims: Record<string, unknown>): string {
  return `${encode({ alg: "none", kid: key.kid })}.${encode(claims)}.`;
}

/** A pool's key endpoint on loopback. */
export interface JwksServer {
  readonly uri: string;
  /** The number of fetches. */
  fetches: number;
  /** The served keys. */
  keys: readonly SigningKey[];
  status: number;
  close(): void;
}

export async function startJwksServer(keys: readonly SigningKey[]): Promise<JwksServer> {
  const http = createServer((_, response) => {
    server.fetches += 1;
    response.writeHead(server.status).end(toJwks(server.keys));
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const server: JwksServer = {
    uri: `http://127.0.0.1:${(http.address() as AddressInfo).port}/jwks.json`,
    fetches: 0,
    keys,
    status: 200,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
  return server;
}
