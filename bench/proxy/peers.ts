import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TargetSpec } from "./target.ts";

const packages = [
  "serverless-http@4.0.0",
  "@vendia/serverless-express@4.12.6",
  "@h4ad/serverless-adapter@4.4.0",
  "express@5.3.0",
  "http-proxy@1.18.1",
];

const names = ["serverless-http", "@vendia/serverless-express", "@h4ad/serverless-adapter"];

/**
 * Installs the libraries that run an Express application as a function, which proxies every request with kept
 * connections. A failure leaves them out.
 */
export async function installPeers(folder: string, url: string): Promise<TargetSpec[]> {
  try {
    await writeFile(join(folder, "package.json"), "{}");
    const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages];
    await promisify(execFile)("npm", args, { cwd: folder });
    const file = join(folder, "peers.cjs");
    await writeFile(file, program(url));
    console.log(`Peers: ${packages.join(", ")}`);
    return names.map((name) => ({ name, handler: [file, name] as const }));
  } catch (error) {
    console.log(`Peers are not measured: ${String(error)}`);
    return [];
  }
}

const program = (url: string) => `
const http = require("node:http");
const express = require("express");
const httpProxy = require("http-proxy");
const target = ${JSON.stringify(url)};

function app() {
  const agent = new http.Agent({ keepAlive: true });
  const proxy = httpProxy.createProxyServer({ target, agent });
  return express().use((request, response) => proxy.web(request, response));
}

const { ServerlessAdapter } = require("@h4ad/serverless-adapter");
const { ApiGatewayV1Adapter } = require("@h4ad/serverless-adapter/adapters/aws");
const { ExpressFramework } = require("@h4ad/serverless-adapter/frameworks/express");
const { DefaultHandler } = require("@h4ad/serverless-adapter/handlers/default");
const { PromiseResolver } = require("@h4ad/serverless-adapter/resolvers/promise");

module.exports = {
  "serverless-http": require("serverless-http")(app()),
  "@vendia/serverless-express": require("@vendia/serverless-express").configure({ app: app() }),
  "@h4ad/serverless-adapter": ServerlessAdapter.new(app())
    .setFramework(new ExpressFramework())
    .setHandler(new DefaultHandler())
    .setResolver(new PromiseResolver())
    .addAdapter(new ApiGatewayV1Adapter())
    .build(),
};
`;
