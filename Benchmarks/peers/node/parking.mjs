// Node › Parking: what many that wait cost, and how they are made and woken.
//
// An operation is one that was made, waited, and was woken. The time in which all of them wait is not part of
// it.
import process from 'node:process';
import { nanoseconds } from './measurement.mjs';
import * as memory from './memory.mjs';

/** Takes the readings around a crowd that waits. */
export class Parking {
  constructor(count) {
    this.count = count;
    this.occupiedBefore = memory.occupiedBytes();
    this.processorBefore = process.cpuUsage();
    this.began = nanoseconds();
    // When sleepers are to wake: late enough for all of them to be made before.
    this.wakingTime = this.began + 1_000_000_000 + count * 25_000;
  }

  allWait() {
    this.spawned = nanoseconds() - this.began;
    this.occupied = memory.occupiedBytes() - this.occupiedBefore;
  }

  wakingBegins(time) {
    if (time < this.began + this.spawned) throw new Error('the first woke before the last slept');
    this.wakingBegan = time;
  }

  measurement() {
    const now = nanoseconds();
    const woken = now - this.wakingBegan;
    const { user, system } = process.cpuUsage(this.processorBefore);
    return {
      nanosecondsPerOperation: (this.spawned + woken) / this.count,
      wallSeconds: (now - this.began) / 1e9,
      processorSeconds: (user + system) / 1e6,
      extras: {
        bytes_per_unit: this.occupied / this.count,
        spawn_ns: this.spawned / this.count,
        wake_ns: woken / this.count,
      },
    };
  }
}
