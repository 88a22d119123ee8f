import type { LayerKind, SecurityMechanism } from '@causeway/domain/network';
import { documentedEnum } from '../schema/documented-enum.js';

export const SecurityMechanismEnum = documentedEnum<SecurityMechanism>(
  'SecurityMechanism',
  'What must hold for a bridge not to lose the money, from the strongest to the weakest. A route or a balance inherits the weakest link.',
  {
    'validity-proof': 'A proof that the other layer computed correctly, checked on chain.',
    'optimistic-challenge': 'One honest watcher who can challenge a false claim within the window.',
    'shared-sequencer': 'The sequencer that both layers share.',
    'issuer-mint-burn': 'The issuer of the token, who burns it here and mints it there.',
    'bonded-relayer': 'A relayer who advances the money and is repaid from a bond or an intent.',
    'external-validators': 'A set of validators of the bridge itself.',
  },
);

export const LayerKindEnum = documentedEnum<LayerKind>('LayerKind', 'How a layer inherits its safety.', {
  'settlement-layer': 'A chain with its own consensus on which others settle.',
  'optimistic-rollup': 'Posts its data to its settlement layer; its state stands unless it is challenged.',
  'validity-rollup': 'Posts its data to its settlement layer and proves its state.',
  sidechain: 'A chain with validators of its own.',
});
