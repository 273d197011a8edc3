import { readFile, utimes } from "node:fs/promises";
import { contents, type EditedProject } from "./project.ts";

/** What calls must return, and what must be broken, once an edit has settled. */
export interface Expected {
  service: number;
  function: number;
  shared: number;
  definition: number;
  stage: number;
  /** Whether `GET /extra` and the service `second` are declared. */
  extra: boolean;
  second: boolean;
  /** Kinds of reloads that have failed, and were not mended yet. */
  readonly faults: Set<"service" | "function" | "definition">;
}

/** An edit of the project's files. */
export interface Edit {
  /** Kind, for the times. */
  readonly name: string;
  /** False if nothing must happen. @default true */
  readonly reloads?: boolean;
  /** @param number - what files return from now on */
  apply(project: EditedProject, expected: Expected, number: number): Promise<void>;
}

type Part = "service" | "function" | "definition";

/** The file with the number of each part. */
const files = {
  service: "services/catalog/number.js",
  function: "handlers/number.ts",
  definition: "stacks/number.ts",
} as const;

const valid = (part: Part, name = `${part}: edited`): Edit => ({
  name,
  apply: async (project, expected, number) => {
    await project.write(files[part], contents[part](number));
    expected[part] = number;
    expected.faults.delete(part);
  },
});

const saved = (part: Part): Edit => ({
  name: `${part}: saved by renaming`,
  apply: async (project, expected, number) => {
    await project.save(files[part], contents[part](number));
    expected[part] = number;
  },
});

const broken = (part: Part): Edit => ({
  name: `${part}: broken syntax`,
  apply: async (project, expected) => {
    await project.write(files[part], "export const number = ;\n");
    expected.faults.add(part);
  },
});

const deleted = (part: Part): Edit => ({
  name: `${part}: file deleted`,
  apply: async (project, expected) => {
    await project.delete(files[part]);
    expected.faults.add(part);
  },
});

/** Broken, mended, deleted, created again. */
const cycle = (part: Part): Edit[] => [
  valid(part),
  saved(part),
  broken(part),
  valid(part, `${part}: mended`),
  deleted(part),
  valid(part, `${part}: file created again`),
];

const renamed = (
  part: "service" | "function",
  file: string,
  importing: string,
  text: (name: string) => string,
): Edit => ({
  name: `${part}: file renamed, and what imports it`,
  apply: async (project, expected, number) => {
    const from = files[part];
    const to = from.replace("number.", "renamed.");
    await project.rename(from, to);
    await project.write(importing, text(file.replace("number.", "renamed.")));
    // And back, with another number: several files at once.
    await project.rename(to, from);
    await project.write(from, contents[part](number));
    await project.write(importing, text(file));
    expected[part] = number;
  },
});

const extraRoute = `\n    "GET /extra": mock({ auth: "none" }),`;

const declare = (name: string, change: (expected: Expected) => void): Edit => ({
  name: `definition: ${name}`,
  apply: async (project, expected) => {
    change(expected);
    const service = expected.second ? ` second: { directory: "services/catalog" },` : "";
    const route = expected.second
      ? `\n    "GET /second/{proxy+}": lambdaProxy("second", { auth: "none", servicePath: "/health" }),`
      : "";
    const text = contents.platform((expected.extra ? extraRoute : "") + route, service);
    await project.write("stacks/platform.ts", text);
  },
});

const unknownService: Edit = {
  name: "definition: unknown service",
  apply: async (project, expected) => {
    const route = `\n    "GET /unknown": lambdaProxy("unknown"),`;
    await project.write("stacks/platform.ts", contents.platform(route as ""));
    expected.faults.add("definition");
  },
};

const mended: Edit = declare("mended", (expected) => {
  expected.faults.delete("definition");
  expected.extra = expected.second = false;
});

const stackFile = (regions: readonly string[]): Edit => ({
  name: "stack files: edited",
  apply: async (project, expected, number) => {
    for (const region of regions) {
      await project.write(`stacks/Pulumi.local-${region}.yaml`, contents.stack(region, number));
    }
    expected.stage = number;
    expected.faults.delete("definition");
  },
});

const brokenStackFile: Edit = {
  name: "stack files: broken YAML",
  apply: async (project, expected) => {
    await project.write("stacks/Pulumi.local-us-east-1.yaml", "config:\n  a: [\n");
    expected.faults.add("definition");
  },
};

const template = (name: string, text: string, isBroken: boolean): Edit => ({
  name: `templates: ${name}`,
  apply: async (project, expected, number) => {
    const file = "messages/en/adminCreateUser.txt";
    const content = await readFile(project.path(file), "utf8");
    await project.write(
      file,
      content.replaceAll(/ \{nobody\}| \(\d+\)/g, "").trimEnd() + text.replace("#", `(${number})`),
    );
    expected.faults[isBroken ? "add" : "delete"]("definition");
  },
});

const shared: Edit = {
  name: "shared by function and definition: edited",
  apply: async (project, expected, number) => {
    await project.write("shared/number.ts", contents.shared(number));
    expected.shared = number;
  },
};

/** What must change nothing. */
const nothing: Edit = {
  name: "nothing",
  reloads: false,
  apply: async (project) => {
    const now = new Date();
    for (const file of Object.values(files)) await utimes(project.path(file), now, now);
    await project.write("services/catalog/README.md", `${Math.random()}\n`);
    await project.write("services/catalog/routes.test.js", `${Math.random()}\n`);
    await project.write("notes.txt", `${Math.random()}\n`);
  },
};

/** The kinds of edits that take part in each run of the tests. */
export const someEdits = (regions: readonly string[]): Edit[] => [
  ...cycle("service"),
  ...cycle("function").slice(0, 4),
  valid("definition"),
  nothing,
  renamed("service", "number.js", "services/catalog/routes.js", contents.serviceRoutes),
  declare("route added", (expected) => (expected.extra = true)),
  unknownService,
  mended,
  stackFile(regions),
  shared,
];

/** All kinds of edits, in an order in which each finds what it needs. */
export const allEdits = (regions: readonly string[]): Edit[] => [
  ...cycle("service"),
  ...cycle("function"),
  ...cycle("definition"),
  nothing,
  renamed("service", "number.js", "services/catalog/routes.js", contents.serviceRoutes),
  renamed("function", "number.ts", "handlers/probe.ts", contents.handler),
  declare("route added", (expected) => (expected.extra = true)),
  declare("route removed", (expected) => (expected.extra = false)),
  unknownService,
  mended,
  stackFile(regions),
  brokenStackFile,
  { ...stackFile(regions), name: "stack files: mended" },
  template("broken", " {nobody}", true),
  template("mended", " #", false),
  shared,
  declare("service added", (expected) => (expected.second = true)),
  declare("service removed", (expected) => (expected.second = false)),
];
