import type { ClientCertificate } from "./gateway/index.ts";
import { selfSigned } from "./selfSigned.ts";

/** What this process has made, by id. AWS keeps the keys to itself, and so no resource holds them. */
const made = new Map<string, ClientCertificate>();

/** Makes a client certificate, anew at each start. @returns what everybody may know of it */
export function createClientCertificate(id: string) {
  const { certificate, privateKey, notBefore, notAfter } = selfSigned("ApiGateway");
  made.set(id, { certificate, privateKey });
  return {
    pemEncodedCertificate: certificate,
    createdDate: notBefore.toISOString(),
    expirationDate: notAfter.toISOString(),
  };
}

/** Undefined for one that was made elsewhere, as those of exported stacks were. */
export const clientCertificateOf = (id: string | undefined): ClientCertificate | undefined =>
  made.get(id ?? "");
