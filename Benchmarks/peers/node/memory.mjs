// Node › Memory: what the kernel says that this process occupies.
//
// From /proc and not from getrusage: the peak that getrusage tells is never below that of the process which
// started this one.
import { readFileSync } from 'node:fs';

/** A field of /proc/self/status in KiB. */
export function field(name) {
  const status = readFileSync('/proc/self/status', 'ascii');
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)[1]);
}

/** What is resident now, and the page tables that it takes to find it. */
export function occupiedBytes() {
  return (field('VmRSS') + field('VmPTE')) * 1024;
}
