import { ledgerAccountKey, type Posting } from '@causeway/domain/ledger';

/** A posting as one line. */
export function postingText({ asset, raw, from, to, cause }: Posting): string {
  return `${cause.reference} at ${cause.at}: ${raw} ${asset} ${ledgerAccountKey(from)} -> ${ledgerAccountKey(to)}`;
}
