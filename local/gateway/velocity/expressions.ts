import { compileStatements } from "./blocks.ts";
import { TemplateSyntaxError } from "./errors.ts";
import { areEqual, binaryOperators, isTrue, negate, range } from "./operators.ts";
import { compileReference } from "./references.ts";
import type { Read } from "./scope.ts";
import { separator } from "./separate.ts";
import { type ExpressionSyntax, parseTemplate } from "./syntax.ts";
import { integer, JavaDouble, JavaList, type Value } from "./values.ts";

/** The value of a literal, a reference or a calculation. */
export function compileExpression(syntax: ExpressionSyntax): Read {
  switch (syntax.type) {
    case "references":
      return compileReference(syntax);
    case "string":
      return compileText(syntax);
    case "integer":
      return constant(integer(BigInt(syntax.value)));
    case "decimal":
      return constant(new JavaDouble(Number(syntax.value)));
    case "bool":
      return constant(syntax.value === "null" ? null : syntax.value === "true");
    case "array":
      return compileList(syntax);
    case "map":
      return compileMap(syntax.value ?? {});
    case "math":
      return compileOperation(syntax);
    case "runt":
      throw new TemplateSyntaxError(`${syntax.value} is no value; write it in quotes.`);
  }
}

function constant(value: Value): Read {
  return () => value;
}

/** Texts in double quotes are templates; they are read once, here. */
function compileText({ value, isEval }: ExpressionSyntax & { type: "string" }): Read {
  const text = value.replaceAll(separator, "");
  return isEval === true && /[$#]/.test(text)
    ? compileStatements(parseTemplate(text))
    : constant(text);
}

function compileList({ value, isRange }: ExpressionSyntax & { type: "array" }): Read {
  const reads = value.map((item): Read => {
    return typeof item === "object" ? compileExpression(item) : constant(Number(item));
  });
  if (isRange === true) {
    const [first = constant(null), last = constant(null)] = reads;
    return (scope) => range(first(scope), last(scope));
  }
  return (scope) => new JavaList(reads.map((read) => read(scope) ?? null));
}

function compileMap(entries: Record<string, ExpressionSyntax>): Read {
  const reads = Object.entries(entries).map(
    ([key, item]) => [key.replaceAll(separator, ""), compileExpression(item)] as const,
  );
  return (scope) => new Map(reads.map(([key, read]) => [key, read(scope) ?? null]));
}

function compileOperation({ operator, expression }: ExpressionSyntax & { type: "math" }): Read {
  const [left = constant(null), right = constant(null)] = expression.map(compileExpression);
  switch (operator) {
    case "parenthesis":
      return left;
    case "not":
      return (scope) => !isTrue(left(scope));
    case "minus":
      return (scope) => negate(left(scope));
    case "&&":
      return (scope) => isTrue(left(scope)) && isTrue(right(scope));
    case "||":
      return (scope) => isTrue(left(scope)) || isTrue(right(scope));
    case "==":
      return (scope) => areEqual(left(scope), right(scope));
  }
  const operate = binaryOperators.get(operator);
  if (operate === undefined) {
    throw new TemplateSyntaxError(`The operator ${operator} is not known.`);
  }
  return (scope) => operate(left(scope), right(scope));
}
