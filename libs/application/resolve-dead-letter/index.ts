export {
  retryDeadLetter,
  skipDeadLetter,
  type ResolveDeadLetterCommand,
  type ResolveDeadLetterPorts,
} from './resolve-dead-letter.js';
