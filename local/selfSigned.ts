import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIPv4 } from "node:net";

/** A certificate and its key, both PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const dayMs = 86_400_000;

/**
 * Creates a self-signed certificate with a new key. Node.js can read but not write certificates, so this
 * writes the few fields of one, with the names of a server as its only extension. (RFC 5280, 4.1; X.690)
 *
 * @param commonName - name of subject and issuer
 * @param names - DNS names and IPv4 addresses of the server
 * @param type - of the key: P-256, or RSA of 2048 bits
 */
export function selfSigned(
  commonName: string,
  days = 365,
  names: readonly string[] = [],
  type: "ec" | "rsa" = "ec",
): SelfSigned {
  const { publicKey, privateKey } =
    type === "ec"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  // Certificates have whole seconds. The minute allows for clock differences.
  const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
  const notAfter = new Date(notBefore.getTime() + days * dayMs);
  return {
    certificate: write(commonName, { notBefore, notAfter, names }, publicKey, privateKey),
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }) as string,
    notBefore,
    notAfter,
  };
}

function write(
  commonName: string,
  { notBefore, notAfter, names }: { notBefore: Date; notAfter: Date; names: readonly string[] },
  publicKey: KeyObject,
  privateKey: KeyObject,
): string {
  const name = sequence(element(0x31, sequence(oid.commonName, element(0x0c, commonName))));
  const algorithm =
    privateKey.asymmetricKeyType === "rsa"
      ? sequence(oid.sha256WithRsa, element(0x05, ""))
      : sequence(oid.ecdsaWithSha256);
  const signed = sequence(
    ...(names.length > 0 ? [version3] : []),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    ...(names.length > 0 ? [element(0xa3, sequence(subjectAltName(names)))] : []),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", signed, privateKey)]);
  const lines = sequence(signed, algorithm, element(0x03, signature))
    .toString("base64")
    .replaceAll(/.{1,64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}

/** (RFC 5280, 4.2.1.6) */
function subjectAltName(names: readonly string[]): Buffer {
  const general = names.map((name) =>
    isIPv4(name)
      ? element(0x87, Buffer.from(name.split(".").map(Number)))
      : element(0x82, Buffer.from(name, "ascii")),
  );
  return sequence(oid.subjectAltName, element(0x04, sequence(...general)));
}

/** A DER element: tag, length, content. */
function element(tag: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  const { length } = bytes;
  const long = length > 255 ? [0x82, length >> 8, length & 0xff] : [0x81, length];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), bytes]);
}

const sequence = (...contents: Buffer[]): Buffer => element(0x30, Buffer.concat(contents));

const utcTime = (date: Date): Buffer =>
  element(0x17, `${date.toISOString().replaceAll(/[-T:]/g, "").slice(2, 14)}Z`);

/** Extensions need version 3, which is written as 2. */
const version3 = element(0xa0, element(0x02, Buffer.from([2])));

const oid = {
  /** 2.5.4.3 */
  commonName: element(0x06, Buffer.from([0x55, 0x04, 0x03])),
  /** 2.5.29.17 */
  subjectAltName: element(0x06, Buffer.from([0x55, 0x1d, 0x11])),
  /** 1.2.840.113549.1.1.11, with NULL as its parameters (RFC 4055, 5) */
  sha256WithRsa: element(0x06, Buffer.from("2a864886f70d01010b", "hex")),
  /** 1.2.840.10045.4.3.2 */
  ecdsaWithSha256: element(0x06, Buffer.from("2a8648ce3d040302", "hex")),
};
