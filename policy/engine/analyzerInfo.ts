import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { configureRules, type PackConfig } from "../config/packConfig.ts";
import { configProperties } from "../config/ruleConfig.ts";
import type { Level, Rule } from "../rule.ts";

/** A policy pack as it is served to the engine. */
export interface ServedPack {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly rules: readonly Rule[];
  /** The project's configuration; the engine's configuration overrides it. */
  readonly config: PackConfig;
}

const { ADVISORY, MANDATORY, REMEDIATE, DISABLED } = messages.EnforcementLevel;
const levels = {
  advisory: ADVISORY,
  mandatory: MANDATORY,
  remediate: REMEDIATE,
  disabled: DISABLED,
};

/** Converts the engine's number for a level. */
export function levelOf(number: number): Level {
  const [level] = Object.entries(levels).find(([, value]) => value === number) ?? [];
  return (level ?? "mandatory") as Level;
}

/** Describes a pack to the engine and to Pulumi Cloud. */
export function analyzerInfo(pack: ServedPack): analyzer.AnalyzerInfo {
  const info = new messages.AnalyzerInfo();
  info.setName(pack.name);
  info.setVersion(pack.version);
  info.setDescription(pack.description);
  info.setSupportsconfig(true);
  info.setPoliciesList(pack.rules.map(policyInfo));
  for (const { rule, level, exemptions, settings } of configureRules(pack.rules, pack.config)) {
    const config = new messages.PolicyConfig();
    config.setEnforcementlevel(levels[level]);
    config.setProperties(structs.Struct.fromJavaScript({ exemptions, ...settings } as Plain));
    info.getInitialconfigMap().set(rule.name, config);
  }
  return info;
}

type Plain = Parameters<typeof structs.Struct.fromJavaScript>[0];

function policyInfo(rule: Rule): analyzer.PolicyInfo {
  const info = new messages.PolicyInfo();
  const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = messages.PolicyType;
  info.setName(rule.name);
  info.setPolicyType("types" in rule ? POLICY_TYPE_RESOURCE : POLICY_TYPE_STACK);
  info.setDescription(rule.description);
  info.setRemediationSteps(rule.fix);
  info.setTagsList([...rule.equivalents]);
  info.setEnforcementlevel(levels[rule.level ?? "mandatory"]);
  const schema = new messages.PolicyConfigSchema();
  schema.setProperties(structs.Struct.fromJavaScript(configProperties(rule) as Plain));
  info.setConfigschema(schema);
  return info;
}
