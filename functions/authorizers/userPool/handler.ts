import { createAuthorizer } from "./authorizer.ts";
import { readSettings } from "./settings.ts";
import { createVerifier } from "./verifier.ts";

const settings = readSettings(process.env);

export const handler = createAuthorizer(settings, createVerifier(settings));
