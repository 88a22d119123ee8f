export { setPositions, type SetPositionsCode, type SetPositionsCommand } from './set-positions.js';
