import type { JavaNumber } from "./numbers.ts";

/**
 * A template's value. Members are looked up in tables (members.ts) and no JavaScript objects are exposed,
 * so a template reaches neither prototypes nor functions. `null` is Java's null; `undefined` is a
 * reference that leads nowhere.
 */
export type Value =
  | undefined
  | null
  | boolean
  | string
  | JavaNumber
  | JavaCharacter
  | JavaCollection
  | JavaMap
  | MapEntry
  | JavaIterator
  | JavaClass
  | LoopState
  | DefinedBlock;

/** The keys that maps have here; Java's others (a double, a list) are refused. */
export type Key = string | number | bigint | boolean | null;

/** A LinkedHashMap: those of the payload, and those of the template. */
export type JavaMap = Map<Key, Value>;

/** `$text.charAt(0)`: one UTF-16 unit. */
export class JavaCharacter {
  readonly type = "Character";
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JavaCollection = JavaList | JavaArray | MapView;

/** Lists from JSON print as JSON, those of the template as Java's `[a, b]`. */
export class JavaList {
  readonly items: Value[];
  readonly isJson: boolean;

  constructor(items: Value[], isJson = false) {
    this.items = items;
    this.isJson = isJson;
  }

  get type(): "ArrayList" | "JSONArray" | "SubList" {
    return this.isJson ? "JSONArray" : "ArrayList";
  }
}

/** `$list.subList(0, 2)`: shows the list as it was and cannot be changed, unlike Java's. */
export class SubList extends JavaList {
  override get type() {
    return "SubList" as const;
  }
}

/** `$text.split(",")`, `$list.toArray()`: Velocity gives arrays the methods of a list. */
export class JavaArray {
  readonly type = "Array";
  readonly items: Value[];
  readonly component:
    "java.lang.Object" | "java.lang.String" | "java.math.BigInteger" | "byte" | "char";

  constructor(items: Value[], component: JavaArray["component"]) {
    this.items = items;
    this.component = component;
  }
}

/** `$map.keySet()`, `$map.values()` and `$map.entrySet()`, which follow the map's changes. */
export class MapView {
  readonly type: "EntrySet" | "KeySet" | "Values";
  readonly map: JavaMap;

  constructor(map: JavaMap, type: MapView["type"]) {
    this.map = map;
    this.type = type;
  }

  get items(): Value[] {
    return Array.from(this.map.keys(), (key) => this.item(key));
  }

  item(key: Key): Value {
    switch (this.type) {
      case "KeySet":
        return key;
      case "Values":
        return this.map.get(key);
      case "EntrySet":
        return new MapEntry(this.map, key);
    }
  }
}

/** An entry of `$map.entrySet()`. */
export class MapEntry {
  readonly type = "Entry";
  readonly map: JavaMap;
  readonly key: Key;
  #value: Value;

  constructor(map: JavaMap, key: Key) {
    this.map = map;
    this.key = key;
    this.#value = map.get(key);
  }

  /** The map's present value; the last one if the key was removed. */
  get value(): Value {
    if (this.map.has(this.key)) this.#value = this.map.get(this.key);
    return this.#value ?? null;
  }
}

/** `$collection.iterator()` and `$list.listIterator()`. */
export class JavaIterator {
  readonly type: "Iterator" | "ListIterator";
  readonly source: JavaCollection;
  /** Of the next item. */
  index: number;
  /** The item that `next` or `previous` returned last; undefined if it was removed. */
  last: number | undefined;

  constructor(source: JavaCollection, type: JavaIterator["type"], index = 0) {
    this.source = source;
    this.type = type;
    this.index = index;
  }
}

/** `$value.class`; only its names can be read. */
export class JavaClass {
  readonly type = "Class";
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** `$foreach`. */
export class LoopState {
  readonly type = "Loop";
  index = 0;
  readonly size: number;
  readonly parent: LoopState | null;

  constructor(size: number, parent: LoopState | null) {
    this.size = size;
    this.parent = parent;
  }
}

/** `#define($name)`: renders whenever it is read as text. */
export class DefinedBlock {
  readonly type = "Block";
  /** Prints it; returns false, and prints nothing, if it prints itself too deep. */
  readonly print: () => boolean;
  readonly text: () => string;

  constructor(print: () => boolean, text: () => string) {
    this.print = print;
    this.text = text;
  }
}

export function isCollection(value: Value): value is JavaCollection {
  return value instanceof JavaList || value instanceof MapView || value instanceof JavaArray;
}
