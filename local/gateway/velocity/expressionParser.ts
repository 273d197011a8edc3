import type { Token } from "./lexer.ts";
import type { Kind, Operator } from "./lexerRules.ts";
import type { ExpressionSyntax, PathStep, ReferenceSyntax, Statement } from "./syntax.ts";
import { TokenReader } from "./tokens.ts";

/** From the weakest to the strongest. */
const precedence: readonly (readonly Operator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const parameterStart: ReadonlySet<Kind> = new Set([
  "space",
  "string",
  "integer",
  "decimal",
  "[",
  "mapOpen",
  "{",
  "true",
  "false",
  "identifier",
]);

/** Parses references and values. */
export abstract class ExpressionParser extends TokenReader {
  /** Parses the template in a text in double quotes. */
  protected abstract template(text: string, line: number): Statement[];

  protected expression(level = 0): ExpressionSyntax {
    const operators = precedence[level];
    if (operators === undefined) return this.#unary();
    let left = this.expression(level + 1);
    for (;;) {
      const operator = operators.find((one) => one === this.peek());
      if (operator === undefined) return left;
      this.take();
      left = { type: "operation", operator, left, right: this.expression(level + 1) };
    }
  }

  #unary(): ExpressionSyntax {
    this.takeIf("space");
    if (this.takeIf("!")) {
      const left = this.#unary();
      return { type: "operation", operator: "!", left, right: left };
    }
    if (!this.takeIf("(")) return this.parameter();
    const inner = this.expression();
    this.expect(")");
    this.takeIf("space");
    return inner;
  }

  /** A value without operators, such as an argument of a method. */
  protected parameter(): ExpressionSyntax {
    this.takeIf("space");
    const value = this.value();
    this.takeIf("space");
    return value;
  }

  protected value(): ExpressionSyntax {
    switch (this.peek()) {
      case "string":
        return this.#string(this.take());
      case "integer":
        return { type: "integer", digits: this.take().image.replace("..", "") };
      case "decimal":
        return { type: "decimal", digits: this.take().image };
      case "true":
      case "false":
        return { type: "boolean", value: this.take().kind === "true" };
      case "[":
        return this.#list();
      case "mapOpen":
        return this.#map();
      case "identifier":
      case "{":
        return this.#referenceValue();
      default:
        throw this.unexpected();
    }
  }

  #referenceValue(): ExpressionSyntax {
    const { reference, sign } = this.reference();
    return sign === "" ? { type: "null" } : { type: "reference", reference };
  }

  #string(token: Token): ExpressionSyntax {
    const { image } = token;
    const quote = image[0]!;
    let text = image.slice(1, -1).replaceAll(quote + quote, quote);
    if (quote === "'") return { type: "string", text, statements: undefined };
    text = text.replace(/\\u([\da-fA-F]{4})/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    const statements = /[$#]/.test(image) ? this.template(text, this.lineOf(token)) : undefined;
    return { type: "string", text, statements };
  }

  #list(): ExpressionSyntax {
    this.take();
    const items: ExpressionSyntax[] = [];
    if (this.takeIf("]")) return { type: "list", items };
    const first = this.parameter();
    if ((first.type === "reference" || first.type === "integer") && this.takeIf("..")) {
      const last = this.parameter();
      if (last.type !== "reference" && last.type !== "integer") throw this.unexpected();
      this.expect("]");
      return { type: "range", first, last };
    }
    items.push(first);
    while (this.takeIf(",")) items.push(this.parameter());
    this.expect("]");
    return { type: "list", items };
  }

  #map(): ExpressionSyntax {
    this.take();
    const entries: (readonly [ExpressionSyntax, ExpressionSyntax])[] = [];
    this.takeIf("space");
    if (this.peek() !== "mapClose" && this.peek() !== "}") {
      do {
        const key = this.parameter();
        this.expect(":");
        entries.push([key, this.parameter()]);
      } while (this.takeIf(","));
    }
    // Directly behind a reference, the brace is another token.
    if (!this.takeIf("}")) this.expect("mapClose");
    return { type: "map", entries };
  }

  /** A reference and what its token holds before the name: `$`, `\$!{`, or nothing. */
  protected reference(): { reference: ReferenceSyntax; sign: string } {
    const first = this.take();
    const isFormal = first.kind === "{";
    const name = isFormal ? this.expect("identifier").image : first.image;
    const id = isFormal ? name : /[^$!\\#]*$/.exec(name)![0];
    const path = this.#path();
    if (isFormal) this.expect("}");
    const sign = isFormal ? first.image : name.slice(0, name.length - id.length);
    return { reference: { id, path, line: this.lineOf(first) }, sign };
  }

  #path(): PathStep[] {
    const path: PathStep[] = [];
    for (;;) {
      if (this.peek() === "indexOpen") {
        this.take();
        path.push({ type: "index", key: this.#key() });
        this.expect("indexClose");
      } else if (this.peek() === "." && this.peek(1) === "identifier") {
        this.take();
        const name = this.take().image;
        path.push(
          this.#hasArguments()
            ? { type: "method", name, args: this.#arguments() }
            : { type: "property", name },
        );
      } else {
        return path;
      }
    }
  }

  #key(): ExpressionSyntax {
    this.takeIf("space");
    if (this.peek() === "decimal") throw this.unexpected();
    return this.parameter();
  }

  #hasArguments(): boolean {
    if (this.peek() !== "(") return false;
    const next = this.peek(1);
    return next === "argumentsClose" || parameterStart.has(next);
  }

  #arguments(): ExpressionSyntax[] {
    this.take();
    const args: ExpressionSyntax[] = [];
    if (this.takeIf("argumentsClose")) return args;
    do args.push(this.parameter());
    while (this.takeIf(","));
    this.expect("argumentsClose");
    return args;
  }
}
