import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyProgram, linkPackages } from "../../support/copyProgram.ts";

const platform = (routes = "", services = ""): string => `
import { from, lambda, lambdaProxy, mock } from "../components/api/index.ts";
import { definePlatform } from "../components/platform.ts";
import { shared } from "../shared/number.ts";
import { number } from "./number.ts";

export const platform = definePlatform({
  name: "Edits",
  services: { catalog: { directory: "services/catalog" },${services} },
  functions: { probe: { entry: "handlers/probe.ts" } },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /service": lambdaProxy("catalog", { auth: "none" }),
    "GET /function": lambda("probe", { auth: "none" }),
    "GET /definition": mock({ auth: "none", body: { number, shared, stage: from.stageVariable("number") } }),${routes}
  },
  stageVariables: { number: "0" },
  identity: { messages: "messages/" },
});
`;

/** The files that edits change: each content by a number, which calls return. */
export const contents = {
  service: (number: number) => `export const number = ${number};\n`,
  serviceRoutes: (file: string) =>
    `import { number } from "./${file}";
export const createCatalogRoutes = () => ({ "/service": { GET: () => ({ body: { number } }) } });
`,
  function: (number: number) => `export const number = ${number};\n`,
  handler: (file: string) => `import { shared } from "../shared/number.ts";
import { number } from "./${file}";
export const handler = async () => ({ statusCode: 200, body: JSON.stringify({ number, shared }) });
`,
  shared: (number: number) => `export const shared = ${number};\n`,
  definition: (number: number) => `export const number = ${number};\n`,
  platform,
  stack: (region: string, number: number) => `config:
  aws:region: ${region}
  palisade:environment: local
  palisade:homeRegion: us-east-1
  palisade:zones: [${region}a, ${region}b]
  palisade:cidrBlock: ${region === "us-east-1" ? "10.0.0.0/16" : "10.1.0.0/16"}
  palisade:production: false
  palisade:senderEmail: no-reply@palisade.test
  palisade:requestsPerAddress: 2000000000
  palisade:stageVariables: { number: "${number}" }
`,
};

/** A copy of the project with a definition that shows each edit, in a temporary folder. */
export class EditedProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(regions: readonly string[]): Promise<EditedProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "palisade-edits-")));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json", ".gitignore");
    await linkPackages(folder);
    const others = (await readdir(join(folder, "stacks"))).filter((file) => file.endsWith(".yaml"));
    await Promise.all(others.map((file) => rm(join(folder, "stacks", file))));
    const project = new EditedProject(folder);
    await project.write("services/catalog/number.js", contents.service(0));
    await project.write("services/catalog/routes.js", contents.serviceRoutes("number.js"));
    await project.write("handlers/number.ts", contents.function(0));
    await project.write("handlers/probe.ts", contents.handler("number.ts"));
    await project.write("shared/number.ts", contents.shared(0));
    await project.write("stacks/number.ts", contents.definition(0));
    await project.write("stacks/platform.ts", contents.platform());
    for (const region of regions) {
      await project.write(`stacks/Pulumi.local-${region}.yaml`, contents.stack(region, 0));
    }
    return project;
  }

  path = (file: string): string => join(this.folder, file);

  async write(file: string, content: string): Promise<void> {
    await mkdir(dirname(this.path(file)), { recursive: true });
    await writeFile(this.path(file), content);
  }

  /** Saves as editors do: beside the file, then renamed over it. */
  async save(file: string, content: string): Promise<void> {
    await this.write(`${file}~`, content);
    await rename(this.path(`${file}~`), this.path(file));
  }

  rename = (from: string, to: string): Promise<void> => rename(this.path(from), this.path(to));

  delete = (file: string): Promise<void> => rm(this.path(file), { recursive: true });
}
