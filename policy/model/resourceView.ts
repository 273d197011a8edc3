/** A resource as the engine, or its state, has it. */
export interface Subject {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The provider's id, where it is known. */
  readonly id?: string;
  readonly props: object;
  /** URNs of the resources that each property was made of. Known of whole stacks only. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Stands for a value that is not known: before the deployment, or because it is encrypted. */
export class Unknown {
  /** A sentence without its full stop. */
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
 * A resource's properties as rules read them: nothing here throws because a value is not known yet.
 * Paths are property names with dots between; lists on the way need no mark, each element counts.
 */
export class ResourceView {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The provider's id; `undefined` where only the properties tell it, or nothing does. */
  readonly id: string | undefined;
  readonly #subject: Subject;
  readonly #missed: Unknown[];
  readonly #walked = new Map<string, readonly Located[]>();

  /** @param missed - takes what rules ask for and is not known */
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
   * @param absent - what counts where nothing is set
   * @returns `undefined` while it is not known
   */
  valueAt(path: string, absent?: unknown): unknown {
    return this.isSet(path) ? this.valuesAt(path)[0]?.value : absent;
  }

  /** The known values at a path, by a rule that does well without the unknown ones. */
  hintsAt(path: string): unknown[] {
    const values = this.#walk(path).map(({ value }) => value);
    return values.filter((value) => !isUnknown(value));
  }

  /** Whether there is a value at a path, known or not. An empty list is none. */
  isSet(path: string): boolean {
    return this.#walk(path).length > 0;
  }

  /** Whether all of what is at a path is known, nothing included. */
  isKnown(path: string): boolean {
    return this.#walk(path).every(({ value }) => !isUnknown(value));
  }

  /** How many values at a path are not known; a list of which nothing is known counts once. */
  unknownsAt(path: string): number {
    return this.#walk(path).filter(({ value }) => isUnknown(value)).length;
  }

  /** URNs of the resources that a property was made of, known or not. */
  dependenciesOf(property: string): readonly string[] {
    return this.#subject.propertyDependencies?.[property] ?? [];
  }

  /** Each path is walked once: to ask for what is not known costs an error each time. */
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
    // Providers answer with an empty text for what is not set.
    if (value === undefined || value === null || value === "") return [];
    if (!Array.isArray(value)) return [{ path, value }];
    return value.flatMap((element: unknown, index) =>
      this.#elements({ path: `${path}[${index}]`, value: element }),
    );
  }
}

/**
 * A flag that is set, however a program writes it. In some types, and some languages, flags are texts,
 * which providers read in these ways.
 *
 * Source: `CoerceTerraformString` of Pulumi's Terraform bridge, and `strconv.ParseBool` of Go.
 */
export const isTrue = (value: unknown): boolean => trueWords.has(wordOf(value));

/** A flag that is set to no. What is neither this nor {@link isTrue} is no flag. */
export const isFalse = (value: unknown): boolean => falseWords.has(wordOf(value));

/** Whether a value is one of some words, however a program writes them: `Enabled` is `ENABLED`. */
export const isOneOf = (value: unknown, words: readonly string[]): boolean =>
  words.some((word) => wordOf(word) === wordOf(value));

const trueWords: ReadonlySet<unknown> = new Set(["true", "t", "1"]);
const falseWords: ReadonlySet<unknown> = new Set(["false", "f", "0"]);

/** A value as it can be compared; objects and lists are no words. */
const wordOf = (value: unknown): string | undefined =>
  typeof value === "object" ? undefined : String(value).toLowerCase();

const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;
