import type { Resource } from "../graph/resource.ts";
import { isSecretName, masked } from "./names.ts";

/** Properties that hold a secret under a plain name, by type. */
const secretProperties: Readonly<Record<string, readonly string[]>> = {
  "aws:apigateway/apiKey:ApiKey": ["value"],
  "aws:iam/accessKey:AccessKey": ["secret", "sesSmtpPasswordV4"],
  "aws:ssm/parameter:Parameter": ["value"],
  "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"],
};

/** A shorter text is too likely to be part of another one. */
const leastSecretLength = 8;

/**
 * Replaces secrets: values under a secret's name or marked as secret by the program, and each occurrence of
 * them in other texts, such as in a variable of a function.
 */
export class Masking {
  readonly #secrets: readonly string[];

  /** @param more - secrets from elsewhere, such as of `.env.local` */
  constructor(resources: readonly Resource[], more: readonly string[] = []) {
    const found = new Set(more);
    for (const resource of resources) {
      const { inputs, outputs } = resource;
      for (const properties of [inputs, outputs]) {
        for (const [name, value] of Object.entries(properties)) {
          collect(name, value, isMarked(name, resource), (secret) => found.add(secret));
        }
      }
    }
    this.#secrets = [...found]
      .filter((secret) => secret.length >= leastSecretLength)
      .sort((one, other) => other.length - one.length);
  }

  /** The properties of a resource without secrets. */
  properties(resource: Resource, kind: "inputs" | "outputs"): Record<string, unknown> {
    const entries = Object.entries(resource[kind]).map(([name, value]) => [
      name,
      isMarked(name, resource) ? masked : this.value(value, name),
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  /** @param name - of the property that holds the value */
  value(value: unknown, name = ""): unknown {
    if (typeof value === "string") return isSecretText(name, value) ? masked : this.text(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((element) => this.value(element, name));
    if (isPulumiValue(value)) return `(${wordsOf(value)})`;
    // A pair of name and value, as a container's variable is.
    const { name: pair } = value as { name?: unknown };
    const entries = Object.entries(value).map(([key, child]) => [
      key,
      this.value(child, key === "value" && typeof pair === "string" ? pair : key),
    ]);
    return Object.fromEntries(entries);
  }

  /** A text without the known secrets. A text of JSON, such as of containers, is read for names of secrets. */
  text(text: string): string {
    const plain = this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), text);
    if (!/^\s*[[{]/.test(plain)) return plain;
    try {
      const parsed: unknown = JSON.parse(plain);
      return JSON.stringify(this.value(parsed)) === JSON.stringify(parsed)
        ? plain
        : JSON.stringify(this.value(parsed));
    } catch {
      return plain;
    }
  }
}

/** An ARN names a secret without telling it, and a short text under a token's name is a unit or a kind. */
const isSecretText = (name: string, value: string): boolean =>
  isSecretName(name) &&
  value !== "" &&
  !value.startsWith("arn:") &&
  (value.length >= leastSecretLength || !/token$/i.test(name));

const isMarked = (name: string, { type, registration }: Resource): boolean =>
  registration?.secrets.includes(name) === true || secretProperties[type]?.includes(name) === true;

function collect(
  name: string,
  value: unknown,
  isSecret: boolean,
  found: (secret: string) => void,
): void {
  if (typeof value === "string") {
    if (isSecret || isSecretText(name, value)) found(value);
    else if (/^\s*[[{]/.test(value)) collectJson(value, found);
    return;
  }
  if (typeof value !== "object" || value === null || isPulumiValue(value)) return;
  const { name: pair } = value as { name?: unknown };
  for (const [key, child] of Object.entries(value)) {
    const own = Array.isArray(value)
      ? name
      : key === "value" && typeof pair === "string"
        ? pair
        : key;
    collect(own, child, isSecret, found);
  }
}

function collectJson(text: string, found: (secret: string) => void): void {
  try {
    collect("", JSON.parse(text), false, found);
  } catch {
    // It only looks like JSON.
  }
}

/** Assets and archives are instances of classes, which hold paths and code. */
const isPulumiValue = (value: object): boolean =>
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) !== Object.prototype &&
  Object.getPrototypeOf(value) !== null;

const wordsOf = (value: object): string =>
  "__pulumiArchive" in value ? "archive" : "__pulumiAsset" in value ? "asset" : "object";
