type Values = ReadonlyMap<string, number | undefined>;

/**
 * The value of a metric math expression: numbers, ids, `+ - * /`, comparisons, brackets, `IF(condition, then, else)`,
 * and `FILL(id, number)` for a metric that may lack data.
 *
 * @param values - of metrics by their ids; `undefined` without data
 * @returns `undefined` without data for a metric that it needs, and for what is not understood
 */
export function evaluate(expression: string, values: Values): number | undefined {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|>=|<=|==|!=|[-+*/()<>,]/g) ?? [];
  if (tokens.join("") !== expression.replaceAll(/\s/g, "")) return undefined;
  try {
    const parser = new Parser(tokens, values);
    const value = parser.comparison();
    return parser.isAtEnd && Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #values: Values;
  #next = 0;

  constructor(tokens: readonly string[], values: Values) {
    this.#tokens = tokens;
    this.#values = values;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  comparison(): number {
    const left = this.#sum();
    const operator = this.#take(">=", "<=", "==", "!=", ">", "<");
    if (operator === undefined) return left;
    const right = this.#sum();
    if (Number.isNaN(left + right)) return NaN;
    const holds = {
      ">=": left >= right,
      "<=": left <= right,
      "==": left === right,
      "!=": left !== right,
      ">": left > right,
      "<": left < right,
    }[operator];
    return Number(holds);
  }

  #sum(): number {
    let value = this.#product();
    for (let operator; (operator = this.#take("+", "-"));) {
      const next = this.#product();
      value = operator === "+" ? value + next : value - next;
    }
    return value;
  }

  #product(): number {
    let value = this.#operand();
    for (let operator; (operator = this.#take("*", "/"));) {
      const next = this.#operand();
      value = operator === "*" ? value * next : value / next;
    }
    return value;
  }

  #operand(): number {
    if (this.#take("-")) return -this.#operand();
    if (this.#take("(")) return this.#until(")", this.comparison());
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new SyntaxError("The expression ends early.");
    if (/^\d/.test(token)) return Number(token);
    if (token === "IF") return this.#condition();
    if (token === "FILL") return this.#filled();
    return this.#values.get(token) ?? NaN;
  }

  #condition(): number {
    this.#require("(");
    const condition = this.#until(",", this.comparison());
    const then = this.#until(",", this.comparison());
    const otherwise = this.#until(")", this.comparison());
    if (Number.isNaN(condition)) return NaN;
    return condition === 0 ? otherwise : then;
  }

  #filled(): number {
    this.#require("(");
    const value = this.#until(",", this.comparison());
    const filler = this.#until(")", this.comparison());
    return Number.isNaN(value) ? filler : value;
  }

  #until(token: string, value: number): number {
    this.#require(token);
    return value;
  }

  #require(token: string): void {
    if (!this.#take(token)) throw new SyntaxError(`The expression lacks ${token}.`);
  }

  #take(...allowed: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || !allowed.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }
}
