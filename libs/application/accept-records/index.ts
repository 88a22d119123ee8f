export {
  acceptRecords,
  type AcceptRecordsPorts,
  type AcceptReport,
  type RecognisedRecord,
  type RecordLine,
  type RejectedLine,
} from './accept-records.js';
