import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { configureRules, type PackConfig } from "../config/packConfig.ts";
import { configProperties } from "../config/ruleConfig.ts";
import type { Level, Rule } from "../rule.ts";

/** A policy pack that the engine is served. */
export interface ServedPack {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly rules: readonly Rule[];
  /** The project's own configuration; what the engine is given goes over it. */
  readonly config: PackConfig;
}

const { ADVISORY, MANDATORY, REMEDIATE, DISABLED } = messages.EnforcementLevel;
const levels = {
  advisory: ADVISORY,
  mandatory: MANDATORY,
  remediate: REMEDIATE,
  disabled: DISABLED,
};

/** A level by the engine's number. */
export function levelOf(number: number): Level {
  const [level] = Object.entries(levels).find(([, value]) => value === number) ?? [];
  return (level ?? "mandatory") as Level;
}

/** What a pack consists of, as the engine and Pulumi Cloud want to know. */
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
