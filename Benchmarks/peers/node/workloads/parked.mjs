// parked_recv, parked_sleep: N async functions wait for a value each, or sleep until one and the same time. One
// operation is a call that was made, waited and was resumed.
//
// There being no channels, each waits for a promise of its own.
import { setTimeout } from 'node:timers/promises';
import { nanoseconds } from '../measurement.mjs';
import { Parking } from '../parking.mjs';

export async function parkedReceivers({ count }) {
  const parking = new Parking(count);
  const senders = [];
  const receive = async () => {
    await new Promise((send) => senders.push(send));
  };
  const receivers = Promise.all(Array.from({ length: count }, receive));
  parking.allWait();
  parking.wakingBegins(nanoseconds());
  for (const [number, send] of senders.entries()) send(number);
  await receivers;
  return parking.measurement();
}

export async function parkedSleepers({ count }) {
  const parking = new Parking(count);
  const sleep = async () => {
    await setTimeout((parking.wakingTime - nanoseconds()) / 1e6);
  };
  const sleepers = Promise.all(Array.from({ length: count }, sleep));
  parking.allWait();
  // Timers count in whole milliseconds: the first may wake that much too early.
  parking.wakingBegins(parking.wakingTime - 1e6);
  await sleepers;
  return parking.measurement();
}
