import { contextValue, constantSteps } from "./context.ts";
import { TemplateSyntaxError } from "./errors.ts";
import { compileExpression } from "./expressions.ts";
import { call, element, property } from "./members.ts";
import type { Emit, Read, Scope } from "./scope.ts";
import { lineOf, type PathStep, type ReferenceSyntax, writtenText } from "./syntax.ts";
import { toText } from "./text.ts";
import { utilMethods } from "./util.ts";
import { fromPlain, type Value } from "./values.ts";

/** The names that API Gateway gives a template. */
export const builtIns: ReadonlySet<string> = new Set([
  "input",
  "util",
  "context",
  "stageVariables",
  "foreach",
]);

/** Prints as nothing where a value is missing; other references print as they are written. */
const silentBuiltIns: ReadonlySet<string> = new Set(["input", "context", "stageVariables"]);

/** A reference within text. */
export function compilePrinted(reference: ReferenceSyntax): Emit {
  const read = compileReference(reference);
  const isSilent = reference.leader === "$!" || silentBuiltIns.has(reference.id);
  const written = isSilent ? "" : writtenText(reference);
  return (scope) => {
    const value = read(scope);
    return value === undefined ? written : toText(value);
  };
}

/** Reads a reference's value; undefined where it leads nowhere. */
export function compileReference(reference: ReferenceSyntax): Read {
  const { id, path = [] } = reference;
  switch (id) {
    case "input":
      return compileInput(path);
    case "util":
      return compileUtil(path);
    case "context": {
      const names = constantSteps(path);
      return follow((scope) => contextValue(scope, names), path.slice(names.length));
    }
    case "stageVariables":
      return follow((scope) => fromPlain(scope.stageVariables), path);
    case "foreach":
      return follow((scope) => scope.loop ?? undefined, path);
    default:
      return follow((scope) => scope.variables.get(id), path);
  }
}

function compileInput([first, ...rest]: PathStep[]): Read {
  if (first?.type === "property") {
    return follow((scope) => scope.input.property(first.id), rest);
  }
  if (first?.type === "method") {
    const readArguments = compileArguments(first);
    return follow((scope) => scope.input.call(first.id, readArguments(scope)), rest);
  }
  return () => null;
}

function compileUtil([first, ...rest]: PathStep[]): Read {
  if (first?.type !== "method") {
    return () => undefined;
  }
  const readArguments = compileArguments(first);
  const method = utilMethods.get(`${first.id}/${readArguments.count}`);
  return method === undefined
    ? () => undefined
    : follow((scope) => method(null, readArguments(scope)), rest);
}

function follow(read: Read, path: readonly PathStep[]): Read {
  return path.map(compileStep).reduce<Read>((before, step) => {
    return (scope) => step(before(scope), scope);
  }, read);
}

function compileStep(step: PathStep): (value: Value, scope: Scope) => Value {
  switch (step.type) {
    case "property":
      return (value) => property(value, step.id);
    case "index": {
      const key = compileExpression(step.id);
      return (value, scope) => element(value, key(scope));
    }
    case "method": {
      const readArguments = compileArguments(step);
      return (value, scope) => call(value, step.id, readArguments(scope));
    }
  }
}

function compileArguments({ args }: PathStep & { type: "method" }) {
  const reads = (args || []).map(compileExpression);
  const readAll = (scope: Scope): Value[] => reads.map((read) => read(scope) ?? null);
  return Object.assign(readAll, { count: reads.length });
}

/** The left side of a #set. What cannot be assigned is left alone, as Velocity does. */
export function compileAssignment(
  reference: ReferenceSyntax,
): (scope: Scope, value: Value) => void {
  const { id, path = [] } = reference;
  if (id === "context") {
    const names = constantSteps(path);
    if (names.length < path.length || names.length === 0) {
      throw new TemplateSyntaxError(
        `Line ${lineOf(reference)}: an override is set by its plain name, not ${writtenText(reference)}.`,
      );
    }
    return (scope, value) => scope.overrides.set(names, value);
  }
  if (builtIns.has(id)) {
    throw new TemplateSyntaxError(`Line ${lineOf(reference)}: $${id} cannot be set.`);
  }
  const last = path.at(-1);
  if (last === undefined) {
    // Setting null is UNCONFIRMED for AWS; Velocity 1 would keep the previous value.
    return (scope, value) => void scope.variables.set(id, value ?? null);
  }
  const owner = compileReference({ ...reference, path: path.slice(0, -1) });
  return compileMemberAssignment(owner, last);
}

function compileMemberAssignment(owner: Read, last: PathStep) {
  if (last.type === "method") {
    throw new TemplateSyntaxError("The result of a method cannot be set.");
  }
  const key: Read = last.type === "property" ? () => last.id : compileExpression(last.id);
  return (scope: Scope, value: Value): void => {
    const target = owner(scope);
    const place = key(scope);
    if (target instanceof Map) {
      target.set(toText(place), value ?? null);
    } else {
      call(target, "set", [place, value ?? null]);
    }
  };
}
