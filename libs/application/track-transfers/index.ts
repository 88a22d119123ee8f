export { trackTransfers, type TrackingOutcome, type TrackTransfersPorts } from './track-transfers.js';
