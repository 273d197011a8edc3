import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../../graph/resource.ts";
import { Inventories } from "../../inventories.ts";
import { type Existing, ProviderService } from "../../plugin/service.ts";
import { StubAws, stubSchemas } from "../../testing/stubs.ts";
import { types } from "../regionState.ts";
import { network, type Resource, type ShortName } from "./resources.ts";

/** The resource of the stack's program. */
export const resource = (type: ShortName, name: string) => ({
  stack: "dev-eu-west-1",
  type: types[type],
  name,
});

/** A region with the resources of `network`. */
export class TestRegion {
  readonly made = new Map<string, Existing>();
  readonly #folder: string;
  service: ProviderService;

  private constructor(folder: string) {
    this.#folder = folder;
    this.service = this.another(0);
  }

  static async create(): Promise<TestRegion> {
    const region = new TestRegion(await mkdtemp(join(tmpdir(), "network-")));
    for (const each of network) await region.create(each);
    return region;
  }

  /** The provider of another run of the engine. */
  another(patienceMs: number): ProviderService {
    return new ProviderService({
      region: "eu-west-1",
      schemas: stubSchemas(),
      inventories: new Inventories(this.#folder),
      patienceMs,
      connect: async () => new StubAws().endpoint,
    });
  }

  /** With the ids of earlier resources in place of `$name`. */
  filled<T extends Properties | string>(value: T): T {
    const text = JSON.stringify(value).replaceAll(
      /\$(\w+)/g,
      (_, name: string) => this.made.get(name)?.id ?? name,
    );
    return JSON.parse(text) as T;
  }

  async create([type, name, inputs]: Resource): Promise<void> {
    this.made.set(name, await this.service.create(resource(type, name), this.filled(inputs)));
  }

  /** Deletes a resource of `network`. */
  remove(name: string): Promise<void> {
    const [type] = network.find((each) => each[1] === name)!;
    return this.service.delete(resource(type, name), this.made.get(name)!);
  }

  delete(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }
}
