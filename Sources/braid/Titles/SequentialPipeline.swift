// Titles › SequentialPipeline: the job as a beginner writes it, and as nobody should: one page after another.

internal import BraidHTTP

struct SequentialPipeline: Pipeline {
    func run(_ source: AddressSource, with client: HTTPClient, into report: Report) {
        for address in source { report.add(client.page(address)) }
    }
}
