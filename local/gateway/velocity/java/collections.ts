import { TemplateError } from "../template.ts";
import { toText } from "../values.ts";
import { objectMembers } from "./object.ts";
import { className, indexIn, isSame } from "./objects.ts";
import { checkIndex } from "./ranges.ts";
import { type Members, membersOf } from "./signatures.ts";
import {
  JavaArray,
  type JavaCollection,
  JavaIterator,
  JavaList,
  MapView,
  SubList,
  type Value,
} from "./types.ts";

const streams = ["parallelStream()", "spliterator()", "stream()"];

/** Immutable lists and sets, made from lists of arguments. */
const factories = (most: number): string[] => [
  "copyOf(Collection)",
  "of(Object...)",
  ...Array.from({ length: most + 1 }, (_, count) => `of(${Array(count).fill("Object").join()})`),
];

/** java.util.Collection: lists, arrays, and the views of maps. */
export const collectionMembers = membersOf<JavaCollection>()(
  {
    "add(Object)": (collection, item) => growing(collection).push(item) > 0,
    "addAll(Collection)": (collection, others) => {
      const added = [...others.items];
      if (added.length > 0) growing(collection).push(...added);
      return added.length > 0;
    },
    "clear()": (collection) => {
      if (collection instanceof MapView) collection.map.clear();
      else growing(collection).length = 0;
      return null;
    },
    "contains(Object)": ({ items }, item) => indexIn(items, item) >= 0,
    "containsAll(Collection)": ({ items }, others) =>
      others.items.every((item) => indexIn(items, item) >= 0),
    "isEmpty()": (collection) => sizeOf(collection) === 0,
    "iterator()": (collection) => new JavaIterator(collection, "Iterator"),
    "remove(Object)": (collection, item) => {
      const index = indexIn(collection.items, item);
      if (index >= 0) removeAt(collection, index);
      return index >= 0;
    },
    "removeAll(Collection)": (collection, others) =>
      removeWhere(collection, (item) => indexIn(others.items, item) >= 0),
    "retainAll(Collection)": (collection, others) =>
      removeWhere(collection, (item) => indexIn(others.items, item) < 0),
    "size()": (collection) => sizeOf(collection),
    "toArray()": ({ items }) => new JavaArray([...items], "java.lang.Object"),
  },
  [...streams, "toArray(Object[])"],
  objectMembers,
);

/** java.util.Set: the keys and the entries of a map. */
export const setMembers = membersOf<JavaCollection>()({}, factories(10), collectionMembers);

/** java.util.List */
export const listMembers = membersOf<JavaList | JavaArray>()(
  {
    "add(int,Object)": (list, at, item) => {
      growing(list).splice(checkIndex(at, list.items.length), 0, item);
      return null;
    },
    "addAll(int,Collection)": (list, at, others) => {
      const added = [...others.items];
      checkIndex(at, list.items.length);
      if (added.length > 0) growing(list).splice(at, 0, ...added);
      return added.length > 0;
    },
    "get(int)": (list, at) => itemAt(list, at),
    "indexOf(Object)": ({ items }, item) => indexIn(items, item),
    "lastIndexOf(Object)": ({ items }, item) =>
      items.findLastIndex((one) => isSame(one ?? null, item ?? null)),
    "listIterator()": (list) => new JavaIterator(list, "ListIterator"),
    "listIterator(int)": (list, at) =>
      new JavaIterator(list, "ListIterator", checkIndex(at, list.items.length)),
    "remove(int)": (list, at) => {
      growing(list);
      return removeAt(list, checkIndex(at, list.items.length - 1));
    },
    "set(int,Object)": (list, at, item) => {
      checkItem(list, item);
      return list.items.splice(checkIndex(at, list.items.length - 1), 1, item)[0] ?? null;
    },
    "subList(int,int)": ({ items }, start, end) => {
      checkIndex(end, items.length);
      return new SubList(items.slice(checkIndex(start, end), end));
    },
  },
  factories(10),
  collectionMembers,
);

/** Velocity gives arrays a list's methods, but not its properties. */
export const arrayMembers: Members = {
  methods: listMembers.methods,
  properties: objectMembers.properties,
};

