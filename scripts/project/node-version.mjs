const REQUIRED = [20, 19];

/** Ends the process with a clear line on a Node that is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > REQUIRED[0] || (major === REQUIRED[0] && minor >= REQUIRED[1])) return;
  console.error(
    'Causeway needs Node ' + REQUIRED.join('.') + ' or newer; this is Node ' + process.versions.node + '.',
  );
  console.error('Get one from https://nodejs.org, then run the command again.');
  process.exit(1);
}
