import { renderAltair } from 'altair-static';
import { EXAMPLE_OPERATIONS } from './examples.js';

/** The script that starts the explorer; apart from the page, because the policy allows no script inside it. */
export const START_SCRIPT = 'start.js';

/** Bumped when the examples change, so that a browser that was here before shows the new ones. */
const STORAGE_NAMESPACE = 'causeway_explorer_1_';

/** The page of the explorer; it loads everything from the folder it is served in. */
export function explorerPage(): string {
  return renderAltair({ baseURL: './', serveInitialOptionsInSeperateRequest: START_SCRIPT }).replace(
    '<title>Altair</title>',
    '<title>Causeway explorer</title>',
  );
}

/**
 * Opens the explorer on this server with a tab for each example. The addresses are put together in the browser,
 * since only it knows under which name the server was reached.
 */
export function explorerStartScript(): string {
  const windows = EXAMPLE_OPERATIONS.map(({ title, operation }) => ({
    initialName: title,
    initialQuery: operation,
    initialSubscriptionRequestHandlerId: 'graphql-ws',
  }));
  const options = {
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    instanceStorageNamespace: STORAGE_NAMESPACE,
    disableAccount: true,
    initialSettings: {
      'alert.disableUpdateNotification': true,
      'banners.disable': true,
      disablePushNotification: true,
      'schema.reloadOnStart': true,
      'plugin.list': [],
    },
  };
  return `const endpointURL = new URL('../graphql', location.href).href;
const subscriptionsEndpoint = endpointURL.replace(/^http/, 'ws');
const addresses = { endpointURL, subscriptionsEndpoint };
const windows = ${JSON.stringify(windows, null, 2)};
AltairGraphQL.init({
  ...${JSON.stringify(options, null, 2)},
  ...addresses,
  initialWindows: windows.map((window) => ({ ...window, ...addresses })),
});

// Altair shows the tab it opened last; a first visit begins with the first.
const visited = '${STORAGE_NAMESPACE}visited';
if (localStorage.getItem(visited) === null) {
  const observer = new MutationObserver(() => {
    const tabs = document.querySelectorAll('.window-switcher__item');
    if (tabs.length < windows.length) return;
    observer.disconnect();
    localStorage.setItem(visited, 'yes');
    tabs[0].click();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
`;
}
