import { mkdtemp, rm } from "node:fs/promises";
import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { S3 } from "@aws-sdk/client-s3";
import type { Resource } from "../../../graph/resource.ts";
import { readZone } from "../../dns/readZone.ts";
import { type Edge, startEdge } from "../../server.ts";
import { noControl, stopServer } from "../../testing/edge.ts";
import { world } from "../../testing/world.ts";
import { type Distributions, readDistributions, startDistributions } from "../index.ts";
import { alias } from "./resources.ts";

/** A response to a viewer. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface TestOptions {
  /** APIs of the regions; the first one is that of us-east-1. */
  readonly regions: readonly RequestListener[];
  /** The edge stack. */
  readonly resources: readonly Resource[];
  readonly s3?: Partial<S3>;
  readonly speed?: number;
}

const names = ["us-east-1", "eu-west-1"];

/** A distribution in front of fake regions for each test of a suite. */
export class TestFront {
  readonly announced: string[] = [];
  #servers: Server[] = [];
  #edge: Edge | undefined;
  #distributions: Distributions | undefined;
  #folder: string | undefined;

  constructor() {
    afterEach(async () => {
      await this.#edge?.close({ graceMs: 0 });
      await this.#distributions?.close();
      await Promise.all(this.#servers.map(stopServer));
      if (this.#folder) await rm(this.#folder, { recursive: true });
      this.#servers = [];
      this.announced.length = 0;
      this.#edge = this.#distributions = this.#folder = undefined;
    });
  }

  get servers(): readonly Server[] {
    return this.#servers;
  }

  get url(): string {
    return this.#edge!.url;
  }

  async start({ regions, resources, s3, speed = 1 }: TestOptions): Promise<void> {
    this.#servers = await Promise.all(regions.map(listening));
    this.#folder = await mkdtemp(join(tmpdir(), "front-"));
    const stacks = world(...names.slice(0, regions.length));
    const folder = this.#folder;
    this.#distributions = await startDistributions({
      models: readDistributions([...stacks, { region: "us-east-1", resources }]),
      s3Of: async () => s3 as S3,
      speed,
      files: { folder, logFileOf: (name) => join(folder, `${name}.log`) },
      announce: (message) => this.announced.push(message),
    });
    this.#edge = await startEdge({
      port: 0,
      regions: this.#servers.map((server, index) => {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
        const name = names[index]!;
        return { name, apiUrl: url, stages: [{ restApi: `api-${name}`, stage: "live", url }] };
      }),
      zone: readZone(stacks),
      // No check during a test.
      speed: 0.5,
      control: noControl,
      front: this.#distributions.front,
    });
  }

  /** Sends a request; `body` is sent as it is. */
  request(
    path: string,
    headers: Record<string, string> = {},
    { method = "GET", body = "" } = {},
  ): Promise<Received> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.url);
      const all = { host: alias, ...headers };
      const sending = send({ hostname, port, path, method, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString("latin1");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      sending.once("error", reject);
      sending.end(body);
    });
  }

  async counters(): Promise<Record<string, number>> {
    const response = await fetch(`${this.url}/_palisade/status`);
    const { distribution } = (await response.json()) as {
      distribution: Record<string, Record<string, number>>;
    };
    return distribution["shop"]!;
  }
}

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
