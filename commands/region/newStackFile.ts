import { isMap, parseDocument } from "yaml";

/** Config that belongs to one region; a new region starts without it. */
const ownSettings: ReadonlySet<string> = new Set([
  "acceptShift",
  "canary",
  "canaryPercent",
  "canaryStageVariables",
  "edgeSecretVersion",
  "faults",
  "identityReplicaStatus",
  "shift",
  "signInDomain",
  "signInHostedZone",
  "traffic",
]);

/** Keys of a stack's secrets, which the engine writes. The secrets provider may be shared. */
const secretKeys = ["encryptedkey", "encryptionsalt"];

export interface NewStackFile {
  readonly text: string;
  /** Config keys of the template that the new file has not. */
  readonly dropped: string[];
  /** Those of them whose values are encrypted for the template's stack alone. */
  readonly encrypted: string[];
}

/**
 * A region's stack file, made from another region's.
 *
 * @param project - the project's name, which config keys begin with
 * @param template - the other file's text
 * @param settings - the new region's own settings, such as `zones`
 */
export function newStackFile(
  project: string,
  template: string,
  region: string,
  settings: Readonly<Record<string, string | readonly string[]>>,
): NewStackFile {
  const document = parseDocument(template);
  for (const key of secretKeys) document.delete(key);
  // The note at a file's end is about that region.
  document.comment = null;
  const config = document.get("config");
  if (!isMap(config)) throw new Error("The template has no config.");
  config.comment = null;

  const values = config.toJSON() as Record<string, unknown>;
  const encrypted = Object.keys(values).filter((key) => isEncrypted(values[key]));
  const own = Object.keys(values).filter((key) => ownSettings.has(key.replace(`${project}:`, "")));
  const dropped = [...new Set([...own, ...encrypted])];
  for (const key of dropped) config.delete(key);

  config.set("aws:region", region);
  for (const [key, value] of Object.entries(settings)) {
    config.set(`${project}:${key}`, document.createNode(value, { flow: true }));
  }
  return {
    text: document.toString({ lineWidth: 0, flowCollectionPadding: false }),
    dropped,
    encrypted,
  };
}

/** Whether a value, or a part of it, is `secure: …`. */
const isEncrypted = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ("secure" in value || Object.values(value).some(isEncrypted));

/** The home region's file of a new environment. */
export const firstStackFile = (
  project: string,
  environment: string,
  region: string,
  zones: readonly string[],
  cidrBlock: string,
): string => `config:
  aws:region: ${region}
  ${project}:environment: ${environment}
  ${project}:homeRegion: ${region}
  ${project}:zones: [${zones.join(", ")}]
  ${project}:cidrBlock: ${cidrBlock}
  # Protects data and costs more: docs/deploying.md. Set it to false where nothing must last.
  ${project}:production: true
`;
