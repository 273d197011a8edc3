import type { Mappings } from "../mapping.ts";

export const loadBalancerMappings: Mappings = {
  "aws:lb/listener:Listener": {
    schema: "AWS::ElasticLoadBalancingV2::Listener",
    names: {
      certificateArn: "Certificates.0.CertificateArn",
      "defaultActions.authenticateCognito": "AuthenticateCognitoConfig",
      "defaultActions.authenticateOidc": "AuthenticateOidcConfig",
      "defaultActions.fixedResponse": "FixedResponseConfig",
      "defaultActions.forward": "ForwardConfig",
      "defaultActions.forward.stickiness": "TargetGroupStickinessConfig",
      "defaultActions.forward.stickiness.duration": "DurationSeconds",
      "defaultActions.forward.targetGroups.arn": "TargetGroupArn",
      "defaultActions.jwtValidation": "JwtValidationConfig",
      "defaultActions.redirect": "RedirectConfig",
    },
    rules: { "": ["aws_elasticloadbalancingv2_listener/certificate"] },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    schema: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    names: {
      internal: { to: "Scheme", values: { true: "internal", false: "internet-facing" } },
      loadBalancerType: "Type",
    },
    rules: { "": ["aws_elasticloadbalancingv2_loadbalancer/application_subnets"] },
    replaces: ["customerOwnedIpv4Pool"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    schema: "AWS::ElasticLoadBalancingV2::TargetGroup",
    names: {
      healthCheck: ".",
      "healthCheck.enabled": "HealthCheckEnabled",
      "healthCheck.healthyThreshold": "HealthyThresholdCount",
      "healthCheck.interval": "HealthCheckIntervalSeconds",
      "healthCheck.matcher": "Matcher.HttpCode",
      "healthCheck.path": "HealthCheckPath",
      "healthCheck.port": "HealthCheckPort",
      "healthCheck.protocol": "HealthCheckProtocol",
      "healthCheck.timeout": "HealthCheckTimeoutSeconds",
      "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
    },
    rules: {
      "": [
        "aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions",
        "aws_elasticloadbalancingv2_targetgroup/protocol_restrictions",
        "aws_elasticloadbalancingv2_targetgroup/targettype_restrictions",
      ],
    },
    replaces: ["targetControlPort"],
  },
};
