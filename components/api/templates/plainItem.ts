import { escapedOnce } from "./jsonTemplate.ts";

/** Depth to which maps and lists are written, because templates have no recursion. */
const maxDepth = 4;

/**
 * Writes the part of a mapping template that prints a DynamoDB item as plain JSON: numbers as numbers,
 * sets as arrays, binaries in base64. Maps and lists nested more than four deep become null.
 *
 * Source: Amazon DynamoDB API Reference, "AttributeValue".
 *
 * @param item - the expression of a map of typed attributes
 */
export const plainItem = (item: string): string => plainMap(item, 0);

function plainMap(map: string, depth: number): string {
  const [all, key] = [`$m${depth}`, `$k${depth}`];
  return [
    `#set(${all} = ${map}){#foreach(${key} in ${all}.keySet())`,
    `"${escapedOnce(key)}":${plainValue(`${all}.get(${key})`, depth + 1)}`,
    "#if($foreach.hasNext),#end#end}",
  ].join("");
}

const plainList = (list: string, depth: number): string =>
  eachOf(list, `$l${depth}`, (item) => plainValue(item, depth + 1));

function plainValue(value: string, depth: number): string {
  const held = `$a${depth}`;
  const get = (type: string) => `${held}.get('${type}')`;
  const choices: Record<string, string> = {
    S: text(get("S")),
    N: get("N"),
    BOOL: get("BOOL"),
    ...(depth <= maxDepth && {
      M: plainMap(get("M"), depth),
      L: plainList(get("L"), depth),
    }),
    SS: eachOf(get("SS"), `$e${depth}`, text),
    NS: eachOf(get("NS"), `$e${depth}`, (number) => number),
    B: text(get("B")),
    BS: eachOf(get("BS"), `$e${depth}`, text),
  };
  const branches = Object.entries(choices).map(
    ([type, branch], index) =>
      `#${index === 0 ? "if" : "elseif"}(${held}.containsKey('${type}'))${branch}`,
  );
  return `#set(${held} = ${value})${branches.join("")}#{else}null#end`;
}

const text = (value: string): string => `"${escapedOnce(value)}"`;

const eachOf = (list: string, item: string, write: (item: string) => string): string =>
  `[#foreach(${item} in ${list})${write(item)}#if($foreach.hasNext),#end#end]`;
