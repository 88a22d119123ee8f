// npm test: installs what is missing, builds, and runs unit, integration and end-to-end tests.
// Nothing newer than old Node can read may stand here, or its users would get a syntax error for an answer.
import { requireNode } from './project/node-version.mjs';

requireNode();
import('./project/test.mjs').then(({ test }) => test());
