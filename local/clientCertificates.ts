import type { ClientCertificate } from "./gateway/index.ts";
import { selfSigned } from "./selfSigned.ts";

/** Certificates of this process, by id. As on AWS, no resource contains their keys. */
const made = new Map<string, ClientCertificate>();

/** Creates a client certificate, a new one at each start. @returns its public part */
export function createClientCertificate(id: string) {
  const { certificate, privateKey, notBefore, notAfter } = selfSigned("ApiGateway");
  made.set(id, { certificate, privateKey });
  return {
    pemEncodedCertificate: certificate,
    createdDate: notBefore.toISOString(),
    expirationDate: notAfter.toISOString(),
  };
}

/** @returns `undefined` for a certificate that was created elsewhere, as in exported stacks */
export const clientCertificateOf = (id: string | undefined): ClientCertificate | undefined =>
  made.get(id ?? "");
