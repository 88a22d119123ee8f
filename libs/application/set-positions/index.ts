export { requestPositions, type RequestPositionsCommand } from './request-positions.js';
export { setPositions, type SetPositionsCode, type SetPositionsCommand } from './set-positions.js';
