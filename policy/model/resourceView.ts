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
  readonly #walked = new Map<string, readonly Located[]>();

  /** @param missed - collects the unknown values that rules read */
  constructor(subject: Subject, missed: Unknown[] = []) {
    this.type = subject.type;
    this.name = subject.name;
    this.urn = subject.urn;
    this.id = subject.id;
    this.#subject = subject;
    this.#missed = missed;
  }

  /** The known values at a path. */
  valuesAt(path: string): Located[] {
    const found = this.#walk(path);
    this.#missed.push(...found.map(({ value }) => value).filter((value) => isUnknown(value)));
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

  /** The known values at a path, for rules that do not need the unknown ones. */
  hintsAt(path: string): unknown[] {
    const values = this.#walk(path).map(({ value }) => value);
    return values.filter((value) => !isUnknown(value));
  }

  /** Whether there is a value at a path, known or not. An empty list does not count. */
  isSet(path: string): boolean {
    return this.#walk(path).length > 0;
  }

  /** Whether everything at a path is known, or nothing is there. */
  isKnown(path: string): boolean {
    return this.#walk(path).every(({ value }) => !isUnknown(value));
  }

  /** The number of unknown values at a path. A list without known elements counts once. */
  unknownsAt(path: string): number {
    return this.#walk(path).filter(({ value }) => isUnknown(value)).length;
  }

  /** URNs of the resources that a property depends on, known or not. */
  dependenciesOf(property: string): readonly string[] {
    return this.#subject.propertyDependencies?.[property] ?? [];
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

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;
