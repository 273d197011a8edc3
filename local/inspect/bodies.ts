import { ControlError } from "../control/index.ts";
import type { ControlRequest } from "../control/controlRequest.ts";

type Members = Readonly<Record<string, unknown>>;

/** The members of a request's JSON body. */
export class Body {
  readonly #members: Members;

  private constructor(members: Members) {
    this.#members = members;
  }

  /** @throws ControlError 400 if it is no JSON object, or has members that are not allowed */
  static async of(request: ControlRequest, allowed: readonly string[]): Promise<Body> {
    const value = await request.json();
    if (!isObject(value)) throw new ControlError(400, "The body must be a JSON object.");
    const unknown = Object.keys(value).find((name) => !allowed.includes(name));
    if (unknown === undefined) return new Body(value);
    throw new ControlError(400, `The body has "${unknown}". Use ${allowed.join(", ")}.`);
  }

  /** @throws ControlError 400 if it is missing or no text */
  text(name: string): string {
    const value = this.#members[name];
    if (typeof value === "string" && value !== "") return value;
    throw new ControlError(400, `The body must have "${name}", a text that is not empty.`);
  }

  /** @throws ControlError 400 if it is there and no text */
  optionalText(name: string): string | undefined {
    return this.#members[name] === undefined || this.#members[name] === ""
      ? undefined
      : this.text(name);
  }

  /** @throws ControlError 400 if it is missing or no object */
  object(name: string): Members {
    const value = this.#members[name];
    if (isObject(value)) return value;
    throw new ControlError(400, `The body must have "${name}", an object.`);
  }

  /** Texts by name. @throws ControlError 400 if it is there and anything else */
  texts(name: string): Readonly<Record<string, string>> {
    if (this.#members[name] === undefined) return {};
    const object = this.object(name);
    if (Object.values(object).every((value) => typeof value === "string")) {
      return object as Record<string, string>;
    }
    throw new ControlError(400, `Each member of "${name}" must be a text.`);
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
