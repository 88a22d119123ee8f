import { defineConfig } from 'prisma/config';

// `prisma generate` looks for the native schema engine, and would download it, though it never runs it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
});
