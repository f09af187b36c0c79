// async-http-client › Main: one workload of the contract of Benchmarks/README.md.

import Measuring

Bench.main(
    peer: "async-http-client",
    workloads: [
        .measured("http_titles") { request in
            guard let base = request.url else { throw Complaint("http_titles needs the address of a server") }
            return try Workload.timed(operations: request.count) {
                try inTask { [count = request.count] in try await fetchTitles(count, from: base) }
            }
        }
    ])
