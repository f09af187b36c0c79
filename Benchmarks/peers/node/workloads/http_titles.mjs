// http_titles: fetches URL/p0.html, URL/p1.html, … N of them, a hundred at a time, and prints each title as it
// comes. One operation is a page.
//
// A hundred async functions take pages from one counter; the agent keeps a connection for each of them.
import { Agent, get } from 'node:http';
import process from 'node:process';
import { timed } from '../measurement.mjs';
import { pageTitle } from '../title.mjs';

const CONCURRENCY = 100;

export async function httpTitles({ count, url }) {
  if (url === undefined) throw new Error('http_titles needs the address of a server');
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const measurement = await timed(count, async () => {
    let next = 0;
    const fetchTitles = async () => {
      while (next < count) process.stderr.write(`${await fetchTitle(`${url}/p${next++}.html`, agent)}\n`);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, fetchTitles));
  });
  agent.destroy();
  return measurement;
}

async function fetchTitle(url, agent) {
  const response = await new Promise((finish, fail) => {
    get(url, { agent }, finish).on('error', fail);
  });
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}`);
  const title = pageTitle(Buffer.concat(chunks).toString());
  if (title === undefined) throw new Error(`${url}: no title`);
  return title;
}
