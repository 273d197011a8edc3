import { overlap, type Secret, secretsIn } from "./secrets.ts";

/** A resource as the engine sends it or the state contains it. */
export interface Subject {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The provider's id, if it is known. */
  readonly id?: string;
  readonly props: object;
  /** URNs of the resources that each property depends on. Known only for whole stacks. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** A value that is unknown, because it is not known before the deployment or is encrypted. */
export class Unknown {
  /** A sentence without a full stop. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** How to see what is encrypted. */
export const showSecrets =
  "Check an export with secrets: `pulumi stack export --show-secrets --file export.json`, and delete it afterwards";

/**
 * A value that a stack export contains only in encrypted form. A rule that reads one is undecided,
 * however it reads it: an export with secrets would show the value.
 */
export class Encrypted extends Unknown {
  readonly #path: string;

  constructor(path: string) {
    super(`${path} is encrypted in this export. ${showSecrets}`);
    this.#path = path;
  }

  /** The same with the name of the resource in its reason. */
  of(name: string): Encrypted {
    return new Encrypted(`${this.#path} of "${name}"`);
  }
}

/** A value with its path, such as `ingress[0].cidrBlocks[1]`. */
export interface Located {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The properties of a resource as rules read them. Unknown values do not throw. Paths are property
 * names joined by dots; lists need no index, each element counts.
 */
export class ResourceView {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The provider's id; `undefined` if it is unknown or only among the properties. */
  readonly id: string | undefined;
  readonly #subject: Subject;
  readonly #missed: Unknown[];
  readonly #hasSecrets: boolean;
  readonly #walked = new Map<string, readonly Located[]>();

  /**
   * @param missed - collects the unknown values that rules read
   * @param hasSecrets - whether values may be encrypted
   */
  constructor(
    subject: Subject,
    missed: Unknown[] = [],
    hasSecrets = secretsIn(subject.props).length > 0,
  ) {
    this.type = subject.type;
    this.name = subject.name;
    this.urn = subject.urn;
    this.id = subject.id;
    this.#subject = subject;
    this.#missed = missed;
    this.#hasSecrets = hasSecrets;
  }

  /** The known values at a path. */
  valuesAt(path: string): Located[] {
    const found = this.#read(path);
    const unknown = found.map(({ value }) => value).filter((value) => isUnknown(value));
    this.#missed.push(...unknown.filter((value) => !(value instanceof Encrypted)));
    return found.filter(({ value }) => !isUnknown(value));
  }

  /** The known objects at a path, for rules that read only some of their members, by path. */
  holdersAt(path: string): Located[] {
    const found = this.#walk(path);
    for (const { value } of found) {
      if (value instanceof Encrypted) this.#missed.push(value.of(this.name));
    }
    return found.filter(({ value }) => !isUnknown(value));
  }

  /**
   * The first value at a path.
   *
   * @param absent - default if nothing is set
   * @returns `undefined` if the value is unknown
   */
  valueAt(path: string, absent?: unknown): unknown {
    return this.isSet(path) ? this.valuesAt(path)[0]?.value : absent;
  }

  /** The known values at a path, for rules that do not need those unknown before a deployment. */
  hintsAt(path: string): unknown[] {
    const values = this.#read(path).map(({ value }) => value);
    return values.filter((value) => !isUnknown(value));
  }

  /** Whether there is a value at a path, known or not. An empty list does not count. */
  isSet(path: string): boolean {
    return this.#read(path).length > 0;
  }

  /** Whether everything at a path is known, or nothing is there. */
  isKnown(path: string): boolean {
    return this.#read(path).every(({ value }) => !isUnknown(value));
  }

  /** Whether something at a path is unknown. If so, the rule that asks has missed it. */
  misses(path: string): boolean {
    return this.valuesAt(path).length < this.#walk(path).length;
  }

  /** The number of unknown values at a path. A list without known elements counts once. */
  unknownsAt(path: string): number {
    return this.#read(path).filter(({ value }) => isUnknown(value)).length;
  }

