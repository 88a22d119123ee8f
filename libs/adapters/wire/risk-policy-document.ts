import type { MarginPolicy } from '@causeway/domain/margin';
import type { RiskPolicy } from '@causeway/domain/policy';

/** A policy as people write it: the version is given when it is proposed. */
export type RiskPolicyDocument = Omit<RiskPolicy, 'version' | 'margin'> & {
  readonly margin: Omit<MarginPolicy, 'version'>;
};
