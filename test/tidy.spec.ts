import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SOURCES = ['apps', 'libs', 'test', 'bench', 'scripts'];
const GENERATED = path.join('libs', 'adapters', 'store-postgres', 'generated');
const EMPTY_NAMES = new Set([
  'common',
  'shared',
  'util',
  'utils',
  'helper',
  'helpers',
  'core',
  'manager',
  'misc',
]);

interface PackageFile {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(GENERATED));
}

describe('the source tree', () => {
  it('names files and folders after things in the field', () => {
    const nameless = SOURCES.filter(existsSync)
      .flatMap(filesUnder)
      .filter((file) => file.split(path.sep).some((segment) => EMPTY_NAMES.has(segment.split('.')[0] ?? '')));
    expect(nameless).toEqual([]);
  });

  it('pins every dependency to one version, because the platform packages of some newer ones are missing', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    ) as PackageFile;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+[-.\w]*$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('locks packages by content, not by the registry they came from', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http');
  });
});

describe('the documentation', () => {
  const pages = readdirSync('docs').filter((file) => file.endsWith('.md'));

  it.each(pages)('leads to docs/%s from the README', (page) => {
    expect(readFileSync('README.md', 'utf8')).toContain(`(docs/${page})`);
  });

  it('links to nothing that is not there', () => {
    const texts = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
      filesUnder('docs').filter((file) => file.endsWith('.md')),
    );
    const broken = texts.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)]
        .map(([, target = '']) => path.join(path.dirname(file), target))
        .filter((target) => !existsSync(target))
        .map((target) => `${file}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
