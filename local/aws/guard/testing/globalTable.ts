import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { Children } from "../../../../project/children.ts";
import type { Properties } from "../../../graph/resource.ts";
import { provide, type Provided } from "../../../provider/testing/provided.ts";
import { type AwsEndpoint, localAccountId as accountId } from "../../endpoint.ts";
import { startEndpoint } from "../../miniStack.ts";
import { newCredentials } from "../../rootCredentials.ts";
import { joinEndpoints } from "../../replication.ts";

/** The endpoints of several regions, which replicate global tables. */
export class Regions {
  readonly #endpoints = new Map<string, AwsEndpoint>();
  readonly #children = new Map<string, Children>();
  readonly #credentials = newCredentials();
  #folder = "";
  #home = "";

  /** @param regions - the first one is home */
  async start(...regions: string[]): Promise<void> {
    [this.#home = ""] = regions;
    this.#folder = await mkdtemp(join(tmpdir(), "regions-"));
    await Promise.all(regions.map((region) => this.startRegion(region)));
    await this.join();
  }

  /** Starts a region with the state of its last start. */
  async startRegion(region: string): Promise<void> {
    const children = new Children(() => {});
    const stateFolder = join(this.#folder, region);
    await mkdir(stateFolder, { recursive: true });
    const folders = { folder: stateFolder, stateFolder, confirmsWrites: true };
    const options = { region, children, ...folders, announce: () => {} };
    this.#children.set(region, children);
    this.#endpoints.set(
      region,
      await startEndpoint({ ...options, credentials: this.#credentials }),
    );
  }

  join(): Promise<void> {
    return joinEndpoints(this.#endpoints.values());
  }

  /** Ends a region's process. Its address stays known to the others. */
  stopRegion(region: string): Promise<void> {
    return this.#children.get(region)!.close();
  }

  /** Removes what a region that does not run has kept. */
  forget(region: string): Promise<void> {
    return rm(join(this.#folder, region), { recursive: true });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children.values()].map((children) => children.close()));
    await rm(this.#folder, { recursive: true, force: true });
  }

  in(region: string): AwsEndpoint {
    return this.#endpoints.get(region)!;
  }

  /** Creates a table with the key `id` in the home region. */
  async createTable(name: string, replicas: object[], region = this.#home): Promise<TestTable> {
    const elsewhere = async (other: string) => this.#endpoints.get(other);
    const context = { region, accountId, stack: "test", aws: this.in(region), elsewhere };
    const inputs = { ...tableInputs, replicas };
    const table = await provide(context, "aws:dynamodb/table:Table", name, inputs);
    return new TestTable(this, table);
  }
}

const tableInputs = {
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
};

/** A table with items that have an `id` and a value `v`. */
export class TestTable {
  readonly #regions: Regions;
  readonly #table: Provided;

  constructor(regions: Regions, table: Provided) {
    this.#regions = regions;
    this.#table = table;
  }

  get name(): string {
    return this.#table.id;
  }

  update(changes: Properties): Promise<unknown> {
    return this.#table.update({ ...tableInputs, ...changes });
  }

  delete(): Promise<unknown> {
    return this.#table.delete();
  }

  put(region: string, id: string, v: string, condition?: string) {
    return this.#regions.in(region).dynamodb.send(
      new PutItemCommand({
        TableName: this.name,
        Item: { id: { S: id }, v: { S: v } },
        ConditionExpression: condition,
      }),
    );
  }

  remove(region: string, id: string) {
    const Key = { id: { S: id } };
    return this.#regions
      .in(region)
      .dynamodb.send(new DeleteItemCommand({ TableName: this.name, Key }));
  }

  /** The value of an item, `undefined` if there is none. */
  async value(region: string, id: string): Promise<AttributeValue | undefined> {
    const Key = { id: { S: id } };
    const { Item } = await this.#regions
      .in(region)
      .dynamodb.send(new GetItemCommand({ TableName: this.name, Key }));
    return Item?.["v"];
  }

  /** Waits until a region's item has the value. */
  async until(region: string, id: string, v: string | undefined): Promise<void> {
    while ((await this.value(region, id))?.S !== v) await setTimeout(5);
  }

  /** The table in a region, `undefined` if there is none. */
  async describe(region: string) {
    try {
      const command = new DescribeTableCommand({ TableName: this.name });
      return (await this.#regions.in(region).dynamodb.send(command)).Table;
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") return undefined;
      throw error;
    }
  }
}
