// node --import ./scripts/typescript/register.mjs scripts/report-recall.mjs: how much of real data the decoders find.
// Prints the tables of docs/recall.md; needs the data folder beside the project.
import { recallReport } from '../test/integration/recall/recall-report.ts';

console.log(recallReport());
