// Node › Main: node's side of the contract in Benchmarks/README.md.
//
//     bench.mjs WORKLOAD N [URL]
//     bench.mjs echo_server PORT
import process from 'node:process';
import { catalogue } from './catalogue.mjs';
import { line } from './measurement.mjs';
import { echoServer } from './workloads/tcp_echo.mjs';

const [name, number, url, ...rest] = process.argv.slice(2);
const count = Number(number);

if (number === undefined || rest.length > 0) end(2, 'usage: bench.mjs WORKLOAD N [URL]');
if (!Number.isSafeInteger(count) || count < 1) end(2, `${number} is not a number of operations`);
if (name === 'echo_server') {
  echoServer(count);
} else if (!Object.hasOwn(catalogue, name)) {
  end(3, `node has no workload ${name}`);
} else {
  try {
    const measurement = await catalogue[name]({ count, url });
    process.stdout.write(`${line(measurement, name, count)}\n`);
  } catch (error) {
    end(1, `node ${name}: ${error.message}`);
  }
}

function end(status, message) {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}
