import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * The addresses that connections by name of this test are made to. Those that leave this machine are ended before they
 * do: no test speaks to the internet, and none waits for it.
 */
export function watchConnections(): readonly string[] {
  const addresses: string[] = [];
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('lookup', (_, address) => {
      addresses.push(address);
      if (address !== '127.0.0.1' && address !== '::1') socket.destroy(new Error(`${address} is not this machine`));
    });
  };
  subscribe('net.client.socket', watch);
  onTestFinished(() => {
    unsubscribe('net.client.socket', watch);
  });
  return addresses;
}
