import type { Pool, PoolClient } from 'pg';

/** The channel on which processes wake each other. */
export const CHANNEL = 'causeway_event_log';

/** What has changed: a topic has new records, or a group new members or partitions to take. */
export type Notification = { readonly topic: string } | { readonly group: string };

/** Tells every listener, once the transaction has committed. */
export async function notify(client: Pool | PoolClient, notification: Notification): Promise<void> {
  await client.query('SELECT pg_notify($1, $2)', [CHANNEL, notificationText(notification)]);
}

/** The text of a notification on the channel. */
export function notificationText(notification: Notification): string {
  return 'topic' in notification ? `topic ${notification.topic}` : `group ${notification.group}`;
}
