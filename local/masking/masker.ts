import { maskForm, maskJson } from "./maskBody.ts";
import { containsSecretName, masked } from "./names.ts";

/** Names of one-time codes. Words without digits in such a field are kinds of errors, not codes. */
const codeName =
  /^(code|otp|pin|mfa|user_?code|(verification|confirmation|answer)[-_]?code)$|Code$/;
const plainWord = /^[A-Za-z][A-Za-z_ .-]*$/;

/** Headers with such names that are no secrets. */
const publicNames = new Set([
  "content-security-policy",
  "access-control-allow-credentials",
  "token_use",
  "token_type",
]);

/** A JSON Web Token, wherever it is. */
const jwt = /\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g;

/** Whether a value by this name is secret. */
function isSecret(name: string, value: string): boolean {
  if (publicNames.has(name.toLowerCase())) return false;
  if (containsSecretName(name)) return true;
  return codeName.test(name) && !plainWord.test(value);
}

/** Shortest value that is hidden wherever it appears: shorter ones are parts of ordinary words. */
const leastLength = 6;

/** Hides secrets of one call in texts about it. */
export class Masker {
  readonly #values: Set<string>;

  /** @param values - secret values, hidden wherever they appear */
  constructor(values: Iterable<string>) {
    this.#values = new Set([...values].filter(({ length }) => length >= leastLength));
  }

  /** Also hides a value that was found in the call itself. */
  learn(value: string): void {
    if (value.length >= leastLength) this.#values.add(value);
  }

  /** A header's value. Learns what it hides. */
  header(name: string, value: string): string {
    const lower = name.toLowerCase();
    if (lower === "authorization" || lower === "proxy-authorization") {
      const [, scheme = "", rest = value] = /^([\w-]+)\s+(.+)$/s.exec(value) ?? [];
      this.learn(rest);
      return scheme === "" ? masked : `${scheme} ${masked}`;
    }
    if (lower === "cookie")
      return value
        .split(";")
        .map((pair) => this.#cookie(pair))
        .join(";");
    if (lower === "set-cookie") {
      const [pair = "", ...attributes] = value.split(";");
      return [this.#cookie(pair), ...attributes].join(";");
    }
    if (isSecret(name, value)) {
      this.learn(value);
      return masked;
    }
    return lower === "location" || lower === "referer" ? this.target(value) : value;
  }

  /** A path with its query, or a URL. */
  target(target: string): string {
    const start = target.indexOf("?");
    if (start === -1) return target;
    return `${target.slice(0, start)}?${maskForm(target.slice(start + 1), this)}`;
  }

  /** A body's text, by its type. Learns what it hides. */
  body(text: string, contentType: string): string {
    if (/x-www-form-urlencoded/i.test(contentType)) return maskForm(text, this);
    return maskJson(text, this);
  }

  /** A named value. */
  value(name: string, value: string): string {
    if (!isSecret(name, value)) return value;
    this.learn(value);
    return masked;
  }

  /** Any text about the call: hides tokens, and all values that are known. Comes last. */
  text(text: string): string {
    let hidden = text.replaceAll(jwt, masked);
    for (const value of this.#values) {
      if (hidden.includes(value)) hidden = hidden.replaceAll(value, masked);
      const encoded = encodeURIComponent(value);
      if (encoded !== value && hidden.includes(encoded))
        hidden = hidden.replaceAll(encoded, masked);
    }
    return hidden;
  }

  /** The same for all texts in a value of JSON. */
  all<Value>(value: Value): Value {
    if (typeof value === "string") return this.text(value) as Value;
    if (Array.isArray(value)) return value.map((each: unknown) => this.all(each)) as Value;
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, each]) => [key, this.all(each as unknown)]);
    return Object.fromEntries(entries) as Value;
  }

  /**
   * A text that was cut off: without the beginning of a secret at its end.
   *
   * @param text - with secrets that are complete hidden already
   */
  cutOff(text: string): string {
    for (const value of this.#values) {
      for (let length = Math.min(value.length, text.length); length >= 4; length--) {
        if (text.endsWith(value.slice(0, length))) return text.slice(0, -length);
      }
    }
    return text.replace(/\beyJ[\w.-]*$/, "");
  }

  #cookie(pair: string): string {
    const equals = pair.indexOf("=");
    if (equals === -1) return masked;
    this.learn(pair.slice(equals + 1).trim());
    return `${pair.slice(0, equals)}=${masked}`;
  }
}
