import { check, join, type Rule } from "../../shared/options.ts";
import { isSource } from "./source.ts";
import { isCustomTemplate } from "./template.ts";

/** A value from the request, the caller or the gateway, such as `from.claim("sub")`. */
export const source = check(isSource, 'a source such as from.claim("sub") or from.body("$.name")');

const isTextOrSource = (value: unknown): boolean => typeof value === "string" || isSource(value);

/** A fixed text or a source. */
export const textOrSource = check(
  (value) => isTextOrSource(value) && value !== "",
  "a non-empty string, or a source such as from.path",
);

/** Fixed texts and sources that are joined to one text. */
export const joined = check(
  (value) =>
    isTextOrSource(value) ||
    (isObject(value) &&
      Object.keys(value).join() === "join" &&
      Array.isArray(value["join"]) &&
      value["join"].every(isTextOrSource)),
  "a string, a source, or { join: [strings and sources] }",
);

/** JSON whose leaves may be sources. */
export const shape: Rule = (value, argument) => {
  const isLeaf =
    value === null ||
    ["string", "boolean"].includes(typeof value) ||
    (typeof value === "number" && Number.isFinite(value)) ||
    isSource(value);
  if (isLeaf) return [];
  if (!isObject(value) && !Array.isArray(value)) {
    return [{ argument, given: value, allowed: "JSON whose leaves may be sources" }];
  }
  return Object.entries(value as object).flatMap(([key, each]) => shape(each, join(argument, key)));
};

/** A custom mapping template. */
export const customTemplate = check(
  isCustomTemplate,
  '{ vtl: "<template>" } or { file: "<file from the project\'s root>" }',
);

/** JSON or a custom mapping template. */
export const shapeOrTemplate: Rule = (value, argument) =>
  isCustomTemplate(value) ? [] : shape(value, argument);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
