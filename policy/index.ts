import { PolicyPack } from "@pulumi/policy";
import { rules } from "./private-servers/index.ts";
import { toPolicy } from "./toPolicy.ts";

/** Starts to serve the pack to the engine. A process can serve one only. */
new PolicyPack("private-servers", {
  description: "No server is open to the internet, except through API Gateway and CloudFront.",
  enforcementLevel: "mandatory",
  policies: rules.map(toPolicy),
});
