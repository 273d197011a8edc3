import { assign, call, element, property } from "./members.ts";
import { isTrue, operation, range } from "./operators.ts";
import {
  callMacro,
  contextValue,
  type Emit,
  type Macro,
  type Read,
  renderTemplate,
  runLoop,
  type Scope,
} from "./scope.ts";
import { withoutSeparators } from "./separate.ts";
import {
  type Block,
  branchesOf,
  builtIns,
  constantSteps,
  type Directive,
  type ExpressionSyntax,
  isEvaluated,
  joinTexts,
  type MacroCallSyntax,
  macrosIn,
  parseTemplate,
  type PathStep,
  type ReferenceSyntax,
  type Statement,
  syntaxError,
  unresolvedText,
  unsupported,
  writtenText,
} from "./syntax.ts";
import {
  checkLength,
  checkTemplateSize,
  TemplateSyntaxError,
  type VelocityTemplate,
} from "./template.ts";
import { utilMethods } from "./util.ts";
import { fromPlain, integer, JavaDouble, JavaList, toText, type Value } from "./values.ts";

/**
 * Compiles a mapping template of API Gateway once, so that rendering is cheap. velocityjs supplies
 * the grammar; which values a template can reach and how they print is decided here, as on AWS.
 * Input is never parsed as a template.
 *
 * @throws TemplateSyntaxError with the line and the problem
 */
export function compileVelocity(text: string): VelocityTemplate {
  checkTemplateSize(text);
  const statements = parseTemplate(text);
  const macros = compileMacros(statements);
  const emit = compileStatements(statements);
  return (input) => renderTemplate(emit, macros, input);
}

function compileMacros(statements: readonly Statement[]): Map<string, Macro> {
  return new Map(
    macrosIn(statements).map(({ name, parameters, body }) => [
      name,
      { parameters, body: compileStatements(body) },
    ]),
  );
}

function compileStatements(statements: readonly Statement[]): Emit {
  const emits = joinTexts(statements).map(compileStatement);
  if (emits.length === 1) return emits[0]!;
  return (scope) => {
    let text = "";
    for (const emit of emits) {
      text = checkLength(text + emit(scope));
      if (scope.isBreaking) break;
    }
    return text;
  };
}

function compileStatement(statement: Statement): Emit {
  if (typeof statement !== "string") {
    return Array.isArray(statement) ? compileBlock(statement) : compileDirective(statement);
  }
  const text = withoutSeparators(statement);
  return () => text;
}

function compileDirective(directive: Directive): Emit {
  switch (directive.type) {
    case "references":
      return compilePrinted(directive);
    case "raw":
      return () => directive.value;
    case "comment":
      return () => "";
    case "set": {
      const [target, source] = directive.equal;
      const set = compileAssignment({ ...target, pos: directive.pos });
      const read = compileExpression(source);
      return (scope) => {
        set(scope, read(scope));
        return "";
      };
    }
    case "break":
      return (scope) => {
        scope.isBreaking = true;
        return "";
      };
    case "macro_call":
      return compileMacroCall(directive);
    default:
      throw syntaxError(directive, `#${directive.type} cannot be used here.`);
  }
}

function compileBlock([directive, ...body]: Block): Emit {
  switch (directive.type) {
    case "if":
      return compileIf(directive.condition, body);
    case "foreach":
      return compileForeach(directive, compileStatements(body));
    case "macro":
      // compileMacros has collected it.
      return () => "";
    default:
      throw syntaxError(directive, `#${directive.type} is not supported in mapping templates.`);
  }
}

function compileIf(condition: ExpressionSyntax, body: readonly Statement[]): Emit {
  const branches = branchesOf(condition, body).map(({ condition: when, statements }) => ({
    isTaken: when ? compileExpression(when) : () => true,
    emit: compileStatements(statements),
  }));
  return (scope) => branches.find(({ isTaken }) => isTrue(isTaken(scope)))?.emit(scope) ?? "";
}

function compileForeach(directive: Directive & { type: "foreach" }, body: Emit): Emit {
  const { to: name } = directive;
  if (builtIns.has(name))
    throw syntaxError(directive, `$${name} cannot be the variable of a #foreach.`);
  const read = compileExpression(directive.from);
  return (scope) => runLoop(scope, name, read(scope), body);
}

