import { TemplateError } from "../template.ts";
import type { Value } from "../values.ts";

/** A compiled JSONPath. Its tokens follow the root. */
export interface Path {
  /** True for `$`, false for `@`, the item of a filter. */
  readonly isRoot: boolean;
  readonly tokens: readonly Token[];
  /** True at a token's index if all tokens before it lead to at most one value. */
  readonly isDefiniteUpTo: readonly boolean[];
  /** True if the path leads to at most one value; others read lists. */
  readonly isDefinite: boolean;
}

export type Token =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "wildcard" }
  | { readonly kind: "scan" }
  | { readonly kind: "filter"; readonly test: Test }
  | { readonly kind: "function"; readonly name: string; readonly parameters: readonly Parameter[] };

/** A filter's condition. */
export type Test = (item: Value, run: Run) => boolean;

/** A parameter of a function. */
export type Parameter = { readonly value: Value } | { readonly path: Path };

/** The state of one evaluation. */
export interface Run {
  readonly root: Value;
  /** Missing properties are errors also after a wildcard; in filters that test existence. */
  readonly isStrict: boolean;
  readonly results: Value[];
  /** Counts the steps of all evaluations for one call. */
  readonly steps: { taken: number };
}

/** Creates a path from its tokens. */
export function createPath(isRoot: boolean, tokens: readonly Token[]): Path {
  const isDefiniteUpTo = [true];
  tokens.forEach((token, at) => {
    const isLast = at === tokens.length - 1;
    isDefiniteUpTo.push(isDefiniteUpTo[at]! && isDefiniteToken(token, isLast));
  });
  return { isRoot, tokens, isDefiniteUpTo, isDefinite: isDefiniteUpTo.at(-1)! };
}

function isDefiniteToken(token: Token, isLast: boolean): boolean {
  switch (token.kind) {
    case "names":
      return token.names.length === 1 || isLast;
    case "indexes":
      return token.indexes.length === 1;
    default:
      return token.kind === "function";
  }
}

/** A path that cannot be used, or not on this value; a filter takes it as false. */
export class InvalidPathError extends TemplateError {
  override readonly name: string = "InvalidPathError";
}

/** A definite path that leads nowhere. */
export class PathNotFoundError extends InvalidPathError {
  override readonly name = "PathNotFoundError";
}
