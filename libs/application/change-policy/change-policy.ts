import { validateRiskPolicy, type RiskPolicy } from '@causeway/domain/policy';
import { fail, ok, type PolicyVersion, type Result, type UnixMilliseconds } from '@causeway/domain/units';
import { streamName, type PolicyRecord, type PolicyStore } from '@causeway/application/ports';

/** Reads a policy document as the given version; a failure names the field. */
export type ParsePolicy = (document: unknown, version: PolicyVersion) => Result<RiskPolicy>;

/** Proposes a policy document as the next version. It changes no figure before it is activated. */
export async function proposePolicy(
  ports: { readonly policies: PolicyStore; readonly parsePolicy: ParsePolicy },
  command: { readonly document: unknown; readonly by: string },
  at: UnixMilliseconds,
): Promise<Result<PolicyRecord>> {
  return ports.policies.transact<Result<PolicyRecord>>((existing) => {
    const version = (existing.length + 1) as PolicyVersion;
    const parsed = ports.parsePolicy(command.document, version);
    const valid = parsed.ok ? validateRiskPolicy(parsed.value) : parsed;
    if (!valid.ok) return { upserts: [], outbox: [], outcome: valid };
    const record: PolicyRecord = {
      version,
      status: 'proposed',
      name: valid.value.name,
      document: command.document,
      proposedBy: command.by,
      proposedAt: at,
    };
    return { upserts: [record], outbox: [], outcome: ok(record) };
  });
}

/**
 * Puts a proposed version into effect and supersedes the active one. Engines apply it at its place in the policy
 * stream. A version older than the active one cannot be activated: propose its document again.
 */
export async function activatePolicy(
  ports: { readonly policies: PolicyStore; readonly parsePolicy: ParsePolicy },
  command: { readonly version: PolicyVersion; readonly by: string },
  at: UnixMilliseconds,
): Promise<Result<PolicyRecord>> {
  return ports.policies.transact<Result<PolicyRecord>>((existing) => {
    const decided = activation(existing, command, at);
    if (!decided.ok) return { upserts: [], outbox: [], outcome: decided };
    const { activated, superseded } = decided.value;
    const policy = ports.parsePolicy(activated.document, activated.version);
    if (!policy.ok) return { upserts: [], outbox: [], outcome: policy };
    return {
      upserts: [...superseded, activated],
      outbox: [
        {
          stream: streamName('policy'),
          key: 'policy',
          event: { type: 'policy.activated', policy: policy.value, at },
        },
      ],
      outcome: ok(activated),
    };
  });
}

function activation(
  existing: readonly PolicyRecord[],
  command: { readonly version: PolicyVersion; readonly by: string },
  at: UnixMilliseconds,
): Result<{ readonly activated: PolicyRecord; readonly superseded: readonly PolicyRecord[] }> {
  const proposed = existing.find(({ version }) => version === command.version);
  if (proposed === undefined) {
    return fail('UNKNOWN_POLICY_VERSION', `version ${command.version} was never proposed`, 'version');
  }
  if (proposed.status !== 'proposed') {
    return fail('POLICY_NOT_PROPOSED', `version ${command.version} is already ${proposed.status}`, 'version');
  }
  const active = existing.find(({ status }) => status === 'active');
  if (active !== undefined && active.version > command.version) {
    const message = `version ${active.version} is already active; propose the document again as a new version`;
    return fail('POLICY_OUTDATED', message, 'version');
  }
  return ok({
    activated: { ...proposed, status: 'active', activatedBy: command.by, activatedAt: at },
    superseded: active === undefined ? [] : [{ ...active, status: 'superseded' }],
  });
}
