import ts from "typescript";
import {
  addImport,
  append,
  type Insertion,
  insert,
  insertAfter,
  nameOf,
  nodesIn,
  objectIn,
  parse,
  propertyIn,
} from "./literal.ts";
import { NewError } from "./newError.ts";

/** The file that a team edits. */
export const definitionFile = "stacks/platform.ts";

/** The module of the integrations, as the definition imports it. */
const integrations = "../components/api/index.ts";

/** A line of the definition. */
export interface Line {
  readonly part: "services" | "functions" | "routes";
  readonly key: string;
  /** Its source. */
  readonly value: string;
}

/** The definition of a platform as it is written, to read and to add lines. */
export class Definition {
  readonly #source: ts.SourceFile;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#source = parse(definitionFile, text);
  }

  /** Names in a part. Those of spreads are not known. */
  names(part: Line["part"]): string[] {
    const object = this.#object();
    const entries = object && objectIn(object, part);
    return entries?.properties.flatMap((each) => nameOf(each) ?? []) ?? [];
  }

  /** The folder of a service, if it is written as a text. */
  directoryOf(service: string): string | undefined {
    const object = this.#object();
    const services = object && objectIn(object, "services");
    const own = services && objectIn(services, service);
    const directory = own && propertyIn(own, "directory");
    if (!directory || !ts.isPropertyAssignment(directory)) return undefined;
    return ts.isStringLiteralLike(directory.initializer) ? directory.initializer.text : undefined;
  }

  /**
   * The text with further lines.
   *
   * @param integration - the function of the integrations that they call
   *
   * @throws NewError with the lines, if the definition is not written in a way that this command can change
   */
  with(lines: readonly Line[], integration?: string): string {
    const imported =
      integration === undefined ? [] : addImport(this.#source, integrations, integration);
    if (!imported)
      throw byHand(`it does not import names from "${integrations}"`, lines, integration);
    const object = this.#object();
    if (!object) throw byHand("it has no call definePlatform({ … })", lines, integration);
    const added = lines.flatMap((line) => {
      const insertions = addLine(object, line);
      if (insertions) return insertions;
      throw byHand(
        `its ${line.part} are not written as { … } in the call of definePlatform`,
        lines,
        integration,
      );
    });
    return insert(this.#text, [...imported, ...added]);
  }

  /** The argument of `definePlatform`. */
  #object(): ts.ObjectLiteralExpression | undefined {
    for (const node of nodesIn(this.#source)) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "definePlatform") continue;
      const [argument] = node.arguments;
      return argument && ts.isObjectLiteralExpression(argument) ? argument : undefined;
    }
    return undefined;
  }
}

const written = ({ key, value }: Line) =>
  `${/^[a-z]\w*$/i.test(key) ? key : JSON.stringify(key)}: ${value}`;

function addLine(object: ts.ObjectLiteralExpression, line: Line): Insertion[] | undefined {
  const entries = objectIn(object, line.part);
  if (entries) return append(entries, written(line));
  if (propertyIn(object, line.part)) return undefined;
  const services = propertyIn(object, "services");
  const part = `${line.part}: {\n${written(line)},\n}`;
  return services ? insertAfter(services, part, true) : append(object, part);
}

function byHand(reason: string, lines: readonly Line[], integration?: string): NewError {
  const imports =
    integration === undefined
      ? []
      : [`  at the top:  import { ${integration} } from "${integrations}";`];
  const parts = lines.map((line) => `  in ${line.part}:  ${written(line)},`);
  return new NewError(
    `Nothing was changed, because ${definitionFile} can't be changed by this command: ${reason}. Add these lines yourself:\n` +
      [...imports, ...parts].join("\n"),
  );
}
