export { relayOutbox, type RelayOutboxPorts } from './relay-outbox.js';
