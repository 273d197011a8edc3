import { app } from "../index.ts";
import { guide, own, type Refusal, reference } from "./refusal.ts";

const clientPage = reference("CreateUserPoolClient");
const callback = (...urls: string[]) => ({ callbackUrls: { web: urls } });

/** Wrong addresses to which the sign-in pages lead, wrong domains and too many of them. */
export const refusedPages: readonly Refusal[] = [
  [
    { clients: { web: app({ pages: true }) } },
    /callbackUrls\.web is missing; allowed: the addresses to which users return/,
    clientPage,
  ],
  [
    { clients: { web: app() } },
    /callbackUrls\.web is .*; allowed: nothing for a client without pages or providers/,
    own,
    callback("https://app.example.com/"),
  ],
  [
    {},
    /logoutUrls\.web is .*; allowed: nothing for a client without pages or providers/,
    own,
    { logoutUrls: { web: ["https://app.example.com/"] } },
  ],
  ...[
    "/signed-in",
    "http://app.example.com/",
    "https://app.example.com/#in",
    "https://*.example.com/",
    "https://user@app.example.com/",
    "https:app.example.com",
    "http:localhost/in",
    "http://localhost.example.com/in",
    "http://127.0.0.1.example.com/in",
    "javascript:alert(1)",
    "myapp://in",
    `https://app.example.com/${"a".repeat(1_024)}`,
  ].map((url): Refusal => [
    { clients: { web: app({ pages: true }) } },
    /callbackUrls\.web\[0\] is ".*; allowed: an absolute https address without #/,
    clientPage,
    callback(url),
  ]),
  ...["http://app.example.com/", "https://app.example.com/#out", "myapp://out"].map(
    (url): Refusal => [
      { clients: { web: app({ pages: true }) } },
      /logoutUrls\.web\[0\] is ".*; allowed: an absolute https address without #/,
      clientPage,
      { ...callback("https://app.example.com/"), logoutUrls: { web: [url] } },
    ],
  ),
  [
    { clients: { web: app({ pages: true }) } },
    /callbackUrls\.web is .*; allowed: a list of 1 to 100 different addresses/,
    guide("Quotas in Amazon Cognito"),
    callback(...Array.from({ length: 101 }, (_, index) => `https://app.example.com/${index}`)),
  ],
  [
    { clients: { web: app({ pages: true }) } },
    /callbackUrls\.web is .*; allowed: a list of 1 to 100 different addresses/,
    clientPage,
    callback("https://app.example.com/", "https://app.example.com/"),
  ],
  // Domains
  [
    { passwordless: { passkeys: true }, clients: { web: app({ pages: true }) } },
    /passkeyDomain is "example\.com"; allowed: auth\.example\.com, the domain of the sign-in pages/,
    reference("WebAuthnConfigurationType"),
    {
      ...callback("https://app.example.com/"),
      passkeyDomain: "example.com",
      signInDomain: { name: "auth.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
    },
  ],
  [
    {
      clients: Object.fromEntries(
        Array.from({ length: 21 }, (_, index) => [`web${index}`, app({ pages: true })]),
      ),
    },
    /clients is "21 clients with pages or providers"; allowed: at most 20/,
    guide("Quotas in Amazon Cognito"),
  ],
];
