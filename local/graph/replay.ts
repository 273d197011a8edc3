import { PathError } from "../inside.ts";
import type { CreatedResource, Provider } from "./evaluate.ts";
import { type ExportedResource, type ExportedStack, imageType, readArn } from "./exportedStack.ts";
import { treatmentOf, unservedReason } from "./exportedTypes.ts";
import { readValues } from "./exportedValues.ts";
import { Renames } from "./renames.ts";
import { withStoredCode } from "./storedCode.ts";
import { withoutUnknown } from "./unknownValues.ts";
import type { Properties, Resource } from "./resource.ts";

/** An export to be replayed, and the provider that creates its resources. */
interface Replayable {
  readonly exported: ExportedStack;
  readonly provider: Provider;
  /**
   * Returns the path of a file or folder of its program on this machine.
   *
   * @throws PathError if the export may not use that path
   */
  readonly locate: (path: string) => string;
  /** The export's name, for messages. */
  readonly file?: string;
}

/** A resource, or a part of it, that is not served. */
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
 * Recreates exported stacks. Resources with a data plane are created again; all others keep the
 * outputs from AWS. New ids and ARNs replace the exported ones in all stacks.
 *
 * @param accountId - the account that replaces the exported ones
 * @param onUnserved - called for each resource that is not served; the others are
 */
export async function replay(
  given: readonly Replayable[],
  accountId: string,
  onUnserved: (unserved: Unserved) => void,
): Promise<Replayed[]> {
  const all = given.flatMap(({ exported }) => exported.resources);
  const declared = new Set(all.flatMap(({ external, type, id }) => (external ? [] : [type + id])));
  const stacks = given.map((stack) => ({
    ...stack,
    exported: {
      ...stack.exported,
      resources: stack.exported.resources
        // Another export declares it.
        .filter(({ external, type, id }) => !external || !declared.has(type + id))
        .map((resource) => withStoredCode(resource, all)),
    },
  }));
  const renames = new Renames();
  for (const { exported } of stacks) renames.add(exported.accountId ?? "", accountId);

  const made: Map<ExportedResource, CreatedResource | undefined>[] = [];
  for (const stack of stacks) made.push(await createAll(stack, renames, onUnserved));

  return stacks.map(({ exported, locate }, index) => ({
    resources: [...made[index]!].map(([{ type, name, id: exportedId, ...state }, created]) => {
      const { id, inputs, outputs } = renames.in({ ...state, id: exportedId });
      const declared = read(inputs, locate).properties;
      const exportedOutputs = read(outputs, locate).properties;
      return {
        type,
        name,
        id,
        inputs: type === imageType ? imageInputs(declared, locate) : declared,
        outputs: { ...exportedOutputs, ...created?.outputs },
      };
    }),
    outputs: read(renames.in(exported.outputs), locate).properties,
  }));
}

/** The stack's served resources, each with the resource that was created for it, if any. */
async function createAll(
  { exported, provider, locate, file }: Replayable,
  renames: Renames,
  onUnserved: (unserved: Unserved) => void,
): Promise<Map<ExportedResource, CreatedResource | undefined>> {
  const made = new Map<ExportedResource, CreatedResource | undefined>();
  for (const resource of exported.resources) {
    const { type, name, id, inputs, outputs } = resource;
    const report = (reason: string) => onUnserved({ type, name, reason });
    try {
      assertServed(resource, exported.region);
      const { properties, ...missing } = read(renames.in(inputs), locate);
      const state = read(outputs, locate);
      if (type === imageType) imageInputs(properties, locate);
      const isKept = treatmentOf(type) === "kept";
      for (const [problem, paths] of [
        [
          "encrypted; export with --show-secrets",
          [...missing.encrypted, ...(isKept ? state.encrypted : [])],
        ],
        [
          "not known yet; deploy the stack first",
          [...missing.unknown, ...(isKept ? state.unknown : [])],
        ],
      ] as const) {
        if (paths.length > 0) report(`${[...new Set(paths)].join(", ")} is ${problem}`);
      }
      const created =
        treatmentOf(type) === "created"
          ? await provider.create(type, name, withName(properties, outputs))
          : undefined;
      made.set(resource, created);
      if (!created) continue;
      created.problems?.forEach(report);
      renames.add(id, created.id);
      const { arn } = created.outputs;
      if (typeof arn === "string") renames.add(String(outputs["arn"] ?? ""), arn);
    } catch (error) {
      const { message } = error as Error;
      report(error instanceof PathError && file ? `${file}: ${message}` : message);
    }
  }
  return made;
}

/** The values that are known and in plain text, and the paths of the others. */
function read(exported: Properties, locate: Replayable["locate"]) {
  const { properties, encrypted } = readValues(exported, locate);
  return { encrypted, ...withoutUnknown(properties) };
}

const imageInputs = ({ context }: Properties, locate: Replayable["locate"]): Properties => ({
  context: locate(String(context)),
});

function assertServed({ type, outputs, external }: ExportedResource, stackRegion: string): void {
  if (treatmentOf(type) === "unserved") throw new Error(unservedReason(type));
  if (external && treatmentOf(type) === "created") {
    throw new Error("is only read by its stack; export the stack that declares it too");
  }
  const { region } = readArn(outputs);
  if (region !== "" && region !== stackRegion) {
    throw new Error(
      `is in ${region}; only resources in ${stackRegion}, the stack's region, are served`,
    );
  }
}

/** Keeps a name that AWS or Pulumi generated, because other resources may refer to it. */
const withName = (inputs: Properties, { name }: Properties): Properties =>
  name === undefined ? inputs : { name, ...inputs };
