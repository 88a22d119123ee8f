import { createMemoryStores } from '@causeway/adapters/store-memory';
import { describeStores } from './contract.js';
import { postingText } from './posting-text.js';

describeStores({
  name: 'the stores in memory',
  open: () =>
    Promise.resolve({
      empty: () => {
        const stores = createMemoryStores();
        return Promise.resolve({
          stores,
          balances: () => Promise.resolve(stores.ledger.allBalances()),
          postings: () => Promise.resolve(stores.ledger.postings().map(postingText).sort()),
          transferCount: () => Promise.resolve(stores.ledger.allTransfers().length),
        });
      },
      close: () => Promise.resolve(),
    }),
});