  /** URNs of the resources that a property depends on, known or not. */
  dependenciesOf(property: string): readonly string[] {
    return this.#subject.propertyDependencies?.[property] ?? [];
  }

  /** Whether a value at a path, or a part of it, is a secret of the program. */
  isSecret(path: string): boolean {
    return this.secrets.some((secret) => overlap(secret.path, path));
  }

  /** The values that the program marked as secret. */
  get secrets(): readonly Secret[] {
    return secretsIn(this.#subject.props);
  }

  /** An object within this resource, as a view that can be read like a resource. */
  part(props: object, propertyDependencies: Subject["propertyDependencies"] = {}): ResourceView {
    const { type, name, urn } = this;
    return new ResourceView(
      { type, name, urn, props, propertyDependencies },
      this.#missed,
      this.#hasSecrets,
    );
  }

  #read(path: string): readonly Located[] {
    this.#note(path);
    return this.#walk(path);
  }

  /** Notes what is encrypted at a path or within its values. */
  #note(path: string): void {
    if (!this.#hasSecrets) return;
    this.#missed.push(...this.#walk(path).flatMap(({ value }) => this.#encryptedIn(value)));
  }

  #encryptedIn(value: unknown): Encrypted[] {
    if (value instanceof Encrypted) return [value.of(this.name)];
    if (typeof value !== "object" || value === null) return [];
    return Object.values(value).flatMap((member) => this.#encryptedIn(member));
  }

  /** Each path is walked only once, because each unknown value costs an error. */
  #walk(path: string): readonly Located[] {
    const walked = this.#walked.get(path) ?? this.#walkOn(path);
    this.#walked.set(path, walked);
    return walked;
  }

  #walkOn(path: string): Located[] {
    let found: Located[] = [{ path: "", value: this.#subject.props }];
    for (const key of path.split(".")) {
      found = found.flatMap((holder) => this.#elements(this.#member(holder, key)));
    }
    return found;
  }

  #member({ path, value }: Located, key: string): Located {
    const full = path === "" ? key : `${path}.${key}`;
    if (isUnknown(value)) return { path: full, value };
    const isHolder = typeof value === "object" && value !== null;
    return { path: full, value: isHolder ? Reflect.get(value, key) : undefined };
  }

  #elements({ path, value }: Located): Located[] {
    // Providers return an empty string for a value that is not set.
    if (value === undefined || value === null || value === "") return [];
    if (!Array.isArray(value)) return [{ path, value }];
    return value.flatMap((element: unknown, index) =>
      this.#elements({ path: `${path}[${index}]`, value: element }),
    );
  }
}

/**
 * Whether a flag is true, however a program writes it. Some types and languages write flags as
 * text, which providers read in these ways.
 *
 * Source: `CoerceTerraformString` of Pulumi's Terraform bridge, and `strconv.ParseBool` of Go.
 */
export const isTrue = (value: unknown): boolean => trueWords.has(wordOf(value));

/** Whether a flag is false. Other values than this or {@link isTrue} are not flags. */
export const isFalse = (value: unknown): boolean => falseWords.has(wordOf(value));

/** Whether a value is one of some words, in any case: `Enabled` is `ENABLED`. */
export const isOneOf = (value: unknown, words: readonly string[]): boolean =>
  words.some((word) => wordOf(word) === wordOf(value));

const trueWords: ReadonlySet<unknown> = new Set(["true", "t", "1"]);
const falseWords: ReadonlySet<unknown> = new Set(["false", "f", "0"]);

/** A value as comparable text; `undefined` for objects and lists. */
const wordOf = (value: unknown): string | undefined =>
  typeof value === "object" ? undefined : String(value).toLowerCase();

/** Whether a value, or a part of it, is encrypted. */
export const isPartlyEncrypted = (value: unknown): boolean =>
  value instanceof Encrypted ||
  (typeof value === "object" && value !== null && Object.values(value).some(isPartlyEncrypted));

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;
