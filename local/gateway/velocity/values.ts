/**
 * What a template can hold. There are no JavaScript objects of ours among them, and members are
 * looked up in tables (members.ts), so a template reaches neither prototypes nor functions.
 * `null` is Java's null; `undefined` is a reference that leads nowhere, which Velocity prints as written.
 */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | JavaDouble
  | JavaList
  | JavaMap
  | MapEntry
  | LoopState;

/** A plain Map; the keys are always texts here. */
export type JavaMap = Map<string, Value>;

/** Integers are `number` (`bigint` where that is too small); Java writes doubles differently. */
export class JavaDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Lists that come from JSON print as JSON, those made by the template as Java's `[a, b]`. */
export class JavaList {
  readonly items: Value[];
  readonly isJson: boolean;

  constructor(items: Value[], isJson = false) {
    this.items = items;
    this.isJson = isJson;
  }
}

/** One of `$map.entrySet()`. */
export class MapEntry {
  readonly key: string;
  readonly value: Value;

  constructor(key: string, value: Value) {
    this.key = key;
    this.value = value;
  }
}

/** `$foreach`. */
export class LoopState {
  index = 0;
  readonly size: number;
  readonly parent: LoopState | null;

  constructor(size: number, parent: LoopState | null) {
    this.size = size;
    this.parent = parent;
  }
}

/** An integer as the smallest type that holds it exactly. */
export function integer(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** Plain data from our side (strings, numbers, booleans, arrays, objects) as a value. */
export function fromPlain(data: unknown): Value {
  switch (typeof data) {
    case "string":
    case "boolean":
    case "bigint":
      return data;
    case "number":
      return Number.isSafeInteger(data) ? data : new JavaDouble(data);
    case "object":
      if (data === null) {
        return null;
      }
      if (Array.isArray(data)) {
        return new JavaList(data.map(fromPlain), true);
      }
      return new Map(Object.entries(data).map(([key, item]) => [key, fromPlain(item)]));
    default:
      return null;
  }
}
