import { indexPattern, indexPrefix, indexTemplate } from "../search/indexTemplate.ts";
import { retentionPolicy } from "../search/retention.ts";
import { savedObjectsFile } from "../search/savedObjects.ts";
import type { Domain } from "./domain.ts";

/** What the domain is to have. */
export interface Setup {
  /** Days after which a day's index is deleted. */
  readonly retentionDays: number;
  /** Copies of each index. */
  readonly replicas: number;
  /** ARNs of the roles that write documents: the Firehose stream's. */
  readonly writers: readonly string[];
}

const policyPath = `/_plugins/_ism/policies/${indexPrefix}`;
const security = "/_plugins/_security/api";
const writerRole = "palisade-log-writer";

/**
 * Brings a domain in line with what is asked for. Can be repeated: nothing is lost, and what a team added stays.
 *
 * @throws DomainError
 */
export async function setUp(
  domain: Domain,
  { retentionDays, replicas, writers }: Setup,
): Promise<void> {
  await domain({
    ...{ method: "PUT", path: `/_index_template/${indexPrefix}` },
    body: indexTemplate({ replicas }),
  });
  await putRetention(domain, retentionDays);
  await domain({ method: "PUT", path: `${security}/roles/${writerRole}`, body: writing });
  await domain({
    ...{ method: "PUT", path: `${security}/rolesmapping/${writerRole}` },
    body: { backend_roles: writers },
  });
  await importObjects(domain);
}

/**
 * What Firehose needs: it creates the index of a day, writes, and reads settings and statistics of all.
 * Sources: Firehose Developer Guide, "Controlling access"; OpenSearch, "Default action groups".
 */
const writing = {
  cluster_permissions: ["cluster_composite_ops", "cluster_monitor"],
  index_permissions: [
    { index_patterns: [indexPattern], allowed_actions: ["create_index", "crud"] },
    { index_patterns: ["*"], allowed_actions: ["indices_monitor"] },
  ],
};

interface KnownPolicy {
  readonly _seq_no: number;
  readonly _primary_term: number;
}

/** A change must name the version that it changes; indexes that exist follow it by a call of their own. */
async function putRetention(domain: Domain, days: number): Promise<void> {
  const body = retentionPolicy(days);
  const known = (await domain({ method: "GET", path: policyPath })) as KnownPolicy | undefined;
  if (!known) {
    await domain({ method: "PUT", path: policyPath, body });
    return;
  }
  const version = `if_seq_no=${known._seq_no}&if_primary_term=${known._primary_term}`;
  await domain({ method: "PUT", path: `${policyPath}?${version}`, body });
  await domain({
    ...{ method: "POST", path: `/_plugins/_ism/change_policy/${indexPattern}` },
    body: { policy_id: indexPrefix },
  });
}

/** Of an import. */
interface Imported {
  readonly success: boolean;
  readonly errors?: readonly object[];
}

/** Dashboards failed to import saved objects. */
class ImportError extends Error {
  override readonly name = "ImportError";
}

async function importObjects(domain: Domain): Promise<void> {
  const form = new FormData();
  form.set("file", new Blob([savedObjectsFile()]), "palisade.ndjson");
  const path = "/_dashboards/api/saved_objects/_import?overwrite=true";
  const imported = (await domain({ method: "POST", path, form })) as Imported | undefined;
  if (imported?.success) return;
  throw new ImportError(`Dashboards did not import: ${JSON.stringify(imported?.errors ?? "404")}`);
}
