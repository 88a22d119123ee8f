export { openAccount, type OpenAccountCode, type OpenAccountCommand } from './open-account.js';
