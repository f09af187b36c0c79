// tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One operation
// is a round trip. The address is that of `bench.mjs echo_server PORT`.
import { createConnection, createServer } from 'node:net';
import { warmed } from '../measurement.mjs';
import { shares } from '../work.mjs';

const CONNECTIONS = 1000;
const MESSAGE = Buffer.alloc(100);

export async function tcpEcho(request) {
  if (request.url === undefined) throw new Error('tcp_echo needs the address of a server, such as 127.0.0.1:7007');
  const [host, port] = request.url.split(':');
  const echoAll = (count) =>
    Promise.all(shares(count, CONNECTIONS).map((share) => echo(share, { host, port, noDelay: true })));
  return warmed(echoAll)(request);
}

function echo(count, address) {
  return new Promise((finish, fail) => {
    const connection = createConnection(address);
    let missing = count;
    let received = 0;
    const send = () => {
      if (missing === 0) {
        connection.end();
        finish();
        return;
      }
      missing -= 1;
      connection.write(MESSAGE);
    };
    connection.on('connect', send);
    connection.on('error', fail);
    connection.on('data', (data) => {
      received += data.length;
      if (received < MESSAGE.length) return;
      received = 0;
      send();
    });
  });
}

/** Serves until it is killed. */
export function echoServer(port) {
  const server = createServer({ noDelay: true }, (connection) => {
    connection.on('data', (data) => connection.write(data));
    connection.on('error', () => connection.destroy());
  });
  server.listen({ host: '127.0.0.1', port, backlog: CONNECTIONS });
}
