import { assign, call, element, property } from "./members.ts";
import { javaPattern } from "./javaRegex.ts";
import { contextValue, type Read, type Scope } from "./scope.ts";
import {
  builtIns,
  constantSteps,
  type ExpressionSyntax,
  type PathStep,
  type ReferenceSyntax,
  syntaxError,
} from "./syntax.ts";
import { TemplateError } from "./template.ts";
import { utilMethods } from "./util.ts";
import { fromPlain, toText, type Value } from "./values.ts";

/** Compiles references. Which values they reach is decided here and in members.ts. */
export abstract class ReferenceCompiler {
  abstract value(syntax: ExpressionSyntax): Read;

  /** Reads null or undefined for a reference that leads nowhere. */
  reference(syntax: ReferenceSyntax): Read {
    const read = this.#read(syntax);
    return syntax.path.some(({ type }) => type === "method") ? placed(read, syntax) : read;
  }

  #read({ id, path, line }: ReferenceSyntax): Read {
    for (const step of path) checkPattern(step, line);
    switch (id) {
      case "input":
        return this.#input(path);
      case "util":
        return this.#util(path);
      case "context": {
        const names = constantSteps(path);
        return this.#follow((scope) => contextValue(scope, names), path.slice(names.length));
      }
      case "stageVariables":
        return this.#follow((scope) => fromPlain(scope.stageVariables), path);
      default:
        return this.#follow((scope) => scope.variables.get(id), path);
    }
  }

  #input([first, ...rest]: readonly PathStep[]): Read {
    if (first?.type === "property") {
      return this.#follow((scope) => scope.input.property(first.name), rest);
    }
    if (first?.type !== "method") return () => null;
    const readArguments = this.#arguments(first);
    return this.#follow((scope) => scope.input.call(first.name, readArguments(scope)), rest);
  }

  #util([first, ...rest]: readonly PathStep[]): Read {
    if (first?.type !== "method") return () => undefined;
    const method = utilMethods.get(`${first.name}/${first.args.length}`);
    if (method === undefined) return () => undefined;
    const readArguments = this.#arguments(first);
    return this.#follow((scope) => method(null, readArguments(scope)), rest);
  }

  #follow(read: Read, path: readonly PathStep[]): Read {
    return path
      .map((step) => this.#step(step))
      .reduce<Read>((before, step) => (scope) => step(before(scope), scope), read);
  }

  #step(step: PathStep): (value: Value, scope: Scope) => Value {
    switch (step.type) {
      case "property":
        return (value) => property(value, step.name);
      case "index": {
        const key = this.value(step.key);
        return (value, scope) => element(value, key(scope));
      }
      case "method": {
        const readArguments = this.#arguments(step);
        return (value, scope) => call(value, step.name, readArguments(scope));
      }
    }
  }

  #arguments({ args }: PathStep & { type: "method" }): (scope: Scope) => Value[] {
    const reads = args.map((arg) => this.value(arg));
    return (scope) => reads.map((read) => read(scope) ?? null);
  }

  /** Compiles the left side of a `#set`. Other targets are ignored, as Velocity does. */
  assignment(target: ReferenceSyntax): (scope: Scope, value: Value) => void {
    const { id, path, line } = target;
    if (id === "context") return this.#override(target);
    if (builtIns.has(id)) throw syntaxError(line, `$${id} cannot be set.`);
    const last = path.at(-1);
    if (last === undefined) return (scope, value) => scope.variables.set(id, value);
    if (last.type === "method") throw syntaxError(line, "a method's result cannot be set.");
    const owner = this.reference({ ...target, path: path.slice(0, -1) });
    const key: Read = last.type === "property" ? () => last.name : this.value(last.key);
    return (scope, value) => assign(owner(scope), key(scope), value ?? null);
  }

  /** The name of an override may be computed: `$context.responseOverride.header[$name]`. */
  #override({ path, line }: ReferenceSyntax): (scope: Scope, value: Value) => void {
    const names = path.map((step): Read => {
      if (step.type === "method") throw syntaxError(line, "a method's result cannot be set.");
      return step.type === "property" ? () => step.name : this.value(step.key);
    });
    if (constantSteps(path).length === 0) {
      throw syntaxError(line, "an override is set by its plain name: $context.responseOverride.….");
    }
    return (scope, value) => {
      const path = names.map((name) => toText(name(scope)));
      scope.overrides.set(path, value);
    };
  }
}

/** Notes in errors which reference failed; of nested ones, the innermost. */
const placed =
  (read: Read, { id, path, line }: ReferenceSyntax): Read =>
  (scope) => {
    try {
      return read(scope);
    } catch (error) {
      if (error instanceof TemplateError) {
        const names = path.map((step) => (step.type === "index" ? "[…]" : `.${step.name}`));
        error.place ??= { line, expression: `$${id}${names.join("")}` };
      }
      throw error;
    }
  };

/** Methods of texts whose first argument is a regular expression. */
const ofPatterns: ReadonlySet<string> = new Set(["matches", "replaceAll", "replaceFirst", "split"]);

/** Refuses a literal pattern here that would fail each call. */
function checkPattern(step: PathStep, line: number): void {
  if (step.type !== "method" || !ofPatterns.has(step.name)) return;
  const [pattern] = step.args;
  if (pattern?.type !== "string" || pattern.statements !== undefined) return;
  try {
    javaPattern(pattern.text, "all");
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw syntaxError(line, error.message);
  }
}
