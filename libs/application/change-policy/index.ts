export { activatePolicy, proposePolicy, type ParsePolicy } from './change-policy.js';
