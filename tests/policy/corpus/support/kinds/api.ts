import { type Kinds } from "./kind.ts";

/** APIs, distributions and user pools. */
export const apiKinds: Kinds = {
  "apigateway.RestApi": {
    named: "name",
    outputs: ({ hash, region, account }) => ({
      id: hash.slice(0, 10),
      arn: `arn:aws:apigateway:${region}::/restapis/${hash.slice(0, 10)}`,
      apiKeySource: "HEADER",
      binaryMediaTypes: [],
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { ipAddressType: "ipv4", types: "EDGE", vpcEndpointIds: [] },
      executionArn: `arn:aws:execute-api:${region}:${account}:${hash.slice(0, 10)}`,
      minimumCompressionSize: "",
      policy: "",
      rootResourceId: hash.slice(10, 20),
      // The policy of an API that nobody has set one for.
    }),
  },
  "apigateway.Stage": {
    prefix: "ags",
    outputs: ({ inputs, region }) => ({
      accessLogSettings: null,
      arn: `arn:aws:apigateway:${region}::/restapis/${String(inputs["restApi"])}/stages/${String(inputs["stageName"])}`,
      cacheClusterEnabled: false,
      canarySettings: null,
      webAclArn: "",
      xrayTracingEnabled: false,
    }),
  },
  "apigatewayv2.Api": {
    named: "name",
    outputs: ({ hash, region, account }) => ({
      id: hash.slice(0, 10),
      apiEndpoint: `https://${hash.slice(0, 10)}.execute-api.${region}.amazonaws.com`,
      arn: `arn:aws:apigateway:${region}::/apis/${hash.slice(0, 10)}`,
      corsConfiguration: null,
      disableExecuteApiEndpoint: false,
      executionArn: `arn:aws:execute-api:${region}:${account}:${hash.slice(0, 10)}`,
    }),
  },
  "apigatewayv2.Route": {
    outputs: () => ({ authorizationType: "NONE", apiKeyRequired: false, authorizationScopes: [] }),
  },
  "apigatewayv2.Stage": {
    named: "name",
    outputs: () => ({ accessLogSettings: null, defaultRouteSettings: null, routeSettings: [] }),
  },
  "cloudfront.Distribution": {
    arn: "cloudfront::distribution/",
    outputs: ({ hash }) => ({
      domainName: `d${hash.slice(0, 13)}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
      loggingConfig: null,
      webAclId: "",
      orderedCacheBehaviors: [],
      status: "Deployed",
    }),
  },
  "cognito.UserPool": {
    named: "name",
    outputs: ({ hash, region, account }) => ({
      id: `${region}_${hash.slice(0, 9)}`,
      arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_${hash.slice(0, 9)}`,
      deletionProtection: "INACTIVE",
      lambdaConfig: null,
      mfaConfiguration: "OFF",
    }),
  },
  "cognito.UserPoolClient": { named: "name", outputs: () => ({ enableTokenRevocation: true }) },
};
