import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

/** Part of `CredentialCreationOptions` of StartWebAuthnRegistration. */
export interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
}

/** Part of the challenge WEB_AUTHN. */
export interface RequestOptions {
  readonly rpId: string;
  readonly challenge: string;
}

/** What an attacker changes. */
export interface Changes {
  readonly origin?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  readonly rpId?: string;
  /** @default user present, verified, backed up */
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly id?: string;
  /** Signs with it. */
  readonly key?: KeyObject;
}

const flags = { present: 1, verified: 4, mayBeBackedUp: 8, backedUp: 16, hasKey: 64 };
const usualFlags = flags.present | flags.verified | flags.mayBeBackedUp | flags.backedUp;

/** An authenticator and its browser in software, with one passkey. Source: W3C, "Web Authentication: Level 3". */
export class Authenticator {
  readonly #alg: -7 | -257;
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly #id = randomBytes(16);
  readonly #origin: string;
  #user = "";
  /** Counts from here, unless 0. */
  counter = 0;

  constructor(alg: -7 | -257 = -7, origin = "http://localhost:5173") {
    this.#alg = alg;
    this.#origin = origin;
    this.#keys =
      alg === -7
        ? generateKeyPairSync("ec", { namedCurve: "P-256" })
        : generateKeyPairSync("rsa", { modulusLength: 2048 });
  }

  get id(): string {
    return this.#id.toString("base64url");
  }

  get privateKey(): KeyObject {
    return this.#keys.privateKey;
  }

  /** `Credential` of CompleteWebAuthnRegistration. @param cose - the key, if another one */
  create({ rp, user, challenge }: CreationOptions, changes: Changes = {}, cose = this.coseKey()) {
    this.#user = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const withKey = (changes.flags ?? usualFlags) | flags.hasKey;
    const authData = Buffer.concat([
      this.#authenticatorData(rp.id, { ...changes, flags: withKey }),
      Buffer.alloc(16),
      length,
      this.#id,
      cbor(cose),
    ]);
    const attestation = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    const id = changes.id ?? this.id;
    return {
      id,
      rawId: id,
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData("webauthn.create", challenge, changes).toString(
          "base64url",
        ),
        attestationObject: cbor(attestation).toString("base64url"),
        transports: ["internal", "hybrid"],
      },
    };
  }

  /** `CREDENTIAL` of the response to WEB_AUTHN. */
  get({ rpId, challenge }: RequestOptions, changes: Changes = {}): string {
    if (this.counter > 0) this.counter++;
    const data = this.#authenticatorData(rpId, changes);
    const clientData = this.#clientData("webauthn.get", challenge, changes);
    const signed = Buffer.concat([data, createHash("sha256").update(clientData).digest()]);
    const signature = createSign("sha256")
      .update(signed)
      .sign(changes.key ?? this.privateKey);
    const id = changes.id ?? this.id;
    return JSON.stringify({
      id,
      rawId: id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: changes.userHandle ?? this.#user,
      },
    });
  }

  /** The public key by COSE's numbers. */
  coseKey(): Map<number, unknown> {
    const jwk = this.#keys.publicKey.export({ format: "jwk" });
    const bytes = (text: string | undefined) => Buffer.from(text!, "base64url");
    return this.#alg === -7
      ? new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, bytes(jwk.x)],
          [-3, bytes(jwk.y)],
        ])
      : new Map<number, unknown>([
          [1, 3],
          [3, -257],
          [-1, bytes(jwk.n)],
          [-2, bytes(jwk.e)],
        ]);
  }

  #authenticatorData(rpId: string, changes: Changes): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(changes.counter ?? this.counter);
    return Buffer.concat([
      createHash("sha256")
        .update(changes.rpId ?? rpId)
        .digest(),
      Buffer.of(changes.flags ?? usualFlags),
      counter,
    ]);
  }

  #clientData(type: string, challenge: string, changes: Changes): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: changes.type ?? type,
        challenge: changes.challenge ?? challenge,
        origin: changes.origin ?? this.#origin,
        crossOrigin: changes.crossOrigin ?? false,
      }),
    );
  }
}

/** Encodes numbers, texts, bytes and maps. Source: RFC 8949. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") {
    return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  }
  if (typeof value === "string") {
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat().map(cbor)]);
}

function cborHead(kind: number, value: number): Buffer {
  if (value < 24) return Buffer.of((kind << 5) | value);
  if (value < 256) return Buffer.of((kind << 5) | 24, value);
  const head = Buffer.of((kind << 5) | 25, 0, 0);
  head.writeUInt16BE(value, 1);
  return head;
}
