import type * as aws from "@pulumi/aws";
import { mock } from "../../api/index.ts";
import { parameter, type PlatformDefinition, secret } from "../index.ts";
import { everyObservability } from "./everyObservability.ts";
import { everyRoute } from "./everyRoute.ts";

const throttle = { ratePerSecond: 5, burst: 10 };

/** A definition with every option and every integration. */
export const everything: PlatformDefinition = {
  name: "Shop",
  observability: everyObservability,
  services: {
    orders: {
      directory: "services/orders",
      healthPath: "/health",
      cpu: 512,
      memoryMb: 1024,
      cpuArchitecture: "X86_64",
      healthCheckGracePeriodSeconds: 120,
      scaling: {
        min: 2,
        max: 8,
        cpuPercent: 60,
        memoryPercent: 70,
        requestsPerTarget: 1_000,
        scaleOutCooldownSeconds: 30,
        scaleInCooldownSeconds: 600,
        schedules: {
          nights: { at: "cron(0 22 ? * * *)", timeZone: "Europe/Berlin", min: 1, max: 2 },
        },
      },
      environment: { LOG_LEVEL: "info" },
      calls: ["catalog"],
      secrets: {
        PAYMENT_KEY: secret("payments", {
          key: "apiKey",
          version: "AWSCURRENT",
          kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/mrk-1",
        }),
        SIGNING_KEY: parameter("/{environment}/orders/signing-key"),
      },
      tables: {
        orders: { partitionKey: "owner", sortKey: "id", actions: ["GetItem"], replicas: "all" },
      },
      proxy: {
        connectTimeoutMs: 1_000,
        totalTimeoutMs: 20_000,
        memoryMb: 256,
        reservedConcurrency: 10,
        provisionedConcurrency: 2,
        headers: { allowRequest: ["accept"], allowResponse: ["etag"] },
        encodedSlashes: false,
        resilience: {
          timeouts: { attemptMs: 2_000, totalMs: 10_000 },
          retries: { maxAttempts: 3, baseDelayMs: 50, maxDelayMs: 500, budgetShare: 0.1 },
          breaker: { failureShare: 0.4, minimumCalls: 10, windowMs: 30_000, openMs: 2_000 },
          fallback: { status: 200, headers: { "content-type": "text/plain" }, body: "later" },
          shedding: { retryAfterSeconds: 2 },
          faultInjection: {
            latencyMs: 100,
            latencyShare: 0.5,
            errorShare: 0.1,
            errorStatus: 502,
            blackHoleShare: 0.1,
            byHeader: true,
          },
          failureStatuses: [502, 503],
        },
        claims: { "x-user-plan": "custom:plan" },
        metrics: "route",
      },
      assertion: { keys: ["2026", "2027"], active: "2027", enforce: false },
    },
    catalog: { directory: "services/catalog" },
  },
  resources: () => ({}) as Record<string, aws.sqs.Queue>,
  functions: {
    thumbnail: {
      entry: "components/functions/testing/thumbnail.ts",
      memoryMb: 512,
      timeoutSeconds: 20,
      reservedConcurrency: 10,
      provisionedConcurrency: 2,
      logRetentionDays: 7,
      vpc: true,
      streaming: false,
      environment: { SIZE: "200" },
      tables: { "orders.orders": ["GetItem", "Query"] },
      resources: { jobs: ["SendMessage"] },
      secrets: { API_KEY: secret("{environment}/api", { key: "key" }) },
      schedules: {
        nightly: {
          expression: "cron(0 3 * * ? *)",
          timeZone: "Europe/Berlin",
          flexibleMinutes: 15,
          input: { all: true },
          in: "all",
        },
      },
      queue: {
        from: "uploads",
        batchSize: 20,
        windowSeconds: 5,
        maximumConcurrency: 4,
        maximumReceives: 3,
      },
    },
  },
  routes: everyRoute,
  versions: {
    v0: { retired: true, successor: "v2" },
    v1: { routes: {}, deprecated: "2026-10-01", sunset: "2027-06-30", successor: "v2" },
    v2: { routes: { "GET /x": mock() } },
  },
  authorizers: {
    partners: {
      kind: "token",
      source: "authorizers/partners",
      header: "X-Partner",
      identityValidationExpression: "^a",
      ttlSeconds: 60,
      timeoutSeconds: 5,
      memoryMb: 256,
      environment: { ISSUER: "a" },
      userHeaders: { "x-user-sub": "principalId" },
    },
    devices: {
      kind: "request",
      source: "authorizers/devices",
      identitySources: ["method.request.header.X-Device"],
    },
  },
  defaultAuth: "cognito",
  usagePlans: {
    gold: {
      throttle,
      quota: { limit: 10, period: "day" },
      routes: { "POST /orders/{id}": throttle },
    },
  },
  apiKeys: { acme: { plan: "gold", description: "Acme", enabled: false } },
  apiKeySource: "header",
  cors: {
    allowOrigin: "https://app.example.com",
    allowCredentials: true,
    allowHeaders: ["X-A"],
    maxAgeSeconds: 60,
  },
  gatewayResponses: {
    THROTTLED: {
      status: 503,
      headers: { "Retry-After": "1" },
      body: "{}",
      contentType: "application/json",
    },
  },
  binaryMediaTypes: ["application/pdf"],
  minimumCompressionBytes: 1024,
  cache: { sizeGb: 0.5 },
  firewall: {
    requestsPerAddress: 100,
    rateWindowSeconds: 60,
    maxBodyKilobytes: 8,
    rules: { rate: "block", bodySize: "count", common: "off" },
    countOnly: { common: ["CrossSiteScripting_BODY"] },
    firewallLogRetentionDays: 30,
  },
  userFirewall: { requestsPerAddress: 100, rules: { rate: "count" } },
  identity: {
    replication: "managed",
    issuer: "UPDATED",
    plan: "PLUS",
    signIn: { username: { aliases: ["email", "preferredUsername"] } },
    caseSensitive: false,
    password: { minimumLength: 14, classes: ["numbers"], temporaryDays: 1, history: 0 },
    mfa: { mode: "OPTIONAL", factors: ["totp"] },
    recovery: ["email"],
    attributes: { department: { type: "string", minimum: 1, maximum: 64, mutable: true } },
    groups: { admins: { description: "Staff", precedence: 1, scopes: ["orders/write"] } },
    messages: "messages/",
    defaultLocale: "de",
    revocation: { withinSeconds: 10, ifUnreachable: "refuse" },
    machines: { billing: { scopes: ["orders/read"], accessMinutes: 5 } },
    clients: {
      web: {
        kind: "app",
        pages: true,
        reads: ["email", "department"],
        writes: ["email"],
        tokens: {
          accessMinutes: 15,
          idMinutes: 15,
          refreshDays: 1,
          rotation: { graceSeconds: 5 },
        },
      },
    },
  },
  claims: { "x-user-plan": "custom:plan", "x-user-email": false },
  clientCertificates: { names: ["2026"], active: "2026" },
  stageVariables: { partner: "rates.example.com" },
  healthRoute: "GET /health",
  machineScopes: { identifier: "orders", scopes: { read: "Read", write: "Write" } },
  edge: {
    behaviors: {
      "/cached": {
        ttl: { defaultSeconds: 60, minSeconds: 1, maxSeconds: 300 },
        key: { headers: ["Authorization"], queries: ["page"], cookies: ["theme"] },
        forwardHeaders: ["X-Correlation-Id"],
        methods: "read",
      },
    },
    site: {
      directory: "site",
      spaPages: { "/app/*": "/index.html" },
      immutable: ["/assets/*"],
      contentTypes: { ".glb": "model/gltf-binary" },
    },
    requestHeaders: { remove: ["X-Internal"] },
    responseHeaders: {
      hsts: { maxAgeSeconds: 60, includeSubdomains: true, preload: true },
      contentSecurityPolicy: "default-src 'self'",
      frameOptions: "SAMEORIGIN",
      referrerPolicy: "no-referrer",
      add: { "X-Team": "shop" },
      remove: ["X-Powered-By"],
    },
    errorPages: { 503: "/busy.html" },
    firewall: { requestsPerAddress: 100 },
    minimumTls: "TLSv1.2_2025",
    priceClass: "100",
    logRetentionDays: 7,
  },
};

