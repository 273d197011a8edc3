import { gunzipSync } from "node:zlib";
import type { Finding, ResourceRule } from "../rule.ts";
import { secretIn } from "./support/secrets.ts";

/** Properties with the startup script of servers, as text or in Base64. */
const paths: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": ["userData", "userDataBase64"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["userData", "userDataBase64"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["userData", "userDataBase64"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["userData"],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": ["launchSpecifications.userData"],
  "aws:lightsail/instance:Instance": ["userData"],
  "aws:imagebuilder/imageRecipe:ImageRecipe": ["userDataBase64"],
  "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration": [
    "onCreate",
    "onStart",
  ],
  "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig": ["studioLifecycleConfigContent"],
};

/** Startup scripts of servers contain no secrets. */
export const forbidSecretsInUserData: ResourceRule = {
  name: "forbid-secrets-in-user-data",
  description: "User data of servers contains no secrets.",
  why: "Every program on the server can read its user data, and so can anyone who may describe the instance.",
  fix: "Let the server's role read the secret from Secrets Manager or Parameter Store at startup.",
  equivalents: ["CKV_AWS_46"],
  types: Object.keys(paths),

  *check(server): Iterable<Finding> {
    for (const property of paths[server.type]!) {
      for (const data of server.hintsAt(property)) {
        const kind = [String(data), decoded(String(data))].map(secretIn).find(Boolean);
        if (!kind) continue;
        const exposed = "Anyone who may describe the server can read a secret";
        yield {
          exposed,
          property,
          value: undefined,
          detail: `${property} is text that contains ${kind}`,
        };
      }
    }
  },
};

/** Cloud-init also accepts scripts that are compressed. Source: "User data formats", cloud-init documentation. */
function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/=\s]+$/.test(text)) return "";
  const bytes = Buffer.from(text, "base64");
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (
      isCompressed ? gunzipSync(bytes, { maxOutputLength: longestScript }) : bytes
    ).toString();
  } catch {
    return "";
  }
}

/** Bytes. EC2 accepts 16 KiB, compressed or not. */
const longestScript = 4 * 1024 * 1024;
