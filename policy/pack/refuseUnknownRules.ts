import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { unknownRule } from "../config/packConfig.ts";
import { allRules } from "../ruleSets.ts";

/**
 * Makes the process refuse a configuration that names an unknown rule. The engine passes it on and
 * the framework ignores it, so the rule that was meant would keep its level in silence.
 */
export function refuseUnknownRules(): void {
  const { configure } = services.AnalyzerService as unknown as {
    configure: { requestDeserialize(bytes: Buffer): ConfigureAnalyzerRequest };
  };
  const read = configure.requestDeserialize;
  configure.requestDeserialize = (bytes) => {
    const request = read(bytes);
    const names = [...request.getPolicyconfigMap().keys()] as string[];
    const unknown = names.find((given) => given !== "all" && !known.has(given));
    if (unknown !== undefined) {
      // Here, the error would be lost. The framework returns it to the engine when it reads the request.
      request.getPolicyconfigMap = () => {
        throw unknownRule(unknown, allRules);
      };
    }
    return request;
  };
}

const known: ReadonlySet<string> = new Set(allRules.map(({ name }) => name));
