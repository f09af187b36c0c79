// Bench › Main: Braid's side of the contract in Benchmarks/README.md.

import Measuring

Bench.main(peer: "braid", workloads: catalogue)
