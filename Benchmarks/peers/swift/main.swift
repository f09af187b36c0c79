// Swift › Main: the side of Swift's own concurrency in the contract of Benchmarks/README.md.

import Measuring

Bench.main(peer: "swift", workloads: catalogue)
