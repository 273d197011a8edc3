import type { S3 } from "@aws-sdk/client-s3";
import { unservedRules } from "../../gateway/index.ts";
import { hostOf } from "../client.ts";
import type { Router } from "../router.ts";
import { defaultSpeed, type EdgeFront } from "../server.ts";
import { Distribution } from "./distribution.ts";
import {
  type FunctionFiles,
  type FunctionRunner,
  startFunctions,
} from "./functions/functionRunner.ts";
import type { DistributionModel } from "./model.ts";
import { bucketOriginFetcher } from "./origins/bucketOrigin.ts";
import { customOriginFetcher } from "./origins/customOrigin.ts";
import { originFetcher } from "./origins/fetchOrigin.ts";

export { readDistributions } from "./read/readDistributions.ts";

export interface DistributionsOptions {
  readonly models: readonly DistributionModel[];
  /** The S3 client of a region. */
  readonly s3Of: (region: string) => Promise<S3>;
  /** Factor that TTLs are divided by. @default 30, as for health checks */
  readonly speed?: number | undefined;
  readonly files: FunctionFiles;
  /** Receives what has no effect here. */
  readonly announce: (message: string) => void;
}

/** CloudFront in front of the regions. */
export interface Distributions {
  /** Their host names. */
  readonly names: string[];
  readonly front: (router: Router) => EdgeFront;
  close(): Promise<void>;
}

/** Starts the functions of distributions, and makes the part of the edge that serves the distributions. */
export async function startDistributions(options: DistributionsOptions): Promise<Distributions> {
  const { models, files } = options;
  const functions = await startFunctions(
    models.flatMap((model) => model.functions),
    files,
  );
  return {
    names: models.flatMap(({ domainName, aliases }) => [domainName, ...aliases]),
    front: (router) => front(router, options, functions),
    close: () => functions.close(),
  };
}

/**
 * Requests for an alias go to its distribution; so do those for a name that no region has, such as 127.0.0.1, to the
 * first one.
 */
function front(
  router: Router,
  { models, s3Of, speed = defaultSpeed, announce }: DistributionsOptions,
  functions: FunctionRunner,
): EdgeFront {
  const bucket = bucketOriginFetcher(s3Of);
  const distributions = models.map((model) => {
    notesOf(model, router).forEach(announce);
    const custom = customOriginFetcher(router, model.domainName);
    const fetch = originFetcher({ custom, bucket });
    const clock = () => performance.now() * speed;
    return { model, distribution: new Distribution({ model, fetch, functions, clock }) };
  });
  const find = (host: string) =>
    distributions.find(({ model }) => isNameOf(model, host)) ??
    (router.owns(host) ? undefined : distributions[0]);
  return {
    handle: (request, response, next) => {
      const host = hostOf(request).toLowerCase().replace(/:\d+$/, "");
      const found = find(host);
      return found ? found.distribution.handle(request, response) : next();
    },
    status: () => {
      const entries = distributions.map(
        ({ model, distribution }) => [model.name, distribution.counters] as const,
      );
      return { distribution: Object.fromEntries(entries) };
    },
  };
}

/** An alias may stand for all names of a domain: `*.example.com`. */
const isNameOf = ({ domainName, aliases }: DistributionModel, host: string): boolean =>
  host === domainName ||
  aliases.some((alias) =>
    alias.startsWith("*.") ? host.slice(host.indexOf(".")) === alias.slice(1) : host === alias,
  );

/** Messages about parts without effect. */
function notesOf({ name, origins, firewall }: DistributionModel, router: Router): string[] {
  const unreachable = [...origins.values()]
    .filter(({ kind, domainName }) => kind === "custom" && !router.owns(domainName))
    .map(({ domainName }) => domainName);
  const rules = firewall === undefined ? [] : unservedRules(firewall);
  return [
    ...(unreachable.length > 0
      ? [
          `Not served: origins of the distribution "${name}" that no region here has: ${unreachable.join(", ")}`,
        ]
      : []),
    ...rules.map((message) => `Not served: ${message}`),
  ];
}
