import { createRequire } from "node:module";
import type { ValidateFunction } from "ajv";
import { boundedTest } from "../boundedRegex.ts";
import type { JsonSchema } from "../openapi.ts";
import { inWords } from "./messages.ts";

/** Returns the problems of a value; empty for a valid one. */
export type Model = (value: unknown) => readonly string[];

const require = createRequire(import.meta.url);

/** The keyword that replaces `$ref`: its value is a model's name. */
export const modelKeyword = "model";

/**
 * Compiles schemas of JSON Schema draft 4 whose `exclusiveMinimum` and `exclusiveMaximum` are numbers,
 * as they have been since draft 6, and whose references are names under `modelKeyword`.
 *
 * Problems of nested schemas are collected here, because the library copies all errors for each
 * reference and also reports why each branch of a choice failed.
 *
 * @param modelOf - returns a model by its name when a value is checked
 */
export function schemaCompiler(modelOf: (name: string) => Model): (schema: JsonSchema) => Model {
  // Loaded on first use: it takes 50 ms, and most APIs have no models.
  const { Ajv } = require("ajv") as typeof import("ajv");
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    validateFormats: false,
    addUsedSchema: false,
    // Otherwise `toString` would count as a property of every object.
    ownProperties: true,
    unicodeRegExp: false,
    multipleOfPrecision: 9,
    code: { regExp: boundedPattern },
  });
  let found: string[] = [];

  const judge = (check: ValidateFunction, value: unknown): readonly string[] => {
    const outer = found;
    try {
      found = [];
      check(value);
      return [...inWords(check.errors ?? []), ...found];
    } finally {
      found = outer;
    }
  };
  const compile = (schema: JsonSchema): Model => {
    const check = ajv.compile(schema);
    return (value) => judge(check, value);
  };
  const add = <Value>(
    keyword: string,
    prepare: (value: Value) => (instance: unknown) => readonly string[],
  ) => {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      keyword,
      compile: (value: Value) => {
        const complaints = prepare(value);
        return (instance: unknown) => {
          for (const complaint of complaints(instance)) found.push(complaint);
          return true;
        };
      },
    });
  };
  /** Adds a keyword that counts the matching schemas. */
  const addChoice = (
    keyword: string,
    complaint: (matched: number, all: number) => string | false,
  ) =>
    add(keyword, (schemas: JsonSchema[]) => {
      const models = schemas.map(compile);
      return (instance) => {
        const matched = models.filter((model) => model(instance).length === 0).length;
        const problem = complaint(matched, models.length);
        return problem === false ? [] : [problem];
      };
    });

  add(modelKeyword, (name: string) => (instance) => modelOf(name)(instance));
  addChoice(
    "allOf",
    (matched, all) =>
      matched < all &&
      `instance failed to match all required schemas (matched only ${matched} out of ${all})`,
  );
  addChoice(
    "anyOf",
    (matched, all) =>
      matched === 0 && `instance failed to match at least one required schema among ${all}`,
  );
  addChoice(
    "oneOf",
    (matched, all) =>
      matched !== 1 &&
      `instance failed to match exactly one schema (matched ${matched} out of ${all})`,
  );
  add("not", (schema: JsonSchema) => {
    const model = compile(schema);
    return (instance) =>
      model(instance).length > 0 ? [] : ["instance matched a schema which it should not have"];
  });
  add("uniqueItems", (isAsked: boolean) => (instance) => {
    if (!isAsked || !Array.isArray(instance)) return [];
    // Compares texts, because comparing all pairs takes quadratic time.
    const isTwin = new Set(instance.map(canonical)).size < instance.length;
    return isTwin ? ["array must not contain duplicate elements"] : [];
  });
  return compile;
}

/** The library creates patterns by this function, and tells them apart by `toString`. */
const boundedPattern = Object.assign(
  (pattern: string, flags: string) => {
    const regex = new RegExp(pattern, flags);
    return { test: boundedTest(regex), toString: () => String(regex) };
  },
  { code: "boundedPattern" },
);

/** JSON with members sorted by name, so that equal values have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