/** A call of an undefined macro prints as written. */
function compileMacroCall(syntax: MacroCallSyntax): Emit {
  const { id } = syntax;
  if (unsupported.has(id))
    throw syntaxError(syntax, `#${id} is not supported in mapping templates.`);
  const reads = (syntax.args ?? []).map(compileExpression);
  return (scope) => {
    const macro = scope.macros.get(id);
    if (macro === undefined) return writtenText(syntax);
    const values = reads.map((read) => read(scope));
    return callMacro(scope, id, macro, values);
  };
}

/** A reference within text. */
function compilePrinted(reference: ReferenceSyntax): Emit {
  const read = compileReference(reference);
  const unresolved = unresolvedText(reference);
  return (scope) => {
    const value = read(scope);
    return value === undefined ? unresolved : toText(value);
  };
}

/** Reads undefined for a reference that leads nowhere. */
function compileReference({ id, path = [] }: ReferenceSyntax): Read {
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

function compileInput([first, ...rest]: readonly PathStep[]): Read {
  if (first?.type === "property") {
    return follow((scope) => scope.input.property(first.id), rest);
  }
  if (first?.type !== "method") return () => null;
  const readArguments = compileArguments(first);
  return follow((scope) => scope.input.call(first.id, readArguments(scope)), rest);
}

function compileUtil([first, ...rest]: readonly PathStep[]): Read {
  if (first?.type !== "method") return () => undefined;
  const method = utilMethods.get(`${first.id}/${(first.args || []).length}`);
  if (method === undefined) return () => undefined;
  const readArguments = compileArguments(first);
  return follow((scope) => method(null, readArguments(scope)), rest);
}

const follow = (read: Read, path: readonly PathStep[]): Read =>
  path.map(compileStep).reduce<Read>((before, step) => (scope) => step(before(scope), scope), read);

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

function compileArguments({ args }: PathStep & { type: "method" }): (scope: Scope) => Value[] {
  const reads = (args || []).map(compileExpression);
  return (scope) => reads.map((read) => read(scope) ?? null);
}

/** Compiles the left side of a `#set`. Other targets are ignored, as Velocity does. */
function compileAssignment(reference: ReferenceSyntax): (scope: Scope, value: Value) => void {
  const { id, path = [] } = reference;
  if (id === "context") {
    const names = constantSteps(path);
    if (names.length < path.length || names.length === 0) {
      throw syntaxError(
        reference,
        `set an override by its plain name, not ${writtenText(reference)}.`,
      );
    }
    return (scope, value) => scope.overrides.set(names, value);
  }
  if (builtIns.has(id)) throw syntaxError(reference, `$${id} cannot be set.`);
  const last = path.at(-1);
  if (last === undefined) {
    // Setting null is UNCONFIRMED for AWS; Velocity 1 would keep the previous value.
    return (scope, value) => void scope.variables.set(id, value ?? null);
  }
  if (last.type === "method") throw syntaxError(reference, "a method's result cannot be set.");
  const owner = compileReference({ ...reference, path: path.slice(0, -1) });
  const key: Read = last.type === "property" ? () => last.id : compileExpression(last.id);
  return (scope, value) => assign(owner(scope), key(scope), value ?? null);
}

function compileExpression(syntax: ExpressionSyntax): Read {
  switch (syntax.type) {
    case "references":
      return compileReference(syntax);
    case "string": {
      const text = withoutSeparators(syntax.value);
      // Texts in double quotes are templates.
      return isEvaluated(syntax) ? compileStatements(parseTemplate(text)) : () => text;
    }
    case "integer":
      return constant(integer(BigInt(syntax.value)));
    case "decimal":
      return constant(new JavaDouble(Number(syntax.value)));
    case "bool":
      return constant(syntax.value === "null" ? null : syntax.value === "true");
    case "array":
      return compileList(syntax);
    case "map": {
      const reads = Object.entries(syntax.value ?? {}).map(
        ([key, item]) => [withoutSeparators(key), compileExpression(item)] as const,
      );
      return (scope) => new Map(reads.map(([key, read]) => [key, read(scope) ?? null]));
    }
    case "math":
      return operation(syntax.operator, syntax.expression.map(compileExpression));
    case "runt":
      throw new TemplateSyntaxError(`${syntax.value} is not a value. Put a text in quotes.`);
  }
}

const constant =
  (value: Value): Read =>
  () =>
    value;

function compileList({ value, isRange }: ExpressionSyntax & { type: "array" }): Read {
  const reads = value.map((item) =>
    typeof item === "object" ? compileExpression(item) : constant(Number(item)),
  );
  if (isRange !== true) {
    return (scope) => new JavaList(reads.map((read) => read(scope) ?? null));
  }
  const [first, last] = reads;
  return (scope) => range(first?.(scope), last?.(scope));
}
