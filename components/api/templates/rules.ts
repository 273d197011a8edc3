import { check, join, type Rule } from "../../shared/options.ts";
import { isJoined, isTextOrSource } from "./jsonTemplate.ts";
import { isSource } from "./source.ts";
import { isCustomTemplate } from "./template.ts";

/** A value from the request, the caller or the gateway, such as `from.claim("sub")`. */
export const source = check(isSource, 'a source such as from.claim("sub") or from.body("$.name")');

/** A fixed text or a source. */
export const textOrSource = check(
  (value) => isTextOrSource(value) && value !== "",
  "a non-empty string, or a source such as from.path",
);

/** A text, or several texts and sources that are joined to one. */
export const joined = check(
  (value) => isTextOrSource(value) || isJoined(value),
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
  if (Array.isArray(value)) {
    return Array.from(value, (each, index) => shape(each, `${argument}[${index}]`)).flat();
  }
  // Unlike JSON's objects, a Date or a Map has no entries.
  if (Object.prototype.toString.call(value) === "[object Object]") {
    return Object.entries(value as object).flatMap(([key, each]) =>
      shape(each, join(argument, key)),
    );
  }
  return [{ argument, given: value, allowed: "JSON whose leaves may be sources" }];
};

/** A custom mapping template. */
export const customTemplate = check(
  isCustomTemplate,
  '{ vtl: "<template>" } or { file: "<file from the project\'s root>" }',
);

/** JSON or a custom mapping template. */
export const shapeOrTemplate: Rule = (value, argument) =>
  isCustomTemplate(value) ? [] : shape(value, argument);
