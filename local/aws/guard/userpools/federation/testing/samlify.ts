import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What the tests use of the package. Its own types bring those of browsers into the whole program. */
interface Samlify {
  readonly Constants: {
    readonly namespace: {
      readonly binding: Readonly<Record<"post" | "redirect", string>>;
      readonly format: { readonly persistent: string };
    };
    readonly StatusCode: { readonly Success: string };
  };
  readonly SamlLib: {
    readonly defaultLoginResponseTemplate: { readonly context: string };
    replaceTagsByValue(template: string, tags: Tags): string;
  };
  IdentityProvider(settings: object): IdentityProvider;
  ServiceProvider(settings: object): ServiceProvider;
  setSchemaValidator(validator: { validate(xml: string): Promise<string> }): void;
}

/** Tags of a message's template. A `null` leaves its attribute out. */
export type Tags = Readonly<Record<string, string | null>>;

interface ServiceProvider {
  readonly entitySetting: object;
}

/** What a parsed request has. */
export interface Parsed {
  readonly extract: {
    readonly request?: { readonly id: string };
    readonly nameID?: string;
    readonly sessionIndex?: string;
  };
}

interface Options {
  readonly relayState: string;
  readonly encryptThenSign?: boolean;
  readonly customTagReplacement?: (template: string) => { id: string; context: string };
}

interface IdentityProvider {
  getMetadata(): string;
  parseLoginRequest(sp: ServiceProvider, binding: "redirect", received: object): Promise<Parsed>;
  parseLogoutRequest(sp: ServiceProvider, binding: "redirect", received: object): Promise<Parsed>;
  createLoginResponse(
    sp: ServiceProvider,
    request: Parsed,
    binding: "post",
    user: object,
    options: Options,
  ): Promise<{ context: string }>;
  createLogoutResponse(
    sp: ServiceProvider,
    request: Parsed,
    binding: "post",
    options: Options,
  ): { context: string };
}

export const samlify = require("samlify") as Samlify;
