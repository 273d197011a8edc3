import { PathError } from "../inside.ts";
import type { CreatedResource, Provider } from "./evaluate.ts";
import { type ExportedResource, type ExportedStack, imageType, readArn } from "./exportedStack.ts";
import { treatmentOf } from "./exportedTypes.ts";
import { readValues } from "./exportedValues.ts";
import type { Properties, Resource } from "./resource.ts";

/** An export to be replayed, with what its resources are made by. */
export interface Replayable {
  readonly exported: ExportedStack;
  readonly provider: Provider;
  /**
   * Where a file or folder of its program is here.
   *
   * @throws PathError for one that the export may not lead to
   */
  readonly locate: (path: string) => string;
  /** The export's name, for messages. */
  readonly file?: string;
}

/** A resource, or a part of it, that does not come to be here. */
export interface Unserved {
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

export interface Replayed {
  readonly resources: Resource[];
  readonly outputs: Properties;
}

/**
 * Brings the stacks of exports to life: what has a data plane is created anew, everything else
 * keeps what AWS answered. Where something has another id here, all stacks know it by that one.
 *
 * @param accountId - the account that takes the place of the exported ones
 * @param onUnserved - told what can't be brought here; the rest goes on without it
 */
export async function replay(
  stacks: readonly Replayable[],
  accountId: string,
  onUnserved: (unserved: Unserved) => void,
): Promise<Replayed[]> {
  const renames = new Renames();
  for (const { exported } of stacks) renames.add(exported.accountId ?? "", accountId);

  const made: Map<ExportedResource, CreatedResource | undefined>[] = [];
  for (const stack of stacks) made.push(await createAll(stack, renames, onUnserved));

  return stacks.map(({ exported, locate }, index) => ({
    resources: [...made[index]!].map(([resource, created]) => {
      const { type, name, id, inputs, outputs } = renames.in(resource);
      const asked = readValues(inputs, locate).properties;
      const answered = readValues(outputs, locate).properties;
      return {
        type,
        name,
        id,
        inputs: type === imageType ? imageInputs(asked, locate) : asked,
        outputs: { ...answered, ...created?.outputs },
      };
    }),
    outputs: readValues(renames.in(exported.outputs), locate).properties,
  }));
}

/** The stack's resources that are served, each with what was created for it, if anything was. */
async function createAll(
  { exported, provider, locate, file }: Replayable,
  renames: Renames,
  onUnserved: (unserved: Unserved) => void,
): Promise<Map<ExportedResource, CreatedResource | undefined>> {
  const made = new Map<ExportedResource, CreatedResource | undefined>();
  for (const resource of exported.resources) {
    const { type, name, id, inputs, outputs } = resource;
    const tell = (reason: string) => onUnserved({ type, name, reason });
    try {
      assertServed(resource, exported.region);
      const { properties, encrypted } = readValues(renames.in(inputs), locate);
      readValues(outputs, locate);
      if (type === imageType) imageInputs(properties, locate);
      if (encrypted.length > 0) {
        tell(`${encrypted.join(", ")} is encrypted; export with --show-secrets`);
      }
      const created =
        treatmentOf(type) === "created"
          ? await provider.create(type, name, withName(properties, outputs))
          : undefined;
      made.set(resource, created);
      if (!created) continue;
      renames.add(id, created.id);
      const { arn } = created.outputs;
      if (typeof arn === "string") renames.add(String(outputs["arn"] ?? ""), arn);
    } catch (error) {
      const { message } = error as Error;
      tell(error instanceof PathError && file ? `${file}: ${message}` : message);
    }
  }
  return made;
}

const imageInputs = ({ context }: Properties, locate: Replayable["locate"]): Properties => ({
  context: locate(String(context)),
});

function assertServed({ type, outputs }: ExportedResource, stackRegion: string): void {
  if (treatmentOf(type) === "unserved") throw new Error("has no counterpart here");
  const { region } = readArn(outputs);
  if (region !== "" && region !== stackRegion) {
    throw new Error(`is in ${region}; of this stack ${stackRegion} is served`);
  }
}

/** A name that AWS or Pulumi made up is kept, as other resources may refer to it. */
const withName = (inputs: Properties, { name }: Properties): Properties =>
  name === undefined ? inputs : { name, ...inputs };

/** Names that differ here from those in an export, such as a user pool's id. */
export class Renames {
  readonly #names = new Map<string, string>();
  #pattern: RegExp | undefined;

  add(from: string, to: string): void {
    if (from === "" || from === to) return;
    this.#names.set(from, to);
    this.#pattern = undefined;
  }

  /** The same JSON value with each old name replaced, wherever in a text it stands. */
  in<T extends object>(value: T): T {
    if (this.#names.size === 0) return value;
    // The longest first: an ARN holds an account's number.
    this.#pattern ??= new RegExp(
      [...this.#names.keys()]
        .sort((a, b) => b.length - a.length)
        .map((name) => name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"))
        .join("|"),
      "g",
    );
    const text = JSON.stringify(value).replace(this.#pattern, (name) => this.#names.get(name)!);
    return JSON.parse(text) as T;
  }
}
