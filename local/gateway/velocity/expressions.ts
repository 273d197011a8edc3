import { operation, isTrue, range } from "./operators.ts";
import { ReferenceCompiler } from "./references.ts";
import { capture, type Emit, type Read, type Scope } from "./scope.ts";
import type { ExpressionSyntax, Statement, StringSyntax } from "./syntax.ts";
import { integer, JavaDouble, JavaList, toText, type Value } from "./values.ts";

/** Tells whether a condition holds. */
export type Test = (scope: Scope) => boolean;

/** Compiles values and conditions; `compileStatements` compiles the templates in texts. */
export class ExpressionCompiler extends ReferenceCompiler {
  readonly #compileStatements: (statements: readonly Statement[]) => Emit;

  constructor(compileStatements: (statements: readonly Statement[]) => Emit) {
    super();
    this.#compileStatements = compileStatements;
  }

  override value(syntax: ExpressionSyntax): Read {
    switch (syntax.type) {
      case "reference":
        return this.reference(syntax.reference);
      case "string":
        return this.#string(syntax);
      case "integer":
        return constant(integer(BigInt(syntax.digits)));
      case "decimal":
        return constant(new JavaDouble(Number(syntax.digits)));
      case "boolean":
        return constant(syntax.value);
      case "null":
        return constant(null);
      case "list": {
        const reads = syntax.items.map((item) => this.value(item));
        return (scope) => new JavaList(reads.map((read) => read(scope) ?? null));
      }
      case "range": {
        const [first, last] = [this.value(syntax.first), this.value(syntax.last)];
        return (scope) => range(first(scope), last(scope));
      }
      case "map": {
        const reads = syntax.entries.map(
          ([key, value]) => [this.value(key), this.value(value)] as const,
        );
        return (scope) =>
          new Map(reads.map(([key, value]) => [toText(key(scope)), value(scope) ?? null]));
      }
      case "operation":
        switch (syntax.operator) {
          case "!":
          case "&&":
          case "||":
            return this.test(syntax);
        }
        return operation(syntax.operator, [this.value(syntax.left), this.value(syntax.right)]);
    }
  }

  /**
   * As in Velocity 1.7, a literal, list, map or result of a calculation is not true; a reference is,
   * unless it leads to null or false.
   */
  test(syntax: ExpressionSyntax): Test {
    switch (syntax.type) {
      case "reference":
        return isTrueOf(this.reference(syntax.reference));
      case "boolean":
        return () => syntax.value;
      case "operation":
        return this.#testOperation(syntax);
      default:
        return () => false;
    }
  }

  #testOperation(syntax: ExpressionSyntax & { type: "operation" }): Test {
    switch (syntax.operator) {
      case "!": {
        const test = this.test(syntax.left);
        return (scope) => !test(scope);
      }
      case "&&": {
        const [left, right] = [this.test(syntax.left), this.test(syntax.right)];
        return (scope) => left(scope) && right(scope);
      }
      case "||": {
        const [left, right] = [this.test(syntax.left), this.test(syntax.right)];
        return (scope) => left(scope) || right(scope);
      }
      case "+":
      case "-":
      case "*":
      case "/":
      case "%":
        return () => false;
      default:
        return isTrueOf(this.value(syntax));
    }
  }

  #string({ text, statements }: StringSyntax): Read {
    if (statements === undefined) return constant(text);
    const emit = this.#compileStatements(statements);
    return (scope) => capture(scope, emit);
  }
}

const constant =
  (value: Value): Read =>
  () =>
    value;

const isTrueOf =
  (read: Read): Test =>
  (scope) =>
    isTrue(read(scope));
