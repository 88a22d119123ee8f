// npm start: installs what is missing, builds, and runs every role in this one process.
// Nothing newer than old Node can read may stand here, or its users would get a syntax error for an answer.
import { requireNode } from './project/node-version.mjs';

requireNode();
import('./project/start.mjs').then(({ start }) => start());