/** java.util.ArrayList */
export const arrayListMembers = membersOf<JavaList>()(
  {
    "clone()": ({ items, isJson }) => new JavaList([...items], isJson),
    "ensureCapacity(int)": () => null,
    "trimToSize()": () => null,
  },
  [],
  listMembers,
);

/** net.minidev.json.JSONArray: the lists of the payload */
export const jsonArrayMembers = membersOf<JavaList>()(
  {
    "appendElement(Object)": (list, item) => {
      list.items.push(item);
      return list;
    },
    "toJSONString()": (list) => toText(list),
    "toJSONString(List)": (_, { items }) => toText(new JavaList(items, true)),
  },
  ["merge(Object)"],
  arrayListMembers,
);

/** java.util.Iterator */
export const iteratorMembers = membersOf<JavaIterator>()(
  {
    "hasNext()": (iterator) => iterator.index < sizeOf(iterator.source),
    "next()": (iterator) => {
      const item = itemAt(iterator.source, iterator.index);
      iterator.last = iterator.index++;
      return item;
    },
    "remove()": (iterator) => {
      const last = lastOf(iterator);
      removeAt(iterator.source, last);
      if (last < iterator.index) iterator.index--;
      iterator.last = undefined;
      return null;
    },
  },
  [],
  objectMembers,
);

/** java.util.ListIterator */
export const listIteratorMembers = membersOf<JavaIterator>()(
  {
    "add(Object)": (iterator, item) => {
      growing(iterator.source).splice(iterator.index++, 0, item);
      iterator.last = undefined;
      return null;
    },
    "hasPrevious()": ({ index }) => index > 0,
    "nextIndex()": ({ index }) => index,
    "previous()": (iterator) => {
      const item = itemAt(iterator.source, iterator.index - 1);
      iterator.last = --iterator.index;
      return item;
    },
    "previousIndex()": ({ index }) => index - 1,
    "set(Object)": (iterator, item) => {
      const last = lastOf(iterator);
      if (iterator.source instanceof SubList) growing(iterator.source);
      iterator.source.items[last] = item;
      return null;
    },
  },
  [],
  iteratorMembers,
);

/** @throws TemplateError for an item that the list or array does not take */
function checkItem(list: JavaList | JavaArray, item: Value): void {
  if (list instanceof SubList) growing(list);
  if (list instanceof JavaArray && list.component !== "java.lang.Object") {
    const component = item === null || item === undefined ? "" : className(item);
    if (component !== "" && component !== list.component) {
      throw new TemplateError(`An array of ${list.component} cannot have a ${component}.`);
    }
  }
}

function lastOf({ last }: JavaIterator): number {
  if (last === undefined) throw new TemplateError("The iterator has not returned an item.");
  return last;
}

/** @throws TemplateError for collections that cannot grow, as Java's UnsupportedOperationException */
function growing(collection: JavaCollection): Value[] {
  if (collection instanceof JavaList && !(collection instanceof SubList)) return collection.items;
  throw new TemplateError(
    collection instanceof SubList
      ? "A subList cannot be changed here; change the list."
      : "Arrays, and the keys, values and entries of a map cannot be added to or shortened.",
  );
}

function sizeOf(collection: JavaCollection): number {
  return collection instanceof MapView ? collection.map.size : collection.items.length;
}

/** @throws TemplateError for an index out of bounds */
function itemAt(collection: JavaCollection, index: number): Value {
  const { items } = collection;
  return items[checkIndex(index, items.length - 1)] ?? null;
}

function removeAt(collection: JavaCollection, index: number): Value {
  if (!(collection instanceof MapView)) return growing(collection).splice(index, 1)[0] ?? null;
  const key = [...collection.map.keys()][index];
  if (key !== undefined) collection.map.delete(key);
  return null;
}

function removeWhere(collection: JavaCollection, isRemoved: (item: Value) => boolean): boolean {
  const items = [...collection.items];
  const removed = items
    .map((item, index) => (isRemoved(item) ? index : -1))
    .filter((at) => at >= 0);
  for (const index of removed.toReversed()) removeAt(collection, index);
  return removed.length > 0;
}
