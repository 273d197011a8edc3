import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Properties, Resource } from "../../local/graph/resource.ts";

/** A folder with a service in one file. */
export function serviceFolder(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "service-"));
  writeFileSync(join(folder, "Dockerfile"), 'CMD ["node", "server.js"]');
  writeFileSync(join(folder, "server.js"), source);
  return folder;
}

export const withInputs = (resource: Resource, inputs: Properties): Resource => ({
  ...resource,
  inputs: { ...resource.inputs, ...inputs },
});

export const withOutputs = (resource: Resource, outputs: Properties): Resource => ({
  ...resource,
  outputs: { ...resource.outputs, ...outputs },
});

/** Changes a variable of a function that has it, or of any service's container. */
export function withVariable(resource: Resource, name: string, value: string): Resource {
  if (resource.type === "aws:lambda/function:Function") {
    const { variables = {} } = (resource.inputs["environment"] ?? {}) as { variables?: Properties };
    if (!(name in variables)) return resource;
    return withInputs(resource, { environment: { variables: { ...variables, [name]: value } } });
  }
  if (resource.type !== "aws:ecs/taskDefinition:TaskDefinition") return resource;
  const containers = JSON.parse(String(resource.inputs["containerDefinitions"])) as Container[];
  const changed = containers.map((container) => ({
    ...container,
    environment: [
      ...(container.environment ?? []).filter((each) => each.name !== name),
      { name, value },
    ],
  }));
  return withInputs(resource, { containerDefinitions: JSON.stringify(changed) });
}

interface Container {
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
}

/** Changes the OpenAPI document of a REST API. */
export function withPaths(
  resource: Resource,
  change: (paths: Record<string, Properties>) => Record<string, Properties>,
): Resource {
  if (resource.type !== "aws:apigateway/restApi:RestApi") return resource;
  const document = JSON.parse(String(resource.outputs["body"])) as Properties;
  const paths = change(document["paths"] as Record<string, Properties>);
  return withOutputs(resource, { body: JSON.stringify({ ...document, paths }) });
}

/** Processes of this one, and of those. */
export function descendants(): number {
  const table = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const rows = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (pid: number): number =>
    rows
      .filter(([, parent]) => parent === pid)
      .reduce((sum, [child]) => sum + 1 + below(child!), 0);
  // `ps` itself.
  return below(process.pid) - 1;
}

/** A client that calls the same path again and again over a connection that it keeps. */
export class Caller {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #calls: Promise<void>;
  readonly bodies: string[] = [];
  readonly failures: string[] = [];
  #isOver = false;

  constructor(url: string) {
    this.#calls = this.#repeat(url);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#calls;
    this.#agent.destroy();
  }

  async #repeat(url: string): Promise<void> {
    while (!this.#isOver) {
      try {
        const { status, body } = await this.#get(url);
        if (status === 200) this.bodies.push(body);
        else this.failures.push(`${url}: ${status} ${body}`);
      } catch (error) {
        this.failures.push(`${url}: ${(error as Error).message}`);
      }
    }
  }

  #get(url: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      request(url, { agent: this.#agent }, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode!, body }),
          (error: Error) => reject(error),
        );
      })
        .once("error", reject)
        .end();
    });
  }
}
