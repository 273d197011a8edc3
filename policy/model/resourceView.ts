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

/** Stands for a value that is not known before the deployment. */
export class Unknown {
  /** The error by which the value made itself known as unknown. */
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Reads a member of an object or an array. Answers with an {@link Unknown} for what is not known. */
export type Read = (holder: object, key: string) => unknown;

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
  readonly #read: Read;
  readonly #missed: Unknown[];

  /** @param missed - takes what rules ask for and is not known */
  constructor(
    subject: Subject,
    read: Read = (holder, key) => Reflect.get(holder, key),
    missed: Unknown[] = [],
  ) {
    this.type = subject.type;
    this.name = subject.name;
    this.urn = subject.urn;
    this.id = subject.id;
    this.#subject = subject;
    this.#read = read;
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

  /** URNs of the resources that a property was made of, known or not. */
  dependenciesOf(property: string): readonly string[] {
    return this.#subject.propertyDependencies?.[property] ?? [];
  }

  #walk(path: string): Located[] {
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
    return { path: full, value: isHolder ? this.#read(value, key) : undefined };
  }

  #elements({ path, value }: Located): Located[] {
    // Providers answer with an empty text for what is not set.
    if (value === undefined || value === null || value === "") return [];
    if (!Array.isArray(value)) return [{ path, value }];
    return [...value.keys()].flatMap((index) =>
      this.#elements({ path: `${path}[${index}]`, value: this.#read(value, String(index)) }),
    );
  }
}

/** A flag that is set. In some types, and some languages, flags are texts. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;
