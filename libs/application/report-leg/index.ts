export { reportLeg, type LegReport, type ReportLegCode, type ReportLegCommand } from './report-leg.js';
