import type { Rule } from "../rule.ts";
import { requireGuardedLoadBalancers } from "./requireGuardedLoadBalancers.ts";
import { forbidAccelerators } from "./forbidAccelerators.ts";
import { forbidElasticAddresses } from "./forbidElasticAddresses.ts";
import { forbidInternetFacingLoadBalancers } from "./forbidInternetFacingLoadBalancers.ts";
import { forbidInternetIngress } from "./forbidInternetIngress.ts";
import { forbidInternetIngressInParts } from "./forbidInternetIngressInParts.ts";
import { forbidLightsailServers } from "./forbidLightsailServers.ts";
import { forbidNearPathsFromInternet } from "./forbidNearPathsFromInternet.ts";
import { forbidOpaqueInfrastructure } from "./forbidOpaqueInfrastructure.ts";
import { forbidOpenEndpointServices } from "./forbidOpenEndpointServices.ts";
import { forbidOpenFunctionUrls } from "./forbidOpenFunctionUrls.ts";
import { forbidPathsFromInternet } from "./forbidPathsFromInternet.ts";
import { forbidPublicAcls } from "./forbidPublicAcls.ts";
import { forbidPublicAddresses } from "./forbidPublicAddresses.ts";
import { forbidPublicApplications } from "./forbidPublicApplications.ts";
import { forbidPublicBeanstalkEnvironments } from "./forbidPublicBeanstalkEnvironments.ts";
import { forbidPublicBrokers } from "./forbidPublicBrokers.ts";
import { forbidPublicClusters } from "./forbidPublicClusters.ts";
import { forbidPublicDatabases } from "./forbidPublicDatabases.ts";
import { forbidPublicDomainPolicies } from "./forbidPublicDomainPolicies.ts";
import { forbidPublicInvocation } from "./forbidPublicInvocation.ts";
import { forbidPublicKubernetesServices } from "./forbidPublicKubernetesServices.ts";
import { forbidPublicNotebooks } from "./forbidPublicNotebooks.ts";
import { forbidPublicPolicies } from "./forbidPublicPolicies.ts";
import { forbidPublicSearch } from "./forbidPublicSearch.ts";
import { forbidPublicServerNames } from "./forbidPublicServerNames.ts";
import { forbidPublicSharing } from "./forbidPublicSharing.ts";
import { forbidPublicSubnetAddresses } from "./forbidPublicSubnetAddresses.ts";
import { forbidPublicTransferServers } from "./forbidPublicTransferServers.ts";
import { requireBucketAccessBlocks } from "./requireBucketAccessBlocks.ts";
import { requireCompleteAccessBlocks } from "./requireCompleteAccessBlocks.ts";
import { requireEmrPublicAccessBlock } from "./requireEmrPublicAccessBlock.ts";
import { requireFunctionsInVpc } from "./requireFunctionsInVpc.ts";
import { requirePrivateSubnets } from "./requirePrivateSubnets.ts";
import { requireKnownPrefixLists } from "./requireKnownPrefixLists.ts";

/** Rules that keep servers private. */
export const rules: readonly Rule[] = [
  forbidPathsFromInternet,
  forbidNearPathsFromInternet,
  requirePrivateSubnets,
  forbidPublicAddresses,
  forbidElasticAddresses,
  forbidPublicSubnetAddresses,
  forbidInternetFacingLoadBalancers,
  forbidPublicKubernetesServices,
  requireGuardedLoadBalancers,
  forbidAccelerators,
  forbidOpenEndpointServices,
  forbidInternetIngress,
  forbidInternetIngressInParts,
  requireKnownPrefixLists,
  forbidPublicServerNames,
  requireFunctionsInVpc,
  forbidOpenFunctionUrls,
  forbidPublicInvocation,
  forbidPublicPolicies,
  forbidPublicDomainPolicies,
  forbidPublicDatabases,
  forbidPublicBrokers,
  forbidPublicSearch,
  forbidPublicClusters,
  requireEmrPublicAccessBlock,
  forbidPublicNotebooks,
  forbidPublicTransferServers,
  forbidPublicApplications,
  forbidLightsailServers,
  forbidPublicBeanstalkEnvironments,
  forbidPublicAcls,
  requireCompleteAccessBlocks,
  requireBucketAccessBlocks,
  forbidPublicSharing,
  forbidOpaqueInfrastructure,
];