const { userFirewall: _elsewhere, ...others } = everything;

/** The same, with options of users that exclude those above, or stand for them. */
export const everythingElse: PlatformDefinition = {
  ...others,
  identity: {
    replication: "managed",
    plan: "PLUS",
    firewall: { requestsPerAddress: 100 },
    passwordless: { email: true, sms: false, passkeys: { userVerification: "required" } },
    threatProtection: {
      mode: "enforced",
      actions: { low: "NO_ACTION", medium: "MFA_IF_CONFIGURED", high: "BLOCK" },
      blockedAddresses: ["198.51.100.0/24"],
      skippedAddresses: ["2001:db8::/32"],
    },
    logs: { deliveryErrors: true, events: true, retentionDays: 30 },
    clients: { legacy: { kind: "migration", until: "2999-12-31" } },
    audit: { eventBus: "audits", attempts: true },
    triggers: {
      preSignUp: {
        disposableAddresses: "refuse",
        disposableDomains: ["soon-gone.com"],
        lastingDomains: ["yopmail.com"],
        entry: "tests/examples/handlers/preSignUp.ts",
        environment: { LEVEL: "1" },
        tables: { "orders.orders": ["GetItem"] },
      },
      postConfirmation: { groups: { "acme.com": "admins" } },
      userMigration: {
        directory: { url: "https://users.example.com/", token: secret("users") },
        attributes: ["email"],
      },
      preTokenGeneration: {
        claimsFrom: { groups: { admins: { role: "admin" } } },
        requiredGroups: ["admins"],
        machines: true,
        entry: "tests/examples/handlers/preSignUp.ts",
      },
      customEmailSender: {
        entry: "tests/examples/handlers/sendMail.ts",
        secrets: { MAIL_KEY: secret("{environment}/mail") },
      },
    },
  },
};
