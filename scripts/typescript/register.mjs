// Lets Node run the TypeScript sources as they are: `node --import ./scripts/typescript/register.mjs file.ts`.
// For tools that must work before the build, or without one.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
